"""A chart's months as a table a screen reader can walk through, in the chart's place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from cdconsole.ui.theme.fonts import px

_ROW_HEIGHT, _ROWS_IN_SIGHT = 32, 7
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ChartTable(QTableWidget):
    """Read-only rows of text, newest at the bottom as on the chart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(_ROW_HEIGHT))
        self.horizontalHeader().setStretchLastSection(True)
        self.setMinimumHeight(px(_ROW_HEIGHT * _ROWS_IN_SIGHT))
        self.setAccessibleName("Chart as a table")

    def show_rows(self, rows: tuple[tuple[str, ...], ...]) -> None:
        """Show a header and its rows; numbers right-aligned, the first and last columns left-aligned."""
        header, body = rows[0], rows[1:]
        self.setColumnCount(len(header))
        self.setRowCount(len(body))
        for column, title in enumerate(header):
            self.setHorizontalHeaderItem(column, _item(title, column, len(header)))
        for row, cells in enumerate(body):
            for column, text in enumerate(cells):
                self.setItem(row, column, _item(text, column, len(header)))
        self.resizeColumnsToContents()
        self.scrollToBottom()


def _item(text: str, column: int, columns: int) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setTextAlignment(_LEFT if column in (0, columns - 1) else _RIGHT)
    return item
