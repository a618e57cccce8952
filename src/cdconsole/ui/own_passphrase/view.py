"""The two fields of an own passphrase, with five words on offer.

The unlock page shows them, so nothing here names ``Qt`` before they are needed; see forms.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.ui.forms import Field, PassphraseEdit, button
from cdconsole.ui.own_passphrase.state import AGAIN, PASSPHRASE, OwnPassphrase
from cdconsole.ui.theme.fonts import px


class OwnPassphraseFields(QWidget):
    """Emits that other words are wanted, and Enter in the last field."""

    suggest_requested = Signal()
    finished = Signal()

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self._offered, self._is_asked = "", False
        self.passphrase, self.again = PassphraseEdit(is_shown=True), PassphraseEdit()
        self.passphrase.line.setObjectName("own_passphrase")
        self.again.line.setObjectName("own_passphrase_again")
        self.fields = {PASSPHRASE: Field(title, self.passphrase, hint), AGAIN: Field("Type it again", self.again)}
        self._suggest = button("Suggest other words", "link")
        self.setFocusProxy(self.passphrase)
        self._lay_out()
        self._suggest.clicked.connect(self._ask)
        self.again.line.returnPressed.connect(self.finished)

    def offer(self, words: str) -> None:
        """Fill in other words; not over what somebody typed before they came, unless they asked for them."""
        before, self._offered = self._offered, words
        if words == before:
            return
        if self._is_asked or self.passphrase.text() in ("", before):
            self._is_asked = False
            self.passphrase.line.setText(words)
            self.passphrase.line.setCursorPosition(0)
            self.again.line.clear()

    def say(self, problems: Mapping[str, str]) -> None:
        """Show what is wrong with each field."""
        for name, field in self.fields.items():
            field.say(problems.get(name, ""))

    def typed(self) -> OwnPassphrase:
        """Return what stands in the fields."""
        return OwnPassphrase(self.passphrase.text(), self.again.text())

    def forget(self) -> None:
        """Empty both fields."""
        self._offered = ""
        self.passphrase.line.clear()
        self.again.line.clear()

    def _ask(self) -> None:
        self._is_asked = True
        self.suggest_requested.emit()

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self._suggest)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.fields[PASSPHRASE])
        column.addLayout(below)
        column.addWidget(self.fields[AGAIN])
