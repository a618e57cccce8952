"""Read the audit trail, and prove that nobody altered it."""

from __future__ import annotations

from datetime import datetime

from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import AuditEvent, Section
from cdconsole.storage.audit_chain import START, AuditChain, AuditRow, mac_under
from cdconsole.storage.section_file import Reading

OPENED = "opened"


def events(reading: Reading, section: Section, limit: int = -1) -> tuple[AuditEvent, ...]:
    """Return a section's audit events, newest first; all of them unless limited."""
    found = reading.rows("SELECT at, person, action, subject FROM audit_event ORDER BY sequence DESC LIMIT ?", (limit,))
    return tuple(AuditEvent(datetime.fromisoformat(at), person, section, *words) for at, person, *words in found)


def last_openings(reading: Reading) -> dict[PersonId, datetime]:
    """Return when each person last opened the department, as far as the ward section's trail tells."""
    found = reading.rows("SELECT person_id, max(at) FROM audit_event WHERE action = ? GROUP BY person_id", (OPENED,))
    return {PersonId(person): datetime.fromisoformat(at) for person, at in found}


def verify_chain(reading: Reading, chain: AuditChain) -> tuple[str, ...]:
    """Return what is wrong with the chain, in words; nothing where every event is as it was written.

    Events from before the section got its present key are proved with the key of their time, which the section keeps.
    """
    previous = START
    earlier = reading.rows("SELECT up_to_sequence, key FROM audit_earlier_key ORDER BY up_to_sequence DESC")
    stored = reading.rows(
        "SELECT sequence, id, at, person_id, person, action, subject, reason, mac FROM audit_event ORDER BY sequence"
    )
    for number, (*values, mac) in enumerate(stored, start=1):
        row = AuditRow(*values)
        if row.sequence != number:
            return (f"The audit trail lacks event {number}.",)
        while earlier and earlier[-1][0] < number:
            earlier.pop()
        if mac_under(earlier[-1][1] if earlier else chain.key, previous, row) != mac:
            return (f"The audit trail was altered at event {number}.",)
        previous = mac
    return ()
