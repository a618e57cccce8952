"""A column of passages to be read, which scrolls by itself and by the keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cdconsole.ui.forms import label
from cdconsole.ui.own_pack.words import Passage
from cdconsole.ui.theme.fonts import px

_WIDEST_LINE = 760


class ReadingColumn(QScrollArea):
    """``column`` takes what stands in it; Up, Down and Page keys scroll."""

    def __init__(self, name: str) -> None:
        super().__init__()
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, px(4), px(16), px(16))
        self.column.setSpacing(px(4))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def add_passages(self, passages: Iterable[Passage]) -> None:
        """Add passages to the end."""
        for each in passages:
            for text, role in ((each.heading, "strong"), (each.text, ""), (each.below, "caption")):
                if text:
                    self._add(text, role)
            self.column.addSpacing(px(10))

    def _add(self, text: str, role: str) -> None:
        made = label(text, role)
        made.setMaximumWidth(px(_WIDEST_LINE))
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(made)
