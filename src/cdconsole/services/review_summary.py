"""A review on paper for the clinician: what was said, seen and agreed, whose words they are, and what they may ask."""

from __future__ import annotations

from collections.abc import Iterator

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.conversation_requests import PrintPreparation, ShowPreparation, ShowReviewSummary
from cdconsole.domain.measure import Measure
from cdconsole.domain.own_line import own_line
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Block, Facts, Heading, Paragraph, Printed, PrintedChart, PrintedKind
from cdconsole.domain.rectification import Rectification, RectifiedRecord, of_record
from cdconsole.domain.review import (
    CLINICIANS_WORDS,
    AgreementMark,
    Conversation,
    Domain,
    Goal,
    GoalStatus,
    NoteKind,
    Party,
    Review,
    ReviewNote,
    ReviewStatus,
)
from cdconsole.services.preparation import show_preparation
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import reviews

_NOTHING = "Nothing is recorded."
_DRAFT = "A draft: not locked, and it may still change."
_OPINION = "What follows is the clinical director's opinion. It is no finding, and you need not share it."
_RIGHTS = (
    "You may see everything that is held about you, and who has looked at it; ask the clinical director.",
    "Facts that are wrong are put right. An opinion is not changed, but your own words stand beside it for good.",
    "You may challenge any figure. While a challenge is open its months are marked as disputed, and leave the "
    "department in no report.",
    "No decision is made by a figure or by the program: people judge, and write down why.",
    "This is neither an appraisal nor job planning. Nothing of either is kept here.",
)


@handles(ShowReviewSummary)
def show_review_summary(session: Session, request: ShowReviewSummary, _task: Task) -> Printed:
    """Return a review as it is printed, a draft until it is locked. Raises UserFacingError if it is not there."""
    with session.snapshot(Section.REVIEW) as snapshot:
        review = reviews.by_id(snapshot, request.review)
    looked(session, Looking.REVIEW, review.clinician_id)
    return review_summary(review)


@handles(PrintPreparation)
def print_preparation(session: Session, request: PrintPreparation, task: Task) -> Printed:
    """Return the preparation sheet as it is printed. Raises as ``show_preparation``."""
    return show_preparation(session, ShowPreparation(request.clinician), task).printed


def review_summary(review: Review) -> Printed:
    """Return a review as it is given to the clinician: own lines only, opinion marked as opinion."""
    is_draft = review.status is ReviewStatus.PREPARING
    return Printed(
        kind=PrintedKind.REVIEW_SUMMARY,
        title=f"{'Draft: ' if is_draft else ''}{review.kind.value}, {review.clinician}",
        subtitle=_DRAFT if is_draft else f"Held {date_text(review.held_on)}, and locked.",
        blocks=(
            Facts(tuple(_facts(review))),
            *_written("Recognition", review, review.note(NoteKind.RECOGNITION)),
            *_written("Your own view", review, review.note(NoteKind.CLINICIAN_VIEW)),
            *_aims(review),
            *_charts(review),
            *_discussion(review),
            *_written("Agreed facts", review, review.note(NoteKind.AGREED_FACTS)),
            *_written("Your comment", review, review.note(NoteKind.CLINICIAN_COMMENT)),
            *_goals(review),
            *_agreement(review),
            *_addenda(review),
            Heading("What you have a right to"),
            *(Paragraph(text) for text in _RIGHTS),
        ),
        footer=f"Confidential: {review.clinician} and the clinical director.{' Draft.' if is_draft else ''}",
    )


def _facts(review: Review) -> Iterator[tuple[str, str]]:
    yield "Kind", review.kind.value
    if review.topic:
        yield "About", review.topic
    yield "Held on", date_text(review.held_on) or "Not yet"
    is_kept = review.kind is not Conversation.QUARTERLY and review.next_on is None
    yield "Next review", "Stays on its day" if is_kept else date_text(review.next_on) or "Not set yet"


def _written(title: str, review: Review, note: ReviewNote | None) -> Iterator[Block]:
    yield Heading(title)
    yield from _noted(review, note)


def _noted(review: Review, note: ReviewNote | None) -> Iterator[Block]:
    record = None if note is None else RectifiedRecord.note(review.id, note.kind, note.domain)
    yield from _words(note, () if record is None else of_record(review.rectifications, record))


def _words(note: ReviewNote | None, corrections: tuple[Rectification, ...]) -> Iterator[Block]:
    """Yield a text, whose it is, and beside it what was asked to be corrected."""
    if note is None or not note.text.strip():
        yield Paragraph(_NOTHING, is_quiet=True)
        return
    yield Paragraph(note.text)
    by = note.source if note.kind in CLINICIANS_WORDS else f"Written down by {note.author}"
    yield Paragraph(f"{by}, {moment_text(note.at)}", is_quiet=True)
    for one in corrections:
        yield Paragraph(one.sentence)


def _aims(review: Review) -> Iterator[Block]:
    note = review.note(NoteKind.CLINICIAN_VIEW, Domain.TALENT)
    if note is not None and note.text.strip():
        yield Heading("Your aims and strengths", 2)
        yield from _noted(review, note)


def _charts(review: Review) -> Iterator[Block]:
    yield Heading("The charts as they were that day")
    frozen = review.charts
    if frozen is None or not frozen.charts:
        yield Paragraph("No charts were kept: there was no complete month of data.", is_quiet=True)
        return
    when = f"Frozen {date_text(frozen.frozen_at.astimezone().date())}, data to {frozen.data_to}."
    yield Paragraph(f"{when} {frozen.votes_text}".strip(), is_quiet=True)
    for chart in frozen.charts:
        if chart.unavailable:
            yield Paragraph(f"{chart.measure.title}: {chart.unavailable}", is_quiet=True)
        else:
            yield PrintedChart(own_line(chart), frozen.period)
    if frozen.job_plan:
        yield Heading("Your job plan that day", 2)
        yield Paragraph(frozen.job_plan)


def _discussion(review: Review) -> Iterator[Block]:
    yield Heading("Discussion: the clinical director's opinion")
    yield Paragraph(_OPINION, is_quiet=True)
    for domain in Domain:
        yield Heading(domain.value, 2)
        yield from _noted(review, review.note(NoteKind.DIRECTOR_NOTE, domain))


def _goals(review: Review) -> Iterator[Block]:
    measures = {} if review.charts is None else {one.measure.id: one.measure for one in review.charts.charts}
    yield Heading("Goals")
    if not review.goals:
        yield Paragraph("No goals were agreed.", is_quiet=True)
    for goal in review.goals:
        yield from _goal(goal, None if goal.measure is None else measures.get(goal.measure))
    if review.carried_forward:
        yield Heading("Goals from before", 2)
        yield Facts(tuple((_how(goal), goal.text) for goal in review.carried_forward))


def _goal(goal: Goal, measure: Measure | None) -> Iterator[Block]:
    yield Heading(goal.text, 2)
    rows = [("Action", goal.action)]
    if goal.measure is None:
        rows.append(("Measure", f"None fits: {goal.no_measure_reason}"))
    else:
        rows += [("Measure", measure.title if measure else str(goal.measure)), ("Baseline", goal.baseline_text)]
    if measure is not None and goal.target is not None:
        rows.append(("Target", measure.value_text(goal.target)))
    if goal.support:
        rows.append(("The department gives", goal.support))
    yield Facts((*rows, ("To be looked at", date_text(goal.due)), ("Standing", _how(goal))))


def _how(goal: Goal) -> str:
    return goal.status.value if goal.status is GoalStatus.OPEN else f"{goal.status.value}: {goal.outcome}"


def _agreement(review: Review) -> Iterator[Block]:
    yield Heading("Agreement")
    yield Facts(tuple((party.value, _mark_text(review.mark(party))) for party in Party))


def _mark_text(mark: AgreementMark) -> str:
    """Return how somebody marked the record, when, and how the mark was given."""
    if mark.at is None:
        fell = f" Before: {mark.cleared}." if mark.cleared else ""
        return f"{mark.agreement.value}.{fell}"
    comment = f" “{mark.comment}”" if mark.comment else ""
    return f"{mark.agreement.value}, {moment_text(mark.at)}. {mark.how}.{comment}"


def _addenda(review: Review) -> Iterator[Block]:
    if review.addenda:
        yield Heading("Added after the lock")
    for number, note in enumerate(review.addenda, start=1):
        yield from _words(note, of_record(review.rectifications, RectifiedRecord.addendum(review.id, number)))
