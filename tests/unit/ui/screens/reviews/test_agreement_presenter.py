from __future__ import annotations

from datetime import date

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.requests import SaveReviewNote, ShowReview
from cdconsole.domain.review import Agreement, Conversation, NoteKind, Party, ReviewStatus
from cdconsole.ui.screens.reviews.drafts import RECOGNITION
from cdconsole.ui.screens.reviews.state import HELD_ON, NEXT_ON, LockQuestion
from unit.ui.screens.reviews.conftest import ANN, Reviews

TODAY = date(2026, 11, 23)


def mark_both(room: Reviews) -> None:
    for party in Party:
        room.agreement.mark(party, Agreement.AGREED, "")


def test_that_each_person_marks_and_who_is_missing_is_said(room: Reviews) -> None:
    assert room.room.missing_marks == "Still to mark it: the clinical director and Dr Ann Example."
    room.agreement.mark(Party.DIRECTOR, Agreement.AGREED, "")
    assert room.room.missing_marks == "Still to mark it: Dr Ann Example."
    room.agreement.mark(Party.CLINICIAN, Agreement.NOT_AGREED, "Not in my view.")
    assert room.room.missing_marks == ""
    assert room.room.review.mark(Party.CLINICIAN).comment == "Not in my view."


def test_that_a_mark_with_comment_needs_the_comment_beside_it(room: Reviews) -> None:
    room.agreement.mark(Party.CLINICIAN, Agreement.AGREED_WITH_COMMENT, " ")
    assert "needs the comment" in room.room.mark_problems[Party.CLINICIAN]
    room.agreement.mark(Party.CLINICIAN, Agreement.AGREED_WITH_COMMENT, "If staffed.")
    assert room.room.mark_problems == {}


def test_that_words_still_in_a_box_are_stored_before_the_mark_so_that_it_stands(room: Reviews) -> None:
    room.notes.typed(RECOGNITION, "Thank you.")
    room.agreement.mark(Party.DIRECTOR, Agreement.AGREED, "")
    assert room.room.review.mark(Party.DIRECTOR).agreement is Agreement.AGREED
    assert not room.draft(RECOGNITION).is_unsaved


def test_that_a_comment_typed_and_not_marked_outlives_closing(room: Reviews) -> None:
    review = room.room.review.id
    room.agreement.comment_typed(Party.CLINICIAN, "Transport decides Mondays.")
    room.presenter.close()
    mark = room.ask(ShowReview(review)).mark(Party.CLINICIAN)
    assert mark.comment == "Transport decides Mondays."
    assert mark.agreement is Agreement.NOT_MARKED


def test_that_the_dates_are_today_and_three_months_on_until_chosen(room: Reviews) -> None:
    assert (room.room.held_on, room.room.next_on) == (TODAY, date(2027, 2, 23))
    room.agreement.set_dates(date(2026, 11, 20), date(2027, 1, 15))
    assert (room.room.review.held_on, room.room.review.next_on) == (date(2026, 11, 20), date(2027, 1, 15))


def test_that_a_date_at_fault_is_named(room: Reviews) -> None:
    room.agreement.set_dates(date(2026, 12, 1), date(2027, 1, 15))
    assert "still to come" in room.room.date_problems[HELD_ON]
    room.agreement.set_dates(TODAY, date(2026, 11, 1))
    assert "after this one" in room.room.date_problems[NEXT_ON]
    room.agreement.set_dates(TODAY, date(2027, 1, 15))
    assert room.room.date_problems == {}


def test_that_locking_without_recognition_asks_plainly_first(room: Reviews) -> None:
    mark_both(room)
    room.agreement.lock()
    assert room.room.lock_question is LockQuestion.NO_RECOGNITION
    assert room.room.lock_question.value == "No recognition is recorded; lock anyway?"
    assert not room.room.is_locked
    room.agreement.keep_open()
    assert room.room.lock_question is LockQuestion.NONE
    room.agreement.lock()
    room.agreement.lock_anyway()
    assert room.room.lock_question is LockQuestion.NEXT_DAY
    room.agreement.lock_anyway()
    assert room.room.is_locked


def test_that_the_room_asks_for_the_day_of_the_next_review_where_nobody_set_it(room: Reviews) -> None:
    room.write(RECOGNITION, "Thank you.")
    mark_both(room)
    room.agreement.lock()
    asked = "Nobody has set the day of the next review. Is it 23 Feb 2027?"
    assert room.room.lock_question_text == asked
    room.agreement.keep_open()
    room.agreement.set_dates(TODAY, date(2027, 3, 1))
    room.agreement.lock()
    assert room.room.is_locked
    assert room.room.next_on == date(2027, 3, 1)


def test_that_a_conversation_beside_the_quarterly_review_asks_for_no_day(reviews: Reviews) -> None:
    reviews.presenter.talk.begin(ANN)
    reviews.presenter.talk.save(Conversation.ASKED_FOR, "The rota")
    assert (reviews.room.next_on, reviews.room.usual_next_on) == (None, date(2027, 2, 23))
    reviews.write(RECOGNITION, "Thank you.")
    mark_both(reviews)
    reviews.agreement.lock()
    assert reviews.room.is_locked
    assert reviews.ask(ShowReview(reviews.room.review.id)).next_on is None


def test_that_locking_with_recognition_keeps_the_days_and_both_marks(room: Reviews) -> None:
    room.write(RECOGNITION, "Thank you.")
    mark_both(room)
    room.agreement.lock()
    room.agreement.lock_anyway()
    locked = room.ask(ShowReview(room.room.review.id))
    assert locked.status is ReviewStatus.LOCKED
    assert (locked.held_on, locked.next_on) == (TODAY, date(2027, 2, 23))
    assert all(locked.mark(party).at is not None for party in Party)
    assert [review.status for review in room.room.reviews] == [ReviewStatus.LOCKED]


def test_that_words_typed_just_before_locking_take_the_marks_back_instead(room: Reviews) -> None:
    room.write(RECOGNITION, "Thank you.")
    mark_both(room)
    room.notes.typed(RECOGNITION, "Thank you all.")
    room.agreement.lock()
    room.agreement.lock_anyway()
    assert not room.room.is_locked
    assert "Not yet marked" in room.room.lock_problem
    assert room.room.review.mark(Party.DIRECTOR).cleared


def test_that_a_note_in_two_texts_is_settled_before_locking(room: Reviews) -> None:
    room.ask(SaveReviewNote(room.room.review.id, NoteKind.RECOGNITION, None, "Theirs.", 0))
    room.write(RECOGNITION, "Mine.")
    mark_both(room)
    room.agreement.lock()
    assert not room.room.is_locked
    assert "two texts" in room.room.lock_problem


def test_that_a_locked_review_takes_addenda_only(room: Reviews) -> None:
    room.write(RECOGNITION, "Thank you.")
    mark_both(room)
    room.agreement.lock()
    room.agreement.lock_anyway()
    room.agreement.mark(Party.DIRECTOR, Agreement.NOT_AGREED, "")
    assert room.room.review.mark(Party.DIRECTOR).agreement is Agreement.AGREED
    room.agreement.add_addendum(" ")
    assert "needs words" in room.room.addendum_problem
    room.agreement.add_addendum("Pharmacy confirmed.")
    assert room.room.addendum_problem == ""
    assert room.room.addenda_sent == 1
    assert [note.text for note in room.room.review.addenda] == ["Pharmacy confirmed."]
    room.agreement.comment_typed(Party.CLINICIAN, "Too late")
    room.presenter.close()
    assert room.ask(ShowReview(room.room.review.id)).mark(Party.CLINICIAN).comment == ""


def test_that_problems_without_a_place_are_told(room: Reviews) -> None:
    room.runner.is_slow = True
    room.agreement.mark(Party.DIRECTOR, Agreement.AGREED, "")
    room.agreement.set_dates(date(2026, 11, 20), date(2027, 1, 15))
    room.agreement.lock_anyway()
    room.agreement.add_addendum("Later")
    asked, room.runner._asked = room.runner._asked, []
    for number, (_, listeners, _) in enumerate(asked):
        listeners.failed(ValueError(str(number)))
        listeners.failed(Cancelled())
    assert [str(problem) for problem in room.told] == ["0", "1", "2", "3"]
    asked[2][1].failed(UserFacingError("The disk is full."))
    assert str(room.told[-1]) == "The disk is full."


def test_that_a_lock_that_fails_says_why(room: Reviews) -> None:
    room.agreement.lock_anyway()
    assert "Not yet marked by the clinical director and Dr Ann Example" in room.room.lock_problem
    room.agreement._not_locked(ValueError("a bug"))
    assert isinstance(room.told[-1], ValueError)
