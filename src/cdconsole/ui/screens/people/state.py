"""Everything the People & access screen shows. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdconsole.domain.people import AuditEvent, Person, Role

NAME, PASSPHRASE = "name", "passphrase"
EVERYBODY = ""
CONSEQUENCES = {
    Role.DEPUTY: (
        "A deputy reads and writes everything: the ward list, the records, and every clinician's charts, reviews "
        "and goals. A deputy can't add people."
    ),
    Role.ADMINISTRATOR: (
        "An administrator works the ward list, imports records and keeps job plans. Clinicians' charts, reviews and "
        "goals stay closed: the keys that open them are not given, so nobody can open them by mistake."
    ),
}


@dataclass(frozen=True)
class Adding:
    """The dialog for adding somebody. ``added`` is their name once they can unlock."""

    suggestion: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    is_busy: bool = False
    added: str = ""

    def __repr__(self) -> str:
        return "Adding(...)"


@dataclass(frozen=True)
class PeopleState:
    """The screen; ``shown_events`` are those of the person chosen in the filter."""

    people: tuple[Person, ...] = ()
    events: tuple[AuditEvent, ...] = ()
    filter: str = EVERYBODY
    may_add: bool = False
    adding: Adding | None = None
    is_loading: bool = True

    @property
    def shown_events(self) -> tuple[AuditEvent, ...]:
        """Return the audit events that pass the filter."""
        return tuple(event for event in self.events if self.filter in (EVERYBODY, event.person))

    @property
    def filters(self) -> tuple[str, ...]:
        """Return the names that occur in the audit trail, by name."""
        return tuple(sorted({event.person for event in self.events}, key=str.casefold))
