"""Goals as they are read: what will be different, who does what, from where to where, until when."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.measure import Measure
from cdconsole.domain.review import Goal, GoalStatus
from cdconsole.ui.follow_up.due import due_words
from cdconsole.ui.follow_up.targets import target_text
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.reviews.state import RoomState
from cdconsole.ui.theme.fonts import px


class GoalCards(QWidget):
    """A card for each goal, made anew only when a goal changed. Signals carry the Goal, ``measure_chosen`` its measure.

    ``answers`` says which buttons a card has: to edit an agreed goal, or to say what became of one from last time.
    """

    edit_requested = Signal(object)
    close_requested = Signal(object)
    reopen_requested = Signal(object)
    measure_chosen = Signal(object)

    def __init__(self, *, answers: bool) -> None:
        super().__init__()
        self._answers = answers
        self._shown: tuple[object, ...] = ()
        self._cards: list[_Card] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(12))

    def show_goals(self, goals: tuple[Goal, ...], room: RoomState) -> None:
        """Show these goals and no others."""
        wanted = (goals, room.is_locked, room.today, room.review.id)
        if wanted == self._shown:
            return
        self._shown = wanted
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._made(goal, room) for goal in goals]

    def _made(self, goal: Goal, room: RoomState) -> _Card:
        card = _Card(goal, room.measure(goal.measure), None if room.is_locked else room.today)
        if not room.is_locked:
            card.offer(answers=self._answers)
        card.edit_requested.connect(self.edit_requested)
        card.close_requested.connect(self.close_requested)
        card.reopen_requested.connect(self.reopen_requested)
        card.measure_chosen.connect(self.measure_chosen)
        self._column.addWidget(card)
        return card


class _Card(QFrame):
    """One goal; without a day it is read in a locked record, in which goals stay as they stood."""

    edit_requested = Signal(object)
    close_requested = Signal(object)
    reopen_requested = Signal(object)
    measure_chosen = Signal(object)

    def __init__(self, goal: Goal, measure: Measure | None, today: date | None) -> None:
        super().__init__()
        self._goal = goal
        self.setAccessibleName(f"Goal: {goal.text}")
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(label(goal.text, "strong"))
        for words in (goal.action, _measured(goal, measure)):
            column.addWidget(label(words))
        if goal.support:
            column.addWidget(label(f"Support: {goal.support}", "secondary"))
        column.addWidget(label(_standing(goal, today), "secondary"))
        column.addLayout(self._buttons)
        if measure is not None:
            self._add("Show chart", f"Show the chart of {measure.title}").clicked.connect(self._show_measure)

    def offer(self, *, answers: bool) -> None:
        """Add the buttons that change the goal."""
        if not answers:
            self._add("Edit", f"Edit goal: {self._goal.text}").clicked.connect(self._edit)
        elif self._goal.status is GoalStatus.OPEN:
            self._add("Close goal…", f"Close goal: {self._goal.text}").clicked.connect(self._close)
        else:
            self._add("Reopen", f"Reopen goal: {self._goal.text}").clicked.connect(self._reopen)

    def _add(self, text: str, name: str) -> QPushButton:
        made = button(text, "link")
        made.setAccessibleName(name)
        self._buttons.insertWidget(self._buttons.count() - 1, made)
        return made

    def _edit(self) -> None:
        self.edit_requested.emit(self._goal)

    def _close(self) -> None:
        self.close_requested.emit(self._goal)

    def _reopen(self) -> None:
        self.reopen_requested.emit(self._goal)

    def _show_measure(self) -> None:
        self.measure_chosen.emit(self._goal.measure)


def _measured(goal: Goal, measure: Measure | None) -> str:
    if goal.measure is None:
        return f"No measure fits: {goal.no_measure_reason}"
    title = goal.measure if measure is None else measure.title
    target = target_text(goal.target, measure)
    to = f"; target {target}" if target else ""
    return f"{title}: from {goal.baseline_text}{to}"


def _standing(goal: Goal, today: date | None) -> str:
    """Return when it is due, or what became of it; how far off the day is would be wrong of a locked record."""
    if goal.status is not GoalStatus.OPEN:
        return f"{goal.status.value}: {goal.outcome}"
    if today is None:
        return f"Open when the record was locked, due {date_text(goal.due)}"
    return f"Open, due {due_words(goal.due, today)}"
