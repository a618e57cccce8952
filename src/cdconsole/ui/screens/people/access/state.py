"""Everything the page Access shows. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from cdconsole.domain.access import Access, AccessRow

CURRENT = "current"
_KEY_HOLDERS_WANTED = 2


class Action(Enum):
    """What can be done on the page; the value is what stands on its button."""

    ADD = "Add person…"
    NEW_CODE = "New code…"
    TAKE_BACK = "Take keys back…"
    HAND_OVER = "Hand over…"
    RECOVERY_KEY = "Recovery key…"
    CHANGE = "Change my passphrase…"
    USE_RECOVERY_KEY = "Use recovery key…"


ON_SOMEBODY = (Action.NEW_CODE, Action.TAKE_BACK, Action.HAND_OVER)
_MANAGING = (Action.ADD, *ON_SOMEBODY, Action.RECOVERY_KEY)


@dataclass(frozen=True)
class Ask:
    """Something the department still needs, and what answers it."""

    text: str
    action: Action


@dataclass(frozen=True, kw_only=True)
class Dialog:
    """What every dialog of the page has; ``fields`` are those that can be wrong, beside the whole (empty name)."""

    fields: ClassVar[frozenset[str]] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)
    is_busy: bool = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


@dataclass(frozen=True)
class AccessState:
    """The page. ``chosen`` is the person of the current row, ``outcome`` what happened last."""

    access: Access | None = None
    chosen: str = ""
    problem: str = ""
    outcome: str = ""
    dialog: Dialog | None = None

    @property
    def rows(self) -> tuple[AccessRow, ...]:
        """Return everybody, as far as is known yet."""
        return self.access.rows if self.access else ()

    @property
    def chosen_row(self) -> AccessRow | None:
        """Return the current row."""
        return next((row for row in self.rows if row.person.id == self.chosen), None)

    @property
    def heirs(self) -> tuple[AccessRow, ...]:
        """Return those the department can be handed to: everybody else who has a passphrase of their own."""
        return tuple(row for row in self.rows if not row.is_you and row.has_own_passphrase)

    @property
    def offered(self) -> tuple[Action, ...]:
        """Return what this person can do here at all."""
        if self.access is None:
            return ()
        if self.access.may_manage:
            return (*_MANAGING, Action.CHANGE)
        return (Action.CHANGE, *(Action.USE_RECOVERY_KEY,) * (self.access.recovery_key_since is not None))

    def can(self, action: Action) -> bool:
        """Return whether it can be done now: some of it needs somebody else to be chosen, or to be there."""
        if action not in self.offered:
            return False
        if action in (Action.NEW_CODE, Action.TAKE_BACK):
            return self.chosen_row is not None and not (self.chosen_row.is_you or self.chosen_row.is_owner)
        return action is not Action.HAND_OVER or bool(self.heirs)

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Return what the department still needs; only who can answer is asked."""
        if self.access is None or not self.access.may_manage:
            return ()
        return tuple(_asks(self.access))

    @property
    def why_not(self) -> str:
        """Return why this person can't manage access, in words; nothing for who can."""
        if self.access is None or self.access.may_manage:
            return ""
        owner = next((row.person.name for row in self.rows if row.is_owner), "the clinical director")
        return f"Only {owner}, who holds the department, can let people in, take keys back or hand it over."


def _asks(access: Access) -> list[Ask]:
    asks = []
    if access.key_holders < _KEY_HOLDERS_WANTED:
        coming = [row.person.name for row in access.rows if row.person.role.may_review and not row.has_own_passphrase]
        wanted = f" until {coming[0]} has unlocked with the code." if coming else ". Add a deputy, so that two can."
        asks.append(Ask(f"Only one person can open reviews{wanted}", Action.ADD))
    if access.recovery_key_since is None:
        asks.append(
            Ask(
                "No recovery key has been printed. Without one, a lost passphrase can mean a lost department.",
                Action.RECOVERY_KEY,
            )
        )
    return asks
