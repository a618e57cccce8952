from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Grade
from cdconsole.domain.errors import Cancelled, ImportRefused, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.extract import JobPlanImportReport
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure, ExposureKind, HalfDay, OnCall
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ImportJobPlans, ListClinicians, ListExposure, SaveJobPlan, ShowJobPlans
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import exposures

HEADING = (
    "clinician,effective_from,activity,category,pas,day,half_day,on_call_one_in,on_call_category,grade,interests,"
    "location"
)
ANN_AS_STORED = (
    "dr ann example,2025-01-01,Ward round,DCC,7.5,Mon,am,9,A,,,Ward 7",
    "dr ann example,2025-01-01,Teaching,SPA,2.5,,,,,,",
)
ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
Import = Callable[..., JobPlanImportReport]


@pytest.fixture
def import_rows(session: Session, tmp_path: Path) -> Import:
    def imported(*rows: str) -> JobPlanImportReport:
        path = tmp_path / "plans.csv"
        path.write_text("\n".join([HEADING, *rows]), encoding="utf-8")
        return answer(session, ImportJobPlans(str(path)), Task())

    return imported


def test_that_an_edited_plan_is_stored_as_a_new_version(session: Session) -> None:
    [first] = answer(session, ShowJobPlans(ANN), Task())
    edited = replace(first, effective_from=date(2026, 4, 1), on_call=OnCall(6, "B"), reason="new rota")
    stored = answer(session, SaveJobPlan(edited, first.revision), Task())
    assert (stored.version, stored.on_call, stored.activities) == (2, OnCall(6, "B"), first.activities)
    assert answer(session, ShowJobPlans(ANN), Task()) == (stored, first)
    assert session.take_changes().touches(frozenset({Topic.JOB_PLAN}), ANN)


def test_that_a_stale_edit_is_refused(session: Session) -> None:
    [first] = answer(session, ShowJobPlans(ANN), Task())
    answer(session, SaveJobPlan(replace(first, reason="corrected"), first.revision), Task())
    with pytest.raises(StaleEdit):
        answer(session, SaveJobPlan(replace(first, reason="late"), first.revision), Task())
    assert len(answer(session, ShowJobPlans(ANN), Task())) == 2


def test_that_a_plan_that_breaks_a_rule_is_refused(session: Session) -> None:
    [first] = answer(session, ShowJobPlans(ANN), Task())
    with pytest.raises(RuleBroken) as refused:
        answer(session, SaveJobPlan(replace(first, activities=(), reason="nothing left"), first.revision), Task())
    assert refused.value.field == "activity"


def test_that_a_plan_of_nobody_is_refused(session: Session) -> None:
    [first] = answer(session, ShowJobPlans(ANN), Task())
    with pytest.raises(UserFacingError, match="not in this department"):
        answer(session, SaveJobPlan(replace(first, clinician_id=ClinicianId("nobody")), 0), Task())


def test_that_an_import_adds_clinicians_that_are_new(session: Session, import_rows: Import) -> None:
    report = import_rows(
        "Dr Cal New,2026-04-01,Endoscopy list,DCC,1.25,Tue,pm,8,A,Specialist,Nutrition;IBD",
        "Dr Cal New,2026-04-01,Audit,SPA,1,,,,,,",
    )
    assert report == JobPlanImportReport("plans.csv", 1, 2, ("Dr Cal New",), 0, (), 2, 2)
    cal = next(known for known in answer(session, ListClinicians(), Task()) if known.name == "Dr Cal New")
    assert (cal.grade, cal.interests) == (Grade.SPECIALIST, ("Nutrition", "IBD"))
    [plan] = answer(session, ShowJobPlans(cal.id), Task())
    assert (plan.total_pas, plan.on_call, plan.activities[0].half_day) == (2.25, OnCall(8, "A"), HalfDay.PM)


def test_that_a_second_import_of_the_same_file_changes_nothing(session: Session, import_rows: Import) -> None:
    row = "Dr Bob Sample,2026-04-01,Clinic,DCC,4,,,,,,"
    assert import_rows(row).plans == 1
    session.take_changes()
    again = import_rows(row)
    assert (again.plans, again.activities, again.new_clinicians, again.unchanged) == (0, 0, (), 1)
    assert len(answer(session, ShowJobPlans(BOB), Task())) == 1
    assert session.take_changes().topics == frozenset()


def test_that_a_clinician_is_found_by_code_and_by_name_in_any_case(session: Session, import_rows: Import) -> None:
    report = import_rows("ae,2026-04-01,Clinic,DCC,4,,,,,,", "DR BOB SAMPLE,2026-04-01,Clinic,DCC,3,,,,,,")
    assert (report.plans, report.new_clinicians) == (2, ())
    assert [plan.version for plan in answer(session, ShowJobPlans(ANN), Task())] == [2, 1]
    assert len(answer(session, ShowJobPlans(BOB), Task())) == 1


def test_that_two_plans_of_one_clinician_in_one_file_are_two_versions(session: Session, import_rows: Import) -> None:
    import_rows("Dr Bob Sample,2026-04-01,Clinic,DCC,4,,,,,,", "Dr Bob Sample,2026-10-01,Clinic,DCC,5,,,,,,")
    assert [plan.version for plan in answer(session, ShowJobPlans(BOB), Task())] == [2, 1]


def test_that_rejected_rows_are_listed_and_the_rest_is_stored(import_rows: Import) -> None:
    report = import_rows(
        *ANN_AS_STORED,
        "Dr Bob Sample,2026-04-01,Clinic,DCC,many,,,,,,",
        "Dr Cal New,30 Feb 2026,Clinic,DCC,4,,,,,,",
        "Dr Dee New,2026-04-01,Clinic,DCC,4,,,,,,",
    )
    assert (report.plans, report.unchanged, report.new_clinicians) == (1, 1, ("Dr Dee New",))
    assert [(finding.row, finding.column) for finding in report.rejected] == [(4, "pas"), (5, "effective_from")]
    assert all(finding.reason for finding in report.rejected)


def test_that_a_file_that_is_no_use_is_refused_whole(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text("who,what\nDr Bob Sample,Clinic\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="effective_from"):
        answer(session, ImportJobPlans(str(path)), Task())


def test_that_stopping_an_import_stores_nothing(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text(f"{HEADING}\nDr Cal New,2026-04-01,Clinic,DCC,4,,,,,,\n", encoding="utf-8")
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        answer(session, ImportJobPlans(str(path)), task)
    assert len(answer(session, ListClinicians(), Task())) == 3


def test_that_the_exposure_log_holds_own_and_department_wide_entries(session: Session) -> None:
    own = Exposure("a", ANN, ExposureKind.LEAVE, date(2026, 6, 1), date(2026, 6, 14))
    others = Exposure("b", BOB, ExposureKind.LEAVE, date(2026, 6, 1), date(2026, 6, 14))
    everybody = Exposure("c", None, ExposureKind.CLOSURE, date(2026, 7, 1), date(2026, 7, 3))
    with session.unit_of_work(Section.RECORDS) as work:
        exposures.add_exposures(work, (own, others, everybody))
        work.commit()
    period = Period(Month(2026, 6), Month(2026, 7))
    assert set(answer(session, ListExposure(ANN, period), Task())) == {own, everybody}
    assert answer(session, ListExposure(ANN, Period(Month(2026, 1), Month(2026, 3))), Task()) == ()
