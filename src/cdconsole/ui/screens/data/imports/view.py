"""The imports page: the list of imports above, the report of the chosen one below, or the wizard in their place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.domain.extract import BatchRow
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.imports.columns import BATCH_COLUMNS, FINDING_COLUMNS
from cdconsole.ui.screens.data.imports.mapping_view import MappingView
from cdconsole.ui.screens.data.imports.state import FindingRow, ImportsState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import ROW_HEIGHT, WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_EMPTY = (
    "Nothing imported yet. Import a CSV file of spells or episodes; its columns are shown before anything is stored."
)
_MOST_LINES = 6


class ImportsView(QWidget):
    """Emits what the person wants; shows a state."""

    batch_chosen = Signal(str)
    file_chosen = Signal(str)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.mapping = MappingView(clipboard)
        self._batch_model: RecordTableModel[BatchRow] = RecordTableModel(BATCH_COLUMNS, _batch_key, self)
        self._finding_model: RecordTableModel[FindingRow] = RecordTableModel(FINDING_COLUMNS, _finding_key, self)
        self._batches = RecordTable(self._batch_model, clipboard, "Imports")
        self._findings = RecordTable(self._finding_model, clipboard, "Rows to look at", WARD_ROW_HEIGHT)
        self._import = button("Import a file…", "primary")
        self._copy = button("Copy for a spreadsheet")
        self._problem, self._reading = label("", "warning"), label("", "secondary", wraps=False)
        self._empty = label(_EMPTY, "secondary")
        self._file, self._report = label("", "heading", wraps=False), label("")
        self._lay_out()
        self._import.clicked.connect(self._choose_file)
        self._copy.clicked.connect(self._findings.copy)
        self._batches.selectionModel().currentRowChanged.connect(self._choose)

    def show_state(self, state: ImportsState) -> None:
        """Show everything anew."""
        was_list, is_list = self._pages.currentIndex() == 0, state.wizard is None
        self._pages.setCurrentIndex(0 if is_list else 1)
        if state.wizard is not None:
            self.mapping.show_wizard(state.wizard)
            if was_list:
                self.mapping.take_focus()
        if self._batch_model.rows() != state.batches:
            self._batch_model.replace_all(state.batches)
        if state.chosen is not None:
            self._batches.show_current(state.chosen)
        has_none = not state.batches and not state.is_loading
        self._empty.setVisible(has_none and not state.problem)
        self._batches.setVisible(bool(state.batches))
        lines = min(_MOST_LINES, len(state.batches))
        heading = self._batches.horizontalHeader().sizeHint().height()
        self._batches.setFixedHeight(heading + lines * px(ROW_HEIGHT) + px(4))
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._reading.setText(state.reading)
        self._import.setEnabled(not state.reading)
        self._show_report(state)
        if is_list and not was_list:
            self._import.setFocus()

    def _show_report(self, state: ImportsState) -> None:
        report = state.report
        self._file.setText("" if report is None else report.file_name)
        self._report.setText("\n".join(state.report_lines))
        if self._finding_model.rows() != state.findings:
            self._finding_model.replace_all(state.findings)
        self._findings.setVisible(bool(state.findings))
        self._copy.setVisible(bool(state.findings))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._empty, 1)
        top.addWidget(self._problem, 1)
        top.addStretch(0)
        top.addWidget(self._reading)
        top.addWidget(self._import)
        self._batches.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        heading = QHBoxLayout()
        heading.addWidget(self._file)
        heading.addStretch(1)
        heading.addWidget(self._copy)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._batches)
        column.addSpacing(px(16))
        column.addLayout(heading)
        column.addWidget(self._report)
        column.addWidget(self._findings, 1)
        column.addStretch(0)
        self._pages = QStackedWidget()
        self._pages.addWidget(page)
        self._pages.addWidget(self.mapping)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _choose_file(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, "Import a file", "", "Extracts (*.csv *.txt);;All files (*)")
        if path:
            self.file_chosen.emit(path)

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.batch_chosen.emit(self._batch_model.row_at(current.row()).id)


def _batch_key(batch: BatchRow) -> str:
    return batch.id


def _finding_key(row: FindingRow) -> int:
    return row.number
