from __future__ import annotations

from dataclasses import replace
from datetime import date

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ReviewId
from cdconsole.domain.people import Role
from cdconsole.domain.requests import ListRecognitions, ListReviews, SaveReviewNote, ShowReview
from cdconsole.domain.review import Agreement, NoteKind, Party, ReviewStatus
from cdconsole.services.session import Session
from cdconsole.ui.screens.reviews.columns import REVIEW_COLUMNS, key_of
from cdconsole.ui.screens.reviews.drafts import AGREED_FACTS, RECOGNITION
from cdconsole.ui.screens.reviews.state import Step, review_title
from unit.services.conftest import CLOCK, Unlock
from unit.ui.screens.reviews.conftest import ANN, BOB, NOBODY, Reviews


def test_that_every_clinician_is_listed_by_name_and_unattributed_work_is_not(reviews: Reviews) -> None:
    assert [row.clinician for row in reviews.state.rows] == ["Dr Ann Example", "Dr Bob Sample"]
    assert reviews.state.chosen == ANN
    assert not reviews.state.is_loading


def test_that_a_line_says_what_was_last_and_what_comes_next_in_words(room: Reviews) -> None:
    lock(room)
    listed = room.state.listed[0]
    texts = [column.text(listed) for column in REVIEW_COLUMNS]
    assert texts == [
        *("Dr Ann Example", "Consultant", "23 Nov 2026", "in 3 months, 23 Feb 2027"),
        *("0", "Agreed and locked", ""),
    ]
    assert key_of(listed) == ANN
    unreviewed = room.state.listed[1]
    assert [column.text(unreviewed) for column in REVIEW_COLUMNS][2:4] == ["none yet", "first review to come"]
    keys = [[column.key(line) for line in (listed, unreviewed)] for column in REVIEW_COLUMNS]
    assert keys[2] == [date(2026, 11, 23), date.min]
    assert keys[3] == [date(2027, 2, 23), date.min]
    assert keys[4] == [0, 0]


def test_that_visiting_with_a_clinician_prepares_a_review_and_freezes_the_charts(room: Reviews) -> None:
    assert room.room.review.status is ReviewStatus.PREPARING
    assert room.room.review.clinician_id == ANN
    assert len(room.room.charts) == 4
    assert room.room.director == "Dr B. Director"
    assert [review.id for review in room.room.reviews] == [room.room.review.id]
    assert room.state.listed[0].is_preparing


def test_that_preparing_again_goes_on_with_the_same_review(room: Reviews) -> None:
    first = room.room.review.id
    room.presenter.leave()
    assert room.state.room is None
    room.presenter.prepare(ANN)
    assert room.room.review.id == first


def test_that_a_review_is_opened_by_its_id_and_by_its_line(room: Reviews) -> None:
    first = room.room.review.id
    room.presenter.leave()
    room.presenter.visit(review=first, clinician=ANN)
    assert room.room.review.id == first
    room.presenter.leave()
    room.presenter.open_last(BOB)
    assert room.state.room is None
    room.presenter.open_last(ANN)
    assert room.room.review.id == first


def test_that_a_visit_without_ids_stays_where_it_is(room: Reviews) -> None:
    before = room.state
    room.presenter.visit()
    assert room.state == before


def test_that_unattributed_work_is_refused_in_words(reviews: Reviews) -> None:
    reviews.presenter.prepare(NOBODY)
    assert reviews.state.room is None
    assert not reviews.state.is_opening
    assert isinstance(reviews.told[0], UserFacingError)


def test_that_choosing_a_line_is_remembered(reviews: Reviews) -> None:
    reviews.presenter.list.choose(BOB)
    assert reviews.state.chosen_row is not None
    assert reviews.state.chosen_row.row.clinician == "Dr Bob Sample"


def test_that_a_list_that_cannot_be_read_says_so_and_can_be_tried_again(session: Session) -> None:
    reviews = Reviews(session)
    reviews.runner.is_slow = True
    reviews.presenter.try_again()
    assert reviews.state.is_loading
    assert reviews.runner.asked == [ListReviews(), ListRecognitions()]
    reviews.runner._asked[0][1].failed(UserFacingError("The file is in use.", "Close the other window."))
    assert reviews.state.problem == "The file is in use. Close the other window."
    reviews.runner._asked[0][1].failed(ValueError("a bug"))
    assert reviews.state.problem == "The reviews could not be read."
    assert isinstance(reviews.told[0], ValueError)
    reviews.runner.answer_all()
    assert reviews.state.problem == ""


def test_that_charts_are_turned_one_at_a_time_and_stop_at_both_ends(room: Reviews) -> None:
    assert room.room.place_text == "1 of 4"
    room.presenter.room.turn(-1)
    assert room.room.place_text == "1 of 4"
    for _ in range(5):
        room.presenter.room.turn(1)
    assert room.room.place_text == "4 of 4"
    assert room.room.step is Step.DATA
    assert room.room.chart == room.room.charts[3]


def test_that_the_step_and_presenter_mode_are_kept(room: Reviews) -> None:
    room.presenter.room.reach(Step.DISCUSS)
    assert room.room.step is Step.DISCUSS
    room.presenter.room.present()
    assert room.room.is_presenting
    room.presenter.room.present()
    assert not room.room.is_presenting


def test_that_nothing_happens_in_a_room_nobody_is_in(reviews: Reviews) -> None:
    before = reviews.state
    reviews.presenter.room.turn(1)
    reviews.presenter.room.present()
    reviews.presenter.room.reach(Step.AGREE)
    reviews.notes.typed(RECOGNITION, "Thank you")
    reviews.notes.save(RECOGNITION)
    reviews.agreement.lock()
    reviews.agreement.lock_anyway()
    reviews.agreement.add_addendum("Later")
    reviews.goals.begin_new()
    assert reviews.state == before


def test_that_another_windows_writing_appears_in_the_room(room: Reviews) -> None:
    review = room.room.review.id
    room.ask(SaveReviewNote(review, NoteKind.AGREED_FACTS, None, "Two clinics moved.", 0))
    room.presenter.changed(ChangeSet(frozenset({Topic.REVIEW}), frozenset({ANN})))
    assert room.draft(AGREED_FACTS).text == "Two clinics moved."


def test_that_a_write_about_somebody_else_leaves_the_room_alone(room: Reviews) -> None:
    room.runner.is_slow = True
    room.presenter.changed(ChangeSet(frozenset({Topic.REVIEW}), frozenset({BOB})))
    assert not any(isinstance(request, ShowReview) for request in room.runner.asked)


def test_that_the_last_review_is_the_locked_one_before(unlock: Unlock, room: Reviews) -> None:
    first = room.room.review.id
    room.write(RECOGNITION, "Thank you.")
    room.write(AGREED_FACTS, "Two clinics moved.")
    lock(room)
    assert room.room.is_locked
    clock = FixedClock(CLOCK.at.replace(year=2027))
    later = Reviews(unlock(Role.DIRECTOR, clock), clock)
    later.presenter.visit(clinician=ANN, begin="QUARTERLY")
    assert later.room.last is not None
    assert later.room.last.id == first
    facts = later.room.last.note(NoteKind.AGREED_FACTS)
    assert facts is not None
    assert facts.text == "Two clinics moved."
    assert [review_title(review) for review in later.room.reviews] == [
        "In preparation since 23 Nov 2027",
        "Held 23 Nov 2026",
    ]
    later.presenter.open(first)
    assert later.room.last is None
    assert len(later.room.reviews) == 2


def test_that_a_review_that_is_not_there_is_told_in_words(reviews: Reviews) -> None:
    reviews.presenter.open(ReviewId("nowhere"))
    assert isinstance(reviews.told[0], UserFacingError)
    assert reviews.state.room is None


def test_that_a_review_without_charts_has_none_to_turn(room: Reviews) -> None:
    bare = replace(room.room, review=replace(room.room.review, charts=None))
    assert bare.charts == ()
    assert bare.chart is None
    assert bare.place_text == ""


def test_that_nothing_is_shown_after_closing(room: Reviews) -> None:
    room.runner.is_slow = True
    room.presenter.open(room.room.review.id)
    before = room.state
    room.presenter.close()
    room.runner.answer_all()
    assert room.state == before


def lock(reviews: Reviews) -> None:
    for party in Party:
        reviews.agreement.mark(party, Agreement.AGREED, "")
    reviews.agreement.lock_anyway()
