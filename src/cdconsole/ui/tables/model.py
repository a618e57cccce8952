"""Shows immutable rows in a Qt table: sorts them itself and turns typing into a request."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from html import escape
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cdconsole.ui.tables.column import Alignment, Column

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ALIGNED = {
    Alignment.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Alignment.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}


class RecordTableModel(QAbstractTableModel, Generic[Row]):
    """A table over frozen rows. ``key`` returns a row's id, unique in the table.

    Typing never changes a row: ``edit_requested(key, column, text)`` is emitted and the cell stays as it was until
    the presenter shows the row anew.
    """

    edit_requested = Signal(object, int, str)

    def __init__(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[Row] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    # --- rows in, rows out -------------------------------------------------------------------------------------------

    def replace_all(self, rows: Sequence[Row]) -> None:
        """Show other rows, sorted as before; rows with the same keys keep selection and scroll position."""
        fresh = self._in_order(rows)
        if [self._key(row) for row in fresh] == [self._key(row) for row in self._rows]:
            self._rows = fresh
            if fresh:
                self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def replace_one(self, row: Row) -> None:
        """Show one row anew, where it stands. Raises KeyError if it is not in the table."""
        at = self.position(self._key(row))
        self._rows[at] = row
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))

    def row_at(self, position: int) -> Row:
        """Return the row at a position on screen."""
        return self._rows[position]

    def rows(self) -> tuple[Row, ...]:
        """Return every row in the order on screen."""
        return tuple(self._rows)

    def position(self, key: Hashable) -> int:
        """Return where the row with a key stands on screen. Raises KeyError if it is not in the table."""
        for at, row in enumerate(self._rows):
            if self._key(row) == key:
                return at
        raise KeyError(key)

    # --- what Qt asks ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, alignment or tooltip."""
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNED[column.alignment]
        if role == Qt.ItemDataRole.ToolTipRole and column.tooltip is not None:
            text = column.tooltip(row)
            # Qt takes what looks like markup for markup: data is shown as it is, wrapped to a readable width.
            return f'<span style="white-space: pre-wrap">{escape(text)}</span>' if text else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title and alignment."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNED[self.columns[section].alignment]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return whether a cell can be chosen and typed into."""
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].editable(self._rows[index.row()]):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for an edit and change nothing; the answer comes back as a new row."""
        if index.isValid() and role == Qt.ItemDataRole.EditRole and str(value) != self.data(index):
            self.edit_requested.emit(self._key(self._rows[index.row()]), index.column(), str(value))
        return False

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column and keep sorting so; -1 keeps the order rows come in. Equal rows keep their order."""
        self._sorted_by = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self._key(self._rows[index.row()]) for index in before]
        self._rows = self._in_order(self._rows)
        where = {self._key(row): at for at, row in enumerate(self._rows)} if before else {}
        after = [self.index(where[key], index.column()) for key, index in zip(keys, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _in_order(self, rows: Sequence[Row]) -> list[Row]:
        if self._sorted_by is None:
            return list(rows)
        column, order = self._sorted_by
        return sorted(rows, key=self.columns[column].key, reverse=order is Qt.SortOrder.DescendingOrder)
