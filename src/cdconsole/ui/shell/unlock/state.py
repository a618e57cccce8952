"""Everything the unlock page shows and brings. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdconsole.ui.own_passphrase.state import OwnPassphrase


@dataclass(frozen=True)
class PersonChoice:
    """Somebody who can unlock: ``label`` is the name and the role."""

    id: str
    label: str


@dataclass(frozen=True)
class Attempt:
    """What was typed to get in; a newcomer's passphrase is the introduction code, beside the ``own`` they choose."""

    person: str
    passphrase: str
    own: OwnPassphrase = field(default_factory=OwnPassphrase)
    accept_older: bool = False

    def __repr__(self) -> str:
        return "Attempt(...)"


@dataclass(frozen=True)
class UnlockState:
    """The page for one department.

    ``attempt`` grows with every refusal: the view then selects the passphrase, so that typing replaces it.
    ``newcomers`` have an introduction code and choose a passphrase with it; ``own_problems`` are those of its fields.
    ``is_older`` offers to open a folder that is older than what this computer has seen.
    """

    folder: str = ""
    department: str = ""
    specialty: str = ""
    people: tuple[PersonChoice, ...] = ()
    chosen: str = ""
    facts: str = ""
    notice: str = ""
    problem: str = ""
    busy: str = ""
    attempt: int = 0
    passphrase_on_offer: str = ""
    newcomers: frozenset[str] = frozenset()
    suggestion: str = ""
    own_problems: Mapping[str, str] = field(default_factory=dict)
    has_recovery_key: bool = False
    is_older: bool = False

    @property
    def can_unlock(self) -> bool:
        """Return whether there is somebody to unlock as, and nothing is running."""
        return bool(self.people) and not self.busy

    @property
    def is_first_time(self) -> bool:
        """Return whether the person chosen still has to choose a passphrase."""
        return self.chosen in self.newcomers

    def __repr__(self) -> str:
        return f"UnlockState({self.department!r})"
