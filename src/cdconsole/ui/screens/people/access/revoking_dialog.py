"""The dialog that says what taking keys back means, before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cdconsole.domain.people import Person
from cdconsole.ui.screens.people.access.dialog import AccessDialog, points
from cdconsole.ui.screens.people.access.revoking import RevokeAgreed


class RevokingDialog(AccessDialog):
    """Asks for agreement."""

    def __init__(self, parent: QWidget, person: Person) -> None:
        super().__init__(parent, "Take keys back", "Take the keys back", "Making new keys and encrypting with them")
        self.body.addWidget(points(_consequences(person)))

    def enter(self) -> None:
        """Agree."""
        self.entered.emit(RevokeAgreed())


def _consequences(person: Person) -> tuple[str, ...]:
    return (
        f"{person.name} can't open the department any more.",
        "This protects what is written from now on. What they have read or copied stays read: an older copy of the "
        "folder or a backup still opens with their passphrase.",
        "What they have written stays, under their name. The audit trail keeps what they did.",
        "Everything they could read is encrypted anew under new keys. This takes some seconds, in a large department "
        "up to a minute; others can go on working.",
        "It can't be undone. To let them in again, add them again.",
    )
