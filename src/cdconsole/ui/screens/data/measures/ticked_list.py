"""A list whose lines are ticked with Space or the mouse, each with the key of what it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

_KEY = Qt.ItemDataRole.UserRole


class TickedList(QListWidget):
    """Keys in the order of the lines."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)

    def show_lines(self, lines: Iterable[tuple[str, str, bool]]) -> None:
        """Show lines of (key, words, whether it is ticked), and make the first the current one."""
        self.clear()
        for key, words, is_ticked in lines:
            item = QListWidgetItem(words, self)
            item.setData(_KEY, key)
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        self.setCurrentRow(0)

    def ticked(self) -> tuple[str, ...]:
        """Return the keys of the lines that are ticked."""
        return tuple(str(item.data(_KEY)) for item in self._items() if item.checkState() is Qt.CheckState.Checked)

    def current_key(self) -> str:
        """Return the key of the current line, empty without one."""
        return str(self.currentItem().data(_KEY)) if self.currentRow() >= 0 else ""

    def shift_current(self, by: int) -> None:
        """Move the current line up or down."""
        at = self.currentRow()
        if 0 <= at + by < self.count():
            item = self.takeItem(at)
            self.insertItem(at + by, item)
            self.setCurrentRow(at + by)

    def _items(self) -> Iterator[QListWidgetItem]:
        return map(self.item, range(self.count()))
