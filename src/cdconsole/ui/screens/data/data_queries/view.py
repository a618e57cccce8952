"""The page of data queries: the list above, the question and its answer below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.challenge import DataQuery
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.data_queries.columns import QUERY_COLUMNS, key_of, months_text
from cdconsole.ui.screens.data.data_queries.state import DataQueriesState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_ABOUT = (
    "Questions about records that a challenge has led to. Look them up in the source system; where records were wrong, "
    "import them again and name the import."
)


class DataQueriesView(QWidget):
    """Emits what the person wants; shows a state and its form."""

    selected = Signal(str)
    answer_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[DataQuery] = RecordTableModel(QUERY_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Data queries")
        self._table.setProperty("role", "rows")
        self._summary, self._problem = label("", "secondary"), label("", "warning")
        self._title, self._question, self._answer = label("", "heading"), label(""), label("")
        self._begin = button("Answer…", "primary")
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._table.selectionModel().currentRowChanged.connect(self._select)
        self._begin.clicked.connect(self.answer_requested)

    def show_state(self, state: DataQueriesState) -> None:
        """Show everything anew."""
        rows, query = state.queries or (), state.selected
        if rows != self._model.rows():
            self._model.replace_all(rows)
            self._table.updateGeometry()
        if state.chosen:
            self._table.show_current(state.chosen)
        self._table.setVisible(bool(rows))
        self._summary.setText(state.summary)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        for part in (self._title, self._question):
            part.setVisible(query is not None)
        self._answer.setVisible(query is not None and not query.is_open)
        self._begin.setVisible(query is not None and query.is_open)
        if query is not None:
            self._title.setText(f"{query.whose}, {months_text(query)}")
            self._question.setText(f"{query.question}\nAsked by {query.asked_by}, {moment_text(query.asked_at)}")
            self._answer.setText(_answer_text(query))
        self._forms.show(state.form)

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(self._model.row_at(current.row()).id)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for part in (label(_ABOUT, "secondary"), self._summary, self._problem):
            column.addWidget(part)
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        column.addWidget(self._table, 3)
        for part in (self._title, self._question, self._answer):
            column.addWidget(part)
        column.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)


def _answer_text(query: DataQuery) -> str:
    if query.answered_at is None:
        return ""
    mended = f"\nMended by the import {query.batch_name}." if query.batch_name else ""
    return f"Answered by {query.answered_by}, {moment_text(query.answered_at)}: {query.answer}{mended}"
