"""The dialog that makes somebody else the clinical director."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QVBoxLayout, QWidget

from cdconsole.ui.forms import Field, PassphraseEdit
from cdconsole.ui.screens.people.access.dialog import AccessDialog, points
from cdconsole.ui.screens.people.access.handing_over import HEIR, HandingOver, Handover
from cdconsole.ui.screens.people.access.state import CURRENT
from cdconsole.ui.theme.fonts import px

_CONSEQUENCES = (
    "They become clinical director: they read and write everything, let people in and take keys back. You can't, any "
    "more; only they can hand it on.",
    "Everybody's program says so at their next opening, and shows the six words of the new owner's fingerprint.",
    "The recovery key on paper stays in force. Tell them where it is.",
    "If you leave, everything is encrypted under new keys, which can take a minute. Then the department locks here.",
)
_AS_DEPUTY = "I stay as deputy: I read and write everything, and can't let people in"
_LEAVING = "I leave: my keys are taken back and open nothing newer"


class HandingOverDialog(AccessDialog):
    """Asks to whom, what becomes of oneself, and one's passphrase."""

    def __init__(self, parent: QWidget, dialog: HandingOver) -> None:
        super().__init__(parent, "Hand the department over", "Hand over", "Handing over")
        self._heirs = dialog.heirs
        self._to = QComboBox()
        self._to.setObjectName("heir")
        for heir in self._heirs:
            self._to.addItem(f"{heir.name}, {heir.role.title.lower()}")
        ids = [str(heir.id) for heir in self._heirs]
        self._to.setCurrentIndex(ids.index(dialog.first) if dialog.first in ids else -1)
        self._to.setPlaceholderText("Choose who leads from now on")
        self._stay, leave = QRadioButton(_AS_DEPUTY), QRadioButton(_LEAVING)
        self._choices = QButtonGroup(self)
        self._passphrase = PassphraseEdit()
        self._passphrase.line.setObjectName("current_passphrase")
        choice = QWidget()
        column = QVBoxLayout(choice)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for radio in (self._stay, leave):
            self._choices.addButton(radio)
            column.addWidget(radio)
        self._stay.setChecked(True)
        self.fields = {
            HEIR: Field("To", self._to),
            CURRENT: Field("Your passphrase, to confirm", self._passphrase),
        }
        for part in (points(_CONSEQUENCES), self.fields[HEIR], Field("What becomes of you", choice)):
            self.body.addWidget(part)
        self.body.addWidget(self.fields[CURRENT])
        self._passphrase.line.returnPressed.connect(self.enter)
        self._to.setFocus()

    def enter(self) -> None:
        """Emit what was agreed to."""
        if self.agree.isEnabled():
            at = self._to.currentIndex()
            heir = self._heirs[at].id if at >= 0 else ""
            self.entered.emit(Handover(heir, self._stay.isChecked(), self._passphrase.text()))

    def forget(self) -> None:
        """Empty the passphrase."""
        self._passphrase.line.clear()
