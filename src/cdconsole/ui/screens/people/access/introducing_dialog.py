"""The dialog that lets somebody in: who, what that means, and then the code."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from cdconsole.domain.access import Introduction
from cdconsole.domain.people import Person
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.people.access.dialog import AccessDialog, SecretText, points
from cdconsole.ui.screens.people.access.introducing import CONSEQUENCES, NAME, Introducing, NewPerson, RenewAgreed
from cdconsole.ui.screens.people.access.state import Dialog
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import px

_ROLES = tuple(CONSEQUENCES)
_CODE_SIZE = 22


class IntroducingDialog(AccessDialog):
    """Asks for a name and a role, or for agreement to new keys; shows the code once."""

    def __init__(self, parent: QWidget, clipboard: Clipboard, person: Person | None) -> None:
        title = f"New code for {person.name}" if person else "Add person"
        super().__init__(parent, title, "Give a new code" if person else "Add person", "Making the keys")
        self._clipboard = clipboard
        self._is_new = person is None
        self._roles = QButtonGroup(self)
        self._name = QLineEdit()
        self._name.setObjectName("name")
        self._asked = self._new_person() if person is None else points(_renewal(person))
        self._given = self._code_part()
        self.body.addWidget(self._asked)
        self.body.addWidget(self._given)
        self._name.returnPressed.connect(self.enter)
        (self._name if person is None else self.cancel).setFocus()

    def show_state(self, dialog: Dialog) -> None:
        """Show everything anew."""
        introduction = dialog.introduction if isinstance(dialog, Introducing) else None
        self._asked.setVisible(introduction is None)
        self._given.setVisible(introduction is not None)
        self.agree.setVisible(introduction is None)
        self.cancel.setText("Cancel" if introduction is None else "Done")
        if introduction is not None:
            self._show_code(introduction)
        super().show_state(dialog)

    def enter(self) -> None:
        """Emit who is to be let in."""
        if not self._is_new:
            self.entered.emit(RenewAgreed())
        elif self.agree.isEnabled():
            self.entered.emit(NewPerson(self._name.text(), _ROLES[self._roles.checkedId()]))

    def forget(self) -> None:
        """Drop the code."""
        self._code.show_text("")

    def _new_person(self) -> QWidget:
        self.fields[NAME] = Field("Name", self._name)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self.fields[NAME])
        column.addSpacing(px(8))
        column.addWidget(label("Role", "strong"))
        for at, role in enumerate(_ROLES):
            radio = QRadioButton(role.title)
            radio.setChecked(at == 0)
            radio.setAccessibleDescription(CONSEQUENCES[role])
            self._roles.addButton(radio, at)
            column.addWidget(radio)
            words = label(CONSEQUENCES[role], "caption")
            words.setContentsMargins(px(24), 0, 0, px(8))
            column.addWidget(words)
        column.addWidget(
            label(
                "You get a code that lets them in once. With it they choose a passphrase of their own, which you "
                "never see."
            )
        )
        return part

    def _code_part(self) -> QWidget:
        self._for = label("", "strong")
        self._code = SecretText("Introduction code", _CODE_SIZE)
        self._copy = button("Copy")
        self._copy.setAccessibleName("Copy the introduction code")
        self._copy.clicked.connect(self._copy_code)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._for)
        column.addWidget(self._code)
        column.addWidget(
            points(
                (
                    "Print or write down: tell it in person. Not by e-mail: whoever has the code and the folder can "
                    "come in first.",
                    "They open the department's folder, choose their name, type the code and choose a passphrase.",
                    "It is shown only here, and only until this window closes. It is stored nowhere; a lost code is "
                    "replaced with “New code…”.",
                )
            )
        )
        copying = QHBoxLayout()
        copying.addWidget(self._copy)
        copying.addStretch(1)
        column.addLayout(copying)
        return part

    def _show_code(self, introduction: Introduction) -> None:
        self._for.setText(f"{introduction.person.name} can unlock with this code, once:")
        self._code.show_text(introduction.code)
        self.cancel.setFocus()

    def _copy_code(self) -> None:
        self._clipboard.put(self._code.text(), is_secret=True)


def _renewal(person: Person) -> tuple[str, ...]:
    return (
        f"{person.name} gets new keys and a code that works once, and chooses a new passphrase with it.",
        "Their passphrase of now opens nothing that is written from now on. What they have written keeps their name.",
        "What their keys open is encrypted anew. This takes some seconds, in a large department up to a minute; others "
        "can go on working.",
    )
