"""A column of the room that keeps its place and scrolls by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cdconsole.ui.theme.fonts import px


def separator() -> QWidget:
    """Return a hairline that stands between two columns."""
    line = QWidget()
    line.setFixedWidth(1)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(QPalette.ColorRole.Midlight)
    return line


class ScrollColumn(QScrollArea):
    """``column`` takes what stands in it; ``margins`` are left, top, right and bottom at 100 %."""

    def __init__(self, name: str, margins: tuple[int, int, int, int]) -> None:
        super().__init__()
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(*(px(length) for length in margins))
        self.column.setSpacing(px(8))
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)

    def to_top(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)

    def bring(self, part: QWidget, editor: QWidget | None = None) -> None:
        """Scroll until a part stands at the top, and put the cursor into its editor where it can be typed into."""
        top = part.mapTo(self._inside, part.rect().topLeft()).y()
        self.verticalScrollBar().setValue(max(0, top - px(8)))
        if editor is not None and editor.isVisible():
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
