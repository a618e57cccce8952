"""The thin line that says where the conversation is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from cdconsole.ui.screens.reviews.state import Step
from cdconsole.ui.theme.fonts import TypeSize, font, px
from cdconsole.ui.theme.theme import colours

_HEIGHT, _LINE = 36, 3


class StepLine(QWidget):
    """``chosen`` carries the Step whose part somebody wants to see."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Where the conversation is")
        self._parts = {step: _Part(step) for step in Step}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in self._parts.values():
            row.addWidget(part)
            part.step_chosen.connect(self.chosen)

    def show_step(self, step: Step) -> None:
        """Mark where the conversation is."""
        for each, part in self._parts.items():
            part.show_current(is_current=each is step)


class _Part(QAbstractButton):
    """One step: a word on a line."""

    step_chosen = Signal(object)

    def __init__(self, step: Step) -> None:
        super().__init__()
        self._step = step
        self.setText(step.value)
        self.setAccessibleName(step.value)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._choose)

    def show_current(self, *, is_current: bool) -> None:
        """Mark it as where the conversation is, in words for who does not see it."""
        self.setChecked(is_current)
        self.setAccessibleDescription("The conversation is here" if is_current else "")

    def sizeHint(self) -> QSize:
        """Return room for the word and its line."""
        width = QFontMetricsF(font(semibold=True)).horizontalAdvance(self.text())
        return QSize(round(width) + px(16), px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the word, and under it the line: wide and coloured where the conversation is."""
        here, chosen = self.isChecked(), colours()
        painter = QPainter(self)
        painter.setFont(font(TypeSize.BODY, semibold=here))
        painter.setPen(QColor(chosen.text if here or self.underMouse() else chosen.text_secondary))
        words = QRectF(0, 0, self.width(), self.height() - px(_LINE))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), self.text())
        thickness = px(_LINE) if here else 1
        line = QRectF(0, self.height() - thickness, self.width(), thickness)
        painter.fillRect(line, QColor(chosen.accent if here else chosen.hairline))
        if self.hasFocus():
            painter.setPen(QPen(QColor(chosen.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -px(_LINE) - 2), 4, 4)
        painter.end()

    def _choose(self) -> None:
        self.setChecked(True)
        self.step_chosen.emit(self._step)
