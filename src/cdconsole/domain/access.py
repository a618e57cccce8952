"""Who holds which key, how somebody gets in for the first time, and who else is working at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.people import Person


@dataclass(frozen=True)
class AccessRow:
    """One line of the table of access. ``last_opened`` is None where no opening is on record."""

    person: Person
    last_opened: datetime | None = None
    is_owner: bool = False
    is_you: bool = False
    has_own_passphrase: bool = True


@dataclass(frozen=True)
class Access:
    """Everybody's access to the department, as People & access shows it.

    ``fingerprint`` is six words of the owner's public key, to compare by telephone. ``recovery_key_since`` is None
    until a recovery key has been printed.
    """

    rows: tuple[AccessRow, ...]
    you: Person
    may_manage: bool
    fingerprint: str
    recovery_key_since: datetime | None

    @property
    def key_holders(self) -> int:
        """Return how many people can open reviews, a code not yet used left out: two are asked for."""
        return sum(1 for row in self.rows if row.person.role.may_review and row.has_own_passphrase)


@dataclass(frozen=True)
class Introduction:
    """Somebody who can unlock once with a code, and then chooses a passphrase of their own."""

    person: Person
    code: str

    def __repr__(self) -> str:
        return f"Introduction({self.person.role.value})"
