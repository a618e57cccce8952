from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from cdconsole.domain.activity import Session as Held
from cdconsole.domain.activity import SessionKind
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.frequency import Frequency
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure, ExposureKind, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.job_plan_delivery import PlannedKind
from cdconsole.domain.job_plan_requests import (
    ExportJobPlans,
    RecordSignOff,
    RemoveActivityNeed,
    SaveActivityNeed,
    ShowJobPlanDelivery,
    ShowTeamBoard,
)
from cdconsole.domain.job_plan_terms import Objective, SignOffState
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ImportJobPlans, SaveJobPlan, ShowJobPlans
from cdconsole.domain.team_board import ActivityNeed
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import activity, export_log, exposures

ANN = ClinicianId("ann")
JUNE = Period(Month(2026, 6), Month(2026, 6))
ROWS = (
    ProgrammedActivity("Clinic", PaCategory.DCC, 1.0, 1, starts=time(9), ends=time(13)),
    ProgrammedActivity("Endoscopy list", PaCategory.DCC, 0.5, 2, frequency=Frequency(1, 2)),
    ProgrammedActivity("Teaching", PaCategory.SPA, 2.5),
)


@pytest.fixture
def plan(session: Session) -> JobPlan:
    [first] = answer(session, ShowJobPlans(ANN), Task())
    changed = replace(
        first, activities=ROWS, reason="new list", is_full_time=False, agreed_pas=4.0, on_call=OnCall(10, "A", 0.5),
        objectives=(Objective("Start a nurse-led list", due=date(2027, 3, 31)),),
    )  # fmt: skip
    return answer(session, SaveJobPlan(changed, first.revision), Task())


def test_that_everything_of_a_plan_comes_back(session: Session, plan: JobPlan) -> None:
    assert answer(session, ShowJobPlans(ANN), Task())[0] == plan


def test_that_a_new_version_needs_a_reason(session: Session, plan: JobPlan) -> None:
    with pytest.raises(RuleBroken) as broken:
        answer(session, SaveJobPlan(replace(plan, reason=" "), plan.revision), Task())
    assert broken.value.field == "reason"


def test_that_sign_off_steps_are_kept_with_who_and_when(session: Session, plan: JobPlan) -> None:
    answer(session, RecordSignOff(plan.id, SignOffState.DISCUSSED, date(2026, 3, 1)), Task())
    signed = answer(session, RecordSignOff(plan.id, SignOffState.AGREED, date(2026, 3, 20)), Task())
    assert [step.state for step in signed.sign_offs] == [SignOffState.DISCUSSED, SignOffState.AGREED]
    assert signed.sign_off_text == "Signed by both, 20 Mar 2026"
    assert all(step.recorded_by and step.recorded_at for step in signed.sign_offs)
    assert signed.version == plan.version


def test_that_planned_and_delivered_stand_side_by_side_after_exposure(session: Session, plan: JobPlan) -> None:
    first = date(2026, 6, 2)
    held = [
        Held(f"s{week}", ANN, SessionKind.CLINIC, first + timedelta(weeks=week), 240, 10, 9, 9.0, "leave" * (week == 3))
        for week in range(4)
    ]
    away = Exposure("a", ANN, ExposureKind.LEAVE, date(2026, 6, 20), date(2026, 6, 28))
    with session.unit_of_work(Section.RECORDS) as work:
        activity.add_sessions(work, held)
        exposures.add_exposures(work, [away])
        work.commit()
    found = answer(session, ShowJobPlanDelivery(ANN, JUNE), Task())
    kinds = {one.kind: one for one in found.kinds}
    clinic, lists = kinds[PlannedKind.CLINIC], kinds[PlannedKind.ENDOSCOPY_LIST]
    assert (found.days, found.days_away) == (30, 9)
    assert clinic.planned == pytest.approx(42 * 30 / 365.25)
    assert clinic.after_exposure == pytest.approx(3.0)
    assert (clinic.scheduled, clinic.delivered, clinic.rows, clinic.is_imported) == (4, 3, ("Clinic",), True)
    assert lists.after_exposure == pytest.approx(1.5)
    assert not lists.is_imported
    assert kinds[PlannedKind.TAKE].planned == pytest.approx(3.0)


def test_that_the_board_adds_up_and_names_nobody(session: Session, plan: JobPlan) -> None:
    answer(session, SaveActivityNeed(ActivityNeed("clinic", 3.0, "waiting list")), Task())
    answer(session, SaveActivityNeed(ActivityNeed("Bleed rota", 1.0, "national standard")), Task())
    board = answer(session, ShowTeamBoard(), Task())
    lines = {line.activity: line for line in board.lines}
    assert (lines["Clinic"].planned, lines["Clinic"].difference, lines["Clinic"].people) == (1.0, -2.0, 1)
    assert (lines["Bleed rota"].planned, lines["Bleed rota"].difference) == (0.0, -1.0)
    assert "Teaching" not in lines
    assert board.total.planned == sum(line.planned for line in board.lines)
    assert "Ann" not in repr(board)


def test_that_needs_are_changed_by_revision_and_taken_away(session: Session) -> None:
    need = answer(session, SaveActivityNeed(ActivityNeed("Clinic", 3.0, "waiting list")), Task())
    changed = answer(session, SaveActivityNeed(replace(need, pas=4.0)), Task())
    with pytest.raises(StaleEdit):
        answer(session, SaveActivityNeed(replace(need, pas=5.0)), Task())
    with pytest.raises(RuleBroken, match="has a need already"):
        answer(session, SaveActivityNeed(ActivityNeed("CLINIC", 1.0, "again")), Task())
    answer(session, RemoveActivityNeed(changed), Task())
    assert all(line.need is None for line in answer(session, ShowTeamBoard(), Task()).lines)


def test_that_written_plans_import_again_unchanged(session: Session, plan: JobPlan, tmp_path: Path) -> None:
    answer(session, RecordSignOff(plan.id, SignOffState.AGREED, date(2026, 3, 20)), Task())
    path = tmp_path / "out.csv"
    rows = answer(session, ExportJobPlans(str(path)), Task())
    with session.snapshot(Section.RECORDS) as snapshot:
        assert export_log.entries(snapshot)[-1].what == "job plans"
    report = answer(session, ImportJobPlans(str(path)), Task())
    assert (report.rows_in, report.rows_unchanged, report.rows_stored, report.rejected) == (rows, rows, 0, ())
