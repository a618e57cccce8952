from __future__ import annotations

from datetime import datetime

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.people import Role
from cdconsole.domain.requests import ListRecognitions, SaveRecognition
from cdconsole.domain.review import Agreement, Conversation, Party, Recognition
from cdconsole.services.session import Session
from cdconsole.ui.screens.reviews.columns import THANKS_COLUMNS, key_of_thanks
from cdconsole.ui.screens.reviews.drafts import RECOGNITION
from cdconsole.ui.thanking.state import ThankForm
from unit.services.conftest import CLOCK, Unlock
from unit.ui.screens.reviews.conftest import ANN, BOB, NOBODY, Reviews

LAST_MONTH = FixedClock(CLOCK.at.replace(month=10))


def thank(reviews: Reviews, text: str) -> None:
    reviews.presenter.thanks.begin()
    reviews.presenter.thanks.save(ANN, text)


def lock(reviews: Reviews) -> None:
    reviews.write(RECOGNITION, "Thank you")
    for party in Party:
        reviews.agreement.mark(party, Agreement.AGREED, "")
    reviews.agreement.lock()
    reviews.agreement.lock_anyway()


def texts(thanks: tuple[Recognition, ...]) -> list[str]:
    return [one.text for one in thanks]


def test_that_a_thank_you_is_kept_and_listed_newest_first(reviews: Reviews) -> None:
    assert not reviews.state.thanks.is_loading
    reviews.presenter.list.choose(BOB)
    reviews.presenter.thanks.begin()
    assert reviews.state.thanks.form == ThankForm(BOB)
    reviews.presenter.thanks.save(BOB, "For the extra list")
    assert reviews.state.thanks.form is None
    thank(reviews, "For teaching")
    assert texts(reviews.state.thanks.given) == ["For teaching", "For the extra list"]
    assert texts(reviews.state.thanks.to(BOB)) == ["For the extra list"]


def test_that_a_thank_you_without_words_is_refused_at_its_field_and_can_be_written_then(reviews: Reviews) -> None:
    thank(reviews, " \n")
    form = reviews.state.thanks.form
    assert form is not None
    assert form.problems == {"text": "A thank-you needs words. Say what for."}
    assert not form.is_busy
    reviews.presenter.thanks.save(ANN, "For staying")
    assert texts(reviews.state.thanks.given) == ["For staying"]


def test_that_unattributed_work_cannot_be_thanked(reviews: Reviews) -> None:
    reviews.presenter.thanks.begin()
    reviews.presenter.thanks.save(NOBODY, "For staying")
    form = reviews.state.thanks.form
    assert form is not None
    assert set(form.problems) == {"clinician"}
    assert reviews.state.thanks.given == ()


def test_that_pressing_twice_stores_one(reviews: Reviews) -> None:
    reviews.presenter.thanks.begin()
    reviews.runner.is_slow = True
    reviews.presenter.thanks.save(ANN, "For staying")
    reviews.presenter.thanks.save(ANN, "For staying")
    assert reviews.runner.asked == [SaveRecognition(ANN, "For staying")]


def test_that_leaving_the_form_stores_nothing(reviews: Reviews) -> None:
    reviews.presenter.thanks.begin()
    reviews.presenter.thanks.end()
    assert reviews.state.thanks.form is None
    reviews.presenter.thanks.save(ANN, "For staying")
    assert reviews.state.thanks.given == ()


def test_that_no_form_opens_in_the_room_or_on_the_way_there(reviews: Reviews) -> None:
    reviews.runner.is_slow = True
    reviews.presenter.prepare(ANN)
    reviews.presenter.thanks.begin()
    assert reviews.state.thanks.form is None
    reviews.runner.answer_all()
    reviews.presenter.thanks.begin()
    assert reviews.state.thanks.form is None


@pytest.mark.parametrize(
    ("problem", "notice", "told"),
    [
        (UserFacingError("The file is in use.", "Close the other window."), "The file is in use. Close the other", 0),
        (ValueError("a bug"), "", 1),
        (Cancelled(), "", 0),
    ],
)
def test_that_a_thank_you_that_was_not_stored_can_be_tried_again(
    reviews: Reviews, problem: Exception, notice: str, told: int
) -> None:
    reviews.presenter.thanks.begin()
    reviews.runner.is_slow = True
    reviews.presenter.thanks.save(ANN, "For staying")
    reviews.runner._asked[0][1].failed(problem)
    form = reviews.state.thanks.form
    assert form is not None
    assert form.notice.startswith(notice)
    assert bool(form.notice) is bool(notice)
    assert not form.is_busy
    assert len(reviews.told) == told


def test_that_a_problem_after_the_form_was_left_is_still_told(reviews: Reviews) -> None:
    reviews.presenter.thanks.begin()
    reviews.runner.is_slow = True
    reviews.presenter.thanks.save(ANN, "For staying")
    reviews.presenter.thanks.end()
    problem = UserFacingError("The file is in use.")
    reviews.runner._asked[0][1].failed(problem)
    assert reviews.told == [problem]


def test_that_thank_yous_that_cannot_be_read_say_so_and_stay_as_they_were(reviews: Reviews) -> None:
    thank(reviews, "For staying")
    reviews.runner.is_slow = True
    reviews.presenter.thanks.read()
    listeners = reviews.runner._asked[0][1]
    listeners.failed(Cancelled())
    assert reviews.state.thanks.problem == ""
    listeners.failed(UserFacingError("The file is in use."))
    assert reviews.state.thanks.problem == "The file is in use."
    assert reviews.told == []
    listeners.failed(ValueError("a bug"))
    assert reviews.state.thanks.problem == "The thank-yous could not be read."
    assert len(reviews.told) == 1
    reviews.presenter.try_again()
    reviews.runner.answer_all()
    assert reviews.state.thanks.problem == ""
    assert texts(reviews.state.thanks.given) == ["For staying"]


def test_that_a_thank_you_written_elsewhere_appears_and_the_form_stays(reviews: Reviews) -> None:
    reviews.presenter.thanks.begin()
    reviews.ask(SaveRecognition(BOB, "From another window"))
    reviews.presenter.changed(ChangeSet(frozenset({Topic.SPELL})))
    assert reviews.state.thanks.given == ()
    reviews.presenter.changed(ChangeSet(frozenset({Topic.REVIEW}), frozenset({BOB})))
    assert texts(reviews.state.thanks.given) == ["From another window"]
    assert reviews.state.thanks.form == ThankForm(ANN)


def test_that_the_room_shows_what_this_clinician_was_thanked_for(reviews: Reviews) -> None:
    thank(reviews, "For staying")
    reviews.presenter.visit(clinician=BOB, begin="QUARTERLY")
    assert reviews.room.thanks_since_last == ()
    reviews.presenter.leave()
    reviews.presenter.visit(clinician=ANN, begin="QUARTERLY")
    assert texts(reviews.room.thanks_since_last) == ["For staying"]
    reviews.ask(SaveRecognition(ANN, "For the handover"))
    reviews.presenter.changed(ChangeSet(frozenset({Topic.REVIEW}), frozenset({ANN})))
    assert texts(reviews.room.thanks_since_last) == ["For the handover", "For staying"]


def test_that_the_room_waits_to_know_which_review_was_the_last(reviews: Reviews) -> None:
    thank(reviews, "For staying")
    reviews.presenter.visit(clinician=ANN, begin="QUARTERLY")
    reviews.desk.change_room(reviews=())
    assert reviews.room.thanks_since_last == ()


def test_that_thank_yous_that_come_after_the_room_are_shown_in_it(session: Session) -> None:
    first = Reviews(session)
    thank(first, "For staying")
    slow = Reviews(session)
    slow.runner.is_slow = True
    slow.presenter.thanks.read()
    slow.presenter.prepare(ANN)
    assert ListRecognitions() in slow.runner.asked
    slow.runner.answer_all()
    assert texts(slow.room.thanks_since_last) == ["For staying"]


def test_that_only_thank_yous_since_the_last_review_are_shown_and_a_locked_review_shows_none(unlock: Unlock) -> None:
    early = Reviews(unlock(Role.DIRECTOR, LAST_MONTH), LAST_MONTH)
    thank(early, "For October")
    reviews = Reviews(unlock(Role.DIRECTOR, CLOCK))
    reviews.presenter.visit(clinician=ANN, begin="QUARTERLY")
    assert texts(reviews.room.thanks_since_last) == ["For October"]
    lock(reviews)
    assert reviews.room.is_locked
    assert reviews.room.thanks_since_last == ()
    reviews.presenter.leave()
    thank(reviews, "For later that day")
    next_year = FixedClock(CLOCK.at.replace(year=2027))
    later = Reviews(unlock(Role.DIRECTOR, next_year), next_year)
    thank(later, "For next year")
    later.presenter.visit(clinician=ANN, begin="QUARTERLY")
    assert texts(later.room.thanks_since_last) == ["For next year", "For later that day"]


def test_that_a_line_keeps_to_one_line_and_its_tooltip_shows_the_words_as_typed() -> None:
    at = datetime.fromisoformat("2026-11-23T10:42:00+00:00")
    one = Recognition("r1", ANN, "Dr Ann Example", "For <b>staying</b>\nand calm", "Dr B. Director", at)
    assert [column.text(one) for column in THANKS_COLUMNS] == [
        *("23 Nov 2026", "Dr Ann Example", "For <b>staying</b> and calm", "Dr B. Director"),
    ]
    assert THANKS_COLUMNS[0].key(one) == at
    assert THANKS_COLUMNS[2].tooltip is not None
    assert THANKS_COLUMNS[2].tooltip(one) == one.text
    assert key_of_thanks(one) == "r1"


def test_that_a_conversation_between_two_reviews_uses_no_thank_you_up(unlock: Unlock) -> None:
    early = Reviews(unlock(Role.DIRECTOR, LAST_MONTH), LAST_MONTH)
    thank(early, "For October")
    reviews = Reviews(unlock(Role.DIRECTOR, CLOCK))
    reviews.presenter.visit(clinician=ANN, begin="ASKED_FOR")
    reviews.presenter.talk.save(Conversation.ASKED_FOR, "The rota")
    lock(reviews)
    assert reviews.room.is_locked
    reviews.presenter.leave()
    next_year = FixedClock(CLOCK.at.replace(year=2027))
    later = Reviews(unlock(Role.DIRECTOR, next_year), next_year)
    later.presenter.visit(clinician=ANN, begin="QUARTERLY")
    assert later.room.last is not None
    assert later.room.last_quarterly is None
    assert texts(later.room.thanks_since_last) == ["For October"]
