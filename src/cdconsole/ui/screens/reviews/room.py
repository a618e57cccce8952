"""The review room: what was, the charts, and what is written now, in three columns that keep their place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.guidance import Guidance
from cdconsole.domain.identity import ReviewId
from cdconsole.domain.review import Review
from cdconsole.domain.review_search import ReviewHit, WrittenIn
from cdconsole.ui.follow_up.closing import Closing
from cdconsole.ui.follow_up.closing_dialog import ClosingDialog
from cdconsole.ui.forms import button, label
from cdconsole.ui.guidance_link import GuidanceLink
from cdconsole.ui.screens.reviews.drafts import THEIR_VIEW, Draft
from cdconsole.ui.screens.reviews.frozen_column import FrozenColumn
from cdconsole.ui.screens.reviews.past_column import PastColumn
from cdconsole.ui.screens.reviews.presented_page import PresentedPage
from cdconsole.ui.screens.reviews.record_column import RecordColumn
from cdconsole.ui.screens.reviews.scroll_column import separator
from cdconsole.ui.screens.reviews.state import RoomState, Step, review_title
from cdconsole.ui.screens.reviews.step_line import StepLine
from cdconsole.ui.theme.fonts import px

_PAST_SHARE, _RECORD_SHARE = 0.21, 0.33
_PAST, _RECORD = (244, 380), (376, 600)


class Room(QWidget):
    """Emits what the person wants; shows a room."""

    left = Signal()
    review_chosen = Signal(str)
    present_toggled = Signal()
    step_chosen = Signal(object)
    goal_closed = Signal(object, str)
    closing_ended = Signal()

    def __init__(self, past: PastColumn, charts: FrozenColumn, record: RecordColumn, presented: PresentedPage) -> None:
        super().__init__()
        self._is_locked = False
        self._is_presenting = False
        self._shown: ReviewId | None = None
        self._listed: tuple[Review, ...] = ()
        self._dialog: ClosingDialog | None = None
        self._back = button("All reviews", "link")
        self._who, self._status = label("", "heading", wraps=False), label("", "secondary", wraps=False)
        self._chooser = QComboBox()
        self._chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._chooser.setAccessibleName("Reviews of this clinician")
        self._present = button("Presenter mode")
        self._guidance = GuidanceLink(Guidance.FEEDBACK)
        self._steps = StepLine()
        self._edges = (separator(), separator())
        self.past, self.charts, self.record, self.presented = past, charts, record, presented
        self._board = QWidget()
        self._lay_out()
        self._connect()

    def show_room(self, room: RoomState) -> None:
        """Show everything anew."""
        self._is_locked = room.is_locked
        is_another, self._shown = room.review.id != self._shown, room.review.id
        self._who.setText(room.review.clinician)
        self._status.setText(_status_text(room))
        self._fill_chooser(room)
        self._steps.show_step(room.step)
        self.past.show_room(room)
        self.charts.show_room(room)
        if room.is_presenting:
            self.presented.show_room(room)
        self.record.show_room(room)
        self._show_presenting(is_presenting=room.is_presenting)
        self._show_closing(room.closing)
        if is_another:
            self.past.to_top()
            self.record.to_top()

    def show_draft(self, draft: Draft) -> None:
        """Show one note anew."""
        if draft.key == THEIR_VIEW:
            self.past.view.show_draft(draft, is_locked=self._is_locked)
        else:
            self.record.show_draft(draft, is_locked=self._is_locked)

    def show_place(self, hit: ReviewHit) -> None:
        """Bring into sight where a search found something, with the words selected where that can be."""
        if hit.text.note == THEIR_VIEW:
            self.past.bring(self.past.view, self.past.view.box)
            if hit.text.written_in is WrittenIn.NOTE:
                self.past.view.select(*hit.found)
        else:
            self.record.show_place(hit)

    def go_to(self, step: Step) -> None:
        """Bring the part of a step into sight."""
        if step is Step.THEIR_VIEW:
            self.past.go_to_view()
        elif step is Step.DATA:
            self.charts.take_focus()
        else:
            self.record.go_to(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width: the charts get what the words do not need."""
        super().resizeEvent(event)
        for column, share, (least, most) in (
            (self.past, _PAST_SHARE, _PAST),
            (self.record, _RECORD_SHARE, _RECORD),
        ):
            column.setFixedWidth(max(px(least), min(px(most), round(self.width() * share))))

    def _show_presenting(self, *, is_presenting: bool) -> None:
        if is_presenting == self._is_presenting:
            return
        self._is_presenting = is_presenting
        self._board.setVisible(not is_presenting)
        self.presented.setVisible(is_presenting)
        if is_presenting:
            self.presented.take_focus()
        else:
            self.charts.take_focus()

    def _fill_chooser(self, room: RoomState) -> None:
        if room.reviews != self._listed:
            self._listed = room.reviews
            self._chooser.clear()
            for review in room.reviews:
                self._chooser.addItem(review_title(review), review.id)
        self._chooser.setCurrentIndex(self._chooser.findData(room.review.id))
        self._chooser.setEnabled(len(room.reviews) > 1)

    def _show_closing(self, closing: Closing | None) -> None:
        if closing is None:
            if self._dialog is not None:
                dialog, self._dialog = self._dialog, None
                dialog.deleteLater()
            return
        if self._dialog is None:
            self._dialog = ClosingDialog(self, closing)
            self._dialog.entered.connect(self.goal_closed)
            self._dialog.finished.connect(self._dialog_closed)
            self._dialog.open()
        self._dialog.show_state(closing)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(12), px(20), px(4))
        head.setSpacing(px(12))
        for part in (self._back, self._who, self._status):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self._guidance)
        head.addWidget(self._chooser)
        head.addWidget(self._present)
        self._present.setToolTip("This clinician's own chart alone, large, and nobody else's name (F11)")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.past)
        row.addWidget(self._edges[0])
        row.addWidget(self.charts, 1)
        row.addWidget(self._edges[1])
        row.addWidget(self.record)
        board = QVBoxLayout(self._board)
        board.setContentsMargins(0, 0, 0, 0)
        board.setSpacing(0)
        board.addLayout(head)
        board.addWidget(self._steps)
        board.addLayout(row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._board)
        column.addWidget(self.presented)
        self.presented.hide()

    def _connect(self) -> None:
        self._back.clicked.connect(self.left)
        self._chooser.activated.connect(self._choose)
        self._present.clicked.connect(self.present_toggled)
        self._steps.chosen.connect(self._go)
        self.past.reached.connect(self.step_chosen)
        self.record.reached.connect(self.step_chosen)
        for keys, signal in (("F11", self.present_toggled), ("Alt+Left", self.left)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(signal)

    def _choose(self, place: int) -> None:
        self.review_chosen.emit(self._chooser.itemData(place))

    def _go(self, step: Step) -> None:
        self.step_chosen.emit(step)
        self.go_to(step)

    def _dialog_closed(self, _result: int) -> None:
        self.closing_ended.emit()


def _status_text(room: RoomState) -> str:
    kind = "" if room.is_quarterly else f"{room.review.kind.value}. "
    return f"{kind}{room.review.status.value}"
