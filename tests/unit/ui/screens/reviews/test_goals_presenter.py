from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role
from cdconsole.domain.requests import LockReview, MarkAgreement, SaveGoal, ShowReview
from cdconsole.domain.review import Agreement, GoalStatus, Party
from cdconsole.ui.screens.reviews.state import GoalEntry
from unit.services.conftest import CLOCK, Unlock
from unit.ui.screens.reviews.conftest import ANN, Reviews

ENTRY = GoalEntry(
    text="Half leave before midday",
    action="Dr Ann names early leavers the day before",
    measure=MeasureId.BEFORE_MIDDAY,
    no_measure_reason="",
    target="50%",
    support="A pharmacist at the board round",
    due=date(2027, 2, 23),
)


def agreed(room: Reviews, entry: GoalEntry = ENTRY) -> None:
    room.goals.begin_new()
    room.goals.save(entry)


def test_that_a_new_goal_is_about_the_chart_on_screen_and_due_in_three_months(room: Reviews) -> None:
    room.presenter.room.turn(1)
    room.goals.begin_new()
    assert room.room.goal_form is not None
    assert room.room.chart is not None
    assert room.room.goal_form.editing.measure == room.room.chart.measure.id
    assert room.room.goal_form.editing.due == date(2027, 2, 23)


def test_that_a_saved_goal_has_its_baseline_and_the_form_closes(room: Reviews) -> None:
    agreed(room)
    assert room.room.goal_form is None
    [goal] = room.room.review.goals
    assert goal.target == 0.5
    assert goal.baseline is not None
    assert "mean of Aug - Oct 2026" in goal.baseline_text


def test_that_the_field_at_fault_is_named_and_the_form_stays(room: Reviews) -> None:
    agreed(room, replace(ENTRY, action=""))
    assert room.room.goal_form is not None
    assert "needs an action" in room.room.goal_form.problems["action"]
    room.goals.save(replace(ENTRY, target="half"))
    assert room.room.goal_form is not None
    assert "not a number" in room.room.goal_form.problems["target"]
    room.goals.save(replace(ENTRY, measure=None, target=""))
    assert room.room.goal_form is not None
    assert "needs a measure" in room.room.goal_form.problems["measure"]
    room.goals.save(replace(ENTRY, measure=None, target="50", no_measure_reason="It is about handing over."))
    assert room.room.goal_form is None
    assert room.room.review.goals[0].target is None


def test_that_a_goal_is_changed_in_place_and_its_chart_comes_to_the_middle(room: Reviews) -> None:
    agreed(room)
    room.goals.begin(room.room.review.goals[0])
    assert room.room.chart is not None
    assert room.room.chart.measure.id == MeasureId.BEFORE_MIDDAY
    room.goals.save(replace(ENTRY, target="55"))
    [goal] = room.room.review.goals
    assert goal.target == pytest.approx(0.55)


def test_that_a_goal_changed_elsewhere_is_told_and_saving_again_goes_over_it(room: Reviews) -> None:
    agreed(room)
    [goal] = room.room.review.goals
    room.goals.begin(goal)
    room.ask(SaveGoal(replace(goal, text="Theirs")))
    room.goals.save(replace(ENTRY, text="Mine"))
    form = room.room.goal_form
    assert form is not None
    assert "was changed by Dr B. Director" in form.notice
    assert room.ask(ShowReview(goal.from_review)).goals[0].text == "Theirs"
    room.goals.save(replace(ENTRY, text="Mine"))
    assert room.room.goal_form is None
    assert room.ask(ShowReview(goal.from_review)).goals[0].text == "Mine"


def test_that_a_form_is_left_without_a_trace(room: Reviews) -> None:
    room.goals.begin_new()
    room.goals.end()
    assert room.room.goal_form is None
    room.goals.save(ENTRY)
    assert room.room.review.goals == ()


def test_that_a_second_click_while_saving_adds_no_second_goal(room: Reviews) -> None:
    room.goals.begin_new()
    room.runner.is_slow = True
    room.goals.save(ENTRY)
    room.goals.save(ENTRY)
    room.runner.answer_all()
    assert len(room.room.review.goals) == 1


def test_that_other_problems_stand_in_the_form_or_are_reported(room: Reviews) -> None:
    room.goals.begin_new()
    room.runner.is_slow = True
    room.goals.save(ENTRY)
    failed = room.runner._asked.pop(0)[1].failed
    failed(UserFacingError("The disk is full."))
    assert room.room.goal_form is not None
    assert room.room.goal_form.notice == "The disk is full."
    failed(Cancelled())
    assert room.told == []
    failed(ValueError("a bug"))
    assert isinstance(room.told[0], ValueError)
    room.goals.end()
    failed(UserFacingError("Too late."))
    assert str(room.told[1]) == "Too late."


@pytest.fixture
def next_time(unlock: Unlock, room: Reviews) -> Reviews:
    """The room of the review after the one in which the goal was agreed."""
    agreed(room)
    review = room.room.review.id
    for party in Party:
        room.ask(MarkAgreement(review, party, Agreement.AGREED, ""))
    room.ask(LockReview(review))
    clock = FixedClock(CLOCK.at.replace(year=2027))
    later = Reviews(unlock(Role.DIRECTOR, clock), clock)
    later.presenter.visit(clinician=ANN, begin="QUARTERLY")
    return later


def test_that_a_goal_from_last_time_is_closed_with_what_came_of_it(next_time: Reviews) -> None:
    [goal] = next_time.room.review.carried_forward
    closer = next_time.goals.closer
    closer.begin(goal)
    assert next_time.room.closing is not None
    closer.close(GoalStatus.ACHIEVED, "")
    assert "needs words" in next_time.room.closing.problems["outcome"]
    closer.close(GoalStatus.ACHIEVED, "52 % since July.")
    assert next_time.room.closing is None
    [closed] = next_time.room.review.carried_forward
    assert (closed.status, closed.outcome) == (GoalStatus.ACHIEVED, "52 % since July.")
    closer.reopen(closed)
    assert next_time.room.review.carried_forward[0].status is GoalStatus.OPEN


def test_that_a_dialog_that_was_left_closes_nothing(next_time: Reviews) -> None:
    closer = next_time.goals.closer
    [goal] = next_time.room.review.carried_forward
    closer.begin(goal)
    closer.end()
    closer.close(GoalStatus.STOPPED, "No.")
    assert next_time.room.review.carried_forward[0].status is GoalStatus.OPEN


def test_that_closing_that_fails_says_why_and_faults_are_reported(next_time: Reviews) -> None:
    closer = next_time.goals.closer
    [goal] = next_time.room.review.carried_forward
    closer.begin(goal)
    next_time.runner.is_slow = True
    closer.close(GoalStatus.STOPPED, "No.")
    closer.close(GoalStatus.STOPPED, "No.")
    [(_, listeners, _)] = next_time.runner._asked
    listeners.failed(UserFacingError("The disk is full."))
    assert next_time.room.closing is not None
    assert next_time.room.closing.problems == {"status": "The disk is full."}
    listeners.failed(ValueError("a bug"))
    assert isinstance(next_time.told[0], ValueError)
    closer.end()
    listeners.failed(UserFacingError("Too late."))
    assert next_time.room.closing is None
