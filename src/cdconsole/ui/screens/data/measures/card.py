"""One definition to read: every field, who wrote this version, and what earlier ones said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.ui.forms import label
from cdconsole.ui.screens.data.measures.state import MeasureCard
from cdconsole.ui.theme.fonts import px

_HEADINGS = 150


class DefinitionView(QScrollArea):
    """Scrolls with the arrow keys; made anew for each definition that is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: MeasureCard | None = None
        self.setAccessibleName("Definition of the measure")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_card(self, card: MeasureCard | None) -> None:
        """Show a card, or nothing."""
        if card == self._shown:
            return
        self._shown = card
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, px(12), 0)
        column.setSpacing(px(8))
        if card is not None:
            self.setAccessibleDescription(" ".join(f"{heading}: {text}." for heading, text in card.lines))
            for part in (label(card.title, "heading"), label(card.version, "secondary"), label(card.uses, "secondary")):
                column.addWidget(part)
            column.addLayout(_lines(card.lines))
            column.addWidget(label("History", "heading"))
            column.addLayout(_lines(card.history))
        column.addStretch(1)
        self.setWidget(page)


def _lines(lines: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(6))
    grid.setColumnMinimumWidth(0, px(_HEADINGS))
    grid.setColumnStretch(1, 1)
    for at, (heading, text) in enumerate(lines):
        name = label(heading, "secondary")
        name.setFixedWidth(px(_HEADINGS))
        grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text), at, 1)
    return grid
