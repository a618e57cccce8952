"""Keep the exposure log by hand: add, change, withdraw, put back."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.exposure_requests import ListExposureLog, SaveExposure, WithdrawExposure
from cdconsole.domain.identity import new_id
from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.people import Section
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, exposures
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Work

_WHAT = "The entry of the exposure log"


@handles(ListExposureLog)
def list_exposure_log(session: Session, request: ListExposureLog, _task: Task) -> tuple[Exposure, ...]:
    """Return every entry that touches a year, in order."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return exposures.everything_in(snapshot, Period(Month(request.year, 1), Month(request.year, 12)))


@handles(SaveExposure)
def save_exposure(session: Session, request: SaveExposure, _task: Task) -> Exposure:
    """Add an entry or change one.

    Raises RuleBroken naming the field at fault, also for the same entry twice; StaleEdit; UserFacingError for a
    clinician who is not there.
    """
    wanted = replace(request.entry, note=request.entry.note.strip()).checked()
    with session.unit_of_work(Section.RECORDS) as work:
        if wanted.clinician_id is not None:
            clinicians.known(work, wanted.clinician_id)
        _refuse_twice(work, wanted)
        if wanted.id:
            before = exposures.by_id(work, wanted.id)
            check_revision(before.revision, wanted.revision, _WHAT)
            saved = exposures.change(work, before, replace(wanted, withdrawn=before.withdrawn))
        else:
            saved = replace(wanted, id=new_id(), withdrawn="", revision=1)
            exposures.add_exposures(work, (saved,))
        work.audit("changed" if wanted.id else "added", _subject(saved))
        work.commit()
    return saved


@handles(WithdrawExposure)
def withdraw_exposure(session: Session, request: WithdrawExposure, _task: Task) -> Exposure:
    """Withdraw an entry with a reason, or put it back without one.

    Raises RuleBroken where an entry that holds is withdrawn without a reason, StaleEdit.
    """
    reason = request.reason.strip()
    with session.unit_of_work(Section.RECORDS) as work:
        before = exposures.by_id(work, request.entry)
        check_revision(before.revision, request.revision, _WHAT)
        if not reason and not before.withdrawn:
            raise RuleBroken("Withdrawing an entry needs a reason.", "Say why it does not hold.", "reason")
        if not reason:
            _refuse_twice(work, before)
        after = exposures.change(work, before, replace(before, withdrawn=reason))
        work.audit("withdrew" if reason else "put back", _subject(after))
        work.commit()
    return after


def _refuse_twice(work: Work, wanted: Exposure) -> None:
    """Raise RuleBroken where the log holds the very same kind and days already; other overlaps are only hinted at."""
    months = Period(Month.of(wanted.first), Month.of(wanted.last))
    for known in exposures.everything_in(work, months):
        is_same = (known.clinician_id, known.kind, known.first, known.last) == (
            *(wanted.clinician_id, wanted.kind, wanted.first, wanted.last),
        )
        if is_same and known.id != wanted.id and not known.withdrawn:
            raise RuleBroken("The log holds this entry already.", "Change that one instead.", "first")


def _subject(entry: Exposure) -> str:
    return f"an entry of the exposure log of {entry.clinician_id or 'the department'}"
