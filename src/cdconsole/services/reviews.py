"""Prepare, hold and record an individual performance review, and thank people."""

from __future__ import annotations

from functools import partial

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import date_text, moment_text, months_on
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.identity import ClinicianId, ReviewId, new_id
from cdconsole.domain.job_plan import JobPlanPanel, PaCategory, ProgrammedActivity
from cdconsole.domain.pack_review import notes_of_view
from cdconsole.domain.people import Section
from cdconsole.domain.requests import (
    AddAddendum,
    ListClinicianReviews,
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveReviewDates,
    SaveReviewNote,
    ShowClinicianCharts,
    ShowReview,
)
from cdconsole.domain.review import (
    MONTHS_BETWEEN_REVIEWS,
    Agreement,
    AgreementMark,
    Conversation,
    FrozenCharts,
    Party,
    Review,
    ReviewNote,
    ReviewStatus,
)
from cdconsole.services.charts import clinician_charts
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, goals, reviews, waiting_views
from cdconsole.storage.section_file import Reading, Work


@handles(ListClinicianReviews)
def list_clinician_reviews(session: Session, request: ListClinicianReviews, _task: Task) -> tuple[Review, ...]:
    """Return every review of one clinician, newest first."""
    with session.snapshot(Section.REVIEW) as snapshot:
        found = reviews.of_clinician(snapshot, request.clinician)
    looked(session, Looking.REVIEW, request.clinician)
    return found


@handles(ShowReview)
def show_review(session: Session, request: ShowReview, _task: Task) -> Review:
    """Return one review; a locked one is exactly what both people marked. Raises UserFacingError if it is not there."""
    with session.snapshot(Section.REVIEW) as snapshot:
        review = reviews.by_id(snapshot, request.review)
    looked(session, Looking.REVIEW, review.clinician_id)
    return review


@handles(PrepareReview)
def prepare_review(session: Session, request: PrepareReview, task: Task) -> Review:
    """Start a conversation with the charts as they are now, carrying open goals forward; or return the open one.

    A self-view that came by a signed reply before is in it from the start.

    Charts, definitions and job plan are kept as values, so the review replays without the records behind them.
    Only one of a kind is open at a time. Raises UserFacingError for a clinician who is not there or is nobody in
    particular, RuleBroken for a conversation without a topic that is not the quarterly review.
    """
    topic = " ".join(request.topic.split())
    with session.snapshot(Section.REVIEW) as snapshot:
        in_preparation = reviews.open_ones(snapshot, request.clinician).get(request.kind)
        if in_preparation is not None:
            looked(session, Looking.REVIEW, request.clinician)
            return reviews.by_id(snapshot, in_preparation)
    if request.kind is not Conversation.QUARTERLY and not topic:
        raise RuleBroken("The conversation has no topic yet.", "Say what it is about, in their own words.", "topic")
    page = clinician_charts(session, ShowClinicianCharts(request.clinician, request.months), task)
    if not page.clinician.is_attributable:
        raise UserFacingError("Unattributed work has nobody to review.", "Choose a clinician.")
    looked(session, Looking.REVIEW, request.clinician)
    with session.unit_of_work(Section.REVIEW) as work:
        review = Review(
            id=ReviewId(new_id()),
            clinician_id=request.clinician,
            clinician=page.clinician.name,
            started=work.at,
            held_on=None,
            status=ReviewStatus.PREPARING,
            notes=(),
            charts=FrozenCharts(
                *(work.at, page.period, page.charts, job_plan_text(page.panel), page.data_to, page.votes_text)
            ),
            goals=(),
            carried_forward=goals.open_of(work, request.clinician),
            marks=(),
            kind=request.kind,
            topic="" if request.kind is Conversation.QUARTERLY else topic,
        )
        reviews.add(work, review)
        is_quarterly = review.kind is Conversation.QUARTERLY
        _take_up_view(work, review)
        return _recorded(work, review, "Prepared a review" if is_quarterly else "Began a conversation")


@handles(SaveReviewNote)
def save_review_note(session: Session, request: SaveReviewNote, _task: Task) -> Review:
    """Store one note, durable when this returns; a text that stands already writes nothing.

    What one author types within ten minutes is one sitting: it is kept as one text and one audit event, and not as a
    copy every two seconds. Text that was marked is never overwritten. Raises RuleBroken (locked) and StaleEdit
    (somebody saved the note since).
    """
    with session.unit_of_work(Section.REVIEW) as work:
        review = _open_review(session, work, request.review)
        before = review.note(request.kind, request.domain)
        revision = 0 if before is None else before.revision
        if request.text == ("" if before is None else before.text):
            return review
        if request.revision != revision:
            raise _stale_note(before)
        note = ReviewNote(request.kind, request.text, work.actor.name, work.at, revision + 1, request.domain)
        was_marked = clear_marks(work, review.id, review.clinician_id)
        sitting = None if was_marked else reviews.sitting(work, review.id, request.kind, request.domain)
        if sitting is not None:
            reviews.grow_note(work, sitting, note)
            return _recorded(work, review, "")
        reviews.begin_note(work, review.id, note)
        return _recorded(work, review, "Wrote in a review")


@handles(SaveReviewDates)
def save_review_dates(session: Session, request: SaveReviewDates, _task: Task) -> Review:
    """Store when the review was held and when the next one is. Raises RuleBroken naming the field at fault."""
    if request.held_on is not None and request.held_on > session.clock.today():
        raise RuleBroken("The review is still to come.", "Enter the day once it has been held.", "held_on")
    if request.next_on is not None and request.next_on <= (request.held_on or session.clock.today()):
        raise RuleBroken("The next review must be after this one.", "Choose a later day.", "next_on")
    with session.unit_of_work(Section.REVIEW) as work:
        review = _open_review(session, work, request.review)
        if (review.held_on, review.next_on) == (request.held_on, request.next_on):
            return review
        reviews.set_dates(work, review, request.held_on, request.next_on)
        return _recorded(work, review, "Set the dates of a review")


@handles(MarkAgreement)
def mark_agreement(session: Session, request: MarkAgreement, _task: Task) -> Review:
    """Store one person's mark on the record as it is now; dissent is kept. Raises RuleBroken."""
    comment = request.comment.strip()
    if request.agreement is Agreement.AGREED_WITH_COMMENT and not comment:
        raise RuleBroken("“Agreed with comment” needs the comment.", "Type it, or choose another mark.", "comment")
    with session.unit_of_work(Section.REVIEW) as work:
        review = _open_review(session, work, request.review)
        at = None if request.agreement is Agreement.NOT_MARKED else work.at
        person = "" if at is None else work.actor.name
        mark = AgreementMark(request.party, request.agreement, comment, at, person=person)
        reviews.set_mark(work, review.id, mark)
        return _recorded(work, review, f"Marked a review for the {request.party.value.lower()}")


@handles(LockReview)
def lock_review(session: Session, request: LockReview, _task: Task) -> Review:
    """Lock a review that both people have marked; one without a day was held today, and the next is in three months.

    Another conversation leaves the day of the next review as it is, unless it was given one.
    Raises RuleBroken that says who has still to mark it.
    """
    with session.unit_of_work(Section.REVIEW) as work:
        review = _open_review(session, work, request.review)
        if not review.may_lock:
            who = {Party.DIRECTOR: "the clinical director", Party.CLINICIAN: review.clinician}
            missing = [who[party] for party in Party if review.mark(party).agreement is Agreement.NOT_MARKED]
            raise RuleBroken(
                f"Not yet marked by {' and '.join(missing)}.",
                "Both people mark the record before it is locked.",
                "mark",
            )
        held_on, next_on = review.held_on or session.clock.today(), review.next_on
        if review.kind is Conversation.QUARTERLY:
            next_on = next_on or months_on(held_on, MONTHS_BETWEEN_REVIEWS)
        reviews.lock(work, review, held_on, next_on)
        return _recorded(work, review, "Locked a review")


@handles(AddAddendum)
def add_addendum(session: Session, request: AddAddendum, _task: Task) -> Review:
    """Add a text to a locked review. Raises RuleBroken: nothing typed, or the review still takes notes."""
    text = request.text.strip()
    if not text:
        raise RuleBroken("An addendum needs words.", "Type what is to be added.", "addendum")
    with session.unit_of_work(Section.REVIEW) as work:
        review = reviews.by_id(work, request.review)
        if review.status is not ReviewStatus.LOCKED:
            raise RuleBroken("This review is not locked yet.", "Write in its notes.", "addendum")
        reviews.add_addendum(work, review, text)
        return _recorded(work, review, "Added an addendum to a review")


def clear_marks(work: Work, review: ReviewId, clinician: ClinicianId) -> bool:
    """Take back the marks of a review whose text has changed: they were given to another text. Return whether any fell.

    Each comment stays where it was typed, ``cleared`` says which mark fell, the history keeps the mark itself.
    """
    standing = [mark for mark in reviews.marks(work, review) if mark.at is not None]
    for mark in standing:
        reviews.set_mark(work, review, mark.fallen())
    if standing:
        work.audit("Cleared the marks on a review, because its record changed", clinician)
    return bool(standing)


def job_plan_text(panel: JobPlanPanel) -> str:
    """Return the job plan and what was delivered as plain lines, to be read without the records."""
    lines = [] if panel.plan is not None else ["No job plan in force"]
    if panel.plan is not None:
        plan = panel.plan
        parts = [f"{kind.value} {plan.pas_in(kind):g}" for kind in PaCategory if plan.pas_in(kind)]
        lines += [
            f"Job plan v{plan.version}, from {date_text(plan.effective_from)}: {plan.total_pas:g} PAs"
            f" ({', '.join(parts)})",
            *(_activity_line(activity) for activity in plan.activities),
            str(plan.on_call),
        ]
    if panel.interests:
        lines.append(f"Interests: {', '.join(panel.interests)}")
    sessions = panel.sessions
    if sessions.planned or sessions.delivered:
        lines.append(f"{panel.period}: {sessions.delivered} of {sessions.planned} planned sessions delivered")
    if panel.take_shifts:
        lines.append(f"{panel.take_shifts} take shift{'s' * (panel.take_shifts != 1)}")
    lines += [
        f"{exposure.kind.value}, {date_text(exposure.first)} - {date_text(exposure.last)}"
        for exposure in panel.exposures
    ]
    return "\n".join(lines)


def _activity_line(activity: ProgrammedActivity) -> str:
    when = activity.when[:1].upper() + activity.when[1:]
    where = f", {activity.location}" if activity.location else ""
    return f"{when}: {activity.activity}{where} ({activity.category.value} {activity.pas:g}, {activity.frequency})"


def _recorded(work: Work, review: Review, action: str) -> Review:
    """Commit a change of a review under an audit event, and return the review as it is now."""
    work.changed(Topic.REVIEW, review.clinician_id)
    if action:
        work.audit(action, review.clinician_id)
    after = reviews.by_id(work, review.id, review.charts)
    work.commit()
    return after


def _take_up_view(work: Work, review: Review) -> None:
    found = waiting_views.newest(work, review.clinician_id)
    if found is not None:
        reply, view = found
        for note in notes_of_view(view):
            reviews.add_signed_note(work, review.id, note, reply, review.clinician_id)
        waiting_views.taken_up(work, review.clinician_id, review.id)


def _open_review(session: Session, reading: Reading, review: ReviewId) -> Review:
    """Return a review that can still be changed; its charts, which never change, are read once a session."""
    charts = session.keep(f"charts of review {review}", frozenset(), partial(reviews.charts, reading, review))
    found = reviews.by_id(reading, review, charts)
    if found.status is ReviewStatus.LOCKED:
        raise RuleBroken("This review is locked.", "Add an addendum instead.", "review")
    return found


def _stale_note(now: ReviewNote | None) -> StaleEdit:
    """Return the refusal of a note that was edited on another footing than what is stored."""
    if now is None:
        return StaleEdit("This note has nothing stored yet.", "Load the review again.")
    return StaleEdit(
        f"{now.author} saved this note on {moment_text(now.at)}.", "Look at their text; yours is still in the box."
    )


def _clinicians(session: Session) -> dict[ClinicianId, Clinician]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return {clinician.id: clinician for clinician in clinicians.all_clinicians(snapshot)}
