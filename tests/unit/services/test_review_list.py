from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import (
    ListClinicianReviews,
    ListReviews,
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveReviewDates,
    ShowClinicianCharts,
)
from cdconsole.domain.review import Agreement, Conversation, Party, Review, ReviewRow
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN = ClinicianId("ann")
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
TODAY = NOW.date()


def begin(session: Session, kind: Conversation = Conversation.QUARTERLY, topic: str = "") -> Review:
    return answer(session, PrepareReview(ANN, kind=kind, topic=topic), Task())


def hold(session: Session, review: Review, on: date, next_on: date | None = None) -> Review:
    answer(session, SaveReviewDates(review.id, on, next_on), Task())
    for party in Party:
        answer(session, MarkAgreement(review.id, party, Agreement.AGREED, ""), Task())
    return answer(session, LockReview(review.id), Task())


def row(session: Session) -> ReviewRow:
    return next(one for one in answer(session, ListReviews(), Task()) if one.clinician_id == ANN)


def test_that_a_conversation_they_asked_for_leaves_the_quarterly_review_where_it_was(session: Session) -> None:
    hold(session, begin(session), date(2026, 10, 5))
    asked = begin(session, Conversation.ASKED_FOR, "  The take is too\nmuch with the lead role ")
    assert (asked.kind, asked.topic) == (Conversation.ASKED_FOR, "The take is too much with the lead role")
    assert row(session).conversation == "Asked for, open since 23 Nov 2026"
    hold(session, asked, TODAY)
    listed = row(session)
    assert (listed.last_review, listed.next_due) == (date(2026, 10, 5), date(2027, 1, 5))
    assert (listed.conversation_id, listed.conversation) == (asked.id, "Asked for, held 23 Nov 2026")
    assert listed.status == "Agreed and locked"


def test_that_a_conversation_given_a_day_of_its_own_moves_the_next_review(session: Session) -> None:
    hold(session, begin(session), date(2026, 10, 5))
    hold(session, begin(session, Conversation.OTHER, "After the winter rota"), TODAY, date(2027, 3, 1))
    assert row(session).next_due == date(2027, 3, 1)
    hold(session, begin(session), TODAY)
    assert row(session).next_due == date(2027, 2, 23)


def test_that_a_conversation_before_the_first_review_makes_none_due(session: Session) -> None:
    hold(session, begin(session, Conversation.ASKED_FOR, "The rota"), TODAY, date(2027, 3, 1))
    assert (row(session).next_due, row(session).status) == (None, "Not yet reviewed")


def test_that_a_quarterly_review_and_a_conversation_are_open_side_by_side(session: Session) -> None:
    quarterly, asked = begin(session), begin(session, Conversation.ASKED_FOR, "The rota")
    assert begin(session).id == quarterly.id
    assert begin(session, Conversation.ASKED_FOR).id == asked.id
    assert {one.id for one in answer(session, ListClinicianReviews(ANN), Task())} == {quarterly.id, asked.id}


def test_that_a_conversation_that_is_not_quarterly_needs_a_topic(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        begin(session, Conversation.ASKED_FOR, " ")
    assert refused.value.field == "topic"
    assert answer(session, ListClinicianReviews(ANN), Task()) == ()


def test_that_the_charts_speak_of_the_last_quarterly_review(session: Session) -> None:
    hold(session, begin(session), date(2026, 10, 5))
    hold(session, begin(session, Conversation.OTHER, "The rota"), TODAY)
    assert answer(session, ShowClinicianCharts(ANN), Task()).panel.last_review == date(2026, 10, 5)


def test_that_a_quarterly_review_is_never_locked_without_the_day_of_the_next(session: Session) -> None:
    review = begin(session)
    assert hold(session, review, TODAY).next_on == date(2027, 2, 23)
    assert hold(session, begin(session, Conversation.OTHER, "The rota"), TODAY).next_on is None
