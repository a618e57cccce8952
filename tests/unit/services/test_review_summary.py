from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.chart_marks import CycleMark, LimitKind, LimitMark, PointNote
from cdconsole.domain.conversation_requests import ShowReviewSummary
from cdconsole.domain.identity import ClinicianId, GoalId
from cdconsole.domain.measure import ChallengeNote, MeasureId
from cdconsole.domain.own_line import own_line
from cdconsole.domain.printed import Facts, Heading, Paragraph, Printed, PrintedChart, PrintedKind
from cdconsole.domain.requests import (
    AddAddendum,
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveGoal,
    SaveReviewDates,
    SaveReviewNote,
)
from cdconsole.domain.review import Agreement, Conversation, Domain, Goal, NoteKind, Party, Review
from cdconsole.services.registry import answer
from cdconsole.services.review_summary import review_summary
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN = ClinicianId("ann")
TODAY = date(2026, 11, 23)


def summary(session: Session, review: Review) -> Printed:
    return answer(session, ShowReviewSummary(review.id), Task())


def words(printed: Printed) -> list[str]:
    """Return everything that is said, in order."""
    said: list[str] = []
    for block in printed.blocks:
        if isinstance(block, Heading | Paragraph):
            said.append(block.text)
        elif isinstance(block, Facts):
            said += [f"{label}: {text}" for label, text in block.rows]
    return said


def written(session: Session) -> Review:
    review = answer(session, PrepareReview(ANN), Task())
    for kind, domain, text in (
        (NoteKind.RECOGNITION, None, "Thank you for the winter"),
        (NoteKind.CLINICIAN_VIEW, None, "Proud of the ward"),
        (NoteKind.DIRECTOR_NOTE, Domain.OBJECTIVES, "I read it as a change"),
        (NoteKind.AGREED_FACTS, None, "The round is at nine"),
        (NoteKind.CLINICIAN_COMMENT, None, "A fair account"),
    ):
        review = answer(session, SaveReviewNote(review.id, kind, domain, text, 0), Task())
    goal = Goal(
        *(GoalId(""), ANN, review.id, "More discharges before midday", "Board round at 9"),
        *(MeasureId.BEFORE_MIDDAY, "", None, "", 0.5, "A ward clerk from 8", TODAY + timedelta(days=90)),
    )
    answer(session, SaveGoal(goal), Task())
    return review


def locked(session: Session) -> Review:
    review = written(session)
    answer(session, SaveReviewDates(review.id, TODAY, date(2027, 2, 20)), Task())
    answer(session, MarkAgreement(review.id, Party.DIRECTOR, Agreement.AGREED, ""), Task())
    answer(session, MarkAgreement(review.id, Party.CLINICIAN, Agreement.NOT_AGREED, "Not the second point"), Task())
    return answer(session, LockReview(review.id), Task())


def test_that_a_draft_is_marked_as_one(session: Session) -> None:
    draft = summary(session, written(session))
    assert draft.kind is PrintedKind.REVIEW_SUMMARY
    assert draft.title == "Draft: Quarterly review, Dr Ann Example"
    assert (draft.subtitle, draft.footer[-6:]) == ("A draft: not locked, and it may still change.", "Draft.")
    assert "Clinical director: Not yet marked." in words(draft)


def test_that_opinion_is_marked_as_opinion_and_stands_apart_from_agreed_facts(session: Session) -> None:
    said = words(summary(session, locked(session)))
    opinion, facts = said.index("Discussion: the clinical director's opinion"), said.index("Agreed facts")
    assert opinion < said.index("I read it as a change") < facts < said.index("The round is at nine")
    assert said[opinion + 1].startswith("What follows is the clinical director's opinion.")


def test_that_recognition_comes_first_and_rights_come_last(session: Session) -> None:
    printed = summary(session, locked(session))
    headings = [block.text for block in printed.blocks if isinstance(block, Heading) and block.level == 1]
    assert (headings[0], headings[1], headings[-1]) == ("Recognition", "Your own view", "What you have a right to")
    assert any("put right" in said for said in words(printed))


def test_that_dissent_and_how_it_was_given_are_kept(session: Session) -> None:
    printed = summary(session, locked(session))
    assert printed.subtitle == "Held 23 Nov 2026, and locked."
    [said] = [text for text in words(printed) if text.startswith("Clinician: ")]
    assert said.startswith("Clinician: Not agreed, 23 Nov 2026")
    assert "In person, entered in the director's unlocked session by Dr B. Director." in said
    assert said.endswith("“Not the second point”")


def test_that_goals_come_with_baseline_target_and_support(session: Session) -> None:
    review = locked(session)
    said = words(summary(session, review))
    assert f"Baseline: {review.goals[0].baseline_text}" in said
    assert {"Target: 50.0%", "The department gives: A ward clerk from 8"} <= set(said)


def test_that_the_charts_are_those_of_that_day_with_their_own_line_only(session: Session) -> None:
    review = locked(session)
    assert review.charts is not None
    drawn = [block for block in summary(session, review).blocks if isinstance(block, PrintedChart)]
    assert [block.chart for block in drawn] == [own_line(one) for one in review.charts.charts if not one.unavailable]
    assert drawn
    assert all(not block.chart.team and block.period == review.charts.period for block in drawn)


def test_that_addenda_follow_with_author_and_time(session: Session) -> None:
    review = locked(session)
    answer(session, AddAddendum(review.id, "The clerk began in December"), Task())
    said = words(summary(session, review))
    assert said[said.index("Added after the lock") + 1] == "The clerk began in December"


def test_that_a_conversation_says_its_topic_and_leaves_the_next_review(session: Session) -> None:
    asked = answer(session, PrepareReview(ANN, kind=Conversation.ASKED_FOR, topic="The rota"), Task())
    assert {"About: The rota", "Next review: Stays on its day"} <= set(words(summary(session, asked)))


def test_that_a_review_without_charts_says_so(session: Session) -> None:
    bare = review_summary(replace(written(session), charts=None))
    assert "No charts were kept: there was no complete month of data." in words(bare)


def test_that_an_own_line_has_nobody_elses_words(session: Session) -> None:
    review = answer(session, PrepareReview(ANN), Task())
    assert review.charts is not None
    month, at = Month(2026, 8), datetime(2026, 9, 1, tzinfo=UTC)
    chart = replace(
        review.charts.charts[0],
        measure=replace(review.charts.charts[0].measure, owner="Dr Bob Sample"),
        team=(1.0,),
        team_note="Team",
        challenges=(ChallengeNote(Period(month, month), at.date(), None, "Open", "Dr Bob Sample's patients"),),
        notes=(PointNote("n", month, "Dr Bob Sample away", "Dr B. Director", at, 1),),
        cycles=(CycleMark(at.date(), "PDSA 1", "With Dr Bob Sample"),),
        limit_marks=(LimitMark("l", LimitKind.REBASE, month, "Dr Bob Sample left", "Dr B. Director", at, 1),),
    )
    own = own_line(chart)
    assert "Dr B" not in repr(own)
    assert (own.is_disputed, own.cycles[0].on, own.chart) == (True, at.date(), chart.chart)
