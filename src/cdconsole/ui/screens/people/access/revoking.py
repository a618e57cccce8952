"""Takes somebody's keys back. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.access_requests import RevokePerson
from cdconsole.domain.people import Person
from cdconsole.ui.screens.people.access.desk import AccessDesk
from cdconsole.ui.screens.people.access.state import Dialog


@dataclass(frozen=True, kw_only=True, repr=False)
class Revoking(Dialog):
    """The dialog that says what taking ``person``'s keys back means."""

    person: Person


class RevokeAgreed:
    """The consequences were read and agreed to."""


class Revoker:
    """Asks, then takes the keys back."""

    def __init__(self, desk: AccessDesk) -> None:
        self._desk = desk

    def begin(self) -> None:
        """Say what it means for the chosen person."""
        row = self._desk.state.chosen_row
        if row is not None:
            self._desk.show_dialog(Revoking(person=row.person))

    def enter(self, typed: object) -> None:
        """Take the keys back."""
        dialog = self._desk.state.dialog
        if isinstance(dialog, Revoking) and isinstance(typed, RevokeAgreed) and not dialog.is_busy:
            self._desk.send(dialog, RevokePerson(dialog.person.id), self._revoked)

    def _revoked(self, _nothing: None) -> None:
        dialog = self._desk.state.dialog
        if isinstance(dialog, Revoking):
            self._desk.end_dialog(
                f"{dialog.person.name} can't open the department any more. What is written from now on is under new "
                "keys; what they have read or copied stays read."
            )
