"""One stage of the board: number, title, aim, its checklist, and what the records say."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from cdconsole.domain.framework import ChecklistItem, Stage
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.framework.stages.state import done_when_words, progress_words, ticked_words
from cdconsole.ui.theme.fonts import px

_MORE_HEIGHT = 22


class StageCard(QFrame):
    """Emits ticks, and what is to be changed; items are told by their keys."""

    ticked = Signal(str, bool)
    edit_requested = Signal(int)
    item_edit_requested = Signal(int, str)
    item_moved = Signal(str, int)
    item_removed = Signal(str)
    item_put_back = Signal(str)

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._number = number
        self._title, self._progress = label("", "heading"), label("", "secondary", wraps=False)
        self._aim, self._done_when, self._facts = label(""), label("", "secondary"), label("", "secondary")
        self._edit, self._add = button("Edit…", "link"), button("Add an item…", "link")
        self._put_back = button("Put back", "link")
        self._menu = QMenu(self._put_back)
        self._put_back.setMenu(self._menu)
        self._items: dict[str, _Item] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(px(6))
        self._lay_out()
        self._edit.clicked.connect(self._ask_edit)
        self._add.clicked.connect(self._ask_add)

    def show_stage(self, stage: Stage, facts: tuple[str, ...]) -> None:
        """Show the stage anew."""
        self.setAccessibleName(f"Stage {stage.number}, {stage.title}")
        self._title.setText(f"{stage.number}  {stage.title}")
        self._progress.setText(progress_words(stage))
        self._aim.setText(stage.aim)
        self._done_when.setText(done_when_words(stage))
        self._facts.setText("\n".join(("What the records say:", *(f"•  {fact}" for fact in facts))))
        self._facts.setVisible(bool(facts))
        self._edit.setAccessibleName(f"Edit stage {stage.number}, {stage.title}")
        self._add.setAccessibleName(f"Add an item to stage {stage.number}")
        self._show_items(stage.items)
        self._put_back.setVisible(bool(stage.removed))
        self._put_back.setAccessibleName(f"Put an item of stage {stage.number} back")
        self._menu.clear()
        for item in stage.removed:
            self._menu.addAction(item.text).triggered.connect(_Asking(self, item.key))

    def _show_items(self, items: tuple[ChecklistItem, ...]) -> None:
        for key in self._items.keys() - {item.key for item in items}:
            gone = self._items.pop(key)
            gone.hide()
            self._list.removeWidget(gone)
            gone.deleteLater()
        for at, item in enumerate(items):
            if item.key not in self._items:
                made = self._items[item.key] = _Item(item.key)
                made.ticked.connect(self.ticked)
                made.edit_requested.connect(self._ask_item_edit)
                made.moved.connect(self.item_moved)
                made.removed.connect(self.item_removed)
            shown = self._items[item.key]
            if self._list.indexOf(shown) != at:
                self._list.insertWidget(at, shown)
            shown.show_item(item, is_first=at == 0, is_last=at == len(items) - 1)

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        for row in (top, below):
            row.setSpacing(px(12))
        top.addWidget(self._title, 1)
        top.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self._add)
        below.addWidget(self._put_back)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(16))
        column.setSpacing(px(6))
        column.addLayout(top)
        column.addWidget(self._aim)
        column.addSpacing(px(4))
        column.addLayout(self._list)
        column.addLayout(below)
        column.addWidget(self._done_when)
        column.addWidget(self._facts)
        column.addStretch(1)

    def _ask_edit(self) -> None:
        self.edit_requested.emit(self._number)

    def _ask_add(self) -> None:
        self.item_edit_requested.emit(self._number, "")

    def _ask_item_edit(self, key: str) -> None:
        self.item_edit_requested.emit(self._number, key)


class _Asking:
    """Puts one item back when it is called."""

    def __init__(self, card: StageCard, key: str) -> None:
        self._card = card
        self._key = key

    def __call__(self) -> None:
        self._card.item_put_back.emit(self._key)


class _Words(QLabel):
    """The words of a check box, over as many lines as they need: a check box has one line only."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick as the box itself does."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class _Item(QWidget):
    """A check box, its words, who ticked it when, and a menu of what can be done with it."""

    ticked = Signal(str, bool)
    edit_requested = Signal(str)
    moved = Signal(str, int)
    removed = Signal(str)

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self._box, self._text = QCheckBox(), _Words()
        self._who: QLabel = label("", "caption")
        self._more = button("⋯", "link")
        self._more.setFixedHeight(px(_MORE_HEIGHT))
        menu = QMenu(self._more)
        menu.addAction("Change the words…", self._ask_edit)
        self._up = menu.addAction("Move up", self._ask_up)
        self._down = menu.addAction("Move down", self._ask_down)
        menu.addAction("Take off the board", self._ask_removal)
        self._more.setMenu(menu)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._text)
        words.addWidget(self._who)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self._box, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        self._box.clicked.connect(self._tick)
        self._text.clicked.connect(self._box.click)

    def show_item(self, item: ChecklistItem, *, is_first: bool, is_last: bool) -> None:
        """Show the item anew."""
        self._text.setText(item.text)
        self._box.setAccessibleName(item.text)
        self._box.setChecked(item.done_at is not None)
        words = ticked_words(item)
        self._box.setAccessibleDescription(words)
        self._who.setText(words)
        self._who.setVisible(bool(words))
        self._more.setAccessibleName(f"Change “{item.text}”")
        self._more.setToolTip("Change, move or take off")
        self._up.setEnabled(not is_first)
        self._down.setEnabled(not is_last)

    def _tick(self, is_done: bool) -> None:
        self.ticked.emit(self._key, is_done)

    def _ask_edit(self) -> None:
        self.edit_requested.emit(self._key)

    def _ask_up(self) -> None:
        self.moved.emit(self._key, -1)

    def _ask_down(self) -> None:
        self.moved.emit(self._key, 1)

    def _ask_removal(self) -> None:
        self.removed.emit(self._key)
