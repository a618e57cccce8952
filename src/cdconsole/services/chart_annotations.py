"""Write notes on charts, take them off and put them back."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.annotation import Annotation, checked_words
from cdconsole.domain.annotation_requests import Annotate, PutBackAnnotation, WithdrawAnnotation
from cdconsole.domain.identity import new_id
from cdconsole.domain.people import Section
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import chart_annotations, clinicians
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Work

_WHAT = "The note"


@handles(Annotate)
def annotate(session: Session, request: Annotate, _task: Task) -> Annotation:
    """Store a note. Raises RuleBroken naming the field, UserFacingError for a clinician who is not there."""
    words = checked_words(request.text)
    if request.clinician is not None:
        with session.snapshot(Section.RECORDS) as snapshot:
            clinicians.known(snapshot, request.clinician)
    with session.unit_of_work(Section.REVIEW) as work:
        written = Annotation(
            new_id(), request.clinician, request.measure, request.month, words, work.actor.name, work.at
        )
        chart_annotations.add(work, written)
        _audit(work, "wrote", written)
        work.commit()
    return written


@handles(WithdrawAnnotation)
def withdraw(session: Session, request: WithdrawAnnotation, _task: Task) -> Annotation:
    """Take a note off its chart; it stays in the history. Withdrawn already, it stays so. Raises StaleEdit."""
    with session.unit_of_work(Section.REVIEW) as work:
        before = chart_annotations.by_id(work, request.annotation)
        check_revision(before.revision, request.revision, _WHAT)
        if not before.holds:
            return before
        gone = replace(before, withdrawn_by=work.actor.name, withdrawn_at=work.at)
        after = chart_annotations.change(work, before, gone)
        _audit(work, "withdrew", after)
        work.commit()
    return after


@handles(PutBackAnnotation)
def put_back(session: Session, request: PutBackAnnotation, _task: Task) -> Annotation:
    """Put a withdrawn note back. Raises StaleEdit."""
    with session.unit_of_work(Section.REVIEW) as work:
        before = chart_annotations.by_id(work, request.annotation)
        check_revision(before.revision, request.revision, _WHAT)
        if before.holds:
            return before
        after = chart_annotations.change(work, before, replace(before, withdrawn_by="", withdrawn_at=None))
        _audit(work, "put back", after)
        work.commit()
    return after


def _audit(work: Work, did: str, annotation: Annotation) -> None:
    work.audit(did, f"a note on a chart of {annotation.clinician_id or 'the team'}")
