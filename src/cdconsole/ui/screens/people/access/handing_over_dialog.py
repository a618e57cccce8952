"""The dialog that makes somebody else the clinical director."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from cdconsole.ui.forms import Field, PassphraseEdit
from cdconsole.ui.screens.people.access.dialog import AccessDialog, points
from cdconsole.ui.screens.people.access.handing_over import HEIR, HandingOver, Handover
from cdconsole.ui.screens.people.access.state import CURRENT

_CONSEQUENCES = (
    "They become clinical director: they read and write everything, let people in and take keys back.",
    "You become a deputy: you read and write everything, but can't let people in. If you leave the department, they "
    "take your keys back. Only they can hand it on.",
    "Everybody's program says so at their next opening, and shows the six words of the new owner's fingerprint.",
    "The recovery key on paper stays in force. Tell them where it is.",
    "Then the department locks on this computer.",
)


class HandingOverDialog(AccessDialog):
    """Asks to whom, and for one's passphrase."""

    def __init__(self, parent: QWidget, dialog: HandingOver) -> None:
        super().__init__(parent, "Hand the department over", "Hand over", "Handing over")
        self._heirs = dialog.heirs
        self._to = QComboBox()
        self._to.setObjectName("heir")
        self._to.setPlaceholderText("Choose who leads from now on")
        for heir in self._heirs:
            self._to.addItem(f"{heir.name}, {heir.role.title.lower()}")
        ids = [str(heir.id) for heir in self._heirs]
        self._to.setCurrentIndex(ids.index(dialog.first) if dialog.first in ids else -1)
        self._passphrase = PassphraseEdit()
        self._passphrase.line.setObjectName("current_passphrase")
        self.fields = {
            HEIR: Field("To", self._to),
            CURRENT: Field("Your passphrase, to confirm", self._passphrase),
        }
        for part in (points(_CONSEQUENCES), *self.fields.values()):
            self.body.addWidget(part)
        self._passphrase.line.returnPressed.connect(self.enter)
        self._to.setFocus()

    def enter(self) -> None:
        """Emit what was agreed to."""
        if self.agree.isEnabled():
            at = self._to.currentIndex()
            self.entered.emit(Handover(self._heirs[at].id if at >= 0 else "", self._passphrase.text()))

    def forget(self) -> None:
        """Empty the passphrase."""
        self._passphrase.line.clear()
