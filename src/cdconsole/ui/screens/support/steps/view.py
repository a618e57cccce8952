"""The page of support: who has a record at the left, the steps of one at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.guidance import Guidance
from cdconsole.domain.support import SAFETY
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.guidance_link import GuidanceLink
from cdconsole.ui.screens.support.steps.columns import SUPPORT_COLUMNS, key_of
from cdconsole.ui.screens.support.steps.detail import StepsDetail
from cdconsole.ui.screens.support.steps.state import LEAD, NOBODY, RUNGS, StepsState, SupportLine
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable, stretch_column
from cdconsole.ui.theme.fonts import px


class StepsView(QWidget):
    """Emits what the person wants; shows a state and its form."""

    selected = Signal(str)
    step_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[SupportLine] = RecordTableModel(SUPPORT_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Support, by clinician")
        self._table.setProperty("role", "rows")
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        stretch_column(self._table, 1)
        self._record = button("Record a step…", "primary")
        self._problem, self._nothing = label("", "warning"), label(NOBODY, "secondary")
        self._causes = label("", "secondary")
        self._detail = StepsDetail()
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._record.clicked.connect(self.step_requested)
        self._table.selectionModel().currentRowChanged.connect(self._select)

    def show_state(self, state: StepsState) -> None:
        """Show everything anew."""
        if state.lines != self._model.rows():
            self._model.replace_all(state.lines)
            self._table.updateGeometry()
        self._table.setVisible(bool(state.lines))
        if state.chosen:
            self._table.show_current(state.chosen)
        self._nothing.setVisible(state.board is not None and not state.lines)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._record.setEnabled(state.board is not None and bool(state.board.people))
        self._causes.setText(state.causes)
        self._detail.show_state(state)
        self._forms.show(state.form)

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(key_of(self._model.row_at(current.row())))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(16))
        top.addWidget(label(LEAD, "secondary"), 1)
        top.addWidget(GuidanceLink(Guidance.SUPPORT), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._record, 0, Qt.AlignmentFlag.AlignTop)
        left = QVBoxLayout()
        left.setSpacing(px(8))
        for part in (self._problem, self._nothing, self._table):
            left.addWidget(part)
        left.addSpacing(px(16))
        left.addWidget(label("Causes considered, in how many clinicians", "heading"))
        left.addWidget(self._causes)
        left.addSpacing(px(16))
        left.addWidget(label("The four rungs", "heading"))
        left.addWidget(label(RUNGS, "secondary"))
        left.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(px(32))
        halves.addLayout(left, 1)
        halves.addWidget(self._detail, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addWidget(label(SAFETY, "strong"))
        column.addLayout(halves, 1)
