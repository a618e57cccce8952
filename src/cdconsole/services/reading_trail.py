"""Enter in the audit trail who opened the department and whose data they looked at, once the answer is sent."""

from __future__ import annotations

from functools import partial

from cdconsole.domain.audit_trail import EVERYBODY, OPENED, Looking
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.services.session import Session
from cdconsole.storage import audit


def opened(session: Session) -> None:
    """Have it entered that the acting person opened the department."""
    session.later(partial(_enter, session, Section.WARD, OPENED, "the department"))


def looked(session: Session, at: Looking, clinician: ClinicianId | None = None) -> None:
    """Have it entered, once a kind and local day, that the acting person looked at somebody's or everybody's data."""
    session.later(partial(_enter_once, session, at.value, clinician or EVERYBODY))


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
