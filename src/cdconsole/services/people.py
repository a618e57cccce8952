"""Who can unlock the department, and what the audit trail says they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import AuditEvent, Person, Section
from cdconsole.domain.requests import ListAuditEvents, ListPeople
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit, clinicians


@handles(ListPeople)
def list_people(session: Session, _request: ListPeople, _task: Task) -> tuple[Person, ...]:
    """Return who can unlock the department."""
    return session.file.vault.locked.people


@handles(ListAuditEvents)
def list_audit_events(session: Session, request: ListAuditEvents, _task: Task) -> tuple[AuditEvent, ...]:
    """Return the newest audit events of the sections this person can read, newest first."""
    events: list[AuditEvent] = []
    for section in session.person.role.sections:
        with session.snapshot(section) as snapshot:
            events += audit.events(snapshot, section, request.limit)
    with session.snapshot(Section.RECORDS) as snapshot:
        names = {clinician.id: clinician.name for clinician in clinicians.all_clinicians(snapshot)}
    newest = sorted(events, key=lambda event: event.at, reverse=True)[: request.limit]
    return tuple(replace(event, subject=_named(event.subject, names)) for event in newest)


def _named(subject: str, names: Mapping[ClinicianId, str]) -> str:
    """Return a subject with clinicians' names where the trail keeps their ids."""
    return " ".join(names.get(ClinicianId(word), word) for word in subject.split(" "))
