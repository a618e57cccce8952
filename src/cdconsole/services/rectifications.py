"""Ask for corrections of what can't be changed, decide on them, and show them beside what stands."""

from __future__ import annotations

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import new_id
from cdconsole.domain.people import Section
from cdconsole.domain.rectification import Correctable, Decision, Rectification
from cdconsole.domain.rectification_requests import (
    AskRectification,
    DecideRectification,
    ListCorrectable,
    ListRectifications,
)
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import rectifications

_DECIDED = {
    Decision.ACCEPTED: "accepted a correction asked for about",
    Decision.NOT_ACCEPTED: "did not accept a correction asked for about",
}


@handles(ListRectifications)
def list_rectifications(session: Session, request: ListRectifications, _task: Task) -> tuple[Rectification, ...]:
    """Return what was asked to be corrected about one clinician. Raises NotEntitled for an administrator."""
    with session.snapshot(Section.REVIEW) as snapshot:
        return rectifications.of_clinician(snapshot, request.clinician)


@handles(ListCorrectable)
def list_correctable(session: Session, request: ListCorrectable, _task: Task) -> tuple[Correctable, ...]:
    """Return what about one clinician could be corrected. Raises NotEntitled for an administrator."""
    with session.snapshot(Section.REVIEW) as snapshot:
        return rectifications.correctable(snapshot, request.clinician)


@handles(AskRectification)
def ask_rectification(session: Session, request: AskRectification, _task: Task) -> Rectification:
    """Store what is asked, with the text that stands as it is stored now.

    Raises NotEntitled, RuleBroken where words are missing or say what stands already, UserFacingError for a record that
    is not there or can still be changed.
    """
    should_say, reason, asked_by = request.should_say.strip(), request.reason.strip(), request.asked_by.strip()
    if not should_say:
        raise RuleBroken("A correction needs the words it should say.", "Type them.", "should_say")
    if not reason:
        raise RuleBroken("A correction needs a reason.", "Say what is wrong with the text that stands.", "reason")
    if not asked_by:
        raise RuleBroken("A correction needs who asks for it.", "Type a name.", "asked_by")
    with session.unit_of_work(Section.REVIEW) as work:
        clinician, stands = rectifications.text_of(work, request.record)
        if should_say == stands.strip():
            raise RuleBroken("That is what stands already.", "Type what it should say.", "should_say")
        asked = Rectification(
            *(new_id(), clinician, request.record, stands, should_say, reason, asked_by, work.actor.name, work.at)
        )
        rectifications.add(work, asked)
        work.audit("recorded that a correction was asked for about", clinician)
        work.commit()
    return asked


@handles(DecideRectification)
def decide_rectification(session: Session, request: DecideRectification, _task: Task) -> Rectification:
    """Store a decision; what stands is left as it is either way.

    Raises NotEntitled, RuleBroken where it was decided before or a refusal has no reason, UserFacingError.
    """
    reason = request.reason.strip()
    with session.unit_of_work(Section.REVIEW) as work:
        before = rectifications.by_id(work, request.rectification)
        before.decided(request.decision, reason)
        after = rectifications.decide(work, before, request.decision, reason)
        work.audit(_DECIDED[request.decision], after.clinician_id)
        work.commit()
    return after
