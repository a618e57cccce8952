from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId, GoalId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role
from cdconsole.domain.requests import PrepareReview, Request, SaveGoal
from cdconsole.domain.review import Goal, GoalStatus, PdsaAct, PdsaCycle
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Running, Task, TaskScope
from cdconsole.ui.screens.goals.columns import GOAL_COLUMNS, key_of
from cdconsole.ui.screens.goals.presenter import GoalsPresenter
from cdconsole.ui.screens.goals.state import GROUPS, GoalsState, Part, Wanted, cycle_lines, cycle_title, next_cycle
from unit.services.conftest import CLOCK


class Failing:
    """Answers each request as told, or passes it on."""

    def __init__(self, session: Session, changed: Callable[[ChangeSet], None]) -> None:
        self.problem: Exception | None = None
        self.asked = 0
        self._inner = ImmediateTaskRunner(session, changed)

    def run(self, request: Request[object], listeners: Listeners) -> Running:
        self.asked += 1
        if self.problem is not None:
            listeners.failed(self.problem)
            return self
        return self._inner.run(request, listeners)

    def cancel(self) -> None:
        """There is nothing left to stop."""


class Goals:
    """The goals screen without its widgets."""

    def __init__(self, session: Session, clock: FixedClock = CLOCK) -> None:
        self.told: list[Exception] = []
        self.state = GoalsState(clock.today())
        self.runner = Failing(session, self._changed)
        self.presenter = GoalsPresenter(self, TaskScope(self.runner, self.told.append), clock, self.told.append)
        self.presenter.start()

    def show_state(self, state: GoalsState) -> None:
        self.state = state

    def _changed(self, changes: ChangeSet) -> None:
        self.presenter.changed(changes)

    @property
    def goal(self) -> Goal:
        assert self.state.line is not None
        return self.state.line.goal


@pytest.fixture
def goals(session: Session) -> Goals:
    review = answer(session, PrepareReview(ClinicianId("ann")), Task()).id
    blank = Goal(GoalId(""), ClinicianId("ann"), review, "", "", None, "", None, "", None, "", date(2027, 2, 23))
    for goal in (
        replace(blank, text="Half before midday", action="Ann", measure=MeasureId.BEFORE_MIDDAY, target=0.5),
        replace(blank, text="A successor", action="Ann", no_measure_reason="it is handing over", due=date(2027, 3, 1)),
    ):
        answer(session, SaveGoal(goal), Task())
    session.take_changes()
    return Goals(session)


def test_that_a_department_without_goals_says_where_they_come_from(session: Session) -> None:
    goals = Goals(session)
    assert goals.state.lines == ()
    assert goals.state.notice.startswith("No open goals yet.")
    goals.presenter.include_closed(wanted=True)
    assert goals.state.notice.startswith("No goals yet.")
    goals.presenter.begin_closing()
    goals.presenter.reopen()
    goals.presenter.begin_cycle(None)
    assert (goals.state.closing, goals.state.form) == (None, None)


def test_that_before_the_first_answer_the_screen_says_what_it_does() -> None:
    assert GoalsState(CLOCK.today()).notice == "Drawing the goals' measures…"


def test_that_every_open_goal_is_listed_the_first_due_in_front(goals: Goals) -> None:
    assert [line.goal.text for line in goals.state.lines] == ["Half before midday", "A successor"]
    assert goals.state.line is goals.state.lines[0] or goals.state.line == goals.state.lines[0]
    first, second = goals.state.lines
    texts = [column.text(first) for column in GOAL_COLUMNS]
    assert texts[:4] == ["Due later", "Dr Ann Example", "Half before midday", "Discharged before midday"]
    assert "mean of Aug - Oct 2026" in texts[4]
    assert texts[5] == "No complete month of data since 23 Nov 2026"
    assert texts[6:] == ["50.0%", "in 3 months, 23 Feb 2027"]
    assert [column.text(second) for column in GOAL_COLUMNS][3:7] == ["None fits", "", "", ""]
    assert "Agreed 23 Nov 2026. Baseline then: " in first.agreed_text
    assert second.agreed_text == "Agreed 23 Nov 2026. Now: No measure fits: it is handing over."
    assert key_of(first) == first.goal.id
    assert GOAL_COLUMNS[7].key(first) < GOAL_COLUMNS[7].key(second)


def test_that_a_goal_is_selected_and_stays_selected_when_read_again(goals: Goals) -> None:
    second = goals.state.lines[1].goal.id
    goals.presenter.visit(goal=second)
    goals.presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    assert goals.goal.id == second
    goals.presenter.visit()
    assert goals.goal.id == second


def test_that_only_writes_that_touch_goals_or_measures_are_read_again(goals: Goals) -> None:
    before = goals.runner.asked
    goals.presenter.changed(ChangeSet(frozenset({Topic.INPATIENT})))
    assert goals.runner.asked == before
    goals.presenter.changed(ChangeSet(frozenset({Topic.SPELL})))
    assert goals.runner.asked == before + 1


def test_that_a_goal_is_closed_with_its_outcome_and_found_among_the_closed(goals: Goals) -> None:
    closed = goals.goal.id
    goals.presenter.begin_closing()
    goals.presenter.closer.close(GoalStatus.CHANGED, "")
    assert goals.state.closing is not None
    assert "needs words" in goals.state.closing.problems["outcome"]
    goals.presenter.closer.close(GoalStatus.CHANGED, "Turned to weekends.")
    assert goals.state.closing is None
    assert closed not in [line.goal.id for line in goals.state.lines]
    goals.presenter.include_closed(wanted=True)
    goals.presenter.select(GoalId(closed))
    assert GOAL_COLUMNS[7].text(goals.state.lines[-1]) == "Changed: Turned to weekends."
    goals.presenter.reopen()
    assert goals.goal.status is GoalStatus.OPEN
    goals.presenter.include_closed(wanted=True)


def test_that_a_closing_dialog_can_be_left(goals: Goals) -> None:
    goals.presenter.begin_closing()
    goals.presenter.closer.end()
    assert goals.state.closing is None
    assert goals.goal.status is GoalStatus.OPEN


def test_that_a_cycle_is_begun_written_up_and_decided(goals: Goals) -> None:
    goals.presenter.begin_cycle(None)
    assert goals.state.form is not None
    assert goals.state.form.cycle.started == CLOCK.today()
    goals.presenter.cycles.save(goals.state.form.cycle)
    assert "needs a plan" in goals.state.form.problems["plan"]
    goals.presenter.cycles.save(PdsaCycle("", CLOCK.today(), "Huddle at four", "Two more a week"))
    assert goals.state.form is None
    [cycle] = goals.goal.cycles
    assert cycle_title(cycle) == "Began 23 Nov 2026, still running"
    goals.presenter.begin_cycle(cycle)
    decided = replace(cycle, do="Three weeks", study="It helped", act=PdsaAct.ADOPT)
    goals.presenter.cycles.save(decided)
    assert goals.goal.cycles == (decided,)
    assert cycle_title(decided) == "Began 23 Nov 2026, decided: adopt"
    assert [name for name, _ in cycle_lines(decided)] == ["Plan", "Prediction", "Do", "Study"]


def test_that_a_cycle_dialog_can_be_left_and_a_second_click_is_ignored(goals: Goals) -> None:
    goals.presenter.begin_cycle(None)
    goals.presenter.cycles.end()
    assert goals.state.form is None
    goals.presenter.cycles.save(PdsaCycle("", CLOCK.today(), "Huddle", ""))
    assert goals.goal.cycles == ()


def test_that_a_cycle_that_is_not_saved_says_why(goals: Goals) -> None:
    goals.presenter.begin_cycle(None)
    goals.runner.problem = UserFacingError("The disk is full.")
    goals.presenter.cycles.save(PdsaCycle("", CLOCK.today(), "Huddle", ""))
    assert goals.state.form is not None
    assert goals.state.form.notice == "The disk is full."
    goals.runner.problem = ValueError("a bug")
    goals.presenter.cycles.save(PdsaCycle("", CLOCK.today(), "Huddle", ""))
    assert isinstance(goals.told[0], ValueError)
    goals.presenter.cycles.end()
    goals.presenter.cycles._not_saved(UserFacingError("Too late."))
    assert goals.state.form is None


def test_that_goals_that_cannot_be_read_say_so_and_can_be_read_again(goals: Goals) -> None:
    goals.runner.problem = UserFacingError("The file is in use.", "Close the other window.")
    goals.presenter.read_again()
    assert goals.state.notice == "The file is in use. Close the other window."
    goals.runner.problem = ValueError("a bug")
    goals.presenter.read_again()
    assert goals.state.notice == "The goals could not be read."
    goals.runner.problem = None
    goals.presenter.read_again()
    assert len(goals.state.lines) == 2
    goals.presenter.close()
    goals.presenter.read_again()
    assert goals.state.is_loading


def test_that_a_measure_without_a_chart_is_still_named(goals: Goals) -> None:
    line = goals.state.lines[0]
    bare = replace(line, progress=replace(line.progress, chart=None))
    assert bare.measure_title == "discharged_before_midday"
    assert bare.measure is None
    none_fits = replace(bare, progress=replace(bare.progress, goal=replace(bare.goal, measure=None)))
    assert none_fits.measure_title == ""


# --- the board -------------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(session: Session, goals: Goals) -> Goals:
    """Return the screen with two goals of groups besides: one due in three days, one of Dr Bob's own group."""
    for name, members, due in (("The whole team", "", date(2026, 11, 26)), ("Clinics", "bob", date(2027, 5, 1))):
        goals.presenter.forms.begin_group_goal()
        assert goals.state.asked is not None
        typed = {field.name: field.value for field in goals.state.asked.fields}
        words = {"name": name, "members": members, "text": f"Goal of {name}", "action": "All", "due": due.isoformat()}
        measure = {"measure": MeasureId.BEFORE_MIDDAY, "target": "45 %", "support": "", "owners": "Sister Reid"}
        goals.presenter.forms.enter(typed | words | measure)
        assert goals.state.asked is None
    return goals


def test_that_the_board_stands_in_the_order_of_what_is_due(shared: Goals) -> None:
    lines = shared.state.lines
    assert [(line.part, line.progress.clinician) for line in lines] == [
        (Part.DUE, "The whole team"),
        (Part.LATER, "Dr Ann Example"),
        (Part.LATER, "Dr Ann Example"),
        (Part.LATER, "Clinics"),
    ]
    assert shared.state.summary == "1 due now, 3 due later"
    assert shared.goal.text == "Goal of Clinics"  # the one agreed last
    assert lines[0].goal.target == 0.45
    assert lines[0].owners_text == "Goal of a group: The whole team. Seen to by Sister Reid."


def test_that_goals_are_found_as_one_types_and_by_what_is_chosen(shared: Goals) -> None:
    def listed(wanted: Wanted) -> list[str]:
        shared.presenter.want(wanted)
        return [line.goal.text for line in shared.state.lines]

    assert listed(Wanted("SISTER goal")) == ["Goal of The whole team", "Goal of Clinics"]
    assert listed(Wanted(whose=GROUPS)) == ["Goal of The whole team", "Goal of Clinics"]
    assert listed(Wanted(whose="bob")) == ["Goal of The whole team", "Goal of Clinics"]
    assert listed(Wanted(whose="ann")) == ["Goal of The whole team", "Half before midday", "A successor"]
    assert listed(Wanted(part=Part.DUE)) == ["Goal of The whole team"]
    assert listed(Wanted(measure=MeasureId.BEFORE_MIDDAY, whose="ann", words="half")) == ["Half before midday"]
    assert shared.state.summary == "1 due now, 3 due later; 1 of 4 shown"
    assert shared.goal.text == "Half before midday"
    assert listed(Wanted("nothing like it")) == []
    assert shared.state.notice == "No goal is left by what is typed and chosen above."
    assert shared.state.line is None
    assert shared.state.whose == (("", "Everybody"), (GROUPS, "Groups"), ("ann", "Dr Ann Example"))
    assert shared.state.measures[0] == ("", "Every measure")


def test_that_a_groups_goal_is_changed_and_one_that_is_wrong_says_where(shared: Goals) -> None:
    shared.presenter.select(shared.state.lines[0].goal.id)
    shared.presenter.begin_changing()
    form = shared.state.asked
    assert form is not None
    typed = {field.name: field.value for field in form.fields}
    assert (typed["target"], typed["text"]) == ("45", "Goal of The whole team")
    shared.presenter.forms.enter(typed | {"target": "many"})
    assert shared.state.asked is not None
    assert "not a number" in shared.state.asked.problems["target"]
    shared.presenter.forms.enter(typed | {"text": " "})
    assert "needs words" in shared.state.asked.problems["text"]
    shared.presenter.forms.enter(typed | {"text": "Most of us home by noon"})
    assert shared.state.asked is None
    assert (shared.goal.text, shared.goal.revision) == ("Most of us home by noon", 2)
    shared.presenter.begin_changing()
    shared.presenter.forms.end()
    assert shared.state.asked is None


def test_that_one_persons_goal_is_not_changed_here_and_one_that_is_open_not_looked_back_on(goals: Goals) -> None:
    goals.presenter.begin_changing()
    goals.presenter.begin_look_back()
    goals.presenter.forms.enter({})
    assert goals.state.asked is None


def test_that_an_achieved_goal_is_looked_back_on_a_year_later(goals: Goals, unlock: Callable[..., Session]) -> None:
    goals.presenter.begin_closing()
    goals.presenter.closer.close(GoalStatus.ACHIEVED, "Held for three months.")
    assert goals.state.lines[-1].part is Part.WAITING
    assert GOAL_COLUMNS[7].text(goals.state.lines[-1]) == "in 12 months, 23 Nov 2027"
    later = FixedClock(datetime(2027, 11, 25, 9, tzinfo=UTC))
    year_on = Goals(unlock(Role.DIRECTOR, later), later)
    line = year_on.state.lines[-1]
    assert (line.part, GOAL_COLUMNS[7].text(line)) == (Part.LOOK_BACK, "2 days over, 23 Nov 2027")
    year_on.presenter.select(line.goal.id)
    year_on.presenter.begin_look_back()
    assert year_on.state.asked is not None
    assert year_on.state.asked.lead.startswith("“Half before midday” was achieved: Held for three months.")
    year_on.presenter.forms.enter({"held": "", "note": "The clerk left."})
    assert "Nothing is chosen" in year_on.state.asked.problems["held"]
    year_on.presenter.forms.enter({"held": "NOT_HELD", "note": " "})
    assert "needs words" in year_on.state.asked.problems["note"]
    year_on.presenter.forms.enter({"held": "NOT_HELD", "note": "The clerk left."})
    assert year_on.state.asked is None
    year_on.presenter.include_closed(wanted=True)
    closed = year_on.state.lines[-1]
    assert closed.part is Part.CLOSED
    assert "Not held on 25 Nov 2027: The clerk left." in GOAL_COLUMNS[7].text(closed)


# --- PDSA cycles -----------------------------------------------------------------------------------------------------


def test_that_the_last_change_of_a_cycle_is_undone(goals: Goals) -> None:
    goals.presenter.begin_cycle(None)
    goals.presenter.cycles.save(PdsaCycle("", CLOCK.today(), "Huddle at four", ""))
    [cycle] = goals.goal.cycles
    assert goals.state.undo_text == "Take back the cycle that began 23 Nov 2026"
    goals.presenter.begin_cycle(cycle)
    goals.presenter.cycles.save(replace(cycle, do="Two weeks"))
    assert goals.state.undo_text == "Undo the change of the cycle that began 23 Nov 2026"
    goals.presenter.cycles.undo()
    assert (goals.goal.cycles, goals.state.undo_text) == ((cycle,), "")
    goals.presenter.cycles.undo()
    assert goals.goal.cycles == (cycle,)
    goals.presenter.begin_cycle(None)
    goals.presenter.cycles.save(PdsaCycle("", CLOCK.today(), "By mistake", ""))
    assert len(goals.goal.cycles) == 2
    goals.presenter.cycles.undo()
    assert goals.goal.cycles == (cycle,)


def test_that_a_cycle_to_be_adapted_offers_the_next_with_its_plan(goals: Goals) -> None:
    goals.presenter.begin_cycle(None)
    goals.presenter.cycles.save(PdsaCycle("", date(2026, 11, 2), "Huddle at four", "Two more a week"))
    assert next_cycle(goals.goal, CLOCK.today()) is None
    goals.presenter.begin_cycle(goals.goal.cycles[0])
    goals.presenter.cycles.save(replace(goals.goal.cycles[0], study="Some days", act=PdsaAct.ADAPT))
    goals.presenter.begin_next_cycle()
    assert goals.state.form is not None
    assert goals.state.form.cycle == PdsaCycle("", CLOCK.today(), "Huddle at four", "Two more a week")
