"""The end of the right column: the days, both people's marks, the lock, and what is added after it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.rectification import RectifiedRecord, of_record
from cdconsole.domain.review import Party, Review
from cdconsole.ui.corrections.state import corrections_text
from cdconsole.ui.follow_up.day_edit import DayEdit
from cdconsole.ui.follow_up.text_edit import TextEdit, select_in
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.reviews.party_mark import PartyMark
from cdconsole.ui.screens.reviews.state import HELD_ON, NEXT_ON, LockQuestion, RoomState
from cdconsole.ui.theme.fonts import px

_ANSWERS = {
    LockQuestion.NONE: ("", ""),
    LockQuestion.NO_RECOGNITION: ("Lock without recognition", "Write it now"),
    LockQuestion.NEXT_DAY: ("Yes, lock it", "Choose another day"),
}


class AgreementPart(QWidget):
    """``dates_entered`` carries two dates, the second None where it stays; ``addendum_entered`` the words.

    ``recognition_wanted`` says that somebody would rather write it than lock without.
    """

    dates_entered = Signal(object, object)
    lock_requested = Signal()
    lock_confirmed = Signal()
    lock_declined = Signal()
    recognition_wanted = Signal()
    addendum_entered = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._addenda_sent = 0
        self._held, self._next = DayEdit(), DayEdit()
        self._fields = {HELD_ON: Field("Held on", self._held), NEXT_ON: Field("Next review", self._next)}
        self._days, self._days_said = QWidget(), label("")
        self._moves = QCheckBox("This sets the day of the next quarterly review too")
        self._asking = LockQuestion.NONE
        self._usual: date | None = None
        self.marks = {party: PartyMark(party) for party in Party}
        self._lock = button("Lock the record", "primary")
        self._missing, self._problem = label("", "secondary"), label("", "warning")
        self._question, self._asked = QFrame(), label("", "strong")
        self._addenda, self.addendum = label(""), TextEdit(2)
        self._addendum_field = Field("Addendum", self.addendum, "Stays beside the record, with your name and the time.")
        self._yes, self._no = (button(words) for words in _ANSWERS[LockQuestion.NO_RECOGNITION])
        self._add = button("Add addendum")
        self._addenda.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._connect()

    def show_room(self, room: RoomState) -> None:
        """Show everything anew."""
        review = room.review
        self._days.setVisible(not room.is_locked)
        self._days_said.setVisible(room.is_locked)
        following = f"Next review {date_text(room.next_on)}." if room.next_on else "The next review stays on its day."
        self._days_said.setText(f"Held {date_text(review.held_on)}. {following}")
        self._show_days(room)
        for name, field in self._fields.items():
            field.say(room.date_problems.get(name, ""))
        names = {Party.DIRECTOR: room.director, Party.CLINICIAN: review.clinician}
        for party, mark in self.marks.items():
            problem = room.mark_problems.get(party, "")
            mark.show_mark(names[party], review.mark(party), problem, is_locked=room.is_locked)
        self._show_lock(room)
        self._show_addenda(room)

    def _show_days(self, room: RoomState) -> None:
        self._usual = room.usual_next_on
        self._moves.setVisible(not room.is_quarterly and not room.is_locked)
        self._moves.setChecked(room.next_on is not None)
        self._fields[NEXT_ON].setVisible(room.next_on is not None)
        if not (self._held.hasFocus() or self._next.hasFocus()):
            self._held.show_day(room.held_on)
            self._next.show_day(room.next_on or room.usual_next_on)

    def select(self, text: str, start: int, length: int) -> None:
        """Select words of an addendum, which is known by its text."""
        at = self._addenda.text().find(text)
        if at >= 0:
            select_in(self._addenda, at + start, length)

    def _show_lock(self, room: RoomState) -> None:
        is_asking = room.lock_question is not LockQuestion.NONE
        self._lock.setVisible(not room.is_locked and not is_asking)
        self._lock.setEnabled(room.review.may_lock)
        self._missing.setText(room.missing_marks or "Both have marked it. A locked record takes addenda only.")
        self._missing.setVisible(not room.is_locked and not is_asking)
        self._question.setVisible(is_asking and not room.is_locked)
        self._asking = room.lock_question
        self._asked.setText(room.lock_question_text)
        yes, no = _ANSWERS[room.lock_question]
        self._yes.setText(yes)
        self._no.setText(no)
        self._problem.setText(room.lock_problem)
        self._problem.setVisible(bool(room.lock_problem))

    def _show_addenda(self, room: RoomState) -> None:
        self._addenda.setText(_addenda_text(room.review))
        self._addenda.setVisible(bool(room.review.addenda))
        self._addendum_field.setVisible(room.is_locked)
        self._add.setVisible(room.is_locked)
        self._addendum_field.say(room.addendum_problem)
        if room.addenda_sent != self._addenda_sent:
            self._addenda_sent = room.addenda_sent
            self.addendum.clear()

    def _lay_out(self) -> None:
        days = QHBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(px(12))
        for field in self._fields.values():
            days.addWidget(field, 1)
        self._question.setProperty("role", "banner")
        answers = QHBoxLayout()
        answers.addWidget(self._no)
        answers.addWidget(self._yes)
        answers.addStretch(1)
        question = QVBoxLayout(self._question)
        question.setContentsMargins(px(12), px(12), px(12), px(12))
        question.addWidget(self._asked)
        question.addLayout(answers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for part in (self._days, self._moves, self._days_said, *self.marks.values()):
            column.addWidget(part)
        column.addSpacing(px(4))
        for part in (self._missing, self._question, self._problem):
            column.addWidget(part)
        column.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._addenda)
        column.addWidget(self._addendum_field)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        for edit in (self._held, self._next):
            edit.editingFinished.connect(self._enter_dates)
        for mark in self.marks.values():
            mark.entered.connect(self.entered)
        self._lock.clicked.connect(self.lock_requested)
        self._yes.clicked.connect(self.lock_confirmed)
        self._no.clicked.connect(self._decline)
        self._moves.clicked.connect(self._enter_moves)
        self._add.clicked.connect(self._enter_addendum)

    def _enter_dates(self) -> None:
        self.dates_entered.emit(self._held.day(), None if self._fields[NEXT_ON].isHidden() else self._next.day())

    def _enter_moves(self, wanted: bool) -> None:
        self.dates_entered.emit(self._held.day(), self._usual if wanted else None)

    def _decline(self) -> None:
        asked = self._asking
        self.lock_declined.emit()
        if asked is LockQuestion.NEXT_DAY:
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.recognition_wanted.emit()

    def _enter_addendum(self) -> None:
        self.addendum_entered.emit(self.addendum.toPlainText())


def _addenda_text(review: Review) -> str:
    return "\n\n".join(_addendum_text(review, number) for number in range(1, len(review.addenda) + 1))


def _addendum_text(review: Review, number: int) -> str:
    one = review.addenda[number - 1]
    corrected = corrections_text(of_record(review.rectifications, RectifiedRecord.addendum(review.id, number)))
    return "\n".join(filter(None, (f"Addendum, {one.author}, {moment_text(one.at)}", one.text, corrected)))
