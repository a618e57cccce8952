"""The page that explains the measures, as text to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.ui.forms import label
from cdconsole.ui.screens.data.measures.presenter import MeasureCard
from cdconsole.ui.theme.fonts import px

_READING_WIDTH = 760


class MeasuresView(QScrollArea):
    """One card under the other, as wide as a page of a book."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Definitions of the measures")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_cards(self, cards: tuple[MeasureCard, ...]) -> None:
        """Show every card."""
        page = QWidget()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(24))
        for card in cards:
            column.addWidget(_Card(card))
        column.addStretch(1)
        held = QWidget()
        held.setMaximumWidth(px(_READING_WIDTH))
        held.setLayout(column)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(held, 1)
        row.addStretch(0)
        self.setWidget(page)


class _Card(QFrame):
    def __init__(self, card: MeasureCard) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(card.title)
        lines = QGridLayout()
        lines.setHorizontalSpacing(px(16))
        lines.setVerticalSpacing(px(6))
        lines.setColumnMinimumWidth(0, px(136))
        lines.setColumnStretch(1, 1)
        for at, (heading, text) in enumerate(card.lines):
            lines.addWidget(label(heading, "secondary", wraps=False), at, 0, Qt.AlignmentFlag.AlignTop)
            lines.addWidget(label(text), at, 1)
        title = QHBoxLayout()
        title.addWidget(label(card.title, "heading", wraps=False))
        title.addStretch(1)
        title.addWidget(label(card.version, "caption", wraps=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(20))
        column.setSpacing(px(8))
        column.addLayout(title)
        column.addWidget(label(card.question))
        column.addLayout(lines)
