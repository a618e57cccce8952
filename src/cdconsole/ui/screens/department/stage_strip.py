"""The eight stages as a strip: how many are done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.theme import colours

_HEIGHT, _GAP, _WIDTH = 8, 4, 24


class StageStrip(QWidget):
    """One mark a stage, filled where done; the words stand beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._done = self._of = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_stages(self, done: int, of: int) -> None:
        """Show how many stages are done, of how many."""
        if (done, of) != (self._done, self._of):
            self._done, self._of = done, of
            self.setAccessibleName(f"{done} of {of} stages done")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for every mark."""
        return QSize(self._of * px(_WIDTH + _GAP), px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the marks; those to come are outlined, so that no colour has to be told from another."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(self._of):
            mark = QRectF(at * px(_WIDTH + _GAP), 0, px(_WIDTH), px(_HEIGHT)).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QColor(colours().accent if at < self._done else colours().border))
            painter.setBrush(QColor(colours().accent) if at < self._done else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(mark, 2, 2)
        painter.end()
