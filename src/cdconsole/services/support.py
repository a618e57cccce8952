"""The record of support: steps in words, beside the department's own definition of a concern."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.framework import Charter
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.support import CauseCount, Rung, SupportBoard, SupportCause, SupportStep
from cdconsole.domain.support_requests import SaveSupportStep, ShowSupport
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import charters, clinicians, support


@handles(ShowSupport)
def show_support(session: Session, _request: ShowSupport, _task: Task) -> SupportBoard:
    """Return every step under the clinicians' present names. Raises NotEntitled for an administrator."""
    with session.snapshot(Section.REVIEW) as snapshot:
        steps = support.everybody(snapshot)
    if steps:
        looked(session, Looking.SUPPORT)
    people = _people(session)
    with session.snapshot(Section.RECORDS) as snapshot:
        charter = charters.newest(snapshot)
    return SupportBoard(
        tuple(replace(step, clinician=people.get(step.clinician_id, step.clinician)) for step in steps),
        tuple(people.items()),
        charter.definition_of_concern,
        _signed(charter),
        _counted(steps),
    )


@handles(SaveSupportStep)
def save_support_step(session: Session, request: SaveSupportStep, _task: Task) -> SupportStep:
    """Add a step; one to the formal process is kept without any words. Raises RuleBroken naming the field at fault."""
    people = _people(session)
    step = request.step
    if step.clinician_id not in people:
        raise RuleBroken("That is not a clinician of this department.", "Choose one.", "clinician")
    step = replace(
        step,
        clinician=people[step.clinician_id],
        basis=step.basis.strip(),
        agreed_support=step.agreed_support.strip(),
    ).checked(session.clock.today())
    if step.is_end:
        step = replace(step, rung=Rung.CONVERSATION, cause=None, review_on=None)
    elif step.rung is Rung.FORMAL:
        step = replace(step, cause=None, review_on=None)
    with session.unit_of_work(Section.REVIEW) as work:
        if step.is_end and not _is_supported(support.everybody(work), step.clinician_id):
            raise RuleBroken("No support is recorded that could end.", "Choose a rung.", "rung")
        saved = support.add(work, step)
        work.commit()
    return saved


def _is_supported(steps: tuple[SupportStep, ...], clinician: ClinicianId) -> bool:
    newest = next((step for step in steps if step.clinician_id == clinician), None)
    return newest is not None and not newest.is_end


def _signed(charter: Charter) -> str:
    """Return whose names stand under a charter, with their days; or what an earlier version had typed there."""
    given = (f"{one.name}, {one.party.value.lower()}, {date_text(one.signed_on)}" for one in charter.signatures)
    return "; ".join(given) or charter.signed


def _counted(steps: tuple[SupportStep, ...]) -> tuple[CauseCount, ...]:
    """Return for each cause how many clinicians had it considered, at any time."""
    return tuple(
        CauseCount(cause, len({step.clinician_id for step in steps if step.cause is cause})) for cause in SupportCause
    )


def _people(session: Session) -> dict[ClinicianId, str]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return {one.id: one.name for one in clinicians.all_clinicians(snapshot) if one.is_attributable}
