"""Changes one's own passphrase. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar

from cdconsole.domain.access_requests import ChangePassphrase
from cdconsole.domain.requests import SuggestPassphrase
from cdconsole.ui.own_passphrase.state import AGAIN, PASSPHRASE, OwnPassphrase
from cdconsole.ui.screens.people.access.desk import AccessDesk
from cdconsole.ui.screens.people.access.state import CURRENT, Dialog


@dataclass(frozen=True, kw_only=True, repr=False)
class Changing(Dialog):
    """The dialog, with five words on offer."""

    fields: ClassVar[frozenset[str]] = frozenset({CURRENT, PASSPHRASE, AGAIN})
    suggestion: str = ""


@dataclass(frozen=True)
class NewPassphrase:
    """What was typed."""

    current: str
    own: OwnPassphrase = field(default_factory=OwnPassphrase)

    def __repr__(self) -> str:
        return "NewPassphrase(...)"


class PassphraseChanger:
    """Asks for the passphrase of now and the one to be."""

    def __init__(self, desk: AccessDesk) -> None:
        self._desk = desk

    def begin(self) -> None:
        """Open the dialog and offer words."""
        self._desk.show_dialog(Changing())
        self.suggest()

    def suggest(self) -> None:
        """Offer five other words."""
        self._desk.scope.latest("suggest", SuggestPassphrase(), self._offer)

    def enter(self, typed: object) -> None:
        """Change it."""
        dialog = self._desk.state.dialog
        if not isinstance(dialog, Changing) or not isinstance(typed, NewPassphrase) or dialog.is_busy:
            return
        problems = typed.own.problems()
        if not typed.current:
            problems = {CURRENT: "Type the passphrase you unlock with now.", **problems}
        if problems:
            self._desk.show_dialog(replace(dialog, problems=problems))
        else:
            self._desk.send(dialog, ChangePassphrase(typed.current, typed.own.text), self._changed)

    def _offer(self, words: str) -> None:
        dialog = self._desk.state.dialog
        if isinstance(dialog, Changing):
            self._desk.show_dialog(replace(dialog, suggestion=words))

    def _changed(self, _nothing: None) -> None:
        self._desk.end_dialog(
            "Your passphrase is changed. The one before opens no newer state of the department; older copies and "
            "backups still open with it."
        )
