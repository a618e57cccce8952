"""Lets somebody in with a code that works once: for the first time, or again after a lost passphrase. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from cdconsole.domain.access import Introduction
from cdconsole.domain.access_requests import IntroducePerson, RenewIntroduction
from cdconsole.domain.people import Person, Role
from cdconsole.ui.screens.people.access.desk import AccessDesk
from cdconsole.ui.screens.people.access.state import Dialog

NAME = "name"
CONSEQUENCES = {
    Role.ADMINISTRATOR: (
        "An administrator works the ward list, imports records and keeps job plans. Clinicians' charts, reviews and "
        "goals stay closed: the keys that open them are not given, so nobody can open them by mistake."
    ),
    Role.DEPUTY: (
        "A deputy reads and writes everything: the ward list, the records, and every clinician's charts, reviews "
        "and goals. A deputy can't let people in or take keys back."
    ),
}


@dataclass(frozen=True, kw_only=True, repr=False)
class Introducing(Dialog):
    """The dialog: somebody new, or ``person`` again; then the code, for as long as the dialog is open."""

    fields: ClassVar[frozenset[str]] = frozenset({NAME})
    person: Person | None = None
    introduction: Introduction | None = None


@dataclass(frozen=True)
class NewPerson:
    """Who is to be let in."""

    name: str
    role: Role


class RenewAgreed:
    """New keys and a new code for the person of the dialog."""


class Introducer:
    """Adds somebody or renews their keys, and shows the code once."""

    def __init__(self, desk: AccessDesk) -> None:
        self._desk = desk

    def begin_adding(self) -> None:
        """Ask who is to be let in."""
        self._desk.show_dialog(Introducing())

    def begin_renewing(self) -> None:
        """Say what a new code for the chosen person means."""
        row = self._desk.state.chosen_row
        if row is not None:
            self._desk.show_dialog(Introducing(person=row.person))

    def enter(self, typed: object) -> None:
        """Ask for the code."""
        dialog = self._desk.state.dialog
        if not isinstance(dialog, Introducing) or dialog.is_busy or dialog.introduction is not None:
            return
        if isinstance(typed, RenewAgreed) and dialog.person is not None:
            self._desk.send(dialog, RenewIntroduction(dialog.person.id), self._show_code)
        elif isinstance(typed, NewPerson):
            self._add(dialog, typed)

    def _add(self, dialog: Introducing, typed: NewPerson) -> None:
        if not typed.name.strip():
            self._desk.refuse(dialog, "Type the person's name, as colleagues know it.", NAME)
        else:
            self._desk.send(dialog, IntroducePerson(typed.name.strip(), typed.role), self._show_code)

    def _show_code(self, introduction: Introduction) -> None:
        dialog = self._desk.state.dialog
        if isinstance(dialog, Introducing):
            self._desk.show_dialog(replace(dialog, is_busy=False, introduction=introduction))
