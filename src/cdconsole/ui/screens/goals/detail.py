"""The selected goal: its measure, who does what, before and since, whether it held, and its PDSA cycles."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.identity import GoalId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.review import GoalStatus, PdsaCycle
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.goals.comparison import Comparison
from cdconsole.ui.screens.goals.state import GoalLine, Part, cycle_lines, cycle_title, next_cycle
from cdconsole.ui.theme.fonts import px

_SIDE_WIDTH = 400


class GoalDetail(QWidget):
    """``cycle_requested`` carries a PdsaCycle, or None for a new one."""

    cycle_requested = Signal(object)
    next_cycle_requested = Signal()
    close_requested = Signal()
    reopen_requested = Signal()
    change_requested = Signal()
    look_back_requested = Signal()
    undo_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._charted: MeasureChart | None = None
        self._goal_id: GoalId | None = None
        self._cycles: list[_Cycle] = []
        self._shown: tuple[PdsaCycle, ...] = ()
        self._card, self._definition = ChartCard(), DefinitionCard()
        self._none = label("", "secondary")
        self._goal, self._action, self._support = label("", "strong"), label(""), label("", "secondary")
        self._owners, self._agreed = label("", "secondary"), label("", "secondary")
        self._check, self._look_back = label(""), button("Look back…", "primary")
        self._change, self._undo = button("Change…"), button("Undo", "link")
        self._next = button("Begin the next cycle…")
        self.comparison = Comparison()
        self._close, self._reopen = button("Close goal…"), button("Reopen goal", "link")
        self._no_cycles = label("No cycle yet. Try something small, and say beforehand what you expect.", "secondary")
        self._add = button("Add cycle")
        self._lay_out()
        self._close.clicked.connect(self.close_requested)
        self._reopen.clicked.connect(self.reopen_requested)
        self._add.clicked.connect(self._ask_new)
        self._next.clicked.connect(self.next_cycle_requested)
        self._change.clicked.connect(self.change_requested)
        self._look_back.clicked.connect(self.look_back_requested)
        self._undo.clicked.connect(self.undo_requested)
        self._card.definition_requested.connect(self._toggle_definition)

    def show_line(self, line: GoalLine, undo_text: str) -> None:
        """Show a goal, and what was done last that can be undone."""
        goal, chart = line.goal, line.progress.chart
        self._goal.setText(goal.text)
        self._action.setText(goal.action)
        self._owners.setText(line.owners_text)
        self._owners.setVisible(bool(line.owners_text))
        self._undo.setText(undo_text)
        self._undo.setVisible(bool(undo_text))
        self._support.setText(f"Support: {goal.support}")
        self._support.setVisible(bool(goal.support))
        self._agreed.setText(line.agreed_text)
        self._none.setText(line.progress.now_text)
        self._none.setVisible(chart is None)
        self._card.setVisible(chart is not None)
        if goal.id != self._goal_id:
            self._goal_id = goal.id
            self._show_side(is_defined=False)
        if chart is not None and chart != self._charted:
            self._charted = chart
            self._card.show_chart(chart)
            self._definition.show_measure(chart.measure)
        is_open = goal.status is GoalStatus.OPEN
        self._close.setVisible(is_open)
        self._reopen.setVisible(not is_open)
        self._change.setVisible(is_open and goal.group is not None)
        self.comparison.show_comparisons(line.progress.comparisons)
        self._show_check(line)
        self._next.setVisible(is_open and next_cycle(goal, line.today) is not None)
        self._show_cycles(goal.cycles)

    def _show_check(self, line: GoalLine) -> None:
        """Show whether it held a year on, or when somebody looks."""
        check = line.progress.check
        is_achieved = check is not None and line.goal.status is GoalStatus.ACHIEVED
        self._check.setVisible(is_achieved)
        self._look_back.setVisible(line.part is Part.LOOK_BACK)
        if check is not None:
            self._check.setText(str(check))

    def _show_cycles(self, cycles: tuple[PdsaCycle, ...]) -> None:
        self._no_cycles.setVisible(not cycles)
        if cycles == self._shown:
            return
        self._shown = cycles
        for each in self._cycles:
            self._list.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._cycles = [_Cycle(cycle) for cycle in cycles]
        for each in self._cycles:
            each.edit_requested.connect(self.cycle_requested)
            self._list.addWidget(each)

    def _lay_out(self) -> None:
        self._list = QVBoxLayout()
        self._list.setSpacing(px(16))
        self._side = self._beside()
        charted = QVBoxLayout()
        charted.setContentsMargins(px(8), 0, 0, 0)
        self._none.setContentsMargins(px(16), px(8), 0, 0)
        charted.addWidget(self._card, 1)
        charted.addWidget(self._none, 0, Qt.AlignmentFlag.AlignTop)
        charted.addStretch(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(charted, 1)
        row.addWidget(self._side)
        row.addWidget(self._definition)
        self._definition.setFixedWidth(px(_SIDE_WIDTH))
        self._definition.setViewportMargins(px(24), px(8), 0, 0)
        self._show_side(is_defined=False)

    def _beside(self) -> QScrollArea:
        """Return what stands beside the chart: the goal, before and since, and the cycles."""
        inside = QWidget()
        side = QVBoxLayout(inside)
        side.setContentsMargins(px(24), px(8), px(16), px(16))
        side.setSpacing(px(8))
        side.addWidget(self._goal)
        side.addWidget(self._check)
        does = QHBoxLayout()
        does.setSpacing(px(8))
        for deed in (self._look_back, self._close, self._change, self._reopen):
            does.addWidget(deed)
        does.addStretch(1)
        side.addLayout(does)
        side.addWidget(self.comparison)
        side.addSpacing(px(4))
        for words in (self._owners, self._action, self._support, self._agreed):
            side.addWidget(words)
        side.addSpacing(px(8))
        head = QHBoxLayout()
        head.addWidget(label("PDSA cycles", "heading"), 1)
        head.addWidget(self._add)
        side.addLayout(head)
        side.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self._no_cycles)
        side.addLayout(self._list)
        side.addWidget(self._next, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(px(_SIDE_WIDTH))
        scroll.setAccessibleName("The goal and its cycles")
        return scroll

    def _toggle_definition(self, _measure: MeasureId) -> None:
        self._show_side(is_defined=self._definition.isHidden())

    def _show_side(self, *, is_defined: bool) -> None:
        """Show the goal, or in its place the definition of its measure."""
        self._definition.setVisible(is_defined)
        self._side.setVisible(not is_defined)

    def _ask_new(self) -> None:
        self.cycle_requested.emit(None)


class _Cycle(QWidget):
    """One cycle, as it is read."""

    edit_requested = Signal(object)

    def __init__(self, cycle: PdsaCycle) -> None:
        super().__init__()
        self._cycle = cycle
        title = cycle_title(cycle)
        self.setAccessibleName(f"PDSA cycle, {title}")
        edit = button("Edit", "link")
        edit.setAccessibleName(f"Edit cycle, {title}")
        edit.clicked.connect(self._edit)
        head = QHBoxLayout()
        head.addWidget(label(title, "strong"), 1)
        head.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addLayout(head)
        for name, text in cycle_lines(cycle):
            column.addWidget(label(f"{name}: {text}"))

    def _edit(self) -> None:
        self.edit_requested.emit(self._cycle)
