"""What stands beside the rows of a job plan: its week, its versions compared, delivery, objectives and sign-off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cdconsole.domain.calendar import date_text
from cdconsole.domain.job_plan import JobPlan
from cdconsole.domain.job_plan_delivery import PlannedDelivered
from cdconsole.domain.job_plan_terms import SignOffState
from cdconsole.ui.charts.pa_steps import PaSteps
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.data.job_plans.delivery import DELIVERY_COLUMNS, EXPLAINED, delivery_words
from cdconsole.ui.screens.data.job_plans.state import OBJECTIVES, SIGNED, JobPlansState
from cdconsole.ui.screens.data.job_plans.week import WEEK_COLUMNS, WeekLine, week_lines
from cdconsole.ui.screens.data.job_plans.week_picture import WeekPicture
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_PERIODS = {3: "Last 3 months", 6: "Last 6 months", 12: "Last 12 months"}


class WeekPage(QWidget):
    """The week to scale, and the same as a table."""

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._picture = WeekPicture()
        self._model: RecordTableModel[WeekLine] = RecordTableModel(WEEK_COLUMNS, _line, self)
        column = _column(self)
        column.addWidget(_whole(self._picture))
        column.addWidget(RecordTable(self._model, clipboard, "The week as a table"), 1)

    def show_state(self, state: JobPlansState) -> None:
        """Show the stored version."""
        self._picture.show_plan(state.plan)
        lines = week_lines(state.plan)
        if self._model.rows() != lines:
            self._model.replace_all(lines)


class VersionsPage(QWidget):
    """What changed between two versions, and PAs by category over all of them."""

    compared = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._with = QComboBox()
        self._with.setAccessibleName("Compare with")
        self._with.activated.connect(self._choose)
        self._title, self._changes = label("", "strong"), label("")
        self._steps = PaSteps()
        top = QHBoxLayout()
        top.addWidget(label("Compare with", wraps=False))
        top.addWidget(self._with)
        top.addStretch(1)
        column = _column(self)
        column.addLayout(top)
        for part in (self._title, self._changes, label("PAs a week by category over time", "strong"), self._steps):
            column.addWidget(part)
        column.addStretch(1)

    def show_state(self, state: JobPlansState) -> None:
        """Show the version chosen against the one compared with."""
        others = [plan for plan in state.versions if plan.version != state.shown]
        if [self._with.itemData(at) for at in range(self._with.count())] != [plan.version for plan in others]:
            self._with.clear()
            for plan in others:
                self._with.addItem(f"Version {plan.version}, from {date_text(plan.effective_from)}", plan.version)
        self._with.setCurrentIndex(self._with.findData(state.compared))
        self._with.setEnabled(bool(others))
        self._title.setText(_title(state.plan))
        said = "\n".join(state.changes)
        self._changes.setText(said or ("There is no other version yet." if not others else "Choose a version."))
        self._steps.show_versions(state.versions)

    def _choose(self, _at: int) -> None:
        self.compared.emit(self._with.currentData())


class DeliveryPage(QWidget):
    """Sessions planned and delivered by kind."""

    period_chosen = Signal(int)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._months = QComboBox()
        self._months.setAccessibleName("Period")
        for months, words in _PERIODS.items():
            self._months.addItem(words, months)
        self._months.activated.connect(self._choose)
        self._words = label("", "strong")
        self._model: RecordTableModel[PlannedDelivered] = RecordTableModel(DELIVERY_COLUMNS, _kind, self)
        top = QHBoxLayout()
        top.addWidget(self._months)
        top.addWidget(self._words, 1)
        column = _column(self)
        column.addLayout(top)
        column.addWidget(RecordTable(self._model, clipboard, "Planned and delivered"), 1)
        column.addWidget(label(EXPLAINED, "secondary"))

    def show_state(self, state: JobPlansState) -> None:
        """Show the counts, or that they are being made."""
        self._months.setCurrentIndex(self._months.findData(state.months))
        self._words.setText(delivery_words(state.delivery))
        rows = () if state.delivery is None else state.delivery.kinds
        if self._model.rows() != rows:
            self._model.replace_all(rows)

    def _choose(self, _at: int) -> None:
        self.period_chosen.emit(self._months.currentData())


class AgreementPage(QWidget):
    """Objectives, which are saved with the next version, and the steps of agreeing the version that is stored."""

    field_edited = Signal(str, str)
    sign_off_requested = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._objectives = QPlainTextEdit()
        self._objectives.setTabChangesFocus(True)
        self._objectives.textChanged.connect(self._edited)
        hint = "One a line: what | kind | how it is measured | by when. Saved with the next version."
        self._field = Field("Objectives", self._objectives, hint)
        self._state, self._on = QComboBox(), QLineEdit()
        for state in SignOffState:
            self._state.addItem(state.value, state.name)
        self._record = button("Record")
        self._record.clicked.connect(self._ask)
        self._day = Field("On", self._on, "For example 20 Mar 2026")
        self._title, self._steps = label("", "strong"), label("")
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(Field("Reached", self._state))
        row.addWidget(self._day)
        row.addWidget(self._record)
        row.addStretch(1)
        column = _column(self)
        column.addWidget(self._field, 1)
        for part in (self._title, self._steps):
            column.addWidget(part)
        column.addLayout(row)
        column.addStretch(1)

    def show_state(self, state: JobPlansState) -> None:
        """Show the draft's objectives and the stored version's steps."""
        text = "" if state.draft is None else state.draft.objectives
        if self._objectives.toPlainText() != text:
            self._objectives.setPlainText(text)
        self._objectives.setEnabled(state.draft is not None)
        self._field.say(state.problems.get(OBJECTIVES, ""))
        self._day.say(state.problems.get(SIGNED, ""))
        plan = state.plan
        self._record.setEnabled(plan is not None and not state.is_busy)
        self._title.setText("" if plan is None else f"Sign-off of version {plan.version}: {plan.sign_off_text}")
        self._steps.setText("" if plan is None else _steps(plan))

    def _edited(self) -> None:
        self.field_edited.emit(OBJECTIVES, self._objectives.toPlainText())

    def _ask(self) -> None:
        self.sign_off_requested.emit(self._state.currentData(), self._on.text())


def _title(plan: JobPlan | None) -> str:
    if plan is None:
        return "No job plan on record"
    reason = f", because: {plan.reason}" if plan.reason else ""
    return f"Version {plan.version}, from {date_text(plan.effective_from)}{reason}"


def _steps(plan: JobPlan) -> str:
    return "\n".join(
        f"{step.state.value}, {date_text(step.on) or 'day not known'}, recorded by {step.recorded_by}"
        + (f" on {date_text(step.recorded_at.date())}" if step.recorded_at else "")
        for step in plan.sign_offs
    )


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(8))
    return column


def _line(line: WeekLine) -> int:
    return line.number


def _kind(one: PlannedDelivered) -> str:
    return one.kind.name


def _whole(picture: WeekPicture) -> QScrollArea:
    """Keep all seven days to be scrolled to where the window is low or the text is large."""
    scroll = QScrollArea()
    scroll.setAccessibleName("The week to scale")
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    scroll.setWidgetResizable(True)
    scroll.setWidget(picture)
    return scroll
