"""The table every screen uses: calm rows, sorting by heading, copying with headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.column import Column, as_html_table, as_tab_separated
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.theme.fonts import px

ROW_HEIGHT = 32
WARD_ROW_HEIGHT = 28
TWO_LINES = 48


class RecordTable(QTableView):
    """A table over a RecordTableModel. ``row_activated`` carries the row a person opened (Enter, double click)."""

    row_activated = Signal(object)

    def __init__(
        self,
        model: RecordTableModel[Any],
        clipboard: Clipboard,
        name: str,
        row_height: int = ROW_HEIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._records = model
        self._clipboard = clipboard
        self._row_height = row_height
        self.setAccessibleName(name)
        self.setObjectName(name.lower().replace(" ", "_"))
        self.setModel(model)
        if not all(column.sorts for column in model.columns):
            self.setHorizontalHeader(_Headings(model.columns, self))
        self._calm()
        self._size_columns()
        self._offer_copy()
        self.activated.connect(self._activate)

    def copy(self) -> None:
        """Put the selected rows, or all where none or one is selected, on the clipboard with headings."""
        selected = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows = self._records.rows() if len(selected) < 2 else tuple(self._records.row_at(row) for row in selected)
        self._clipboard.put(as_tab_separated(self._records.columns, rows), as_html_table(self._records.columns, rows))

    def show_current(self, key: object) -> None:
        """Make the row with a key the current one and bring it into view; nothing if it is not there."""
        try:
            index = self._records.index(self._records.position(key), 0)
        except KeyError:
            return
        chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, chosen)
        self.scrollTo(index)

    def offer_sorting(self) -> None:
        """Offer in the context menu, so by keyboard too, what clicking the headings does."""
        self.horizontalHeader().setSortIndicatorClearable(True)
        offers = QActionGroup(self)
        offers.triggered.connect(self._sort_as_offered)
        sorting = [(f"Sort by {each.title.lower()}", at) for at, each in enumerate(self._records.columns) if each.sorts]
        for words, column in (*sorting, ("Order as listed", -1)):
            offer = QAction(words, offers)
            offer.setData(column)
            self.addAction(offer)

    def sizeHint(self) -> QSize:
        """Ask for the height of the rows and the heading."""
        hint = super().sizeHint()
        rows = max(1, self._records.rowCount())
        return QSize(hint.width(), self.horizontalHeader().sizeHint().height() + rows * px(self._row_height) + px(4))

    def _calm(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(self._row_height > ROW_HEIGHT)
        self.setAlternatingRowColors(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(self._row_height))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        for at, column in enumerate(self._records.columns):
            if column.width:
                self.setColumnWidth(at, px(column.width))
        header.setStretchLastSection(True)

    def _offer_copy(self) -> None:
        action = QAction("Copy with headings", self)
        action.setShortcut(QKeySequence.StandardKey.Copy)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self.copy)
        self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _sort_as_offered(self, offer: QAction) -> None:
        self.sortByColumn(offer.data(), Qt.SortOrder.AscendingOrder)

    def _activate(self, index: QModelIndex) -> None:
        self.row_activated.emit(self._records.row_at(index.row()))


class _Headings(QHeaderView):
    """Headings of which only those that sort can be pressed."""

    def __init__(self, columns: Sequence[Column[Any]], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self.setSectionsClickable(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at whether the heading under the pointer sorts, then press it."""
        at = self.logicalIndexAt(event.position().toPoint())
        self.setSectionsClickable(at < 0 or self._columns[at].sorts)
        super().mousePressEvent(event)


def stretch_column(table: RecordTable, column: int) -> None:
    """Give one column what the others leave."""
    header = table.horizontalHeader()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)


def fit(table: RecordTable, rows: int, lines: tuple[int, int], row_height: int) -> None:
    """Let a table be as high as its rows, within the fewest and the most lines."""
    heading = table.horizontalHeader().sizeHint().height() + px(4)
    fewest, most = (min(bound, rows) * px(row_height) for bound in lines)
    table.setMinimumHeight(heading + fewest)
    table.setMaximumHeight(heading + most)
