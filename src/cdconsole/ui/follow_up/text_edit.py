"""A box for plain text that grows with it: the page scrolls, never the box."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from cdconsole.ui.theme.fonts import px

_MOST_LINES = 24


class TextEdit(QPlainTextEdit):
    """``typed`` carries what a person typed, ``entered`` and ``left`` say that the focus came and went.

    Tab goes on to the next field.
    """

    typed = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, lines: int = 2, placeholder: str = "") -> None:
        super().__init__()
        self._lines = lines
        self._is_showing = False
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self._type)
        self._fit()

    def show_text(self, text: str) -> None:
        """Show a text; the cursor stays where it is if it is there already."""
        if text != self.toPlainText():
            self._is_showing = True
            self.setPlainText(text)
            self._is_showing = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the focus came."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the focus went."""
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _type(self) -> None:
        if not self._is_showing:
            self.typed.emit(self.toPlainText())

    def _fit(self) -> None:
        # A plain-text document measures its height in lines.
        lines = max(self._lines, min(_MOST_LINES, math.ceil(self.document().size().height())))
        needed = lines * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + px(4)
        if needed != self.height():
            self.setFixedHeight(needed)
