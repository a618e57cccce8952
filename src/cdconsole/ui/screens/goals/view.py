"""The goals screen: every goal above, the selected one's measure and cycles below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.guidance import Guidance
from cdconsole.ui.follow_up.closing import Closing
from cdconsole.ui.follow_up.closing_dialog import ClosingDialog
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.guidance_link import GuidanceLink
from cdconsole.ui.screens.goals.columns import GOAL_COLUMNS, key_of
from cdconsole.ui.screens.goals.cycle_dialog import CycleDialog
from cdconsole.ui.screens.goals.detail import GoalDetail
from cdconsole.ui.screens.goals.filters import GoalFilters
from cdconsole.ui.screens.goals.state import CycleForm, GoalLine, GoalsState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_ROW = 60


class GoalsView(QWidget):
    """Emits what the person wants; shows a state."""

    goal_selected = Signal(str)
    closed_toggled = Signal(bool)
    retry_requested = Signal()
    cycle_entered = Signal(object)
    cycle_ended = Signal()
    goal_closed = Signal(object, str)
    closing_ended = Signal()
    group_goal_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._cycle_dialog: CycleDialog | None = None
        self._closing_dialog: ClosingDialog | None = None
        self._model: RecordTableModel[GoalLine] = RecordTableModel(GOAL_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Goals", _ROW)
        self._table.setProperty("role", "rows")
        self._table.offer_sorting()
        self.filters, self._add = GoalFilters(), button("Goal of a group…")
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._closed = QCheckBox("Include closed goals")
        self._count = label("", "caption", wraps=False)
        self._copy = button("Copy for a spreadsheet")
        self._notice, self._retry = label("", "secondary"), button("Try again")
        self.detail = GoalDetail()
        self._lay_out()
        self._connect()

    def show_state(self, state: GoalsState) -> None:
        """Show everything anew."""
        lines = state.lines
        if lines != self._model.rows():
            self._model.replace_all(lines)
        if state.line is not None:
            self._table.show_current(state.line.goal.id)
        self.filters.show_state(state)
        self.filters.setVisible(bool(state.goals) and not state.problem)
        self._closed.setChecked(state.includes_closed)
        self._count.setText(state.summary)
        self._notice.setText(state.notice)
        self._notice.setVisible(bool(state.notice))
        self._retry.setVisible(bool(state.problem))
        has_goals = bool(lines) and not state.problem
        for part in (self._table, self._copy):
            part.setVisible(has_goals)
        line = state.line
        self.detail.setVisible(has_goals and line is not None)
        if line is not None:
            self.detail.show_line(line, state.undo_text)
        self._show_cycle(state.form)
        self._show_closing(state.closing)
        self._forms.show(state.asked)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(px(12))
        title.addWidget(label("Goals", "title", wraps=False))
        title.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        title.addStretch(1)
        title.addWidget(GuidanceLink(Guidance.NOT_TO_CONCLUDE))
        title.addWidget(self._closed)
        title.addWidget(self._copy)
        title.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(8))
        column.setSpacing(px(8))
        column.addLayout(title)
        column.addWidget(self.filters)
        column.addWidget(self._notice)
        column.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._table, 5)
        column.addWidget(self.detail, 6)
        column.addStretch(0)

    def _connect(self) -> None:
        self._table.selectionModel().currentRowChanged.connect(self._select)
        self._closed.toggled.connect(self.closed_toggled)
        self._copy.clicked.connect(self._table.copy)
        self._retry.clicked.connect(self.retry_requested)
        self._add.clicked.connect(self._begin)
        for keys, slot in (
            (QKeySequence.StandardKey.Find, self.filters.search.setFocus),
            (QKeySequence.StandardKey.Undo, self.detail.undo_requested.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _begin(self) -> None:
        self.group_goal_requested.emit()

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.goal_selected.emit(self._model.row_at(current.row()).goal.id)

    def _show_cycle(self, form: CycleForm | None) -> None:
        if form is None:
            if self._cycle_dialog is not None:
                dialog, self._cycle_dialog = self._cycle_dialog, None
                dialog.deleteLater()
            return
        if self._cycle_dialog is None:
            self._cycle_dialog = CycleDialog(self, form)
            self._cycle_dialog.entered.connect(self.cycle_entered)
            self._cycle_dialog.finished.connect(self._cycle_finished)
            self._cycle_dialog.open()
        self._cycle_dialog.show_state(form)

    def _show_closing(self, closing: Closing | None) -> None:
        if closing is None:
            if self._closing_dialog is not None:
                dialog, self._closing_dialog = self._closing_dialog, None
                dialog.deleteLater()
            return
        if self._closing_dialog is None:
            self._closing_dialog = ClosingDialog(self, closing)
            self._closing_dialog.entered.connect(self.goal_closed)
            self._closing_dialog.finished.connect(self._closing_finished)
            self._closing_dialog.open()
        self._closing_dialog.show_state(closing)

    def _cycle_finished(self, _result: int) -> None:
        self.cycle_ended.emit()

    def _closing_finished(self, _result: int) -> None:
        self.closing_ended.emit()
