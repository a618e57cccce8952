"""The page of the trust pulse: questions, shares over time, rounds, and the round that is looked at."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.pulse import PulseRound
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.governance.pulse.columns import ROUND_COLUMNS, key_of
from cdconsole.ui.screens.governance.pulse.share_chart import ShareChart
from cdconsole.ui.screens.governance.pulse.state import PulseState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_NOTHING = "No round yet. Hand a sheet with the questions round at the end of a quarter, and enter the counts here."


class PulseView(QWidget):
    """Emits what the person wants; shows a state and its form."""

    selected = Signal(str)
    round_requested = Signal()
    correction_requested = Signal()
    wording_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[PulseRound] = RecordTableModel(ROUND_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Rounds of the trust pulse", WARD_ROW_HEIGHT)
        self._table.setProperty("role", "rows")
        self._chart = ShareChart()
        self._questions, self._problem = label("", ""), label("", "warning")
        self._nothing, self._distribution = label(_NOTHING, "secondary"), label("", "secondary")
        self._enter, self._correct = button("Enter a round…", "primary"), button("Correct this round…")
        self._wording = button("Change the questions…")
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._enter.clicked.connect(self.round_requested)
        self._correct.clicked.connect(self.correction_requested)
        self._wording.clicked.connect(self.wording_requested)
        self._table.selectionModel().currentRowChanged.connect(self._select)

    def show_state(self, state: PulseState) -> None:
        """Show everything anew."""
        rounds = () if state.board is None else state.board.rounds
        questions = () if state.board is None else state.board.wording.questions
        self._questions.setText("\n".join(f"{at}.  {words}" for at, words in enumerate(questions, start=1)))
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._nothing.setVisible(state.board is not None and not rounds)
        for part in (self._chart, self._table, self._correct):
            part.setVisible(bool(rounds))
        self._chart.show_rounds(rounds)
        if rounds != self._model.rows():
            self._model.replace_all(rounds)
            self._table.updateGeometry()
        if state.chosen:
            self._table.show_current(state.chosen)
        self._distribution.setText(state.distribution)
        self._forms.show(state.form)

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(key_of(self._model.row_at(current.row())))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(label("Three questions, five steps, no names", "heading"), 1)
        for act in (self._wording, self._correct, self._enter):
            top.addWidget(act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(top)
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        for part in (self._questions, self._problem, self._nothing, self._chart):
            column.addWidget(part)
        column.addWidget(self._table, 3)
        column.addWidget(self._distribution)
        column.addStretch(1)
