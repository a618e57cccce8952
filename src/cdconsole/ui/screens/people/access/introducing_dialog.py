"""The dialog that gives somebody a key of their own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from cdconsole.domain.people import Role
from cdconsole.ui.forms import Field, beside, button, label
from cdconsole.ui.screens.people.state import CONSEQUENCES, NAME, PASSPHRASE, Adding
from cdconsole.ui.theme.fonts import px

_HAND_OVER = "They are shown only here, and only until this window closes. They are stored nowhere."


class AddPersonDialog(QDialog):
    """Asks for a name and a role; shows the passphrase once."""

    suggest_requested = Signal()
    person_entered = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add person")
        self._name = QLineEdit()
        self._name.setObjectName("name")
        self._words = QLineEdit()
        self._words.setObjectName("words")
        self._words.setReadOnly(True)
        self._suggest = button("Suggest again")
        self._add, self._close = button("Add person", "primary"), button("Cancel")
        self._busy = label("", "secondary")
        self._said = label("", "strong")
        self._fields = {
            NAME: Field("Name", self._name),
            PASSPHRASE: Field("Their passphrase", beside(self._words, self._suggest), _HAND_OVER),
        }
        self._roles = QButtonGroup(self)
        self._lay_out()
        self._add.clicked.connect(self._enter)
        self._name.returnPressed.connect(self._enter)
        self._suggest.clicked.connect(self.suggest_requested)
        self._close.clicked.connect(self.reject)

    def show_state(self, adding: Adding) -> None:
        """Show everything anew."""
        self._words.setText(adding.suggestion)
        self._words.setCursorPosition(0)
        for name, field in self._fields.items():
            field.say(adding.problems.get(name, ""))
        is_done = bool(adding.added)
        self._said.setVisible(is_done)
        self._said.setText(f"{adding.added} can unlock now. Tell them these words in person." if is_done else "")
        self._busy.setText("Making the keys" if adding.is_busy else "")
        for part in (self._add, self._suggest):
            part.setEnabled(not adding.is_busy)
            part.setVisible(not is_done)
        self._choice.setVisible(not is_done)
        self._fields[NAME].setVisible(not is_done)
        self._close.setText("Done" if is_done else "Cancel")
        self.adjustSize()

    def _lay_out(self) -> None:
        self._choice = QWidget()
        choice = QVBoxLayout(self._choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.setSpacing(px(4))
        choice.addWidget(label("Role", "strong"))
        for at, role in enumerate((Role.ADMINISTRATOR, Role.DEPUTY)):
            radio = QRadioButton(role.title)
            radio.setChecked(at == 0)
            radio.setAccessibleDescription(CONSEQUENCES[role])
            self._roles.addButton(radio, at)
            choice.addWidget(radio)
            words = label(CONSEQUENCES[role], "caption")
            words.setContentsMargins(px(24), 0, 0, px(8))
            choice.addWidget(words)
        buttons = QHBoxLayout()
        buttons.addWidget(self._busy, 1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(self._said)
        column.addWidget(self._fields[NAME])
        column.addWidget(self._choice)
        column.addWidget(self._fields[PASSPHRASE])
        column.addSpacing(px(4))
        column.addLayout(buttons)
        self.setFixedWidth(px(520))

    def _enter(self) -> None:
        role = (Role.ADMINISTRATOR, Role.DEPUTY)[self._roles.checkedId()]
        self.person_entered.emit(self._name.text(), role)
