"""Makes somebody else the clinical director. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from cdconsole.domain.access_requests import HandOver
from cdconsole.domain.people import Person
from cdconsole.ui.screens.context import Leave
from cdconsole.ui.screens.people.access.desk import AccessDesk
from cdconsole.ui.screens.people.access.state import CURRENT, Dialog

HEIR = "heir"


@dataclass(frozen=True, kw_only=True, repr=False)
class HandingOver(Dialog):
    """The dialog: ``heirs`` are those it can be handed to, ``first`` the one chosen in the table."""

    fields: ClassVar[frozenset[str]] = frozenset({HEIR, CURRENT})
    heirs: tuple[Person, ...]
    first: str = ""
    to: Person | None = None


@dataclass(frozen=True)
class Handover:
    """What was agreed to."""

    to: str
    passphrase: str

    def __repr__(self) -> str:
        return "Handover(...)"


class Predecessor:
    """Asks to whom, and locks the department once it is done: the keys of this session are no longer right."""

    def __init__(self, desk: AccessDesk, leave: Leave) -> None:
        self._desk = desk
        self._leave = leave

    def begin(self) -> None:
        """Offer everybody it can be handed to."""
        state = self._desk.state
        self._desk.show_dialog(HandingOver(heirs=tuple(row.person for row in state.heirs), first=state.chosen))

    def enter(self, typed: object) -> None:
        """Hand it over."""
        dialog = self._desk.state.dialog
        if not isinstance(dialog, HandingOver) or not isinstance(typed, Handover) or dialog.is_busy:
            return
        heir = next((heir for heir in dialog.heirs if heir.id == typed.to), None)
        if heir is None:
            self._desk.refuse(dialog, "Choose who leads the department from now on.", HEIR)
        elif not typed.passphrase:
            self._desk.refuse(dialog, "Type your passphrase to confirm.", CURRENT)
        else:
            self._desk.send(replace(dialog, to=heir), HandOver(heir.id, typed.passphrase), self._handed_over)

    def _handed_over(self, _nothing: None) -> None:
        dialog = self._desk.state.dialog
        if isinstance(dialog, HandingOver) and dialog.to is not None:
            self._desk.end_dialog()
            self._leave(f"The department is now led by {dialog.to.name}.")
