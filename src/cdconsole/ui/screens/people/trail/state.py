"""Everything the audit trail's page shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.people import AuditEvent

EVERYBODY = ""


@dataclass(frozen=True)
class TrailState:
    """The page; ``shown_events`` are those of the person chosen in the filter."""

    events: tuple[AuditEvent, ...] = ()
    filter: str = EVERYBODY

    @property
    def shown_events(self) -> tuple[AuditEvent, ...]:
        """Return the audit events that pass the filter."""
        return tuple(event for event in self.events if self.filter in (EVERYBODY, event.person))

    @property
    def filters(self) -> tuple[str, ...]:
        """Return the names that occur in the audit trail, by name."""
        return tuple(sorted({event.person for event in self.events}, key=str.casefold))
