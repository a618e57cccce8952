"""The dialog in which a second person, who is in the room, agrees with their own passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.ui.forms import Field, PassphraseEdit, button, label
from cdconsole.ui.screens.governance.extracts.state import PASSPHRASE, PERSON, Agreeing
from cdconsole.ui.theme.fonts import px

_WORDS = (
    "You agree that exactly the files shown leave the department. Your passphrase is used for this signature only: "
    "it doesn't unlock anything here and isn't kept."
)


class AgreeDialog(QDialog):
    """Emits who agrees and the passphrase they typed."""

    entered = Signal(str, str)

    def __init__(self, parent: QWidget, agreeing: Agreeing) -> None:
        super().__init__(parent)
        self.setWindowTitle("Agree in person")
        self._person, self._passphrase = QComboBox(), PassphraseEdit()
        for one in agreeing.people:
            self._person.addItem(f"{one.name}, {one.role.title.lower()}", one.id)
        self._fields = {
            PERSON: Field("Who agrees", self._person),
            PASSPHRASE: Field("Their own passphrase", self._passphrase),
        }
        self._agree, self._cancel = button("Agree and sign", "primary"), button("Cancel")
        self._busy = label("", "secondary", wraps=False)
        buttons = QHBoxLayout()
        buttons.addWidget(self._busy, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(label(_WORDS))
        for field in self._fields.values():
            column.addWidget(field)
        column.addLayout(buttons)
        self.setFixedWidth(px(480))
        self._agree.clicked.connect(self._enter)
        self._passphrase.line.returnPressed.connect(self._enter)
        self._cancel.clicked.connect(self.reject)
        self._passphrase.setFocus()

    def show_agreeing(self, agreeing: Agreeing) -> None:
        """Show what is wrong, and that the passphrase is being checked."""
        for name, field in self._fields.items():
            field.say(agreeing.problems.get(name, ""))
        self._agree.setEnabled(not agreeing.is_busy)
        self._busy.setText("Checking the passphrase…" if agreeing.is_busy else "")
        self.adjustSize()

    def _enter(self) -> None:
        self.entered.emit(self._person.currentData(), self._passphrase.text())
