"""Every text of every review is found by the beginnings of its words, whatever their case and accents."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.errors import NotEntitled
from cdconsole.domain.goal_follow_up import GoalGroup, Held
from cdconsole.domain.goal_requests import CheckSustained, SaveGroupGoal
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.lesson_requests import SaveLesson
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.quarter import InterpretationWords
from cdconsole.domain.rectification import RectifiedKind, RectifiedRecord
from cdconsole.domain.rectification_requests import AskRectification
from cdconsole.domain.requests import (
    AddAddendum,
    CloseGoal,
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveGoal,
    SavePdsaCycle,
    SaveRecognition,
    SaveReviewNote,
)
from cdconsole.domain.review import Agreement, Domain, Goal, GoalStatus, NoteKind, Party, PdsaCycle, Review
from cdconsole.domain.review_search import ReviewHits, WrittenIn, WrittenText, fold, is_found, wanted_words
from cdconsole.domain.review_search_requests import SearchReviews
from cdconsole.domain.support import Rung, SupportCause, SupportStep
from cdconsole.domain.support_requests import SaveSupportStep
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from unit.services.conftest import Unlock
from unit.services.frozen_quarters import WRITTEN, add_years, freeze
from unit.services.frozen_quarters import write as interpret

ANN, TEAM = ClinicianId("ann"), "The whole team"


def search(session: Session, text: str) -> ReviewHits:
    return answer(session, SearchReviews(text), Task())


def found_in(session: Session, text: str) -> list[WrittenIn]:
    return [hit.text.written_in for hit in search(session, text).hits]


def write(session: Session, review: Review, text: str, kind: NoteKind = NoteKind.AGREED_FACTS) -> Review:
    before = review.note(kind)
    return answer(session, SaveReviewNote(review.id, kind, None, text, before.revision if before else 0), Task())


@pytest.fixture
def review(session: Session) -> Review:
    return answer(session, PrepareReview(ANN), Task())


def a_goal(review: Review) -> Goal:
    words = (
        "Leave by noon",
        "Walk round at eight",
        None,
        "None fits wolverines",
        None,
        "",
        None,
        "A registrar, ocelot",
    )
    return Goal(GoalId(""), ANN, review.id, *words, date(2027, 2, 1))


def a_goal_of_the_team() -> Goal:
    words = ("Home by noon", "Board rounds", None, "None yet", None, "", None, "A clerk")
    group = GoalGroup(TEAM, (), "The ward manager, heron", date(2026, 1, 5))
    return Goal(GoalId(""), ClinicianId(""), ReviewId(""), *words, date(2027, 2, 1), group=group)


def a_step(basis: str) -> SupportStep:
    return SupportStep("", ANN, "", Rung.AWARENESS, basis, SupportCause.SYSTEM, "A fixed time", date(2026, 2, 5))


def test_that_every_kind_of_text_in_a_review_is_found(session: Session, review: Review) -> None:
    director = SaveReviewNote(review.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT, "the aardvark clinic", 0)
    answer(session, director, Task())
    goal = answer(session, SaveGoal(a_goal(review)), Task())
    cycle = PdsaCycle("", date(2026, 11, 1), "a plan with buffalo", "a prediction", "done by coyote", "studied dingo")
    answer(session, SavePdsaCycle(goal.id, cycle), Task())
    answer(session, SaveRecognition(ANN, "Thanks for the elephant"), Task())
    comment = MarkAgreement(review.id, Party.CLINICIAN, Agreement.AGREED_WITH_COMMENT, "yes, but ferret")
    answer(session, comment, Task())
    answer(session, MarkAgreement(review.id, Party.DIRECTOR, Agreement.AGREED, ""), Task())
    answer(session, LockReview(review.id), Task())
    answer(session, AddAddendum(review.id, "later: gibbon"), Task())
    for word, where in (
        *(("aardvark", WrittenIn.NOTE), ("ocelot", WrittenIn.GOAL), ("wolverines", WrittenIn.GOAL)),
        *(("buffalo", WrittenIn.CYCLE), ("coyote", WrittenIn.CYCLE), ("dingo", WrittenIn.CYCLE)),
        *(("elephant", WrittenIn.THANKS), ("ferret", WrittenIn.COMMENT), ("gibbon", WrittenIn.ADDENDUM)),
    ):
        assert found_in(session, word) == [where], word
    [hit] = search(session, "aardvark").hits
    assert (hit.text.review, hit.text.note) == (review.id, (NoteKind.DIRECTOR_NOTE, Domain.TALENT))
    assert hit.text.on == date(2026, 11, 23)


def test_that_what_was_written_beside_reviews_is_found_with_where_it_stands(unlock: Unlock) -> None:
    session = unlock(Role.DIRECTOR, FixedClock(datetime(2026, 1, 5, 9, tzinfo=UTC)))
    own = answer(session, SaveGoal(a_goal(answer(session, PrepareReview(ANN), Task()))), Task())
    group = answer(session, SaveGroupGoal(a_goal_of_the_team()), Task())
    cycle = PdsaCycle("", date(2026, 1, 1), "a plan with ibis", "a prediction")
    answer(session, SavePdsaCycle(group.id, cycle), Task())
    answer(session, SaveSupportStep(a_step("two jackdaws missed")), Task())
    lesson = answer(session, SaveLesson(Lesson("", "Rounds", "A bed was empty.", "Ask the kestrel.", "At 8.")), Task())
    for goal in (own, group):
        answer(session, CloseGoal(goal.id, GoalStatus.ACHIEVED, "It held", goal.revision), Task())
    session = unlock(Role.DIRECTOR, FixedClock(datetime(2027, 2, 5, 9, tzinfo=UTC)))
    for goal, note in ((own, "a lapwing"), (group, "a magpie")):
        answer(session, CheckSustained(goal.id, Held.HELD, note, 1), Task())
    for word, where, clinician, record in (
        *(("heron", WrittenIn.GROUP_GOAL, TEAM, group.id), ("ibis", WrittenIn.GROUP_CYCLE, TEAM, group.id)),
        ("jackdaws", WrittenIn.SUPPORT, "Dr Ann Example", None),
        ("kestrel", WrittenIn.LESSON, "", lesson.id),
        *(("lapwing", WrittenIn.LOOK_BACK, "Dr Ann Example", own.id), ("magpie", WrittenIn.LOOK_BACK, TEAM, group.id)),
    ):
        [hit] = search(session, word).hits
        assert (hit.text.written_in, hit.text.clinician, hit.text.review) == (where, clinician, None), word
        assert record in (None, hit.text.record), word
    [hit] = search(session, "ann jackdaws").hits
    assert hit.text.clinician_id == ANN


def test_that_only_the_newest_interpretation_and_lesson_are_found(session: Session) -> None:
    add_years(session)
    frozen = freeze(session)
    interpret(session, frozen, ANN, MeasureId.BEFORE_MIDDAY, WRITTEN)
    interpret(session, frozen, None, None, InterpretationWords("A quiet nuthatch."))
    [hit] = search(session, "board round").hits
    assert (hit.text.written_in, hit.text.clinician) == (WrittenIn.INTERPRETATION, "Dr Ann Example")
    assert (hit.text.record, hit.text.measure) == ("2026Q3", MeasureId.BEFORE_MIDDAY)
    [hit] = search(session, "nuthatch").hits
    assert (hit.text.clinician, hit.text.clinician_id, hit.text.measure) == ("The team", "", None)
    interpret(session, frozen, None, None, InterpretationWords("A quiet osprey."), revision=1)
    assert (search(session, "nuthatch").total, search(session, "osprey").total) == (0, 1)
    lesson = answer(session, SaveLesson(Lesson("", "Rounds", "A puffin.", "Ask.", "At 8.")), Task())
    answer(session, SaveLesson(replace(lesson, happened="A quail.")), Task())
    assert (search(session, "puffin").total, search(session, "quail").total) == (0, 1)


def test_that_a_correction_is_found_with_what_it_corrects(session: Session, review: Review) -> None:
    answer(session, SaveReviewNote(review.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT, "since May", 0), Task())
    for party in Party:
        answer(session, MarkAgreement(review.id, party, Agreement.AGREED, ""), Task())
    answer(session, LockReview(review.id), Task())
    answer(session, AddAddendum(review.id, "later"), Task())
    thanks = answer(session, SaveRecognition(ANN, "For June"), Task())
    for record, should_say in (
        (RectifiedRecord.note(review.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT), "robin"),
        (RectifiedRecord(RectifiedKind.ADDENDUM, review.id, "1"), "starling"),
        (RectifiedRecord.recognition(thanks.id), "tern"),
    ):
        answer(session, AskRectification(record, should_say, "It was so.", "Dr Ann Example"), Task())
    note, addendum, thank_you = (search(session, word).hits[0].text for word in ("robin", "starling", "tern"))
    assert {note.written_in, addendum.written_in} == {WrittenIn.CORRECTION}
    assert (note.review, note.note) == (review.id, (NoteKind.DIRECTOR_NOTE, Domain.TALENT))
    assert (addendum.review, addendum.note) == (review.id, None)
    assert (thank_you.written_in, thank_you.review, thank_you.record) == (WrittenIn.CORRECTED_THANKS, None, thanks.id)


def test_that_all_words_count_as_beginnings_in_any_order_case_and_accent(session: Session, review: Review) -> None:
    write(session, review, "Café rounds after the NAÏVE plan")
    for text in ("cafe", "CAFÉ naiv", "plan roun", "ro pl café", "after   the"):
        assert search(session, text).total == 1, text
    for text in ("afe", "café nothing", "c", "", " ,. "):
        assert search(session, text).total == 0, text


def test_that_a_clinicians_name_narrows_a_search_but_is_no_hit_by_itself(session: Session, review: Review) -> None:
    write(session, review, "Leave in March")
    assert search(session, "example leave").total == 1
    assert search(session, "sample leave").total == 0
    assert search(session, "example").total == 0


def test_that_only_the_newest_form_of_a_note_is_found(session: Session, review: Review) -> None:
    after = write(session, review, "old words")
    assert search(session, "old").total == 1
    write(session, after, "new words")
    assert (search(session, "old").total, search(session, "new").total) == (0, 1)


def test_that_marks_are_where_the_words_are(session: Session, review: Review) -> None:
    text = "x " * 60 + "Then the Ünit\nmet in the straße, " + "and so on " * 40
    write(session, review, text)
    [hit] = search(session, "unit strasse").hits
    assert [hit.snippet[at : at + length] for at, length in hit.marks] == ["Ünit", "straße"]
    at, length = hit.found
    assert text[at : at + length] == "Ünit"
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert "\n" not in hit.snippet
    assert len(hit.snippet) < 220


def test_that_the_newest_hits_come_first_and_all_are_counted(session: Session) -> None:
    for number in range(5):
        answer(session, SaveRecognition(ANN, f"Thanks number {number}"), Task())
    few = answer(session, SearchReviews("thanks", most=2), Task())
    assert (len(few.hits), few.total) == (2, 5)


def test_that_searching_is_entered_in_the_audit_trail_once_a_day_without_what_was_sought(session: Session) -> None:
    for text in ("secretword", "other"):
        search(session, text)
        session.catch_up()
    with session.snapshot(Section.REVIEW) as snapshot:
        events = snapshot.rows("SELECT action, subject FROM audit_event WHERE action = ?", (Looking.SEARCH.value,))
        everything = str(snapshot.rows("SELECT * FROM audit_event"))
    assert events == [("looked at what a search found in the reviews of", "everybody")]
    assert "secretword" not in everything
    assert "secretword" not in repr(SearchReviews("secretword"))


def test_that_an_administrator_can_not_search(unlock: Unlock) -> None:
    with pytest.raises(NotEntitled):
        search(unlock(Role.ADMINISTRATOR), "leave")


def test_that_thirty_clinicians_of_five_years_are_searched_while_one_types() -> None:
    note = "We talked about the Monday list and café rounds, and agreed to look again in spring. " * 5
    texts = [
        WrittenText(WrittenIn.NOTE, ANN, f"Dr {number}", ReviewId("r"), str(number), date(2026, 1, 1), note)
        for number in range(30 * 5 * 4 * 8)
    ]
    folded = [(text, fold(text.text)) for text in texts]
    began = time.perf_counter()
    words = wanted_words("monday rounds unheard")
    assert [text for text, plain in folded if is_found(text, plain, words)] == []
    assert time.perf_counter() - began < 1.5  # a tenth of that on an idle machine
