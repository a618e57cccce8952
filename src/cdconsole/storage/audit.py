"""Read the audit trail, and prove that nobody altered it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cdconsole.domain.audit_trail import (
    ABOUT_EVERYBODY,
    EVERYTHING,
    OPENED,
    PEOPLE_ACTIONS,
    RECOVERY_KEY,
    AuditFilter,
    AuditKind,
)
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import AuditEvent, Person, Role, Section
from cdconsole.storage.audit_chain import START, AuditChain, AuditRow, mac_under
from cdconsole.storage.section_file import Reading

_ROLES = tuple(role.title.lower() for role in Role)
_ABOUT_PEOPLE = " OR ".join(
    [f"subject LIKE '{role} %'" for role in _ROLES]  # "added", "deputy Dr D. New"
    + [f"action = '{action}'" for action in PEOPLE_ACTIONS]
    + [f"subject = '{RECOVERY_KEY}'"]
)
_OF_KIND: Mapping[AuditKind, str] = {
    AuditKind.OPENED: f"action = '{OPENED}'",
    AuditKind.LOOKED: "action LIKE 'looked at %'",
    AuditKind.EXPORTED: "(action LIKE 'export %' OR action = 'packs')",
    AuditKind.PEOPLE: f"({_ABOUT_PEOPLE})",
}
_CHANGED = " AND ".join(f"NOT {condition}" for condition in _OF_KIND.values())
_EVERYBODY = ", ".join(f"'{subject}'" for subject in ABOUT_EVERYBODY)


def events(
    reading: Reading, section: Section, limit: int = -1, wanted: AuditFilter = EVERYTHING
) -> tuple[AuditEvent, ...]:
    """Return a section's audit events that pass a filter, newest first; all of them unless limited.

    Their subjects are as stored: clinicians by id.
    """
    where, values = _where(wanted)
    found = reading.rows(
        f"SELECT at, person, action, subject FROM audit_event WHERE {where} ORDER BY sequence DESC LIMIT :limit",
        values | {"limit": limit},
    )
    return tuple(AuditEvent(datetime.fromisoformat(at), person, section, *words) for at, person, *words in found)


def count(reading: Reading, wanted: AuditFilter = EVERYTHING) -> int:
    """Return how many events pass a filter."""
    where, values = _where(wanted)
    row = reading.row(f"SELECT count(*) FROM audit_event WHERE {where}", values)
    return 0 if row is None else int(row[0])


def people(reading: Reading) -> dict[PersonId, str]:
    """Return everybody who ever did anything in a section, under their newest name."""
    found = reading.rows("SELECT person_id, person, max(sequence) FROM audit_event GROUP BY person_id")
    return {PersonId(person_id): name for person_id, name, _ in found}


def last_openings(reading: Reading) -> dict[PersonId, datetime]:
    """Return when each person last opened the department, as far as the ward section's trail tells."""
    found = reading.rows("SELECT person_id, max(at) FROM audit_event WHERE action = ? GROUP BY person_id", (OPENED,))
    return {PersonId(person): datetime.fromisoformat(at) for person, at in found}


def happened(reading: Reading, person: Person, action: str, subject: str, on: date) -> bool:
    """Return whether a person did a thing to a subject on a local day."""
    return bool(
        reading.row(
            "SELECT 1 FROM audit_event WHERE at >= ? AND at < ? AND subject = ? AND action = ? AND person_id = ?",
            (_start_of(on), _start_of(on + timedelta(days=1)), subject, action, person.id),
        )
    )


def head(reading: Reading) -> str:
    """Return the newest event's mac in hexadecimal; nothing without an event."""
    last = reading.row("SELECT mac FROM audit_event ORDER BY sequence DESC LIMIT 1")
    return "" if last is None else last[0].hex()


def span(reading: Reading) -> tuple[datetime, datetime] | None:
    """Return when the earliest and the latest event happened; None without an event."""
    row = reading.row("SELECT min(at), max(at) FROM audit_event")
    if row is None or row[0] is None:
        return None
    return datetime.fromisoformat(row[0]), datetime.fromisoformat(row[1])


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


def missing_heads(reading: Reading, signed: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Return what is wrong with signed heads, each (commit, hexadecimal), oldest first: all must be in this trail."""
    problems: list[str] = []
    before = 0
    for commit, signed_head in signed:
        place = _place(reading, signed_head)
        if place is None:
            problems.append(
                f"Commit {commit} signed a head that is not in the trail: events were taken out or replaced."
            )
        elif place < before:
            problems.append(f"Commit {commit} signed an earlier head than the commit before it.")
        else:
            before = place
    return tuple(problems)


def event_with_head(reading: Reading, start: str) -> tuple[int, datetime] | None:
    """Return number and moment of the event whose mac starts with hexadecimal digits; None where there is none."""
    row = reading.row("SELECT sequence, at FROM audit_event WHERE hex(mac) LIKE ? || '%'", (start.upper(),))
    return None if row is None else (int(row[0]), datetime.fromisoformat(row[1]))


def _place(reading: Reading, signed_head: str) -> int | None:
    """Return the number of the event with this mac; 0 for the head of a trail without events."""
    mac = bytes.fromhex(signed_head)
    if mac in (b"", START):
        return 0
    row = reading.row("SELECT sequence FROM audit_event WHERE mac = ?", (mac,))
    return None if row is None else int(row[0])


def _where(wanted: AuditFilter) -> tuple[str, dict[str, Any]]:
    conditions, values = ["TRUE"], dict[str, Any]()
    if wanted.person is not None:
        conditions.append("person_id = :person")
        values["person"] = wanted.person
    if wanted.clinician is not None:
        conditions.append(f"(instr(' ' || subject || ' ', :clinician) > 0 OR subject IN ({_EVERYBODY}))")
        values["clinician"] = f" {wanted.clinician} "
    if wanted.kind is not None:
        conditions.append(_OF_KIND.get(wanted.kind, _CHANGED))
    if wanted.first is not None:
        conditions.append("at >= :first")
        values["first"] = _start_of(wanted.first)
    if wanted.last is not None:
        conditions.append("at < :after")
        values["after"] = _start_of(wanted.last + timedelta(days=1))
    return " AND ".join(conditions), values


def _start_of(day: date) -> str:
    """Return a local day's first moment as the trail stores moments: ISO text in UTC sorts as time does."""
    return datetime.combine(day, time.min).astimezone(UTC).isoformat()
