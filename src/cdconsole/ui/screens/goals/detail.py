"""The selected goal: its measure since it was agreed, who does what, and its PDSA cycles."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.identity import GoalId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.review import GoalStatus, PdsaCycle
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.goals.state import GoalLine, cycle_lines, cycle_title
from cdconsole.ui.theme.fonts import px

_SIDE_WIDTH = 400


class GoalDetail(QWidget):
    """``cycle_requested`` carries a PdsaCycle, or None for a new one."""

    cycle_requested = Signal(object)
    close_requested = Signal()
    reopen_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._charted: MeasureChart | None = None
        self._goal_id: GoalId | None = None
        self._cycles: list[_Cycle] = []
        self._shown: tuple[PdsaCycle, ...] = ()
        self._card, self._definition = ChartCard(), DefinitionCard()
        self._none = label("", "secondary")
        self._goal, self._action, self._support = label("", "strong"), label(""), label("", "secondary")
        self._agreed = label("", "secondary")
        self._close, self._reopen = button("Close goal…"), button("Reopen goal", "link")
        self._no_cycles = label("No cycle yet. Try something small, and say beforehand what you expect.", "secondary")
        self._add = button("Add cycle")
        self._lay_out()
        self._close.clicked.connect(self.close_requested)
        self._reopen.clicked.connect(self.reopen_requested)
        self._add.clicked.connect(self._ask_new)
        self._card.definition_requested.connect(self._toggle_definition)

    def show_line(self, line: GoalLine) -> None:
        """Show a goal."""
        goal, chart = line.goal, line.progress.chart
        self._goal.setText(goal.text)
        self._action.setText(goal.action)
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
        self._show_cycles(goal.cycles)

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
        inside = QWidget()
        side = QVBoxLayout(inside)
        side.setContentsMargins(px(24), px(8), px(16), px(16))
        side.setSpacing(px(8))
        for part in (self._goal, self._action, self._support, self._agreed):
            side.addWidget(part)
        side.addWidget(self._close, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self._reopen, 0, Qt.AlignmentFlag.AlignLeft)
        side.addSpacing(px(12))
        head = QHBoxLayout()
        head.addWidget(label("PDSA cycles", "heading"), 1)
        head.addWidget(self._add)
        side.addLayout(head)
        side.addWidget(self._no_cycles)
        self._list = QVBoxLayout()
        self._list.setSpacing(px(16))
        side.addLayout(self._list)
        side.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(px(_SIDE_WIDTH))
        scroll.setAccessibleName("The goal and its cycles")
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
        row.addWidget(scroll)
        row.addWidget(self._definition)
        self._side = scroll
        self._definition.setFixedWidth(px(_SIDE_WIDTH))
        self._definition.setViewportMargins(px(24), px(8), 0, 0)
        self._show_side(is_defined=False)

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
