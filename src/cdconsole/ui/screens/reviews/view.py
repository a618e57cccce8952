"""The reviews screen: the list, the sheet to prepare from, and the room of the review that is open."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from cdconsole.domain.review_search import ReviewHit
from cdconsole.ui.preload import Steps
from cdconsole.ui.screens.reviews.drafts import Draft
from cdconsole.ui.screens.reviews.frozen_column import FrozenColumn
from cdconsole.ui.screens.reviews.list_page import SEARCH_KEYS, ListPage
from cdconsole.ui.screens.reviews.past_column import PastColumn
from cdconsole.ui.screens.reviews.presented_page import PresentedPage
from cdconsole.ui.screens.reviews.record_column import RecordColumn
from cdconsole.ui.screens.reviews.room import Room
from cdconsole.ui.screens.reviews.search.state import SearchState
from cdconsole.ui.screens.reviews.search.view import SearchPage
from cdconsole.ui.screens.reviews.sheet_page import SheetPage
from cdconsole.ui.screens.reviews.state import ReviewsState, SheetState, Step, TalkForm
from cdconsole.ui.screens.reviews.talk_dialog import TalkDialog
from cdconsole.ui.settling import settle_layouts
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.thanking.dialog import ThankDialog

_BREATH_MS = 5


class ReviewsView(QStackedWidget):
    """Shows a state; ``page`` and ``room`` emit what the person wants.

    ``thanked`` carries what the dialog does, ``thanking_ended`` says that the dialog was left;
    ``talk_entered`` and ``talk_ended`` do so for a conversation's kind and topic.
    ``room_built`` comes once with the room: it has so many parts that it is built when it is needed or there is time.
    """

    room_built = Signal(Room)
    thanked = Signal(str, str, str)
    thanking_ended = Signal()
    talk_entered = Signal(object, str)
    talk_ended = Signal()
    search_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._dialog: ThankDialog | None = None
        self.page = ListPage(clipboard)
        self.sheet = SheetPage()
        self.search = SearchPage(clipboard)
        for page in (self.page, self.sheet, self.search):
            self.addWidget(page)
        self._talk: TalkDialog | None = None
        self._room: Room | None = None
        self._state: ReviewsState | None = None
        self.room_in_pieces = self._build_room()
        self._building = Steps(self.room_in_pieces, self, breath_ms=_BREATH_MS)
        self._building.finished.connect(self._show_again)
        key = QShortcut(QKeySequence(SEARCH_KEYS), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.search_requested)
        self.page.search_requested.connect(self.search_requested)

    @property
    def room(self) -> Room:
        """Return the room; what is not built of it yet is built now."""
        for _ in self.room_in_pieces:
            pass
        assert self._room is not None  # noqa: S101 - that was the last piece
        return self._room

    def show_state(self, state: ReviewsState) -> None:
        """Show everything anew; the room comes into sight when it is built."""
        self._state = state
        if state.search is not None:
            self._show_search(state.search)
        elif state.room is None and state.sheet is not None:
            self._show_sheet(state.sheet)
        elif state.room is None:
            self.page.show_state(state)
            self.setCurrentWidget(self.page)
        elif self._room is None:
            self._building.start()
        else:
            self.room.show_room(state.room)
            self.setCurrentWidget(self.room)
        self._show_thanking(state)
        self._show_talk(state.talk)

    def show_draft(self, draft: Draft) -> None:
        """Show one note of the room anew and touch nothing else."""
        self.room.show_draft(draft)

    def show_place(self, hit: ReviewHit) -> None:
        """Bring into sight where in the room a search found something; the room is built now if it was not."""
        room = self.room
        self._show_again()
        settle_layouts()
        room.show_place(hit)

    def show_thank_you(self, recognition: str) -> None:
        """Bring one thank-you into sight, by its id."""
        self.page.show_thank_you(recognition)

    def write_recognition(self) -> None:
        """Put the cursor into the recognition."""
        self.room.go_to(Step.RECOGNISE)

    def _show_search(self, search: SearchState) -> None:
        is_new = self.currentWidget() is not self.search
        self.search.show_state(search)
        self.setCurrentWidget(self.search)
        if is_new:
            self.search.take_focus()

    def _show_sheet(self, sheet: SheetState) -> None:
        is_new = self.currentWidget() is not self.sheet
        self.sheet.show_sheet(sheet)
        self.setCurrentWidget(self.sheet)
        if is_new:
            self.sheet.take_focus()

    def _show_again(self) -> None:
        if self._state is not None:
            self.show_state(self._state)

    def _build_room(self) -> Iterator[None]:
        past, charts = PastColumn(), FrozenColumn()
        yield
        record = RecordColumn()
        yield
        presented = PresentedPage()
        yield
        self._room = Room(past, charts, record, presented)
        self.addWidget(self._room)
        self.room_built.emit(self._room)

    def _show_thanking(self, state: ReviewsState) -> None:
        form = state.thanks.form
        if form is None:
            if self._dialog is not None:
                dialog, self._dialog = self._dialog, None
                dialog.deleteLater()
            return
        if self._dialog is None:
            self._dialog = ThankDialog(self, form, [(row.clinician_id, row.clinician) for row in state.rows])
            self._dialog.entered.connect(self.thanked)
            self._dialog.finished.connect(self._end_thanking)
            self._dialog.open()
        self._dialog.show_form(form)

    def _show_talk(self, form: TalkForm | None) -> None:
        if form is None:
            if self._talk is not None:
                dialog, self._talk = self._talk, None
                dialog.deleteLater()
            return
        if self._talk is None:
            self._talk = TalkDialog(self, form)
            self._talk.entered.connect(self.talk_entered)
            self._talk.finished.connect(self._end_talk)
            self._talk.open()
        self._talk.show_form(form)

    def _end_talk(self, _result: int) -> None:
        self.talk_ended.emit()

    def _end_thanking(self, _result: int) -> None:
        self.thanking_ended.emit()
