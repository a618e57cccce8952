"""Prints a recovery key and has it typed back from the paper. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from cdconsole.domain.access_requests import KeepRecoveryKey, SuggestRecoveryKey
from cdconsole.domain.calendar import Clock, date_text
from cdconsole.domain.people import SessionSummary
from cdconsole.ui.screens.people.access.desk import AccessDesk
from cdconsole.ui.screens.people.access.state import Dialog

TYPED = "typed"


@dataclass(frozen=True)
class RecoverySheet:
    """What stands on the paper."""

    department: str
    printed_by: str
    printed_on: str
    key: str

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the key in its groups; the last is the check."""
        return tuple(self.key.split("-"))

    def __repr__(self) -> str:
        return "RecoverySheet(...)"


@dataclass(frozen=True, kw_only=True, repr=False)
class PrintingKey(Dialog):
    """The dialog: the key, until it ``is_on_paper``; then it is typed back. ``replaces`` is when one was printed."""

    fields: ClassVar[frozenset[str]] = frozenset({TYPED})
    sheet: RecoverySheet | None = None
    replaces: str = ""
    is_on_paper: bool = False


@dataclass(frozen=True)
class OnPaper:
    """The key is on paper and can go from the screen; False shows it again."""

    is_on_paper: bool = True


@dataclass(frozen=True)
class TypedBack:
    """The key as typed from the paper."""

    text: str

    def __repr__(self) -> str:
        return "TypedBack(...)"


class KeyPrinter:
    """The key lives in the dialog's state only, and goes with it."""

    def __init__(self, desk: AccessDesk, summary: SessionSummary, clock: Clock) -> None:
        self._desk = desk
        self._summary = summary
        self._clock = clock

    def begin(self) -> None:
        """Draw a new key."""
        access = self._desk.state.access
        since = access.recovery_key_since if access is not None else None
        replaces = date_text(since.astimezone().date()) if since is not None else ""
        self._desk.show_dialog(PrintingKey(replaces=replaces))
        self._desk.scope.latest("suggest", SuggestRecoveryKey(), self._offer)

    def enter(self, typed: object) -> None:
        """Turn from the key to the paper and back, or make what is on the paper the recovery key."""
        dialog = self._desk.state.dialog
        if not isinstance(dialog, PrintingKey) or dialog.is_busy or dialog.sheet is None:
            return
        if isinstance(typed, OnPaper):
            self._desk.show_dialog(replace(dialog, is_on_paper=typed.is_on_paper, problems={}))
        elif isinstance(typed, TypedBack) and typed.text.strip():
            self._desk.send(dialog, KeepRecoveryKey(dialog.sheet.key, typed.text), self._kept)
        elif isinstance(typed, TypedBack):
            self._desk.refuse(dialog, "Type the key from the paper.", TYPED)

    def _offer(self, key: str) -> None:
        dialog = self._desk.state.dialog
        if isinstance(dialog, PrintingKey):
            today = date_text(self._clock.today())
            sheet = RecoverySheet(self._summary.department, self._summary.person.name, today, key)
            self._desk.show_dialog(replace(dialog, sheet=sheet))

    def _kept(self, _nothing: None) -> None:
        self._desk.end_dialog(
            "The recovery key on your paper is in force. Seal each copy in an envelope, sign across the seal, and "
            "leave them in two places."
        )
