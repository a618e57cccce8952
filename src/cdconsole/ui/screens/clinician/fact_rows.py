"""Lines of words with a figure at the right edge, painted: as many as there are, without a widget each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cdconsole.ui.screens.clinician.wording import Fact
from cdconsole.ui.theme.fonts import TypeSize, font, px
from cdconsole.ui.theme.theme import colours

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ROW, _BETWEEN = 24, 8


class FactRows(QWidget):
    """Shows facts one below the other; a screen reader hears them as the widget's description."""

    def __init__(self, name: str, *, size: TypeSize = TypeSize.BODY) -> None:
        super().__init__()
        self._facts: tuple[Fact, ...] = ()
        self._size = size
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these lines and no others."""
        shown = tuple(facts)
        if shown == self._facts:
            return
        is_resized = len(shown) != len(self._facts)
        self._facts = shown
        lines = [f"{fact.words}: {fact.figure}" if fact.figure else fact.words for fact in shown]
        self.setAccessibleDescription("; ".join(lines))
        self.setToolTip("\n".join(lines))
        self.setVisible(bool(shown))
        if is_resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the lines."""
        return QSize(px(264), px(_ROW) * len(self._facts))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint figures right, and words left as far as there is room."""
        painter = QPainter(self)
        face = font(self._size)
        metrics = QFontMetricsF(face)
        painter.setFont(face)
        for at, fact in enumerate(self._facts):
            row = QRectF(0, at * px(_ROW), self.width(), px(_ROW))
            taken = metrics.horizontalAdvance(fact.figure) + px(_BETWEEN) if fact.figure else 0.0
            words = metrics.elidedText(fact.words, Qt.TextElideMode.ElideRight, row.width() - taken)
            painter.setPen(QColor(colours().text_secondary))
            painter.drawText(row, _LEFT, words)
            painter.setPen(QColor(colours().text))
            painter.drawText(row, _RIGHT, fact.figure)
        painter.end()
