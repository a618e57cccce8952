"""The department screen over a real small department: the team only, and ways onward."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.measure import DepartmentOverview, MeasureChart, MeasureId
from cdconsole.domain.requests import Request, SaveOutcome
from cdconsole.services.definitions import BY_ID
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Running, Task, TaskScope
from cdconsole.ui.notice import NoticeAction
from cdconsole.ui.screens.department.columns import SUMMARY_COLUMNS, measure_of
from cdconsole.ui.screens.department.grouping import SummaryRow
from cdconsole.ui.screens.department.presenter import DepartmentPresenter
from cdconsole.ui.screens.department.state import DepartmentState


class Screen:
    """A presenter with everything around it; it is its own view."""

    def __init__(self, runner: Any) -> None:
        self.states: list[DepartmentState] = []
        self.went: list[tuple[str, dict[str, str]]] = []
        self.broken: list[Exception] = []
        scope = TaskScope(runner, self.broken.append)
        self.presenter = DepartmentPresenter(self, scope, self.go, self.broken.append)
        self.presenter.start()

    def show_state(self, state: DepartmentState) -> None:
        self.states.append(state)

    def go(self, to: str, /, **ids: str) -> None:
        self.went.append((to, ids))

    @property
    def state(self) -> DepartmentState:
        return self.states[-1]

    @property
    def overview(self) -> DepartmentOverview:
        assert self.state.overview is not None
        return self.state.overview


class HeldRunner:
    """Answers when told to."""

    def __init__(self) -> None:
        self.listeners: list[Listeners] = []

    def run(self, _request: Request[Any], listeners: Listeners) -> Running:
        self.listeners.append(listeners)
        return self

    def cancel(self) -> None:
        """Nothing runs."""


@pytest.fixture
def screen(session: Session) -> Screen:
    return Screen(ImmediateTaskRunner(session, lambda _: None))


def test_that_every_measure_of_the_team_is_shown_and_no_clinician_is_named(screen: Screen) -> None:
    assert [chart.measure.id for chart in screen.overview.charts] == list(BY_ID)
    assert screen.state.notice is None
    words = [screen.overview.sentence, *(column.text(row) for column in SUMMARY_COLUMNS for row in screen.state.rows)]
    assert not [text for text in words if "Ann" in text or "Bob" in text]


def test_that_opening_a_measure_again_makes_it_small(screen: Screen) -> None:
    screen.presenter.enlarge(MeasureId.SPELLS)
    assert screen.state.enlarged_chart is screen.overview.charts[0]
    screen.presenter.define()
    assert screen.state.is_defined
    screen.presenter.enlarge(MeasureId.LENGTH_OF_STAY)
    assert (screen.state.enlarged, screen.state.is_defined) == (MeasureId.LENGTH_OF_STAY, False)
    screen.presenter.enlarge(MeasureId.LENGTH_OF_STAY)
    assert screen.state.enlarged_chart is None


def test_that_escape_makes_the_large_chart_small_and_otherwise_does_nothing(screen: Screen) -> None:
    screen.presenter.enlarge(MeasureId.SPELLS)
    screen.presenter.reduce()
    assert screen.state.enlarged is None
    shown = len(screen.states)
    screen.presenter.reduce()
    assert len(screen.states) == shown


def test_that_links_lead_on(screen: Screen) -> None:
    screen.presenter.go("framework")
    assert screen.went == [("framework", {})]


@pytest.mark.parametrize(("topic", "draws"), [(Topic.SPELL, True), (Topic.FRAMEWORK, True), (Topic.INPATIENT, False)])
def test_that_only_writes_about_the_page_read_it_again(screen: Screen, topic: Topic, draws: bool) -> None:
    shown = len(screen.states)
    screen.presenter.changed(ChangeSet(frozenset({topic})))
    assert (len(screen.states) > shown) is draws


def test_that_a_visit_keeps_the_page_as_it_is(screen: Screen) -> None:
    shown = len(screen.states)
    screen.presenter.visit()
    assert len(screen.states) == shown


def test_that_a_department_without_data_leads_to_the_import(screen: Screen) -> None:
    runner = HeldRunner()
    empty = Screen(runner)
    assert empty.state.notice is not None
    assert empty.state.notice.action is NoticeAction.NONE
    empty.presenter.act_on_notice()
    assert empty.went == []
    runner.listeners[-1].done(replace(screen.overview, charts=(), period=None))
    assert empty.state.notice is not None
    assert empty.state.notice.action is NoticeAction.IMPORT
    empty.presenter.act_on_notice()
    assert empty.went == [("data", {"page": "imports"})]


def test_that_a_problem_can_be_tried_again_and_a_fault_is_handed_on(screen: Screen) -> None:
    runner = HeldRunner()
    held = Screen(runner)
    runner.listeners[-1].failed(UserFacingError("The file is away.", "Unlock again."))
    assert held.state.notice is not None
    assert (held.state.notice.title, held.state.notice.text) == ("The file is away.", "Unlock again.")
    assert held.broken == []
    held.presenter.act_on_notice()
    runner.listeners[-1].done(screen.overview)
    assert held.state.notice is None
    held.presenter.changed(ChangeSet(frozenset({Topic.GOAL})))
    runner.listeners[-1].failed(ValueError("a bug"))
    assert [str(problem) for problem in held.broken] == ["a bug"]
    assert held.state.problem is not None


def test_that_nothing_is_shown_after_closing(screen: Screen) -> None:
    runner = HeldRunner()
    held = Screen(runner)
    held.presenter.close()
    shown = len(held.states)
    runner.listeners[-1].done(screen.overview)
    assert len(held.states) == shown


def test_that_the_summary_gives_each_value_its_n_and_denominator(screen: Screen) -> None:
    texts = {row.charted.measure.id: _cells(row) for row in screen.state.rows}
    midday = texts[MeasureId.BEFORE_MIDDAY]
    assert [midday[title] for title in ("Month", "Value", "n and denominator")] == [
        "Oct 2026",
        "50.0%",
        "10 of 20 discharges",
    ]
    stay = texts[MeasureId.LENGTH_OF_STAY]
    assert (stay["Value"], stay["n and denominator"]) == ("3.0 days", "20 inpatient spells")
    assert (texts[MeasureId.SPELLS]["Value"], texts[MeasureId.SPELLS]["Variation"]) == ("20", "No icon yet")
    assert midday["Data quality"]


def test_that_a_measure_without_a_chart_says_so(screen: Screen) -> None:
    missing = SummaryRow(_without_points(screen.overview.charts[2]), "")
    cells = _cells(missing)
    assert {title for title, text in cells.items() if text} - {"Data quality"} == {"Measure", "Variation", "Reading"}
    assert (cells["Variation"], cells["Reading"]) == ("Not available", "Not available: dates only.")
    assert measure_of(missing) == MeasureId.BEFORE_MIDDAY


def test_that_a_month_without_cases_says_that_it_has_no_denominator(screen: Screen) -> None:
    cells = _cells(screen.state.rows[3])
    assert [cells[title] for title in ("Value", "n and denominator", "Mean")] == ["no data", "no denominator", ""]


def test_that_a_count_stands_in_the_job_plans_denominator(screen: Screen) -> None:
    charted = screen.overview.charts[0]
    point = replace(charted.chart.points[-1], denominator=33.4)
    known = replace(charted, chart=replace(charted.chart, points=(point,)))
    assert _cells(SummaryRow(known, ""))["n and denominator"] == "in 33 DCC PA-weeks"


def test_that_the_filter_leaves_the_measures_that_have_its_words(screen: Screen) -> None:
    screen.presenter.filter("Midday")
    assert [row.charted.measure.id for row in screen.state.rows] == [MeasureId.BEFORE_MIDDAY]
    assert len(screen.state.every_row) == len(screen.overview.charts)
    screen.presenter.changed(ChangeSet(frozenset({Topic.SPELL})))
    assert screen.state.words == "Midday"
    screen.presenter.filter("")
    assert screen.state.rows == screen.state.every_row


def test_that_what_is_missing_unfolds_and_folds(screen: Screen) -> None:
    screen.presenter.unfold()
    assert screen.state.is_unfolded
    screen.presenter.unfold()
    assert not screen.state.is_unfolded


def test_that_an_outcome_of_the_framework_groups_the_measures(session: Session, screen: Screen) -> None:
    outcome = SuccessCriticalOutcome("", "Home on time", "", "", None, (MeasureId.BEFORE_MIDDAY,))
    answer(session, SaveOutcome(outcome), Task())
    screen.presenter.changed(ChangeSet(frozenset({Topic.FRAMEWORK})))
    rows = {row.charted.measure.id: row.outcome for row in screen.state.rows}
    assert rows[MeasureId.BEFORE_MIDDAY] == "Home on time"
    assert rows[MeasureId.SPELLS] == ""


def test_that_a_length_of_stay_is_shown_record_by_record_and_by_month_again(screen: Screen) -> None:
    screen.presenter.enlarge(MeasureId.LENGTH_OF_STAY)
    assert screen.state.offers_records
    screen.presenter.show_records()
    assert screen.state.distribution is not None
    assert (screen.state.distribution.whose, len(screen.state.distribution)) == ("The whole team", 240)
    screen.presenter.show_records()
    assert (screen.state.is_by_record, screen.state.distribution) == (False, None)


def test_that_a_rate_is_not_offered_record_by_record(screen: Screen) -> None:
    screen.presenter.enlarge(MeasureId.DAY_CASE_RATE)
    shown = len(screen.states)
    screen.presenter.show_records()
    assert not screen.state.offers_records
    assert len(screen.states) == shown


def test_that_another_measure_or_escape_ends_the_records(screen: Screen) -> None:
    for leave in (lambda: screen.presenter.enlarge(MeasureId.SPELLS), screen.presenter.reduce):
        screen.presenter.enlarge(MeasureId.LENGTH_OF_STAY)
        screen.presenter.show_records()
        leave()
        assert (screen.state.is_by_record, screen.state.distribution) == (False, None)


def test_that_records_are_read_again_after_a_write_and_dropped_when_nobody_waits_any_more(screen: Screen) -> None:
    screen.presenter.enlarge(MeasureId.LENGTH_OF_STAY)
    screen.presenter.show_records()
    found = screen.state.distribution
    runner = HeldRunner()
    held = Screen(runner)
    runner.listeners[-1].done(screen.overview)
    held.presenter.enlarge(MeasureId.LENGTH_OF_STAY)
    held.presenter.show_records()
    waiting = runner.listeners[-1]
    held.presenter.show_records()
    waiting.done(found)
    assert held.state.distribution is None
    held.presenter.show_records()
    asked = len(runner.listeners)
    held.presenter.changed(ChangeSet(frozenset({Topic.SPELL})))
    assert len(runner.listeners) == asked + 2
    runner.listeners[-1].done(found)
    assert held.state.distribution == found


def test_that_records_that_cannot_be_read_say_why(screen: Screen) -> None:
    runner = HeldRunner()
    held = Screen(runner)
    runner.listeners[-1].done(screen.overview)
    held.presenter.enlarge(MeasureId.LENGTH_OF_STAY)
    held.presenter.show_records()
    runner.listeners[-1].failed(UserFacingError("The file is away.", "Unlock again."))
    assert held.state.records_problem == "The file is away. Unlock again."
    assert held.broken == []
    held.presenter.show_records()
    held.presenter.show_records()
    runner.listeners[-1].failed(ValueError("a bug"))
    assert held.state.records_problem == "The records could not be read."
    assert [str(problem) for problem in held.broken] == ["a bug"]


def _cells(row: SummaryRow) -> dict[str, str]:
    return {column.title: column.text(row) for column in SUMMARY_COLUMNS}


def _without_points(charted: MeasureChart) -> MeasureChart:
    return replace(charted, chart=replace(charted.chart, points=()), unavailable="Not available: dates only.")
