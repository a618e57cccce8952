"""A chart's months as a table a screen reader can walk through, in the chart's place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

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
        self.setAccessibleName("Chart as a table")

    def show_rows(self, rows: tuple[tuple[str, ...], ...]) -> None:
        """Show a header and its rows; numbers right-aligned, the first and last columns left-aligned."""
        header, body = rows[0], rows[1:]
        self.setColumnCount(len(header))
        self.setRowCount(len(body))
        self.setHorizontalHeaderLabels(header)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, cells in enumerate(body):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                is_words = column in (0, len(header) - 1)
                item.setTextAlignment(_LEFT if is_words else _RIGHT)
                self.setItem(row, column, item)
        self.scrollToBottom()
