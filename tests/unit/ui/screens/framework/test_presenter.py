from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import StaleEdit, UserFacingError
from cdconsole.domain.framework import Charter, Framework, SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role
from cdconsole.domain.requests import Request, SaveCharter, TickStageItem
from cdconsole.services.definitions import BY_ID
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Running, Task, TaskRunner, TaskScope
from cdconsole.ui.screens.framework.presenter import FrameworkPresenter
from cdconsole.ui.screens.framework.state import REVIEW_ON, TITLE, WHOLE, FrameworkState, Page, TypedOutcome

TYPED = TypedOutcome(" A bed by lunchtime ", " Patients wait ", "Dr Ann ", "19 Jan 2027", (MeasureId.BEFORE_MIDDAY,))


class Shown:
    """A view that remembers every state, and what was reported."""

    def __init__(self) -> None:
        self.states: list[FrameworkState] = []
        self.broken: list[Exception] = []

    @property
    def last(self) -> FrameworkState:
        return self.states[-1]

    @property
    def framework(self) -> Framework:
        assert self.last.framework is not None
        return self.last.framework

    def show_state(self, state: FrameworkState) -> None:
        self.states.append(state)


class Held:
    """A runner that keeps each request until the test answers it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Request[Any], Listeners]] = []

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        self.asked.append((request, listeners))
        return self

    def cancel(self) -> None:
        """Nothing is under way."""


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def presenter(session: Session, shown: Shown) -> FrameworkPresenter:
    made: list[FrameworkPresenter] = []

    def changed(changes: ChangeSet) -> None:
        made[0].changed(changes)

    made.append(presented(ImmediateTaskRunner(session, changed), shown))
    made[0].start()
    return made[0]


def presented(runner: TaskRunner, shown: Shown) -> FrameworkPresenter:
    return FrameworkPresenter(shown, TaskScope(runner, shown.broken.append), shown.broken.append)


def test_that_eight_stages_and_the_measures_are_shown(presenter: FrameworkPresenter, shown: Shown) -> None:
    assert [stage.number for stage in shown.framework.stages] == list(range(1, 9))
    assert [measure.id for measure in shown.last.untied] == list(BY_ID)
    assert shown.last.page is Page.STAGES


def test_that_a_page_is_shown_by_its_name(presenter: FrameworkPresenter, shown: Shown) -> None:
    presenter.visit(page="charter")
    assert shown.last.page is Page.CHARTER
    presenter.visit()
    assert shown.last.page is Page.CHARTER


def test_that_a_tick_says_who_and_when_and_can_be_taken_away(presenter: FrameworkPresenter, shown: Shown) -> None:
    presenter.tick("1.1", is_done=True)
    item = shown.framework.stages[0].items[0]
    assert (item.done_by, item.done_at is not None) == ("Dr B. Director", True)
    presenter.tick("1.1", is_done=False)
    assert shown.framework.stages[0].items[0].done_at is None


def test_that_a_tick_that_is_refused_shows_what_is_stored(presenter: FrameworkPresenter, shown: Shown) -> None:
    before = len(shown.states)
    presenter.tick("9.9", is_done=True)
    assert len(shown.states) == before + 1
    assert isinstance(shown.broken[0], UserFacingError)


def test_that_a_stage_takes_other_words(presenter: FrameworkPresenter, shown: Shown) -> None:
    presenter.forms.edit_stage(2)
    assert shown.last.stage_form is not None
    assert shown.last.stage_form.of.number == 2
    presenter.forms.save_stage("Bring people in", "Everybody knows why.")
    assert (shown.framework.stages[1].title, shown.framework.stages[1].aim) == (
        "Bring people in", "Everybody knows why.",
    )  # fmt: skip
    assert shown.last.stage_form is None


def test_that_a_stage_without_a_title_keeps_its_form(presenter: FrameworkPresenter, shown: Shown) -> None:
    presenter.forms.edit_stage(2)
    presenter.forms.save_stage(" ", "")
    assert shown.last.stage_form is not None
    assert shown.last.stage_form.problems == {TITLE: "A stage needs a title. Type one or two words."}
    assert not shown.last.stage_form.is_busy


def test_that_a_form_closes_without_writing(presenter: FrameworkPresenter, shown: Shown) -> None:
    before = shown.framework
    presenter.forms.edit_stage(2)
    presenter.forms.end_stage()
    presenter.forms.save_stage("Late", "")
    assert shown.last.stage_form is None
    assert shown.framework == before


def test_that_the_charter_is_saved_as_the_next_version(presenter: FrameworkPresenter, shown: Shown) -> None:
    for version in (1, 2):
        presenter.forms.edit_charter()
        presenter.forms.save_charter(Charter("Aims", "Sponsor", "Concern", signed="Both"))
        assert shown.framework.charter == Charter("Aims", "Sponsor", "Concern", version, "Both")
    assert shown.last.charter_form is None


def test_that_a_charter_somebody_else_saved_meanwhile_is_not_overwritten(
    presenter: FrameworkPresenter, session: Session, shown: Shown
) -> None:
    presenter.forms.edit_charter()
    answer(session, SaveCharter(Charter("Theirs")), Task())
    presenter.forms.save_charter(Charter("Ours"))
    assert shown.last.charter_form is not None
    assert "changed by somebody else" in shown.last.charter_form.problems[WHOLE]
    presenter.changed(ChangeSet(frozenset({Topic.FRAMEWORK})))
    assert shown.framework.charter.aims == "Theirs"
    assert shown.last.charter_form.of.version == 0, "the form keeps the version it was filled from"


def test_that_an_outcome_is_added_and_ties_its_measure(presenter: FrameworkPresenter, shown: Shown) -> None:
    presenter.forms.edit_outcome("")
    presenter.forms.save_outcome(TYPED)
    [outcome] = shown.framework.outcomes
    assert (outcome.title, outcome.why, outcome.owner, outcome.review_on) == (
        "A bed by lunchtime", "Patients wait", "Dr Ann", date(2027, 1, 19),
    )  # fmt: skip
    assert MeasureId.BEFORE_MIDDAY not in {measure.id for measure in shown.last.untied}
    assert shown.last.outcome_form is None


def test_that_an_outcome_is_changed_where_it_stands(presenter: FrameworkPresenter, shown: Shown) -> None:
    presenter.forms.edit_outcome("")
    presenter.forms.save_outcome(TYPED)
    [outcome] = shown.framework.outcomes
    presenter.forms.edit_outcome(outcome.id)
    assert shown.last.outcome_form is not None
    assert shown.last.outcome_form.of == outcome
    presenter.forms.save_outcome(TypedOutcome("Beds", "", "", "", ()))
    assert shown.framework.outcomes == (SuccessCriticalOutcome(outcome.id, "Beds", "", "", None, (), 2),)


@pytest.mark.parametrize(
    ("typed", "field"),
    [(TypedOutcome("Beds", "", "", "soon", ()), REVIEW_ON), (TypedOutcome("", "", "", "", ()), TITLE)],
)
def test_that_what_is_wrong_with_an_outcome_is_said_at_its_field(
    presenter: FrameworkPresenter, shown: Shown, typed: TypedOutcome, field: str
) -> None:
    presenter.forms.edit_outcome("")
    presenter.forms.save_outcome(typed)
    assert shown.last.outcome_form is not None
    assert list(shown.last.outcome_form.problems) == [field]
    assert shown.framework.outcomes == ()


def test_that_nothing_is_saved_twice_while_it_is_being_saved(session: Session, shown: Shown) -> None:
    runner = Held()
    presenter = started(runner, session, shown)
    presenter.forms.edit_charter()
    asked = len(runner.asked)
    presenter.forms.save_charter(Charter("Aims"))
    presenter.forms.save_charter(Charter("Aims"))
    assert [request for request, _ in runner.asked[asked:]] == [SaveCharter(Charter("Aims"))]


def test_that_a_fault_of_the_program_is_reported_and_the_form_can_be_used_again(session: Session, shown: Shown) -> None:
    runner = Held()
    presenter = started(runner, session, shown)
    presenter.forms.edit_stage(1)
    presenter.forms.save_stage("Title", "Aim")
    fault = LookupError("fault")
    runner.asked[-1][1].failed(fault)
    assert shown.broken == [fault]
    assert shown.last.stage_form is not None
    assert not shown.last.stage_form.is_busy


def test_that_an_answer_after_the_form_was_closed_opens_nothing(session: Session, shown: Shown) -> None:
    runner = Held()
    presenter = started(runner, session, shown)
    presenter.forms.edit_charter()
    presenter.forms.save_charter(Charter("Aims"))
    presenter.forms.end_charter()
    runner.asked[-1][1].failed(StaleEdit("Changed."))
    assert shown.last.charter_form is None


def test_that_before_the_framework_is_there_nothing_can_be_edited(shown: Shown) -> None:
    runner = Held()
    presenter = presented(runner, shown)
    presenter.start()
    presenter.forms.edit_stage(1)
    presenter.forms.edit_charter()
    presenter.forms.save_charter(Charter())
    presenter.forms.save_outcome(TYPED)
    assert (shown.last.stage_form, shown.last.charter_form, shown.last.outcome_form) == (None, None, None)
    assert len(runner.asked) == 2


def test_that_only_framework_changes_read_it_again(shown: Shown) -> None:
    runner = Held()
    presenter = presented(runner, shown)
    presenter.changed(ChangeSet(frozenset({Topic.SPELL, Topic.EXPORT})))
    assert runner.asked == []
    presenter.changed(ChangeSet(frozenset({Topic.FRAMEWORK})))
    assert len(runner.asked) == 1


def test_that_nothing_is_shown_after_closing(session: Session, shown: Shown) -> None:
    runner = Held()
    presenter = started(runner, session, shown)
    presenter.tick("1.1", is_done=True)
    presenter.close()
    before = len(shown.states)
    request, listeners = runner.asked[-1]
    assert request == TickStageItem("1.1", is_done=True)
    listeners.done(shown.framework)
    assert len(shown.states) == before


def test_that_an_administrator_may_use_every_part(unlock: Callable[..., Session], shown: Shown) -> None:
    session = unlock(Role.ADMINISTRATOR)
    presenter = presented(ImmediateTaskRunner(session, lambda _: None), shown)
    presenter.start()
    presenter.tick("4.1", is_done=True)
    presenter.forms.edit_stage(4)
    presenter.forms.save_stage("Measures", "")
    presenter.forms.edit_outcome("")
    presenter.forms.save_outcome(TYPED)
    assert shown.broken == []
    assert shown.framework.stages[3].title == "Measures"
    assert shown.framework.stages[3].items[0].done_by == "Ward Clerk"
    assert len(shown.framework.outcomes) == 1


def started(runner: Held, session: Session, shown: Shown) -> FrameworkPresenter:
    presenter = presented(runner, shown)
    presenter.start()
    for request, listeners in tuple(runner.asked):
        listeners.done(answer(session, request, Task()))
    return presenter
