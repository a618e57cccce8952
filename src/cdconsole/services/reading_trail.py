"""Who opened the department and whose data they looked at: entered in the audit trail once the answer is sent."""

from __future__ import annotations

from datetime import date
from functools import partial

from cdconsole.domain.audit_trail import ABOUT_EVERYBODY, EVERYBODY, OPENED, AuditFilter, AuditKind, Looking
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.pack_review import PackLook
from cdconsole.domain.people import AuditEvent, Section
from cdconsole.services.session import Session
from cdconsole.storage import audit


def opened(session: Session) -> None:
    """Have it entered that the acting person opened the department."""
    session.later(partial(_enter, session, Section.WARD, OPENED, "the department"))


def looked(session: Session, at: Looking, clinician: ClinicianId | None = None) -> None:
    """Have it entered, once a kind and local day, that the acting person looked at somebody's or everybody's data."""
    session.later(partial(_enter_once, session, at.value, clinician or EVERYBODY))


def looks_at(session: Session, clinician: Clinician, since: date) -> tuple[PackLook, ...]:
    """Return who looked at or exported a clinician's data, what and on which local day, newest first; once a day each.

    What was about everybody is among it. Raises NotEntitled for an administrator.
    """
    found: dict[PackLook, None] = {}
    with session.snapshot(Section.REVIEW) as snapshot:
        for kind in (AuditKind.LOOKED, AuditKind.EXPORTED):
            wanted = AuditFilter(clinician=clinician.id, kind=kind, first=since)
            for event in audit.events(snapshot, Section.REVIEW, wanted=wanted):
                found[PackLook(event.at.astimezone().date(), event.person, _what(event, kind, clinician.name))] = None
    return tuple(sorted(found, key=lambda look: look.on, reverse=True))


def _what(event: AuditEvent, kind: AuditKind, name: str) -> str:
    """Return what was done, without whom else it was about."""
    whose = EVERYBODY if event.subject in ABOUT_EVERYBODY else name
    if kind is AuditKind.EXPORTED:
        return f"Wrote a file with data of {whose}"
    return f"{event.action[:1].upper()}{event.action[1:]} {whose}"


def _enter_once(session: Session, action: str, subject: str) -> None:
    today = session.clock.today()
    known = session.keep("looks in the audit trail", frozenset(), set[tuple[object, ...]])
    if (today, action, subject) in known:
        return
    with session.snapshot(Section.REVIEW) as snapshot:
        is_there = audit.happened(snapshot, session.person, action, subject, today)
    if not is_there:
        _enter(session, Section.REVIEW, action, subject)
    known.add((today, action, subject))


def _enter(session: Session, section: Section, action: str, subject: str) -> None:
    if section not in session.person.role.writes:
        return
    with session.unit_of_work(section) as work:
        work.audit(action, subject)
        work.commit()
