"""The audit trail: read through a filter, proved against what was signed, and taken along as a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cdconsole.domain.audit_requests import ExportAuditTrail, ListAuditEvents, VerifyAuditTrail
from cdconsole.domain.audit_trail import (
    AuditFilter,
    AuditKind,
    AuditTrail,
    AuditVerdict,
    SectionVerdict,
    short_head,
    typed_head,
)
from cdconsole.domain.calendar import moment_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import ClinicianId, PersonId
from cdconsole.domain.people import AuditEvent, Section
from cdconsole.exporting.csv_file import write_csv
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit, clinicians
from cdconsole.storage.audit_chain import AuditChain
from cdconsole.vault.signed_heads import signed_heads

_HEADING = ("when", "who", "did", "what", "section")
_ALL = -1


@handles(ListAuditEvents)
def list_audit_events(session: Session, request: ListAuditEvents, task: Task) -> AuditTrail:
    """Return the newest events that pass the filter, of the sections this person can read, newest first."""
    total = 0
    people: dict[PersonId, str] = {}
    for section in session.person.role.sections:
        task.checkpoint()
        with session.snapshot(section) as snapshot:
            total += audit.count(snapshot, request.wanted)
            people |= audit.people(snapshot)
    by_name = sorted(people.items(), key=_name)
    return AuditTrail(_events(session, request.wanted, request.limit), total, tuple(by_name))


@handles(VerifyAuditTrail)
def verify_audit_trail(session: Session, request: VerifyAuditTrail, task: Task) -> AuditVerdict:
    """Prove each section's chain and compare it with the signed heads; look for a head printed on paper, if given.

    Raises RuleBroken (field ``printed``) for what can't be a head.
    """
    printed = typed_head(request.printed)
    if request.printed.strip() and not printed:
        raise RuleBroken(
            "That is not an audit head.", "Type its 16 digits, 0-9 and a-f, as they are printed.", "printed"
        )
    verdicts: list[SectionVerdict] = []
    sections = session.person.role.sections
    for number, section in enumerate(sections):
        task.report(number, len(sections), f"Checking the {section.value} section")
        verdicts.append(_verdict(session, section))
    whole = [verdict.section for verdict in verdicts if not verdict.problems]
    place = _place_of(session, printed, whole) if printed else ""
    return AuditVerdict(
        sections=tuple(verdicts),
        printed=place or (f"No event has the head {short_head(printed)}." if printed else ""),
        is_printed_found=bool(place) or not printed,
    )


@handles(ExportAuditTrail)
def export_audit_trail(session: Session, request: ExportAuditTrail, task: Task) -> ExportReceipt:
    """Write every event that passes the filter as CSV.

    What is about one clinician is logged in the review section, where an administrator does not see whom.
    Raises ExportRefused where the place can't be written, Cancelled.
    """
    target = checked_target(Path(request.path), ".csv")
    events = _events(session, request.wanted, _ALL)
    task.checkpoint()

    def write(temporary: Path) -> int:
        write_csv(temporary, _HEADING, map(_cells, events))
        return len(events)

    rows, digest = write_logged(session, target, _exported(session, request.wanted), write)
    return ExportReceipt(str(target), 1, rows, 0, digest)


def _events(session: Session, wanted: AuditFilter, limit: int) -> tuple[AuditEvent, ...]:
    found: list[AuditEvent] = []
    for section in session.person.role.sections:
        with session.snapshot(section) as snapshot:
            found += audit.events(snapshot, section, limit, wanted)
    with session.snapshot(Section.RECORDS) as snapshot:
        names = {clinician.id: clinician.name for clinician in clinicians.all_clinicians(snapshot)}
    newest = sorted(found, key=_moment, reverse=True)
    return tuple(_named(event, names) for event in (newest if limit < 0 else newest[:limit]))


def _named(event: AuditEvent, names: Mapping[ClinicianId, str]) -> AuditEvent:
    """Return an event with the clinician's name where the trail keeps their id."""
    words = event.subject.split(" ")
    known = [ClinicianId(word) for word in words if word in names]
    if not known:
        return event
    subject = " ".join(names.get(ClinicianId(word), word) for word in words)
    return replace(event, subject=subject, clinician=known[0])


def _verdict(session: Session, section: Section) -> SectionVerdict:
    signed = signed_heads(session.file.vault.folder, section)
    chain = AuditChain(session.file.vault.section_key(section))
    with session.snapshot(section) as snapshot:
        span = audit.span(snapshot)
        problems = [*audit.verify_chain(snapshot, chain), *audit.missing_heads(snapshot, signed.heads)]
        problems += [f"Commit {number} can't be read, so its head was not compared." for number in signed.unreadable]
        return SectionVerdict(
            section=section,
            events=audit.count(snapshot),
            first=None if span is None else span[0],
            last=None if span is None else span[1],
            head=audit.head(snapshot),
            compared=len(signed.heads),
            problems=tuple(problems),
        )


def _place_of(session: Session, printed: str, whole: Collection[Section]) -> str:
    """Return where a head stands, in words; nothing where no section this person can read has it."""
    for section in session.person.role.sections:
        with session.snapshot(section) as snapshot:
            found = audit.event_with_head(snapshot, printed)
        if found is not None:
            number, at = found
            proved = "everything up to there is as it was when it was printed"
            return (
                f"The head {short_head(printed)} is event {number:,} of the {section.value} section, "
                f"{moment_text(at)}: {proved if section in whole else 'but that section has the problems above'}."
            )
    return ""


def _exported(session: Session, wanted: AuditFilter) -> Exported:
    if wanted.clinician is None or not session.person.role.may_review:
        return Exported("Audit trail")
    what = "Who looked at a clinician's data" if wanted.kind is AuditKind.LOOKED else "Audit trail of a clinician"
    return Exported(what, Section.REVIEW, f"{what}: {wanted.clinician}")


def _cells(event: AuditEvent) -> tuple[str, ...]:
    return (moment_text(event.at), event.person, event.action, event.subject, event.section.value)


def _name(person: tuple[PersonId, str]) -> str:
    return person[1].casefold()


def _moment(event: AuditEvent) -> datetime:
    return event.at
