"""The form in which a goal is agreed, beside the chart it is about."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.domain.review import Goal
from cdconsole.ui.follow_up.day_edit import DayEdit
from cdconsole.ui.follow_up.targets import target_unit, typed_target
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.reviews.state import GoalEntry, GoalForm, RoomState
from cdconsole.ui.theme.fonts import px

_NONE_FITS = "No measure fits"
_TO_COME = "The baseline is frozen when the goal is saved: the mean of the last three months on the chart shown."


class GoalFormView(QFrame):
    """``entered`` carries a GoalEntry, ``measure_chosen`` a MeasureId or nothing."""

    entered = Signal(object)
    cancelled = Signal()
    measure_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._filled_from: Goal | None = None
        self._measures: tuple[Measure, ...] = ()
        self._text, self._action, self._reason = TextEdit(2), TextEdit(2), TextEdit(2)
        self._support, self._target = TextEdit(1), QLineEdit()
        self._measure, self._due = QComboBox(), DayEdit()
        self._baseline, self._notice = label("", "caption"), label("", "warning")
        self._fields = {
            "text": Field("Goal: what will be different", self._text),
            "action": Field("Action: who will do what", self._action),
            "measure": Field("Measure", self._measure),
            "reason": Field("Why no measure fits", self._reason),
            "target": Field("Target", self._target, "Empty where only a direction is agreed."),
            "support": Field("Support the department will give", self._support),
            "due": Field("Looked at again on", self._due),
        }
        self._save, self._cancel = button("Save goal"), button("Cancel")
        self._lay_out()
        self._measure.activated.connect(self._choose)
        self._save.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.cancelled)

    def show_form(self, form: GoalForm, room: RoomState) -> None:
        """Show what is wrong; fill the fields only when another goal is edited."""
        if self._filled_from is None or self._filled_from.id != form.editing.id:
            self._fill(form.editing, tuple(chart.measure for chart in room.charts))
        self._filled_from = form.editing
        problems = dict(form.problems)
        at = "measure" if self._chosen() is not None else "reason"
        problems.setdefault(at, problems.pop("measure", ""))
        for name, field in self._fields.items():
            field.say(problems.get(name, ""))
        self._notice.setText(form.notice or problems.get("review", ""))
        self._notice.setVisible(bool(self._notice.text()))
        self._save.setEnabled(not form.is_busy)
        self._follow_measure()

    def forget(self) -> None:
        """Be filled anew when next shown."""
        self._filled_from = None

    def take_focus(self) -> None:
        """Put the cursor where typing begins."""
        self._text.setFocus()

    def _lay_out(self) -> None:
        when = QHBoxLayout()
        when.setSpacing(px(12))
        when.addWidget(self._fields["target"], 1)
        when.addWidget(self._fields["due"], 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(12))
        for name in ("text", "action", "measure"):
            column.addWidget(self._fields[name])
        column.addWidget(self._baseline)
        column.addWidget(self._fields["reason"])
        column.addLayout(when)
        column.addWidget(self._fields["support"])
        column.addWidget(self._notice)
        column.addLayout(buttons)

    def _fill(self, goal: Goal, measures: tuple[Measure, ...]) -> None:
        self._measures = measures
        self._measure.clear()
        for measure in measures:
            self._measure.addItem(measure.title, str(measure.id))
        self._measure.addItem(_NONE_FITS, "")
        self._measure.setCurrentIndex(self._measure.findData(str(goal.measure or "")))
        for box, text in (
            (self._text, goal.text),
            (self._action, goal.action),
            (self._reason, goal.no_measure_reason),
            (self._support, goal.support),
        ):
            box.setPlainText(text)
        definition = self._definition()
        self._target.setText("" if definition is None else typed_target(goal.target, definition.unit))
        self._due.show_day(goal.due)

    def _chosen(self) -> MeasureId | None:
        name = self._measure.currentData()
        return MeasureId(name) if name else None

    def _definition(self) -> Measure | None:
        return next((one for one in self._measures if one.id == self._chosen()), None)

    def _choose(self, _place: int) -> None:
        self._follow_measure()
        self.measure_chosen.emit(self._chosen())

    def _follow_measure(self) -> None:
        definition, goal = self._definition(), self._filled_from
        self._fields["reason"].setVisible(definition is None)
        self._fields["target"].setVisible(definition is not None)
        self._baseline.setVisible(definition is not None)
        if definition is None or goal is None:
            return
        self._target.setPlaceholderText(target_unit(definition))
        is_kept = bool(goal.id) and goal.measure == definition.id
        self._baseline.setText(f"Frozen baseline: {goal.baseline_text}" if is_kept else _TO_COME)

    def _enter(self) -> None:
        self.entered.emit(
            GoalEntry(
                self._text.toPlainText(),
                self._action.toPlainText(),
                self._chosen(),
                self._reason.toPlainText(),
                self._target.text(),
                self._support.toPlainText(),
                self._due.day(),
            )
        )
