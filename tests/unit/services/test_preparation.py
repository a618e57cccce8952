from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cdconsole.domain.audit_trail import AuditFilter
from cdconsole.domain.calendar import FixedClock, Month
from cdconsole.domain.challenge import ChallengeDraft
from cdconsole.domain.challenge_requests import RaiseChallenge
from cdconsole.domain.conversation_requests import PrintPreparation, ShowConversationAids, ShowPreparation
from cdconsole.domain.errors import NotEntitled, UserFacingError
from cdconsole.domain.framework import Charter
from cdconsole.domain.framework_requests import CloseWorkStream, ListWorkStreams, SaveReviewForm, SaveWorkStream
from cdconsole.domain.identity import ClinicianId, GoalId, WorkStreamId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.preparation import Preparation, PreparedPart
from cdconsole.domain.printed import Heading, Paragraph, PrintedKind
from cdconsole.domain.requests import (
    CloseGoal,
    ListClinicianReviews,
    LockReview,
    MarkAgreement,
    PrepareReview,
    Request,
    SaveCharter,
    SaveGoal,
    SaveRecognition,
    SaveReviewDates,
    SaveReviewNote,
)
from cdconsole.domain.review import Agreement, Conversation, Domain, Goal, GoalStatus, NoteKind, Party, Review
from cdconsole.domain.review_form import PromptSection
from cdconsole.domain.work_stream import WorkStream
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
TODAY = date(2026, 11, 23)
LATER = FixedClock(datetime(2027, 2, 23, 9, tzinfo=UTC))


def sheet(session: Session) -> Preparation:
    return answer(session, ShowPreparation(ANN), Task())


def part(sheet: Preparation, title: str) -> PreparedPart:
    [found] = [one for one in sheet.parts if one.title.startswith(title)]
    return found


def texts(sheet: Preparation, title: str) -> list[str]:
    return [line.text for line in part(sheet, title).lines]


def hold(session: Session) -> Review:
    """Hold a review with one goal, recognition, facts and aims."""
    review = answer(session, PrepareReview(ANN), Task())
    for kind, domain, text in (
        (NoteKind.AGREED_FACTS, None, "The board round is at nine."),
        (NoteKind.CLINICIAN_VIEW, Domain.TALENT, "Wants to train as an educator."),
    ):
        answer(session, SaveReviewNote(review.id, kind, domain, text, 0), Task())
    goal = Goal(
        *(GoalId(""), ANN, review.id, "More discharges before midday", "Board round at 9"),
        *(MeasureId.BEFORE_MIDDAY, "", None, "", 0.5, "A ward clerk from 8", TODAY + timedelta(days=100)),
    )
    answer(session, SaveGoal(goal), Task())
    answer(session, SaveReviewDates(review.id, TODAY, date(2027, 2, 20)), Task())
    for party in Party:
        answer(session, MarkAgreement(review.id, party, Agreement.AGREED, ""), Task())
    return answer(session, LockReview(review.id), Task())


def test_that_a_first_review_is_prepared_from_the_last_six_months(session: Session) -> None:
    first = sheet(session)
    assert (first.clinician, first.standing) == ("Dr Ann Example", "No review has been held yet.")
    assert part(first, "What changed in the charts").title.endswith("since May 2026")
    assert texts(first, "Goals and what became") == ["No goals were agreed."]
    assert first.in_preparation is None


def test_that_looking_at_the_sheet_starts_no_review_and_is_in_the_audit_trail(session: Session) -> None:
    sheet(session)
    session.catch_up()
    assert answer(session, ListClinicianReviews(ANN), Task()) == ()
    with session.snapshot(Section.REVIEW) as snapshot:
        events = audit.events(snapshot, Section.REVIEW, wanted=AuditFilter(clinician=ANN))
    assert [event.action for event in events] == ["looked at the review of"]


def test_that_last_times_goals_come_with_what_became_of_them(unlock: type[Session]) -> None:
    goal = hold(unlock(Role.DIRECTOR)).goals[0]
    session = unlock(Role.DIRECTOR, LATER)
    now = sheet(session)
    assert now.standing == "Due 20 Feb 2027, 3 days ago. Last held 23 Nov 2026."
    [line] = part(now, "Goals and what became").lines
    assert line.text == "More discharges before midday. Open, due 3 Mar 2027."
    assert f"At agreement: {goal.baseline_text}." in line.beside
    assert "Since: No complete month of data since 23 Nov 2026." in line.beside
    assert line.measure == MeasureId.BEFORE_MIDDAY
    assert texts(now, "The next three months")[0] == "Goal due 3 Mar 2027: More discharges before midday."
    answer(session, CloseGoal(goal.id, GoalStatus.ACHIEVED, "It held", goal.revision), Task())
    assert texts(sheet(session), "Goals and what")[0] == "More discharges before midday. Achieved: It held."


def test_that_facts_aims_and_interests_are_carried_to_the_next_time(unlock: type[Session]) -> None:
    hold(unlock(Role.DIRECTOR))
    later = sheet(unlock(Role.DIRECTOR, LATER))
    assert texts(later, "Agreed facts") == ["The board round is at nine."]
    assert texts(later, "Their aims") == ["Wants to train as an educator.", "Special interests: IBD."]


def test_that_only_thank_yous_since_the_last_review_are_listed(unlock: type[Session]) -> None:
    session = unlock(Role.DIRECTOR, FixedClock(datetime(2026, 10, 1, 9, tzinfo=UTC)))
    answer(session, SaveRecognition(ANN, "Before it"), Task())
    session = unlock(Role.DIRECTOR)
    assert texts(sheet(session), "Recognition")[0] == "Before it"
    hold(session)
    session = unlock(Role.DIRECTOR, LATER)
    assert texts(sheet(session), "Recognition")[0].startswith("No thank-you is recorded since the last review.")
    answer(session, SaveRecognition(ANN, "After it"), Task())
    assert texts(sheet(session), "Recognition")[0] == "After it"


def test_that_their_view_and_what_they_asked_for_are_there(session: Session) -> None:
    asked = answer(session, PrepareReview(ANN, kind=Conversation.ASKED_FOR, topic="The rota"), Task())
    assert texts(sheet(session), "Conversations that") == ["Asked for by the clinician: The rota"]
    assert texts(sheet(session), "Their own view")[0].startswith("Not given yet.")
    quarterly = answer(session, PrepareReview(ANN), Task())
    answer(session, SaveReviewNote(quarterly.id, NoteKind.CLINICIAN_VIEW, None, "Proud of the ward", 0), Task())
    now = sheet(session)
    assert texts(now, "Their own view") == ["Proud of the ward"]
    assert now.in_preparation == quarterly.id != asked.id


def test_that_open_challenges_and_the_departments_definition_of_a_concern_are_there(session: Session) -> None:
    draft = ChallengeDraft(ANN, MeasureId.BEFORE_MIDDAY, Month(2026, 8), Month(2026, 9), "Half are not mine", "")
    answer(session, RaiseChallenge(draft), Task())
    answer(session, SaveCharter(Charter(definition_of_concern="A pattern both see.")), Task())
    now = sheet(session)
    assert texts(now, "Open challenges")[0].endswith("(Aug 2026 - Sep 2026): Half are not mine")
    assert texts(now, "What this department calls") == ["A pattern both see."]
    aids = answer(session, ShowConversationAids(ANN), Task())
    assert (aids.concern, aids.concern_origin) == ("A pattern both see.", "Charter, version 1")


def test_that_prompts_and_charter_are_those_of_the_first_work_stream_the_clinician_belongs_to(session: Session) -> None:
    first = answer(session, ListWorkStreams(), Task())[0]
    both = replace(first, members=(BOB,))
    theirs = WorkStream(WorkStreamId(""), "Acute take", members=(ANN,))
    answer(session, SaveWorkStream(both), Task())
    take = answer(session, SaveWorkStream(theirs), Task())
    answer(session, SaveCharter(Charter(definition_of_concern="A pattern both see.")), Task())
    answer(session, SaveCharter(Charter(definition_of_concern="Twice on one take."), take.id), Task())
    ours = (PromptSection(Domain.TALENT, ("What would you teach on the take?",)),)
    answer(session, SaveReviewForm(ours, 0, take.id), Task())
    aids = answer(session, ShowConversationAids(ANN), Task())
    assert (aids.concern, aids.concern_origin) == ("Twice on one take.", "Charter of Acute take, version 1")
    assert [one.question for one in aids.of(Domain.TALENT)] == ["What would you teach on the take?"]
    assert texts(sheet(session), "What this department calls") == ["Twice on one take."]
    others = answer(session, ShowConversationAids(BOB), Task())
    assert (others.concern, others.concern_origin) == ("A pattern both see.", "Charter, version 1")
    answer(session, CloseWorkStream(take.id, "It ended", take.revision), Task())
    assert answer(session, ShowConversationAids(ANN), Task()).concern == "A pattern both see."


def test_that_every_domain_has_prompts_and_none_is_missing(session: Session) -> None:
    aids = answer(session, ShowConversationAids(ANN), Task())
    assert [prompt.phase for prompt in aids.prompts] == ["Relationship", "Reaction", "Content", "Coaching"]
    assert all(aids.of(domain) for domain in Domain)
    domains = [one.domain for one in sheet(session).parts if one.title == "You might ask"]
    assert domains == list(Domain)


def test_that_the_sheet_is_printed_with_the_same_words(session: Session) -> None:
    now, printed = sheet(session), answer(session, PrintPreparation(ANN), Task())
    assert (printed.kind, printed.title) == (PrintedKind.PREPARATION, "To prepare a review: Dr Ann Example")
    said = {block.text for block in printed.blocks if isinstance(block, Paragraph)}
    assert {line.text for one in now.parts for line in one.lines} <= said
    headings = [block.text for block in printed.blocks if isinstance(block, Heading) and block.level == 1]
    assert headings == ["Recognition to give", "Their own view", *(domain.value for domain in Domain)]


@pytest.mark.parametrize("request_", [ShowPreparation(ANN), PrintPreparation(ANN), ShowConversationAids(ANN)])
def test_that_an_administrator_prepares_nothing(admin_session: Session, request_: Request[object]) -> None:
    with pytest.raises(NotEntitled):
        answer(admin_session, request_, Task())


@pytest.mark.parametrize("clinician", ["none", "nobody"])
def test_that_nobody_in_particular_is_prepared_for(session: Session, clinician: str) -> None:
    with pytest.raises(UserFacingError):
        answer(session, ShowPreparation(ClinicianId(clinician)), Task())
