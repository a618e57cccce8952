"""A quiet line that asks for something the department still needs, with the button that answers it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.people.access.state import Ask
from cdconsole.ui.theme.fonts import px


class AskBanner(QFrame):
    """``answered`` carries the action."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._ask: Ask | None = None
        self._text, self._answer = label(""), button("")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(16))
        row.addWidget(self._text, 1)
        row.addWidget(self._answer)
        self._answer.clicked.connect(self._give)
        self.hide()

    def show_ask(self, ask: Ask | None) -> None:
        """Show what is asked for, or nothing."""
        self._ask = ask
        self.setVisible(ask is not None)
        if ask is not None:
            self._text.setText(ask.text)
            self._answer.setText(ask.action.value)

    def _give(self) -> None:
        if self._ask is not None:
            self.answered.emit(self._ask.action)
