"""Change the outcome tree: add, change, park and retire success critical outcomes."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.framework import Framework, SuccessCriticalOutcome
from cdconsole.domain.framework_requests import ListTiedMeasures, ParkOutcome, RetireOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import SaveOutcome
from cdconsole.domain.work_stream import SetAside
from cdconsole.services.framework import read_framework
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.work_streams import open_stream
from cdconsole.storage import outcomes
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work


@handles(ListTiedMeasures)
def list_tied_measures(session: Session, _request: ListTiedMeasures, _task: Task) -> frozenset[MeasureId]:
    """Return the measures under an outcome that is pursued in any open work stream."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return tied_measures(snapshot)


def tied_measures(reading: Reading) -> frozenset[MeasureId]:
    """Return the measures under an outcome that is pursued in any open work stream."""
    return frozenset(measure for one in outcomes.pursued(reading) for measure in one.measures)


@handles(SaveOutcome)
def save_outcome(session: Session, request: SaveOutcome, _task: Task) -> Framework:
    """Add or change a success critical outcome; its stream, and whether it is set aside, stay as they are.

    Raises RuleBroken without a title, StaleEdit.
    """
    wanted = request.outcome
    if not wanted.title.strip():
        raise RuleBroken("An outcome needs a title.", "Say what must go right.", "title")
    with session.unit_of_work(Section.RECORDS) as work:
        before = outcomes.by_id(work, wanted.id) if wanted.id else None
        if before is not None:
            wanted = replace(wanted, stream=before.stream, parked=before.parked, retired=before.retired)
        open_stream(work, wanted.stream)
        outcomes.save(work, wanted)
        work.commit()
    return read_framework(session, wanted.stream)


@handles(ParkOutcome)
def park_outcome(session: Session, request: ParkOutcome, _task: Task) -> Framework:
    """Park an outcome with a reason, or without one take it up again. Raises RuleBroken where it is so, StaleEdit."""
    with session.unit_of_work(Section.RECORDS) as work:
        before = _known(work, request.outcome, request.revision)
        if bool(before.parked) is bool(request.reason.strip()):
            raise RuleBroken(*_ALREADY[bool(before.parked)], "reason")
        after = replace(before, parked=_aside(work, request.reason))
        outcomes.save(work, after, "parked" if after.parked else "took up again")
        work.commit()
    return read_framework(session, before.stream)


@handles(RetireOutcome)
def retire_outcome(session: Session, request: RetireOutcome, _task: Task) -> Framework:
    """Retire an outcome with a reason, or without one bring it back. Raises RuleBroken where it is so, StaleEdit."""
    with session.unit_of_work(Section.RECORDS) as work:
        before = _known(work, request.outcome, request.revision)
        if bool(before.retired) is bool(request.reason.strip()):
            raise RuleBroken(*_ALREADY[bool(before.retired)], "reason")
        retire(work, before, request.reason)
        work.commit()
    return read_framework(session, before.stream)


def retire(work: Work, outcome: SuccessCriticalOutcome, reason: str) -> None:
    """Retire an outcome, or without a reason bring it back."""
    after = replace(outcome, retired=_aside(work, reason))
    outcomes.save(work, after, "retired" if after.retired else "brought back")


_ALREADY = {
    True: ("That is so already.", "Load the page again."),
    False: ("A reason is needed.", "Say why: it is kept with the outcome."),
}


def _aside(work: Work, reason: str) -> SetAside | None:
    return SetAside(reason.strip(), work.actor.name, work.at) if reason.strip() else None


def _known(work: Work, outcome: str, revision: int) -> SuccessCriticalOutcome:
    found = outcomes.by_id(work, outcome)
    check_revision(None if found is None else found.revision, revision, "The outcome")
    if found is None:  # said already
        raise StaleEdit("The outcome is no longer there.", "Reload the page.")
    open_stream(work, found.stream)
    return found
