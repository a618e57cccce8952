"""The clinician screen over a real small department: who is shown, for how long back, and what is behind a point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.calendar import Month
from cdconsole.domain.case_mix_requests import ShowCaseMix
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.distribution_requests import ShowRecordDistribution
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import ClinicianCharts, MeasureId
from cdconsole.domain.peers_requests import ShowPeers
from cdconsole.domain.requests import ListClinicians, Request, SaveClinician, ShowClinicianCharts, ShowPointRecords
from cdconsole.services.definitions import BY_ID
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Running, TaskScope
from cdconsole.ui.notice import NoticeAction
from cdconsole.ui.screens.clinician.presenter import ClinicianPresenter
from cdconsole.ui.screens.clinician.state import ClinicianState, DrawerPage, DrawerState, EveryRecord
from cdconsole.ui.screens.remembered import ForThisWindow

APRIL = Month(2026, 4)


class SeenView:
    """Keeps what it was shown."""

    def __init__(self) -> None:
        self.states: list[ClinicianState] = []
        self.drawers: list[DrawerState] = [DrawerState()]
        self.every_record = EveryRecord()

    def show_state(self, state: ClinicianState) -> None:
        self.states.append(state)

    def show_drawer(self, state: DrawerState) -> None:
        self.drawers.append(state)

    def show_every_record(self, state: EveryRecord) -> None:
        self.every_record = state


class Screen:
    """A presenter with everything around it; ``runner`` may be replaced before it starts."""

    def __init__(self, runner: Any, remembered: ForThisWindow | None = None) -> None:
        self.view = SeenView()
        self.went: list[tuple[str, dict[str, str]]] = []
        self.broken: list[Exception] = []
        self.remembered = remembered or ForThisWindow()
        self.presenter = ClinicianPresenter(
            self.view, TaskScope(runner, self.broken.append), self.go, self.remembered, self.broken.append
        )

    def go(self, to: str, /, **ids: str) -> None:
        self.went.append((to, ids))

    @property
    def state(self) -> ClinicianState:
        return self.view.states[-1]

    @property
    def drawer(self) -> DrawerState:
        return self.view.drawers[-1]

    @property
    def page(self) -> ClinicianCharts:
        assert self.state.page is not None
        return self.state.page

    @property
    def shown(self) -> str:
        return self.page.clinician.name


class HeldRunner:
    """Answers when told to, with what it is told: for what happens while an answer is on its way."""

    def __init__(self) -> None:
        self.asked: list[tuple[Request[Any], Listeners]] = []

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        self.asked.append((request, listeners))
        return self

    def cancel(self) -> None:
        """Nothing runs."""

    def answer(self, kind: type[Request[Any]], value: Any) -> None:
        self._last(kind).done(value)

    def fail(self, kind: type[Request[Any]], problem: Exception) -> None:
        self._last(kind).failed(problem)

    def _last(self, kind: type[Request[Any]]) -> Listeners:
        return [listeners for request, listeners in self.asked if isinstance(request, kind)][-1]


@pytest.fixture
def runner(session: Session) -> ImmediateTaskRunner:
    return ImmediateTaskRunner(session, lambda _: None)


@pytest.fixture
def screen(runner: ImmediateTaskRunner) -> Screen:
    made = Screen(runner)
    made.presenter.start()
    return made


def test_that_the_first_clinician_is_shown_with_every_measure(screen: Screen) -> None:
    assert screen.shown == "Dr Ann Example"
    assert screen.state.page is not None
    assert {chart.measure.id for chart in screen.state.page.charts} == set(BY_ID)
    assert screen.state.notice is None
    assert not screen.state.is_loading


def test_that_whoever_was_shown_last_is_shown_again_with_the_same_choices(
    screen: Screen, runner: ImmediateTaskRunner
) -> None:
    screen.presenter.choose("bob")
    screen.presenter.choose_months(12)
    screen.presenter.show_team(visible=False)
    again = Screen(runner, screen.remembered)
    again.presenter.start()
    assert again.shown == "Dr Bob Sample"
    assert (again.state.months, again.state.is_team_visible) == (12, False)


def test_that_a_remembered_clinician_of_another_department_gives_way_to_the_first(runner: ImmediateTaskRunner) -> None:
    remembered = ForThisWindow()
    remembered.keep_choice("clinician", "somebody else")
    remembered.keep_choice("clinician_months", "seven")
    screen = Screen(runner, remembered)
    screen.presenter.start()
    assert screen.shown == "Dr Ann Example"
    assert screen.state.months == 36
    assert screen.state.problem is None


def test_that_stepping_goes_through_the_list_and_stops_at_its_ends(screen: Screen) -> None:
    screen.presenter.step(-1)
    assert screen.shown == "Dr Ann Example"
    screen.presenter.step(1)
    assert screen.shown == "Dr Bob Sample"
    screen.presenter.step(1)
    screen.presenter.step(1)
    assert screen.state.chosen == "none"


def test_that_a_visit_with_a_clinician_shows_that_one_and_without_stays(screen: Screen) -> None:
    screen.presenter.visit(clinician="bob")
    assert screen.shown == "Dr Bob Sample"
    screen.presenter.visit()
    assert screen.shown == "Dr Bob Sample"


def test_that_old_charts_stay_until_the_new_ones_arrive(screen: Screen) -> None:
    before = len(screen.view.states)
    screen.presenter.choose("bob")
    waiting, arrived = screen.view.states[before:]
    assert waiting.page is not None
    assert (waiting.chosen, waiting.page.clinician.id, waiting.is_loading) == ("bob", "ann", True)
    assert arrived.page is not None
    assert (arrived.page.clinician.id, arrived.is_loading) == ("bob", False)


def test_that_choosing_the_one_shown_or_the_same_months_asks_for_nothing(screen: Screen) -> None:
    before = len(screen.view.states)
    screen.presenter.choose("ann")
    screen.presenter.choose_months(36)
    assert len(screen.view.states) == before


def test_that_fewer_months_draw_fewer_points_back_to_the_newest_month(screen: Screen) -> None:
    screen.presenter.choose_months(12)
    assert screen.state.page is not None
    assert len(screen.state.page.period) == 12
    assert screen.state.months == 12


def test_that_the_records_behind_a_point_are_as_many_as_its_n(screen: Screen) -> None:
    screen.presenter.drawer.show_point(MeasureId.SPELLS, APRIL)
    assert screen.drawer.records is not None
    assert len(screen.drawer.records.records) == 10
    assert "Apr 2026" in screen.drawer.records.title
    screen.presenter.drawer.close()
    assert not screen.drawer.is_open


def test_that_another_clinician_closes_the_drawer(screen: Screen) -> None:
    screen.presenter.drawer.show_point(MeasureId.SPELLS, APRIL)
    screen.presenter.choose("bob")
    assert not screen.drawer.is_open


def test_that_the_definition_is_the_one_of_the_chart(screen: Screen) -> None:
    screen.presenter.drawer.show_definition(MeasureId.BEFORE_MIDDAY)
    assert screen.drawer.definition is not None
    assert screen.drawer.definition.title == "Discharged before midday"
    assert screen.drawer.records is None


def test_that_a_review_is_prepared_for_a_person_and_not_for_unattributed_work(screen: Screen) -> None:
    screen.presenter.leave_for("reviews")
    assert screen.went == [("reviews", {"clinician": "ann"})]
    screen.presenter.choose("none")
    screen.presenter.leave_for("reviews")
    assert len(screen.went) == 1


def test_that_the_job_plan_is_edited_on_data(screen: Screen) -> None:
    screen.presenter.leave_for("data", page="job_plans")
    assert screen.went == [("data", {"page": "job_plans", "clinician": "ann"})]


def test_that_a_new_name_is_shown_without_asking(session: Session) -> None:
    screen = Screen(ImmediateTaskRunner(session, lambda _: None))
    screen.presenter.start()
    clinician = screen.state.clinician
    assert clinician is not None
    renamed = SaveClinician(replace(clinician, name="Dr Ann Renamed"))
    ImmediateTaskRunner(session, screen.presenter.changed).run(renamed, Listeners(lambda _: None, screen.broken.append))
    assert screen.shown == "Dr Ann Renamed"
    assert screen.state.clinician is not None
    assert screen.state.clinician.name == "Dr Ann Renamed"
    assert screen.broken == []


@pytest.mark.parametrize(
    ("changes", "draws"),
    [
        (ChangeSet(frozenset({Topic.GOAL}), frozenset({ClinicianId("ann")})), True),
        (ChangeSet(frozenset({Topic.EXPOSURE})), True),
        (ChangeSet(frozenset({Topic.GOAL}), frozenset({ClinicianId("bob")})), False),
        (ChangeSet(frozenset({Topic.INPATIENT})), False),
    ],
)
def test_that_only_writes_about_who_is_shown_draw_again(screen: Screen, changes: ChangeSet, draws: bool) -> None:
    screen.presenter.drawer.show_point(MeasureId.SPELLS, APRIL)
    states, drawers = len(screen.view.states), len(screen.view.drawers)
    screen.presenter.changed(changes)
    assert (len(screen.view.states) > states) is draws
    assert (len(screen.view.drawers) > drawers) is draws


def test_that_a_department_without_clinicians_says_what_to_do() -> None:
    runner = HeldRunner()
    screen = Screen(runner)
    screen.presenter.start()
    assert screen.state.notice is not None
    assert screen.state.notice.action is NoticeAction.NONE
    runner.answer(ListClinicians, ())
    assert screen.state.notice is not None
    assert screen.state.notice.action is NoticeAction.IMPORT
    screen.presenter.leave_for("data", page="job_plans")
    screen.presenter.act_on_notice()
    assert screen.went == [("data", {"page": "imports"})]


def test_that_a_clinician_without_spells_gets_a_reason_instead_of_four_empty_charts(screen: Screen) -> None:
    screen.presenter.choose("none")
    assert screen.state.notice is not None
    assert "No spells" in screen.state.notice.text


def test_that_a_page_without_months_asks_for_an_extract(screen: Screen) -> None:
    page = screen.state.page
    assert page is not None
    state = replace(screen.state, page=replace(page, charts=()))
    assert state.notice is not None
    assert state.notice.action is NoticeAction.IMPORT


def _held_with_charts(screen: Screen) -> tuple[HeldRunner, Screen]:
    runner = HeldRunner()
    held = Screen(runner)
    held.presenter.start()
    runner.answer(ListClinicians, screen.state.clinicians)
    runner.answer(ShowClinicianCharts, screen.state.page)
    return runner, held


def test_that_a_problem_says_so_and_trying_again_reads_anew(screen: Screen) -> None:
    runner, held = _held_with_charts(screen)
    held.presenter.choose("bob")
    runner.fail(ShowClinicianCharts, UserFacingError("The file is away.", "Unlock again."))
    assert held.state.notice is not None
    assert (held.state.notice.title, held.state.notice.text) == ("The file is away.", "Unlock again.")
    assert held.broken == []
    held.presenter.act_on_notice()
    runner.answer(ListClinicians, screen.state.clinicians)
    runner.answer(ShowClinicianCharts, screen.state.page)
    assert held.state.notice is None


def test_that_a_fault_of_the_program_is_handed_on(screen: Screen) -> None:
    runner, held = _held_with_charts(screen)
    held.presenter.choose("bob")
    runner.fail(ShowClinicianCharts, ValueError("a bug"))
    held.presenter.drawer.show_point(MeasureId.SPELLS, APRIL)
    runner.fail(ShowPointRecords, ValueError("another"))
    assert [str(problem) for problem in held.broken] == ["a bug", "another"]
    assert held.state.problem is not None
    assert held.drawer.problem == "The records could not be read."


def test_that_records_that_cannot_be_read_say_why_in_the_drawer(screen: Screen) -> None:
    runner, held = _held_with_charts(screen)
    held.presenter.drawer.show_point(MeasureId.SPELLS, APRIL)
    assert held.drawer.records is None
    runner.fail(ShowPointRecords, UserFacingError("The file is away."))
    assert held.drawer.problem == "The file is away."
    assert held.broken == []


def test_that_records_that_come_after_the_drawer_closed_do_not_open_it(screen: Screen) -> None:
    runner, held = _held_with_charts(screen)
    held.presenter.drawer.show_point(MeasureId.SPELLS, APRIL)
    held.presenter.drawer.close()
    shown = len(held.view.drawers)
    runner.answer(ShowPointRecords, None)
    held.presenter.drawer.close()
    assert len(held.view.drawers) == shown


def test_that_nothing_is_shown_after_closing(screen: Screen) -> None:
    runner, held = _held_with_charts(screen)
    held.presenter.choose("bob")
    held.presenter.close()
    shown = len(held.view.states)
    runner.answer(ShowClinicianCharts, screen.state.page)
    assert len(held.view.states) == shown


def test_that_nothing_happens_before_anybody_is_known() -> None:
    screen = Screen(HeldRunner())
    screen.presenter.start()
    deeds: tuple[Callable[[], None], ...] = (
        lambda: screen.presenter.step(1),
        partial(screen.presenter.leave_for, "reviews"),
        screen.presenter.act_on_notice,
        lambda: screen.presenter.drawer.show_point(MeasureId.SPELLS, APRIL),
        lambda: screen.presenter.drawer.show_definition(MeasureId.SPELLS),
        lambda: screen.presenter.choose_months(12),
    )
    for deed in deeds:
        deed()
    assert screen.went == []
    assert not screen.drawer.is_open


def noted(screen: Screen) -> list[str]:
    return [note.text for note in screen.drawer.notes.notes]


@pytest.fixture
def heard(session: Session) -> Screen:
    """Return a screen that hears of committed writes, as the shell tells it."""
    screens: list[Screen] = []

    def tell(changes: ChangeSet) -> None:
        for each in screens:
            each.presenter.changed(changes)

    screens.append(Screen(ImmediateTaskRunner(session, tell)))
    screens[0].presenter.start()
    return screens[0]


def test_that_a_note_is_written_on_a_point_withdrawn_and_put_back(heard: Screen) -> None:
    heard.presenter.drawer.show_point(MeasureId.SPELLS, APRIL, DrawerPage.NOTES)
    notes = heard.presenter.drawer.notes
    assert (heard.drawer.page, noted(heard)) == (DrawerPage.NOTES, [])
    notes.write("Locum ward")
    assert (noted(heard), heard.drawer.notes.written) == (["Locum ward"], 1)
    assert heard.state.page is not None
    assert [note.text for note in heard.state.page.charts[0].notes] == ["Locum ward"]
    notes.withdraw(heard.drawer.notes.notes[0])
    assert noted(heard) == []
    assert heard.drawer.notes.withdrawn is not None
    notes.put_back()
    assert (noted(heard), heard.drawer.notes.withdrawn) == (["Locum ward"], None)


def test_that_a_note_without_words_says_so_and_the_next_one_clears_it(heard: Screen) -> None:
    heard.presenter.drawer.show_point(MeasureId.SPELLS, APRIL, DrawerPage.NOTES)
    heard.presenter.drawer.notes.write("  ")
    assert heard.drawer.notes.problem.startswith("The note has no words yet.")
    heard.presenter.drawer.notes.write("Locum ward")
    assert (heard.drawer.notes.problem, heard.broken) == ("", [])


def test_that_another_point_shows_its_own_notes_and_nothing_to_put_back(heard: Screen) -> None:
    heard.presenter.drawer.show_point(MeasureId.SPELLS, APRIL, DrawerPage.NOTES)
    heard.presenter.drawer.notes.write("Locum ward")
    heard.presenter.drawer.notes.withdraw(heard.drawer.notes.notes[0])
    heard.presenter.drawer.show_point(MeasureId.SPELLS, APRIL + 1)
    assert (noted(heard), heard.drawer.notes.withdrawn, heard.drawer.page) == ([], None, DrawerPage.RECORDS)


def test_that_the_case_mix_is_worked_out_when_it_is_looked_at_and_narrowed_to_the_month(screen: Screen) -> None:
    screen.presenter.drawer.show_point(MeasureId.BEFORE_MIDDAY, APRIL)
    assert screen.drawer.mix.case_mix is None
    screen.presenter.drawer.turn_to(DrawerPage.CASE_MIX)
    assert screen.drawer.mix.case_mix is not None
    assert screen.drawer.mix.case_mix.title == "Case mix, Discharged before midday, Nov 2025 - Oct 2026"
    screen.presenter.drawer.narrow_mix(to_month=True)
    assert screen.drawer.mix.case_mix is not None
    assert screen.drawer.mix.case_mix.title == "Case mix, Discharged before midday, Apr 2026"
    screen.presenter.drawer.show_point(MeasureId.SPELLS, APRIL)
    assert (screen.drawer.mix.case_mix, screen.drawer.mix.is_of_month) == (None, True)


def test_that_a_case_mix_that_cannot_be_worked_out_says_so(runner: ImmediateTaskRunner) -> None:
    held_runner = HeldRunner()
    held = Screen(held_runner)
    held.presenter.start()
    held_runner.answer(ListClinicians, ())
    screen = Screen(runner)
    screen.presenter.start()
    assert screen.state.page is not None
    held.presenter.drawer.follow(screen.state.page)
    held.presenter.drawer.show_point(MeasureId.SPELLS, APRIL, DrawerPage.CASE_MIX)
    held_runner.fail(ShowCaseMix, UserFacingError("The file is away.", ""))
    assert held.drawer.mix.problem.startswith("The file is away.")
    held_runner.fail(ShowCaseMix, RuntimeError())
    assert held.drawer.mix.problem == "The case mix could not be worked out."
    assert len(held.broken) == 1


def test_that_peers_are_asked_for_when_wanted_follow_the_clinician_and_are_remembered(
    screen: Screen, runner: ImmediateTaskRunner
) -> None:
    assert (screen.state.are_peers_visible, screen.state.peers) == (False, ())
    screen.presenter.peers.want(True)  # noqa: FBT003 - as Qt's signal has it
    found = screen.state.peers_of(MeasureId.BEFORE_MIDDAY)
    assert found is not None
    assert found.words.startswith("Peers are not shown: with fewer than 5")
    screen.presenter.choose("bob")
    assert screen.state.peers_of(MeasureId.BEFORE_MIDDAY) is not None
    again = Screen(runner, screen.remembered)
    again.presenter.start()
    assert again.state.are_peers_visible
    again.presenter.peers.want(False)  # noqa: FBT003 - as Qt's signal has it
    assert again.state.peers_of(MeasureId.BEFORE_MIDDAY) is None


def test_that_peers_that_cannot_be_found_leave_the_charts_alone(screen: Screen) -> None:
    runner = HeldRunner()
    held = Screen(runner)
    held.presenter.start()
    assert screen.state.page is not None
    held.presenter.peers.follow(screen.state.page, 36)
    held.presenter.peers.want(True)  # noqa: FBT003 - as Qt's signal has it
    runner.fail(ShowPeers, UserFacingError("The file is away.", ""))
    runner.fail(ShowPeers, RuntimeError())
    assert (held.state.peers, held.state.problem, len(held.broken)) == ((), None, 1)


def test_that_a_saved_picture_says_where_it_went_until_another_clinician_is_chosen(
    screen: Screen, tmp_path: Path
) -> None:
    screen.presenter.pictures.save(str(tmp_path / "stay.png"), b"\x89PNG\r\n\x1a\n")
    assert screen.state.said == "Saved as stay.png; the export log has it."
    screen.presenter.choose("bob")
    assert screen.state.said == ""
    screen.presenter.pictures.save(str(tmp_path / "stay.txt"), b"\x89PNG\r\n\x1a\n")
    assert screen.state.said.startswith("stay.txt does not end in .png.")
    assert screen.broken == []


def test_that_a_picture_of_nobody_is_not_saved(tmp_path: Path) -> None:
    runner = HeldRunner()
    held = Screen(runner)
    held.presenter.pictures.save(str(tmp_path / "stay.png"), b"")
    assert runner.asked == []


def test_that_every_record_is_that_of_the_page_and_follows_it(screen: Screen) -> None:
    screen.presenter.choose_months(12)
    screen.presenter.every_record.want(MeasureId.LENGTH_OF_STAY)
    found = screen.view.every_record.distribution
    assert found is not None
    assert (found.whose, len(found), found.colleagues is None) == ("Dr Ann Example", 120, False)
    screen.presenter.show_as_recorded(wanted=True)
    again = screen.view.every_record.distribution
    assert again is not None
    assert again.sentence.startswith("Dr Ann Example, as recorded")
    screen.presenter.every_record.want(None)
    assert screen.view.every_record == EveryRecord()
    screen.presenter.show_as_recorded(wanted=False)
    assert screen.view.every_record == EveryRecord()


def test_that_records_which_come_too_late_or_not_at_all_are_told_apart(screen: Screen) -> None:
    held = HeldRunner()
    late = Screen(held)
    late.presenter.every_record.follow(screen.page, 24)
    late.presenter.every_record.want(MeasureId.LENGTH_OF_STAY)
    assert held.asked[-1][0] == ShowRecordDistribution(screen.page.clinician.id, MeasureId.LENGTH_OF_STAY, 24)
    held.fail(ShowRecordDistribution, UserFacingError("The file is away.", "Plug it in."))
    assert late.view.every_record.problem == "The file is away. Plug it in."
    held.fail(ShowRecordDistribution, ValueError("a fault"))
    assert late.view.every_record.problem == "The records could not be read."
    assert [str(fault) for fault in late.broken] == ["a fault"]
    screen.presenter.every_record.want(MeasureId.LENGTH_OF_STAY)
    late.presenter.every_record.want(None)
    held.answer(ShowRecordDistribution, screen.view.every_record.distribution)
    assert late.view.every_record == EveryRecord()
