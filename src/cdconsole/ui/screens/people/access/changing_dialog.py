"""The dialog that changes one's own passphrase."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.ui.forms import Field, PassphraseEdit
from cdconsole.ui.own_passphrase.view import OwnPassphraseFields
from cdconsole.ui.screens.people.access.changing import Changing, NewPassphrase
from cdconsole.ui.screens.people.access.dialog import AccessDialog, points
from cdconsole.ui.screens.people.access.state import CURRENT, Dialog

_CONSEQUENCES = (
    "From now on only the new passphrase opens the department in your name.",
    "Older copies of the folder and backups still open with the one before. If somebody may know it, ask the clinical "
    "director for a new code as well: that makes new keys.",
)


class ChangingDialog(AccessDialog):
    """Asks for the passphrase of now, and the one to be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Change my passphrase", "Change passphrase", "Sealing your keys anew")
        self._current = PassphraseEdit()
        self._current.line.setObjectName("current_passphrase")
        self._own = OwnPassphraseFields(
            "New passphrase", "Five words, or at least 14 characters of your own. Write it down and keep it safe."
        )
        current = Field("Passphrase you unlock with now", self._current)
        self.fields = {CURRENT: current, **self._own.fields}
        for part in (points(_CONSEQUENCES), current, self._own):
            self.body.addWidget(part)
        self._own.suggest_requested.connect(self.suggest_requested)
        self._own.finished.connect(self.enter)
        self._current.setFocus()

    def show_state(self, dialog: Dialog) -> None:
        """Show everything anew; what was typed stays."""
        if isinstance(dialog, Changing):
            self._own.offer(dialog.suggestion)
        super().show_state(dialog)

    def enter(self) -> None:
        """Emit what was typed."""
        if self.agree.isEnabled():
            self.entered.emit(NewPassphrase(self._current.text(), self._own.typed()))

    def forget(self) -> None:
        """Empty every field."""
        self._current.line.clear()
        self._own.forget()
