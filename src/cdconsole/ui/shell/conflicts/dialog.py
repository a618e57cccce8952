"""The dialog that asks which of two values holds, one card for each thing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdconsole.domain.conflict import Choice, Conflict, ConflictSide
from cdconsole.ui.forms import button, label
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.shell.conflicts.state import ConflictsState, author_text, button_name, button_text, explanation
from cdconsole.ui.theme.fonts import px

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class ConflictsDialog(QDialog):
    """``chosen`` carries a conflict's id and the choice."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget, clipboard: Clipboard) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._cards: dict[str, _Card] = {}
        self.setWindowTitle("Changed by two people")
        self._said = label("", "heading")
        self._problem = label("", "warning")
        self._problem.hide()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName("Things changed by two people")
        later = button("Decide later")
        later.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(later)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(self._said)
        column.addWidget(label("Nothing was lost: both are kept. Choose which of the two holds.", "secondary"))
        column.addWidget(self._problem)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)
        self.resize(px(680), px(480))

    def show_state(self, state: ConflictsState) -> None:
        """Show what waits; cards that stay keep the keyboard."""
        self._said.setText(state.said)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        waiting = {conflict.id for conflict in state.conflicts}
        for gone in self._cards.keys() - waiting:
            card = self._cards.pop(gone)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, conflict in enumerate(state.conflicts):
            if conflict.id not in self._cards:
                card = _Card(conflict, self._clipboard)
                card.chosen.connect(self.chosen)
                self._cards[conflict.id] = card
                self._column.insertWidget(place, card)
            self._cards[conflict.id].allow(is_free=not state.busy)


class _Card(QFrame):
    """One thing: what it is, both values side by side, each under its button."""

    chosen = Signal(str, object)

    def __init__(self, conflict: Conflict, clipboard: Clipboard) -> None:
        super().__init__()
        self._conflict = conflict
        self._clipboard = clipboard
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._choose)
        self.setProperty("role", "card")
        self.setAccessibleName(conflict.what)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(label(conflict.what, "strong"))
        column.addWidget(label(explanation(conflict), "caption"))
        sides = QHBoxLayout()
        sides.setSpacing(px(24))
        if Choice.THEIRS in conflict.choices:
            sides.addLayout(self._side(conflict.theirs, Choice.THEIRS), 1)
            sides.addLayout(self._side(conflict.ours, Choice.OURS), 1)
        else:
            sides.addLayout(self._left_out(), 1)
        column.addLayout(sides)

    def allow(self, *, is_free: bool) -> None:
        """Let the buttons be pressed, or not while a choice is being stored."""
        for each in self._group.buttons():
            each.setEnabled(is_free)

    def _side(self, side: ConflictSide, choice: Choice) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(label(author_text(side), "secondary"))
        column.addWidget(self._value(side))
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self._button(choice))
        row.addStretch(1)
        column.addLayout(row)
        return column

    def _left_out(self) -> QVBoxLayout:
        """Return what was left out, to be read, copied, and added where it can be."""
        column = QVBoxLayout()
        column.addWidget(label(author_text(self._conflict.ours), "secondary"))
        column.addWidget(self._value(self._conflict.ours))
        copy = button("Copy")
        copy.setAccessibleName(f"Copy: {self._conflict.what}")
        copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        for choice in self._conflict.choices:
            row.addWidget(self._button(choice))
        column.addLayout(row)
        return column

    def _value(self, side: ConflictSide) -> QLabel:
        made = label(side.value)
        made.setTextInteractionFlags(_SELECTABLE)
        made.setAccessibleName(f"{self._conflict.what}: {side.value}")
        return made

    def _button(self, choice: Choice) -> QPushButton:
        made = button(button_text(self._conflict, choice))
        made.setAccessibleName(button_name(self._conflict, choice))
        self._group.addButton(made, self._conflict.choices.index(choice))
        return made

    def _choose(self, number: int) -> None:
        self.chosen.emit(self._conflict.id, self._conflict.choices[number])

    def _copy(self) -> None:
        self._clipboard.put(self._conflict.ours.value)
