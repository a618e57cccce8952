"""The records an import brought, a page of them at a time; made anew when their columns are others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.ui.forms import button
from cdconsole.ui.screens.data.imports.batch_presenter import PAGE_RECORDS
from cdconsole.ui.screens.data.imports.columns import record_columns
from cdconsole.ui.screens.data.imports.state import ImportsState, RecordLine
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px


class RecordsView(QWidget):
    """``first_wanted`` carries how many records come before the page the person wants."""

    first_wanted = Signal(int)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._first = 0
        self._titles: tuple[str, ...] = ()
        self._before, self._after = button("Earlier records"), button("Later records")
        pager = QHBoxLayout()
        pager.setSpacing(px(8))
        pager.addStretch(1)
        pager.addWidget(self._before)
        pager.addWidget(self._after)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(px(8))
        self._model, self._table = self._made()
        self._place.addWidget(self._table, 1)
        self._place.addLayout(pager)
        self._before.clicked.connect(self._go_back)
        self._after.clicked.connect(self._go_on)

    def show_state(self, state: ImportsState) -> None:
        """Show the page of records there is."""
        records, lines = state.records, state.record_lines
        if records is None:
            return
        if records.columns != self._titles and lines:
            self._titles = records.columns
            self._make_anew()
        if self._model.rows() != lines:
            self._model.replace_all(lines)
        self._first = records.first
        is_paged = records.total > len(lines)
        self._before.setVisible(is_paged)
        self._before.setEnabled(records.first > 0)
        self._after.setVisible(is_paged)
        self._after.setEnabled(records.first + len(lines) < records.total)

    def copy(self) -> None:
        """Put the records shown on the clipboard."""
        self._table.copy()

    def _made(self) -> tuple[RecordTableModel[RecordLine], RecordTable]:
        """Return a table with the columns of the records."""
        model: RecordTableModel[RecordLine] = RecordTableModel(record_columns(self._titles), _record_key)
        table = RecordTable(model, self._clipboard, "Records of the import", WARD_ROW_HEIGHT)
        model.setParent(table)
        return model, table

    def _make_anew(self) -> None:
        before = self._table
        self._model, self._table = self._made()
        self._place.replaceWidget(before, self._table)
        before.hide()
        before.deleteLater()

    def _go_back(self) -> None:
        self.first_wanted.emit(max(0, self._first - PAGE_RECORDS))

    def _go_on(self) -> None:
        self.first_wanted.emit(self._first + PAGE_RECORDS)


def _record_key(line: RecordLine) -> int:
    return line.number
