"""The reviews screen: the list, and the room of the review that is open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from cdconsole.ui.screens.reviews.drafts import Draft
from cdconsole.ui.screens.reviews.list_page import ListPage
from cdconsole.ui.screens.reviews.room import Room
from cdconsole.ui.screens.reviews.state import ReviewsState, Step
from cdconsole.ui.screens.reviews.thank_dialog import ThankDialog
from cdconsole.ui.shell.clipboard import Clipboard


class ReviewsView(QStackedWidget):
    """Shows a state; ``page`` and ``room`` emit what the person wants.

    ``thanked`` carries the clinician's id and the words, ``thanking_ended`` says that the dialog was left.
    """

    thanked = Signal(str, str)
    thanking_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._dialog: ThankDialog | None = None
        self.page, self.room = ListPage(clipboard), Room()
        self.addWidget(self.page)
        self.addWidget(self.room)

    def show_state(self, state: ReviewsState) -> None:
        """Show everything anew."""
        if state.room is None:
            self.page.show_state(state)
            self.setCurrentWidget(self.page)
        else:
            self.room.show_room(state.room)
            self.setCurrentWidget(self.room)
        self._show_thanking(state)

    def show_draft(self, draft: Draft) -> None:
        """Show one note of the room anew and touch nothing else."""
        self.room.show_draft(draft)

    def write_recognition(self) -> None:
        """Put the cursor into the recognition."""
        self.room.go_to(Step.RECOGNISE)

    def _show_thanking(self, state: ReviewsState) -> None:
        form = state.thanks.form
        if form is None:
            if self._dialog is not None:
                dialog, self._dialog = self._dialog, None
                dialog.deleteLater()
            return
        if self._dialog is None:
            self._dialog = ThankDialog(self, form, state.rows)
            self._dialog.entered.connect(self.thanked)
            self._dialog.finished.connect(self._end_thanking)
            self._dialog.open()
        self._dialog.show_form(form)

    def _end_thanking(self, _result: int) -> None:
        self.thanking_ended.emit()
