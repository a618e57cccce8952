"""The page of challenges: the list at the left, the one that is looked at on the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.challenge import ChallengeRow
from cdconsole.domain.guidance import Guidance
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.guidance_link import GuidanceLink
from cdconsole.ui.screens.governance.challenges.columns import CHALLENGE_COLUMNS, key_of
from cdconsole.ui.screens.governance.challenges.detail import ChallengeDetail
from cdconsole.ui.screens.governance.challenges.state import NOTHING_YET, ChallengesState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px


class ChallengesView(QWidget):
    """Emits what the person wants; shows a state and its form."""

    selected = Signal(str)
    raise_requested = Signal()
    ask_requested = Signal()
    decide_requested = Signal()
    reopen_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[ChallengeRow] = RecordTableModel(CHALLENGE_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Challenges")
        self._table.setProperty("role", "rows")
        self._raise = button("Raise a challenge…", "primary")
        self._summary, self._problem = label("", "secondary", wraps=False), label("", "warning")
        self._nothing = label(NOTHING_YET, "secondary")
        self._detail = ChallengeDetail()
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._raise.clicked.connect(self._begin)
        self._table.selectionModel().currentRowChanged.connect(self._select)
        self._detail.ask_requested.connect(self.ask_requested)
        self._detail.decide_requested.connect(self.decide_requested)
        self._detail.reopen_requested.connect(self.reopen_requested)

    def show_state(self, state: ChallengesState) -> None:
        """Show everything anew."""
        rows = () if state.found is None else state.found.rows
        if rows != self._model.rows():
            self._model.replace_all(rows)
        self._table.setVisible(bool(rows))
        self._nothing.setVisible(state.found is not None and not rows)
        if state.chosen:
            self._table.show_current(state.chosen)
        self._summary.setText(state.summary)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._detail.setVisible(state.record is not None)
        if state.record is not None:
            self._detail.show_record(state.record)
        self._forms.show(state.form)

    def _begin(self) -> None:
        self.raise_requested.emit()

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(self._model.row_at(current.row()).challenge.id)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(16))
        top.addWidget(self._summary)
        top.addStretch(1)
        top.addWidget(GuidanceLink(Guidance.CHALLENGE), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._raise, 0, Qt.AlignmentFlag.AlignTop)
        left = QVBoxLayout()
        left.addWidget(self._problem)
        left.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        left.addWidget(self._table, 1)
        left.addStretch(0)
        halves = QHBoxLayout()
        halves.setSpacing(px(24))
        halves.addLayout(left, 2)
        halves.addWidget(self._detail, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addLayout(halves, 1)
