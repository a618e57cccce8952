"""Everything the unlock page shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonChoice:
    """Somebody who can unlock: ``label`` is the name and the role."""

    id: str
    label: str


@dataclass(frozen=True)
class UnlockState:
    """The page for one department.

    ``attempt`` grows with every refusal: the view then selects the passphrase, so that typing replaces it.
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

    @property
    def can_unlock(self) -> bool:
        """Return whether there is somebody to unlock as, and nothing is running."""
        return bool(self.people) and not self.busy

    def __repr__(self) -> str:
        return f"UnlockState({self.department!r})"
