"""Shows what somebody else stored while one was typing, and asks which text stands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cdconsole.ui.forms import Button, label
from cdconsole.ui.saving.settle import Settle
from cdconsole.ui.theme.fonts import px


class OtherText(QFrame):
    """``settled`` carries what the person decided."""

    settled = Signal(object)

    def __init__(self, choices: Iterable[Settle]) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._said, self._theirs = label("", "strong"), label("")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(8))
        column.addWidget(self._said)
        column.addWidget(self._theirs)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for choice in choices:
            answer = _Answer(choice)
            answer.given.connect(self.settled)
            row.addWidget(answer)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_text(self, author: str, at: str, text: str) -> None:
        """Show who saved another text, when if that is known, and the text."""
        when = f"at {at}" if at else "meanwhile"
        self._said.setText(f"{author} saved another text {when}. Yours is still in the box.")
        self._theirs.setText(text)
        self.show()


class _Answer(Button):
    given = Signal(object)

    def __init__(self, choice: Settle) -> None:
        super().__init__(choice.value)
        self._choice = choice
        self.setAutoDefault(False)
        self.clicked.connect(self._give)

    def _give(self) -> None:
        self.given.emit(self._choice)
