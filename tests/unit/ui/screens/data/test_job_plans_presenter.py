"""Job plans as they are typed, saved as the next version, and imported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.extract import RowFinding
from cdconsole.domain.frequency import WEEKLY
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import HalfDay, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.job_plan_terms import Objective, ObjectiveKind
from cdconsole.domain.requests import SaveClinician, SaveJobPlan
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task, TaskScope
from cdconsole.ui.screens.data.job_plans.columns import DRAFT_COLUMNS, REJECTED_COLUMNS, VERSION_COLUMNS
from cdconsole.ui.screens.data.job_plans.presenter import JobPlansPresenter
from cdconsole.ui.screens.data.job_plans.state import (
    EFFECTIVE,
    OBJECTIVES,
    ONE_IN,
    REASON,
    ROWS,
    SIGNED,
    JobPlansState,
    draft_of,
)
from cdconsole.ui.tables.column import as_tab_separated
from unit.services.conftest import CLOCK
from unit.ui.screens.data.conftest import Desk, HeldRunner, Seen

CSV = "clinician,effective_from,activity,category,pas,day,half_day\n"


@pytest.fixture
def page(desk: Desk) -> JobPlansPresenter:
    presenter = JobPlansPresenter(desk.view, desk.scope, CLOCK, desk.faults.append)
    desk.listener = presenter.changed
    presenter.start()
    return presenter


def test_that_the_first_clinicians_plan_opens_with_running_totals(desk: Desk, page: JobPlansPresenter) -> None:
    assert [clinician.name for clinician in desk.state.clinicians] == ["Dr Ann Example", "Dr Bob Sample"]
    assert desk.state.chosen == "ann"
    assert desk.state.draft.totals == "10 PA a week: DCC 7.5, SPA 2.5"
    assert desk.state.save_text == "Save as version 2"
    assert not desk.state.is_changed
    page.draft.edit_cell(1, "pas", "8")
    assert desk.state.draft.totals == "10.5 PA a week: DCC 8, SPA 2.5"
    assert desk.state.is_changed


def test_that_what_is_typed_becomes_the_next_version_and_the_old_one_stays(desk: Desk, page: JobPlansPresenter) -> None:
    page.draft.edit_field(EFFECTIVE, "1 Jan 2027")
    page.draft.edit_field(ONE_IN, "")
    page.draft.add_row()
    page.draft.edit_cell(3, "activity", " Endoscopy ")
    page.draft.edit_cell(3, "day", "Wed")
    page.draft.remove_row(2)
    page.draft.edit_field(REASON, "a new list")
    page.draft.save()
    newest, oldest = desk.state.versions
    assert (newest.version, newest.effective_from, str(newest.on_call)) == (2, date(2027, 1, 1), "No on-call")
    assert [activity.activity for activity in newest.activities] == ["Ward round", "Endoscopy"]
    assert newest.activities[1].weekday == 2
    assert oldest.total_pas == 10
    assert desk.state.notice == "Saved as version 2."
    assert not desk.state.is_changed
    page.show_version(1)
    assert len(desk.state.draft.rows) == 2
    assert desk.state.draft.rows[1].activity == "Teaching"
    assert [line.split("\t")[:2] for line in as_tab_separated(VERSION_COLUMNS, desk.state.versions).splitlines()] == [
        ["Version", "From"],
        ["v2", "1 Jan 2027"],
        ["v1", "1 Jan 2025"],
    ]


@pytest.mark.parametrize(
    ("typed", "place", "said"),
    [
        ((1, "pas", "x"), ROWS, "Row 1: “x” is not a number of PAs."),
        ((2, "pas", "0"), ROWS, "Row 2 has 0 PAs."),
        ((1, "activity", " "), ROWS, "Row 1 has no activity."),
        ((0, EFFECTIVE, ""), EFFECTIVE, "needs a date it starts on"),
        ((0, EFFECTIVE, "soon"), EFFECTIVE, "“soon” is not a date."),
        ((0, ONE_IN, "often"), ONE_IN, "“often” is not a rota."),
        ((0, ONE_IN, "2.5"), ONE_IN, "“2.5” is not a rota."),
    ],
)
def test_that_what_is_wrong_is_said_where_it_was_typed_and_stays_typed(
    desk: Desk, page: JobPlansPresenter, typed: tuple[int, str, str], place: str, said: str
) -> None:
    number, cell, text = typed
    if number:
        page.draft.edit_cell(number, cell, text)
    else:
        page.draft.edit_field(cell, text)
    page.draft.save()
    assert said in desk.state.problems[place]
    assert len(desk.state.versions) == 1
    assert desk.state.is_changed
    page.draft.revert()
    assert (desk.state.problems, desk.state.is_changed) == ({}, False)


def test_that_unsaved_typing_is_not_left_by_accident(desk: Desk, page: JobPlansPresenter) -> None:
    page.draft.edit_field("note", "Agreed in March")
    page.choose(ClinicianId("bob"))
    assert (desk.state.chosen, desk.state.notice) == ("ann", "Save or revert what you typed first.")
    page.draft.edit_field(REASON, "agreed anew")
    page.draft.save()
    page.draft.edit_field("note", "")
    page.show_version(1)
    assert (desk.state.shown, desk.state.notice) == (2, "Save or revert what you typed first.")
    page.show_version(2)
    page.draft.revert()
    page.visit(clinician="bob")
    assert (desk.state.versions, desk.state.save_text) == ((), "Save as version 1")
    assert desk.state.draft.totals == "1 PA a week: DCC 1"
    page.visit()
    assert desk.state.chosen == "bob"


def test_that_a_version_stored_by_somebody_else_is_not_overwritten(desk: Desk, page: JobPlansPresenter) -> None:
    page.draft.edit_field("note", "Mine")
    theirs = JobPlan(
        JobPlanId(""), ClinicianId("ann"), 0, date(2026, 1, 1), desk.state.versions[0].activities, reason="x"
    )
    answer(desk.session, SaveJobPlan(theirs, desk.state.versions[0].revision), Task())
    page.changed(ChangeSet(frozenset({Topic.JOB_PLAN}), frozenset({ClinicianId("ann")})))
    assert [plan.version for plan in desk.state.versions] == [2, 1]
    assert desk.state.draft.note == "Mine"
    page.draft.edit_field(REASON, "agreed anew")
    page.draft.save()
    assert "somebody else" in desk.state.problems[ROWS]
    assert len(desk.state.versions) == 2


def test_that_others_versions_are_shown_at_once_where_nothing_is_typed(desk: Desk, page: JobPlansPresenter) -> None:
    theirs = JobPlan(
        JobPlanId(""), ClinicianId("ann"), 0, date(2026, 1, 1), desk.state.versions[0].activities, reason="x"
    )
    answer(desk.session, SaveJobPlan(theirs, desk.state.versions[0].revision), Task())
    page.changed(ChangeSet(frozenset({Topic.JOB_PLAN}), frozenset({ClinicianId("bob")})))
    assert desk.state.shown == 1
    page.changed(ChangeSet(frozenset({Topic.JOB_PLAN})))
    assert desk.state.shown == 2


def test_that_job_plans_are_imported_with_every_row_accounted_for(
    desk: Desk, page: JobPlansPresenter, tmp_path: Path
) -> None:
    path = tmp_path / "plans.csv"
    path.write_text(
        CSV + "Dr New,2026-04-01,Clinic,DCC,1,Mon,am\nDr Bob Sample,2026-04-01,Clinic,DCC,lots,Mon,am\n",
        encoding="utf-8",
    )
    page.import_file(str(path))
    assert desk.state.report_text.startswith("plans.csv: 1 plan stored, 0 unchanged, 1 row of 2 not read.")
    assert desk.state.report_text.endswith("New clinicians: Dr New.")
    assert as_tab_separated(REJECTED_COLUMNS, desk.state.report.rejected).splitlines()[1].startswith("3\tpas\t")
    assert "Dr New" in [clinician.name for clinician in desk.state.clinicians]
    page.import_file(str(tmp_path))
    assert "folder" in desk.state.problems[ROWS]
    assert not desk.state.is_busy


def test_that_a_new_clinician_is_offered_and_others_writes_are_left_alone(desk: Desk, page: JobPlansPresenter) -> None:
    answer(desk.session, SaveClinician(Clinician(ClinicianId(""), "Dr Third", Grade.CONSULTANT)), Task())
    page.changed(ChangeSet(frozenset({Topic.REVIEW})))
    assert len(desk.state.clinicians) == 2
    page.changed(ChangeSet(frozenset({Topic.CLINICIAN})))
    assert len(desk.state.clinicians) == 3


def test_that_nothing_is_typed_before_there_is_a_plan_and_faults_are_reported() -> None:
    runner, view, faults = HeldRunner(), Seen(), list[Exception]()
    presenter = JobPlansPresenter(view, TaskScope(runner, faults.append), CLOCK, faults.append)
    presenter.start()
    presenter.draft.edit_cell(1, "pas", "2")
    presenter.draft.edit_field("note", "x")
    presenter.draft.add_row()
    presenter.draft.remove_row(1)
    presenter.draft.save()
    assert view.state.draft is None
    assert (view.state.is_changed, view.state.original, view.state.report_text) == (False, None, "")
    presenter.import_file("x.csv")
    runner.asked[-1][1].failed(ValueError("a fault"))
    assert [type(fault) for fault in faults] == [ValueError]
    presenter.close()
    assert runner.cancelled > 0


@settings(max_examples=40)
@given(
    pas=st.floats(0.25, 4).map(lambda number: round(number, 2)),
    weekday=st.none() | st.integers(0, 6),
    half=st.none() | st.sampled_from(HalfDay),
    category=st.sampled_from(PaCategory),
    one_in=st.integers(1, 20),
)
def test_that_a_plan_typed_back_unchanged_is_the_same_plan(
    pas: float, weekday: int | None, half: HalfDay | None, category: PaCategory, one_in: int
) -> None:
    activities = (ProgrammedActivity("Clinic", category, pas, weekday, half, "Main", WEEKLY),)
    plan = JobPlan(JobPlanId(""), ClinicianId("ann"), 0, date(2026, 4, 1), activities, OnCall(one_in, "A"), "Note")
    assert draft_of(ClinicianId("ann"), plan, 3).as_plan(CLOCK.today()) == plan


def test_that_cells_are_typed_in_the_order_of_the_columns() -> None:
    draft = draft_of(ClinicianId("ann"), None, 0)
    assert as_tab_separated(DRAFT_COLUMNS, draft.rows).splitlines()[1] == "\tDCC\t1\t\t\t\t\t\tevery week"
    assert [column.key(draft.rows[0]) for column in DRAFT_COLUMNS] == [1] * 9
    assert all(column.editable(draft.rows[0]) for column in DRAFT_COLUMNS)
    assert JobPlansState().save_text == "Save as version 1"


def test_that_versions_and_rows_sort_by_number_and_date(desk: Desk, page: JobPlansPresenter, tmp_path: Path) -> None:
    page.draft.edit_field(EFFECTIVE, "1 Jan 2024")
    page.draft.edit_cell(1, "pas", "1")
    page.draft.edit_field(REASON, "agreed anew")
    page.draft.save()
    orders = {
        column.title: [plan.version for plan in sorted(desk.state.versions, key=column.key)]
        for column in VERSION_COLUMNS
    }
    assert orders == {"Version": [1, 2], "From": [2, 1], "PAs": [2, 1]}
    finding = RowFinding(12, "pas", "not a number", "x")
    assert REJECTED_COLUMNS[0].key(finding) == 12


def test_that_a_new_version_without_a_reason_is_asked_why(desk: Desk, page: JobPlansPresenter) -> None:
    page.draft.edit_cell(1, "pas", "8")
    page.draft.save()
    assert desk.state.problems[REASON].startswith("A new version needs a reason.")


def test_that_times_frequency_and_objectives_are_typed_as_words(desk: Desk, page: JobPlansPresenter) -> None:
    for name, text in (
        ("day", "Tue"),
        ("half_day", ""),
        ("starts", "0830"),
        ("ends", "12.30"),
        ("frequency", "1 in 2"),
    ):
        page.draft.edit_cell(1, name, text)
    page.draft.edit_field(OBJECTIVES, "Start a list | service development | lists held | 31 Mar 2027")
    page.draft.edit_field(REASON, "half the lists")
    page.draft.save()
    plan = desk.state.versions[0]
    assert (plan.activities[0].when, str(plan.activities[0].frequency)) == ("Tue 08:30–12:30", "1 in 2 weeks")
    assert plan.objectives == (Objective("Start a list", ObjectiveKind.DEVELOPMENT, "lists held", date(2027, 3, 31)),)
    assert desk.state.draft.objectives == "Start a list | Service development | lists held | 31 Mar 2027"
    assert any(line.startswith("Changed: Ward round") for line in desk.state.changes)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [("starts", "25:00", ROWS), ("ends", "12:00", ROWS), ("frequency", "now and then", "")],
)
def test_that_cells_that_cannot_be_are_told_in_their_row(
    desk: Desk, page: JobPlansPresenter, name: str, text: str, place: str
) -> None:
    page.draft.edit_cell(1, name, text)
    page.draft.edit_field(REASON, "trial")
    page.draft.save()
    assert bool(desk.state.problems.get(ROWS)) is bool(place)
    assert any("now and then" in line for line in desk.state.warnings) is not bool(place)


def test_that_sign_off_is_recorded_for_the_version_shown(desk: Desk, page: JobPlansPresenter) -> None:
    page.sides.sign("AGREED", "")
    assert desk.state.problems[SIGNED].startswith("The day is missing.")
    page.sides.sign("AGREED", "20 Mar 2026")
    assert desk.state.notice == "Recorded: Signed by both, 20 Mar 2026."
    assert desk.state.versions[0].sign_offs[0].recorded_by


def test_that_planned_and_delivered_are_counted_for_the_months_chosen(desk: Desk, page: JobPlansPresenter) -> None:
    page.sides.count(3)
    assert desk.state.delivery is not None
    assert [one.kind.value for one in desk.state.delivery.kinds][:1] == ["Ward rounds"]
    assert len(list(desk.state.delivery.period)) == 3
