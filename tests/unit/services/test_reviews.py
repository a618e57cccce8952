from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cdconsole.domain.audit_trail import AuditFilter, AuditKind
from cdconsole.domain.calendar import FixedClock, Month, Period
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.job_plan import DeliverySummary, Exposure, ExposureKind, JobPlanPanel
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import (
    AddAddendum,
    CloseGoal,
    ListClinicianReviews,
    ListClinicians,
    ListRecognitions,
    ListReviews,
    LockReview,
    MarkAgreement,
    PrepareReview,
    Request,
    SaveClinician,
    SaveGoal,
    SaveRecognition,
    SaveReviewDates,
    SaveReviewNote,
    ShowClinicianCharts,
    ShowReview,
)
from cdconsole.domain.review import Agreement, Domain, Goal, GoalStatus, NoteKind, Party, Review, ReviewStatus
from cdconsole.services.registry import answer
from cdconsole.services.reviews import job_plan_text
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
TODAY = NOW.date()
LATER = FixedClock(NOW + timedelta(days=92))


def prepare(session: Session, clinician: ClinicianId = ANN) -> Review:
    return answer(session, PrepareReview(clinician), Task())


def shown(session: Session, review: Review) -> Review:
    return answer(session, ShowReview(review.id), Task())


def write(session: Session, review: Review, text: str, revision: int = 0) -> Review:
    return answer(session, SaveReviewNote(review.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT, text, revision), Task())


def mark(
    session: Session, review: Review, party: Party, agreement: Agreement = Agreement.AGREED, comment: str = ""
) -> Review:
    return answer(session, MarkAgreement(review.id, party, agreement, comment), Task())


def agree(session: Session, review: Review) -> Goal:
    goal = Goal(
        *(GoalId(""), ANN, review.id, "More discharges before midday", "Board round at 9"),
        *(
            MeasureId.BEFORE_MIDDAY,
            "",
            None,
            "",
            0.5,
            "A ward clerk from 8",
            session.clock.today() + timedelta(days=90),
        ),
    )
    return answer(session, SaveGoal(goal), Task())


def lock(session: Session, review: Review) -> Review:
    for party in Party:
        mark(session, review, party)
    return answer(session, LockReview(review.id), Task())


def actions(session: Session) -> list[str]:
    """Return the audited acts that changed something, oldest first."""
    wanted = AuditFilter(kind=AuditKind.CHANGED)
    with session.snapshot(Section.REVIEW) as snapshot:
        return [event.action for event in reversed(audit.events(snapshot, Section.REVIEW, wanted=wanted))]


def test_that_a_review_freezes_the_charts_and_the_job_plan_as_seen(session: Session) -> None:
    page = answer(session, ShowClinicianCharts(ANN), Task())
    review = prepare(session)
    assert review.charts is not None
    assert review.charts.charts == page.charts
    assert (review.charts.period, review.charts.data_to) == (page.period, "31 Oct 2026")
    assert review.charts.job_plan == job_plan_text(page.panel)
    assert (review.clinician, review.status, review.started) == ("Dr Ann Example", ReviewStatus.PREPARING, NOW)
    assert session.take_changes() == ChangeSet(frozenset({Topic.REVIEW}), frozenset({ANN}))
    assert shown(session, review) == review


def test_that_preparing_again_returns_the_review_in_preparation(session: Session) -> None:
    review = write(session, prepare(session), "Leads the IBD service well")
    assert prepare(session) == review
    assert prepare(session, BOB).id != review.id


@pytest.mark.parametrize("clinician", ["none", "nobody"])
def test_that_nobody_in_particular_cannot_be_reviewed(session: Session, clinician: str) -> None:
    with pytest.raises(UserFacingError):
        prepare(session, ClinicianId(clinician))
    assert actions(session) == []


@pytest.mark.parametrize(
    "request_",
    [
        ListReviews(),
        PrepareReview(ANN),
        ShowReview(ReviewId("r")),
        SaveReviewNote(ReviewId("r"), NoteKind.AGREED_FACTS, None, "x", 0),
        SaveRecognition(ANN, "Thank you"),
        ListRecognitions(),
    ],
)
def test_that_an_administrator_reaches_no_review(admin_session: Session, request_: Request[object]) -> None:
    with pytest.raises(NotEntitled):
        answer(admin_session, request_, Task())


def test_that_a_note_is_there_after_the_file_was_closed_and_opened_again(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    review = write(session, prepare(session), "Leads the IBD service well")
    note = shown(unlock(Role.DIRECTOR), review).note(NoteKind.DIRECTOR_NOTE, Domain.TALENT)
    assert note is not None
    assert (note.text, note.author, note.at, note.revision) == ("Leads the IBD service well", "Dr B. Director", NOW, 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to end a process without warning")
def test_that_a_saved_note_survives_a_process_that_ends_without_warning(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    review = prepare(session)
    session.close()
    child = os.fork()
    if child == 0:
        try:
            write(unlock(Role.DIRECTOR), review, "The last words typed")
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert [note.text for note in shown(unlock(Role.DIRECTOR), review).notes] == ["The last words typed"]


def test_that_autosave_writes_revisions_and_nothing_where_the_text_stands(session: Session) -> None:
    review = prepare(session)
    assert write(session, review, "") == review
    write(session, review, "Leads")
    session.take_changes()
    assert write(session, review, "Leads", revision=0).notes[0].revision == 1
    assert session.take_changes() == ChangeSet()
    assert write(session, review, "Leads the IBD service", revision=1).notes[0].revision == 2
    assert session.take_changes() == ChangeSet(frozenset({Topic.REVIEW}), frozenset({ANN}))


def test_that_a_note_saved_meanwhile_is_not_overwritten(session: Session) -> None:
    review = write(session, prepare(session), "Theirs")
    with pytest.raises(StaleEdit, match=r"Dr B\. Director saved this note on 23 Nov 2026"):
        write(session, review, "Ours", revision=0)
    with pytest.raises(StaleEdit, match="nothing stored"):
        answer(session, SaveReviewNote(review.id, NoteKind.CLINICIAN_VIEW, None, "Ours", 3), Task())
    assert [note.text for note in shown(session, review).notes] == ["Theirs"]


def texts(session: Session) -> list[str]:
    """Return every text kept of the notes, oldest first."""
    with session.snapshot(Section.REVIEW) as snapshot:
        return [text for (text,) in snapshot.rows("SELECT text FROM review_note ORDER BY begun_at, revision")]


def test_that_one_sitting_of_typing_is_one_text_and_one_audit_event(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    review = prepare(session)
    for revision, text in enumerate(("L", "Le", "Lea")):
        write(session, review, text, revision)
    assert actions(session) == ["Prepared a review", "Wrote in a review"]
    later = unlock(Role.DIRECTOR, FixedClock(NOW + timedelta(minutes=10, seconds=1)))
    write(later, review, "Leads", 3)
    assert actions(later) == ["Prepared a review", "Wrote in a review", "Wrote in a review"]
    assert texts(later) == ["Lea", "Leads"]


def test_that_a_text_somebody_marked_is_kept_when_the_note_changes(session: Session) -> None:
    review = write(session, prepare(session), "Agreed words")
    mark(session, review, Party.CLINICIAN)
    write(session, review, "Other words", 1)
    assert texts(session) == ["Agreed words", "Other words"]


def test_that_the_audit_trail_holds_no_word_of_a_note(session: Session) -> None:
    review = write(session, prepare(session), "Leads the IBD service well")
    mark(session, review, Party.CLINICIAN, Agreement.NOT_AGREED, "Not my patients")
    with session.snapshot(Section.REVIEW) as snapshot:
        events = audit.events(snapshot, Section.REVIEW)
    assert {event.subject for event in events} == {"ann"}
    assert not any(word in repr(events) for word in ("IBD", "my patients"))


def test_that_dates_are_stored_and_the_same_dates_again_write_nothing(session: Session) -> None:
    review = prepare(session)
    request = SaveReviewDates(review.id, TODAY, date(2027, 2, 22))
    saved = answer(session, request, Task())
    assert (saved.held_on, saved.next_on) == (TODAY, date(2027, 2, 22))
    session.take_changes()
    assert answer(session, request, Task()) == saved
    assert session.take_changes() == ChangeSet()


@pytest.mark.parametrize(
    ("held_on", "next_on", "field"),
    [
        (date(2026, 11, 24), None, "held_on"),
        (date(2026, 11, 20), date(2026, 11, 20), "next_on"),
        (None, TODAY, "next_on"),
    ],
)
def test_that_dates_in_the_wrong_order_are_refused(
    session: Session, held_on: date | None, next_on: date | None, field: str
) -> None:
    review = prepare(session)
    with pytest.raises(RuleBroken) as refused:
        answer(session, SaveReviewDates(review.id, held_on, next_on), Task())
    assert refused.value.field == field
    assert shown(session, review) == review


def test_that_dissent_is_kept_with_its_words(session: Session) -> None:
    review = mark(session, prepare(session), Party.CLINICIAN, Agreement.NOT_AGREED, " Not my patients ")
    found = review.mark(Party.CLINICIAN)
    assert (found.agreement, found.comment, found.at) == (Agreement.NOT_AGREED, "Not my patients", NOW)
    mark(session, review, Party.DIRECTOR)
    locked = answer(session, LockReview(review.id), Task())
    assert locked.mark(Party.CLINICIAN) == found


def test_that_agreeing_with_a_comment_needs_the_comment(session: Session) -> None:
    review = prepare(session)
    with pytest.raises(RuleBroken) as refused:
        mark(session, review, Party.CLINICIAN, Agreement.AGREED_WITH_COMMENT, "  ")
    assert refused.value.field == "comment"
    assert shown(session, review).marks == ()


def test_that_a_mark_can_be_taken_back(session: Session) -> None:
    review = mark(session, prepare(session), Party.DIRECTOR)
    taken_back = mark(session, review, Party.DIRECTOR, Agreement.NOT_MARKED)
    assert taken_back.mark(Party.DIRECTOR).agreement is Agreement.NOT_MARKED
    assert taken_back.mark(Party.DIRECTOR).at is None


@pytest.mark.parametrize(
    ("marked", "missing"),
    [
        ([], "Not yet marked by the clinical director and Dr Ann Example."),
        ([Party.DIRECTOR], "Not yet marked by Dr Ann Example."),
        ([Party.CLINICIAN], "Not yet marked by the clinical director."),
    ],
)
def test_that_a_review_is_not_locked_before_both_have_marked_it(
    session: Session, marked: list[Party], missing: str
) -> None:
    review = prepare(session)
    for party in marked:
        mark(session, review, party)
    with pytest.raises(RuleBroken) as refused:
        answer(session, LockReview(review.id), Task())
    assert refused.value.message == missing
    assert shown(session, review).status is ReviewStatus.PREPARING


@pytest.mark.parametrize("change", [lambda session, review: write(session, review, "More"), agree])
def test_that_marks_fall_when_the_text_changes_after_them(
    session: Session, change: Callable[[Session, Review], object]
) -> None:
    review = prepare(session)
    mark(session, review, Party.DIRECTOR)
    mark(session, review, Party.CLINICIAN, Agreement.AGREED_WITH_COMMENT, "With thanks")
    change(session, review)
    after = shown(session, review)
    assert not after.may_lock
    theirs = after.mark(Party.CLINICIAN)
    assert (theirs.agreement, theirs.comment, theirs.at) == (Agreement.NOT_MARKED, "With thanks", None)
    assert theirs.cleared.startswith("Agreed with comment on 23 Nov 2026")
    assert "Cleared the marks on a review, because its record changed" in actions(session)
    assert mark(session, review, Party.CLINICIAN).mark(Party.CLINICIAN).cleared == ""


def test_that_dates_leave_the_marks_as_they_are(session: Session) -> None:
    review = mark(session, prepare(session), Party.DIRECTOR)
    saved = answer(session, SaveReviewDates(review.id, TODAY, None), Task())
    assert saved.marks == review.marks


def test_that_a_locked_review_takes_addenda_and_nothing_else(session: Session) -> None:
    review = write(session, prepare(session), "Leads the IBD service well")
    goal = agree(session, review)
    locked = lock(session, review)
    assert (locked.status, locked.held_on) == (ReviewStatus.LOCKED, TODAY)
    for refused in (
        SaveReviewNote(review.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT, "Other", 1),
        SaveReviewDates(review.id, TODAY, date(2027, 3, 1)),
        MarkAgreement(review.id, Party.CLINICIAN, Agreement.NOT_AGREED, ""),
        LockReview(review.id),
        SaveGoal(replace(goal, text="Easier")),
        SaveGoal(replace(goal, id=GoalId(""))),
    ):
        with pytest.raises(RuleBroken, match="locked"):
            answer(session, refused, Task())
    assert shown(session, review) == locked
    added = answer(session, AddAddendum(review.id, " The rota changed "), Task())
    assert [note.text for note in added.addenda] == ["The rota changed"]
    assert replace(added, addenda=()) == locked


@pytest.mark.parametrize(("text", "message"), [("  ", "needs words"), ("Early", "not locked yet")])
def test_that_an_addendum_needs_words_and_a_locked_review(session: Session, text: str, message: str) -> None:
    review = prepare(session)
    with pytest.raises(RuleBroken, match=message):
        answer(session, AddAddendum(review.id, text), Task())


def test_that_open_goals_are_carried_forward_and_show_what_became_of_them(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    first = prepare(session)
    goal = agree(session, first)
    lock(session, first)
    later = unlock(Role.DIRECTOR, LATER)
    second = prepare(later)
    assert second.carried_forward == (goal,)
    assert second.goals == ()
    mark(later, second, Party.DIRECTOR)
    achieved = answer(later, CloseGoal(goal.id, GoalStatus.ACHIEVED, "Held since January", goal.revision), Task())
    assert shown(later, second).carried_forward == (achieved,)
    assert shown(later, second).mark(Party.DIRECTOR).agreement is Agreement.NOT_MARKED
    lock(later, second)
    assert prepare(later).carried_forward == ()
    assert shown(later, first).goals == (goal,)
    reviews = answer(later, ListClinicianReviews(ANN), Task())
    assert [review.status for review in reviews] == [ReviewStatus.PREPARING, ReviewStatus.LOCKED, ReviewStatus.LOCKED]


def test_that_what_stands_beside_the_charts_follows_goals_reviews_and_interests(unlock: Callable[..., Session]) -> None:
    def beside(session: Session) -> tuple[int, date | None, tuple[str, ...]]:
        panel = answer(session, ShowClinicianCharts(ANN), Task()).panel
        return panel.open_goals, panel.last_review, panel.interests

    session = unlock(Role.DIRECTOR)
    seen = [beside(session)]
    review = prepare(session)
    agree(session, review)
    seen.append(beside(session))
    lock(session, review)
    seen.append(beside(session))
    ann = next(one for one in answer(session, ListClinicians(), Task()) if one.id == ANN)
    answer(session, SaveClinician(replace(ann, interests=("Nutrition",))), Task())
    seen.append(beside(session))
    assert seen == [(0, None, ("IBD",)), (1, None, ("IBD",)), (1, TODAY, ("IBD",)), (1, TODAY, ("Nutrition",))]


def test_that_a_locked_review_replays_though_the_records_changed(session: Session) -> None:
    locked = lock(session, prepare(session))
    ann = next(one for one in answer(session, ListClinicians(), Task()) if one.id == ANN)
    answer(session, SaveClinician(replace(ann, name="Dr Ann Newname", interests=())), Task())
    assert shown(session, locked) == locked
    assert locked.charts is not None
    assert "Interests: IBD" in locked.charts.job_plan


def test_that_every_clinician_is_listed_reviewed_or_not(session: Session) -> None:
    review = prepare(session)
    agree(session, review)
    ann, bob = answer(session, ListReviews(), Task())
    assert (ann.clinician, ann.grade, ann.review_id, ann.status) == (
        *("Dr Ann Example", "Consultant", review.id, "Preparing"),
    )
    assert (ann.last_review, ann.next_due, ann.open_goals) == (None, None, 1)
    assert (bob.clinician, bob.review_id, bob.status, bob.open_goals) == ("Dr Bob Sample", None, "Not yet reviewed", 0)


def test_that_the_next_review_is_due_on_the_agreed_day_or_after_three_months(session: Session) -> None:
    for clinician, held_on, next_on in ((ANN, TODAY, date(2027, 1, 15)), (BOB, date(2026, 10, 31), None)):
        review = prepare(session, clinician)
        answer(session, SaveReviewDates(review.id, held_on, next_on), Task())
        lock(session, review)
    ann, bob = answer(session, ListReviews(), Task())
    assert (ann.last_review, ann.next_due, ann.status) == (TODAY, date(2027, 1, 15), "Agreed and locked")
    assert (bob.last_review, bob.next_due) == (date(2026, 10, 31), date(2027, 1, 31))


def test_that_three_months_after_the_end_of_november_is_the_end_of_february(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR, FixedClock(datetime(2026, 11, 30, 12, tzinfo=UTC)))
    lock(session, prepare(session))
    assert answer(session, ListReviews(), Task())[0].next_due == date(2027, 2, 28)


def test_that_a_thank_you_is_recorded_and_listed_under_the_present_name(session: Session) -> None:
    saved = answer(session, SaveRecognition(ANN, " Covered the take at short notice "), Task())
    assert (saved.clinician, saved.text, saved.author) == (
        *("Dr Ann Example", "Covered the take at short notice", "Dr B. Director"),
    )
    assert session.take_changes() == ChangeSet(frozenset({Topic.REVIEW}), frozenset({ANN}))
    ann = next(one for one in answer(session, ListClinicians(), Task()) if one.id == ANN)
    answer(session, SaveClinician(replace(ann, name="Dr Ann Newname")), Task())
    assert answer(session, ListRecognitions(), Task()) == (replace(saved, clinician="Dr Ann Newname"),)


@pytest.mark.parametrize(
    ("clinician", "text", "field"),
    [("ann", " ", "text"), ("none", "Thanks", "clinician"), ("x", "Thanks", "clinician")],
)
def test_that_a_thank_you_needs_words_and_somebody(session: Session, clinician: str, text: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(session, SaveRecognition(ClinicianId(clinician), text), Task())
    assert refused.value.field == field
    assert answer(session, ListRecognitions(), Task()) == ()


def test_that_the_job_plan_is_kept_as_words(session: Session) -> None:
    panel = answer(session, ShowClinicianCharts(ANN), Task()).panel
    assert job_plan_text(panel).splitlines() == [
        "Job plan v1, from 1 Jan 2025: 10 PAs (DCC 7.5, SPA 2.5)",
        "Mon am: Ward round, Ward 7 (DCC 7.5, every week)",
        "Flexible: Teaching (SPA 2.5, every week)",
        "On call 1 in 9, category A",
        "Interests: IBD",
    ]


def test_that_a_missing_job_plan_and_absence_are_said_in_the_words() -> None:
    away = Exposure("e", ANN, ExposureKind.LEAVE, date(2026, 8, 3), date(2026, 8, 14))
    period = Period(Month(2026, 8), Month(2026, 10))
    panel = JobPlanPanel(None, (), (away,), DeliverySummary(12, 9), 3, period, None, 0)
    assert job_plan_text(panel).splitlines() == [
        "No job plan in force",
        "Aug 2026 - Oct 2026: 9 of 12 planned sessions delivered",
        "3 take shifts",
        "Leave, 3 Aug 2026 - 14 Aug 2026",
    ]


def test_that_what_was_delivered_is_said_where_anything_is_known_of_it(session: Session) -> None:
    panel = answer(session, ShowClinicianCharts(ANN), Task()).panel
    worked = replace(panel, sessions=DeliverySummary(planned=3, delivered=2), take_shifts=1)
    assert job_plan_text(worked).splitlines()[-2:] == [
        "Nov 2025 - Oct 2026: 2 of 3 planned sessions delivered",
        "1 take shift",
    ]
