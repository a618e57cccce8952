"""Corrections of what can't be changed: both texts are kept, and the original is never altered."""

from __future__ import annotations

import pytest

from cdconsole.domain.conversation_requests import ShowReviewSummary
from cdconsole.domain.errors import NotEntitled, RuleBroken, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Paragraph
from cdconsole.domain.rectification import Decision, RectifiedRecord
from cdconsole.domain.rectification_requests import AskRectification, DecideRectification, ListRectifications
from cdconsole.domain.requests import (
    AddAddendum,
    ListRecognitions,
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveRecognition,
    SaveReviewNote,
    ShowReview,
)
from cdconsole.domain.review import Agreement, Domain, NoteKind, Party, Review
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN = ClinicianId("ann")
TEXT = "She has run the list since May."


@pytest.fixture
def locked(session: Session) -> Review:
    review = answer(session, PrepareReview(ANN), Task())
    answer(session, SaveReviewNote(review.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT, TEXT, 0), Task())
    for party in Party:
        answer(session, MarkAgreement(review.id, party, Agreement.AGREED, ""), Task())
    answer(session, LockReview(review.id), Task())
    return answer(session, AddAddendum(review.id, "Spoke again in June."), Task())


def note_of(review: Review) -> RectifiedRecord:
    return RectifiedRecord.note(review.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT)


def asked(record: RectifiedRecord, should_say: str = "She has run the list since March.") -> AskRectification:
    return AskRectification(record, should_say, "The rota says March.", "Dr Ann Example")


def test_that_a_correction_is_kept_beside_the_text_that_stands(session: Session, locked: Review) -> None:
    one = answer(session, asked(note_of(locked)), Task())
    assert (one.stands, one.recorded_by, one.decision) == (TEXT, "Dr B. Director", Decision.OPEN)
    assert one.sentence.endswith("Not decided yet.")
    decided = answer(session, DecideRectification(one.id, Decision.ACCEPTED), Task())
    assert decided.sentence.startswith("Corrected on 23 Nov 2026 by Dr B. Director: She has run the list since March.")
    review = answer(session, ShowReview(locked.id), Task())
    assert [note.text for note in review.notes] == [TEXT]
    assert review.rectifications == (decided,)
    assert answer(session, ListRectifications(ANN), Task()) == (decided,)


def test_that_a_refusal_keeps_its_reason_and_both_texts(session: Session, locked: Review) -> None:
    one = answer(session, asked(RectifiedRecord.addendum(locked.id, 1), "Spoke again in July."), Task())
    with pytest.raises(RuleBroken, match="needs a reason"):
        answer(session, DecideRectification(one.id, Decision.NOT_ACCEPTED, " "), Task())
    decided = answer(session, DecideRectification(one.id, Decision.NOT_ACCEPTED, "The diary says June."), Task())
    assert "Not accepted on 23 Nov 2026 by Dr B. Director: The diary says June." in decided.sentence
    assert "Spoke again in July." in decided.sentence
    with pytest.raises(RuleBroken, match="decided before"):
        answer(session, DecideRectification(one.id, Decision.ACCEPTED), Task())


def test_that_both_texts_are_printed_with_the_review(session: Session, locked: Review) -> None:
    of_note = answer(session, asked(note_of(locked)), Task())
    of_addendum = answer(session, asked(RectifiedRecord.addendum(locked.id, 1), "Spoke again in July."), Task())
    printed = answer(session, ShowReviewSummary(locked.id), Task())
    texts = [block.text for block in printed.blocks if isinstance(block, Paragraph)]
    for stands, correction in ((TEXT, of_note), ("Spoke again in June.", of_addendum)):
        at = texts.index(stands)
        assert texts[at + 2] == correction.sentence


def test_that_a_thank_you_is_corrected_where_it_is_listed(session: Session) -> None:
    thanks = answer(session, SaveRecognition(ANN, "For June"), Task())
    one = answer(session, asked(RectifiedRecord.recognition(thanks.id), "For July"), Task())
    [listed] = answer(session, ListRecognitions(), Task())
    assert (listed.text, listed.rectifications) == ("For June", (one,))


@pytest.mark.parametrize("field", ["should_say", "reason", "asked_by"])
def test_that_what_is_missing_is_said(session: Session, locked: Review, field: str) -> None:
    words = {"should_say": "March", "reason": "Rota", "asked_by": "Ann"} | {field: "  "}
    with pytest.raises(RuleBroken) as refused:
        answer(session, AskRectification(note_of(locked), **words), Task())
    assert refused.value.field == field


def test_that_the_same_words_and_what_can_still_be_changed_are_refused(session: Session, locked: Review) -> None:
    with pytest.raises(RuleBroken, match="stands already"):
        answer(session, asked(note_of(locked), f" {TEXT} "), Task())
    preparing = answer(session, PrepareReview(ANN), Task())
    answer(session, SaveReviewNote(preparing.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT, "New", 0), Task())
    for record in (note_of(preparing), RectifiedRecord.addendum(locked.id, 2), RectifiedRecord.recognition("none")):
        with pytest.raises(UserFacingError, match="no such record"):
            answer(session, asked(record), Task())


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM rectification",
        "UPDATE rectification SET should_say = 'else'",
        "UPDATE rectification SET decision = 'NOT_ACCEPTED', decision_reason = 'else'",
    ],
)
def test_that_the_file_itself_keeps_what_was_decided(session: Session, locked: Review, statement: str) -> None:
    one = answer(session, asked(note_of(locked)), Task())
    answer(session, DecideRectification(one.id, Decision.ACCEPTED), Task())
    with pytest.raises(Exception, match=r"decided|stays as it was"), session.unit_of_work(Section.REVIEW) as work:
        work.execute(statement)


def test_that_an_administrator_is_refused(admin_session: Session) -> None:
    for request in (ListRectifications(ANN), DecideRectification("x", Decision.ACCEPTED)):
        with pytest.raises(NotEntitled):
            answer(admin_session, request, Task())
