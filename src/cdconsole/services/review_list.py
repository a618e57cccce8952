"""The list of reviews: for every clinician what was last, what is next and when, and which conversation stands open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cdconsole.domain.calendar import date_text, months_on
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListReviews
from cdconsole.domain.review import MONTHS_BETWEEN_REVIEWS, Conversation, ReviewRow, ReviewStatus
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, goals, reviews
from cdconsole.storage.reviews import ReviewOutline


@handles(ListReviews)
def list_reviews(session: Session, _request: ListReviews, _task: Task) -> tuple[ReviewRow, ...]:
    """Return a row for every clinician, reviewed or not, by name."""
    with session.snapshot(Section.RECORDS) as snapshot:
        known = clinicians.all_clinicians(snapshot)
    with session.snapshot(Section.REVIEW) as snapshot:
        newest_first = reviews.outlines(snapshot)
        open_goals = {clinician.id: goals.count_open(snapshot, clinician.id) for clinician in known}
    of: dict[ClinicianId, list[ReviewOutline]] = {}
    for outline in newest_first:
        of.setdefault(outline.clinician_id, []).append(outline)
    return tuple(_row(one, of.get(one.id, ()), open_goals[one.id]) for one in known if one.is_attributable)


def next_due(newest_first: Sequence[ReviewOutline]) -> date | None:
    """Return when the next quarterly review is due: the agreed day, or three months after the last.

    A conversation of another kind moves it only where it was given a day of its own. None before the first review.
    (Trebble et al. 2015: quarterly.)
    """
    held = [(one.held_on, one) for one in reversed(newest_first) if one.status is ReviewStatus.LOCKED and one.held_on]
    held.sort(key=lambda each: each[0])
    quarterly = [place for place, (_, one) in enumerate(held) if one.kind is Conversation.QUARTERLY]
    if not quarterly:
        return None
    held_on, last = held[quarterly[-1]]
    moved = [one.next_on for _, one in held[quarterly[-1] + 1 :] if one.next_on is not None]
    return moved[-1] if moved else last.next_on or months_on(held_on, MONTHS_BETWEEN_REVIEWS)


def conversation_text(outline: ReviewOutline) -> str:
    """Return a conversation in a few words, and how it stands: ``Asked for, held 3 Nov 2026``."""
    kind = "Asked for" if outline.kind is Conversation.ASKED_FOR else "Other"
    if outline.status is ReviewStatus.LOCKED:
        return f"{kind}, held {date_text(outline.held_on)}"
    return f"{kind}, open since {date_text(outline.started.astimezone().date())}"


def _row(clinician: Clinician, newest_first: Sequence[ReviewOutline], open_goals: int) -> ReviewRow:
    quarterly = [one for one in newest_first if one.kind is Conversation.QUARTERLY]
    newest = next(iter(quarterly), None)
    last = next((one for one in quarterly if one.status is ReviewStatus.LOCKED), None)
    other = next((one for one in newest_first if one.kind is not Conversation.QUARTERLY), None)
    return ReviewRow(
        clinician_id=clinician.id,
        clinician=clinician.name,
        grade=clinician.grade.value,
        review_id=None if newest is None else newest.id,
        status="Not yet reviewed" if newest is None else newest.status.value,
        last_review=None if last is None else last.held_on,
        next_due=next_due(newest_first),
        open_goals=open_goals,
        conversation_id=None if other is None else other.id,
        conversation="" if other is None else conversation_text(other),
    )
