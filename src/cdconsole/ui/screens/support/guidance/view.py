"""The page of guidance: the cards and exercises at the left, one to read at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cdconsole.domain.guidance import Guidance
from cdconsole.ui.forms import button, label
from cdconsole.ui.guidance_link import GuidanceText
from cdconsole.ui.printed import PrintButtons
from cdconsole.ui.screens.support.guidance.presenter import GuidanceState
from cdconsole.ui.tables.view import ROW_HEIGHT
from cdconsole.ui.theme.fonts import px

_LIST_WIDTH = 348
_PRACTICE = (
    "The exercises are for the demonstration department, in which nobody exists. Going there locks this department. "
    "The first time, making it takes about half a minute."
)


class GuidanceView(QWidget):
    """``chosen`` carries a Guidance."""

    chosen = Signal(object)
    practice_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._list = QListWidget()
        self._list.setAccessibleName("Cards of guidance and exercises")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setProperty("role", "rows")
        self._items = {one: _item(one) for one in Guidance}
        for is_exercise, heading in ((False, "Cards"), (True, "Exercises")):
            above = QListWidgetItem(heading, self._list)
            above.setFlags(Qt.ItemFlag.NoItemFlags)
            above.setSizeHint(_line())
            for one, item in self._items.items():
                if one.is_exercise is is_exercise:
                    self._list.addItem(item)
        self._text = GuidanceText()
        self.print_buttons = PrintButtons("the card")
        self._said = label("", "caption")
        self._practise = button("Practise on the demonstration department")
        self._lay_out()
        self._list.currentItemChanged.connect(self._choose)
        self._practise.clicked.connect(self.practice_requested)

    def show_state(self, state: GuidanceState) -> None:
        """Show a card."""
        self._list.setCurrentItem(self._items[state.chosen])
        self._text.show_guidance(state.chosen)
        self._said.setText(state.said)
        self._said.setVisible(bool(state.said))

    def _choose(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addWidget(self._list, 1)
        left.addWidget(label(_PRACTICE, "secondary"))
        left.addWidget(self._practise)
        narrow = QWidget()
        narrow.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        narrow.setFixedWidth(px(_LIST_WIDTH))
        acts = QHBoxLayout()
        acts.addWidget(self._said, 1)
        acts.addStretch(1)
        acts.addWidget(self.print_buttons)
        right = QVBoxLayout()
        right.addWidget(self._text, 1)
        right.addLayout(acts)
        halves = QHBoxLayout(self)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(px(24))
        halves.addWidget(narrow)
        halves.addLayout(right, 1)


def _item(guidance: Guidance) -> QListWidgetItem:
    item = QListWidgetItem(guidance.card.title)
    item.setData(Qt.ItemDataRole.UserRole, guidance)
    item.setSizeHint(_line())
    return item


def _line() -> QSize:
    """Return the height of a line; Qt would keep the one it had before the window was dressed."""
    return QSize(0, px(ROW_HEIGHT))
