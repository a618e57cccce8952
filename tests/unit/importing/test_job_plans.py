from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdconsole.domain.clinician import Grade
from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.frequency import WEEKLY, Frequency
from cdconsole.domain.job_plan import HalfDay, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.job_plan_terms import Objective, ObjectiveKind, SignOff, SignOffState
from cdconsole.importing.job_plans import AS_FOUND, check_job_plans, read_job_plans
from cdconsole.importing.limits import Limits
from cdconsole.importing.records import CheckedJobPlans

Check = Callable[..., CheckedJobPlans]
TEMPLATE = Path(__file__).resolve().parents[3] / "resources/templates/job_plans.csv"
HEADING = "clinician,effective_from,activity,category,pas,day,half_day,on_call_one_in,on_call_category,grade,interests"
GOOD = "Dr A,2026-04-01,Clinic,DCC,1,Mon,am,8,A,Consultant,IBD"


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def checked(*rows: str, heading: str = HEADING) -> CheckedJobPlans:
        path = tmp_path / "plans.csv"
        path.write_text("\n".join([heading, *rows]), encoding="utf-8")
        return check_job_plans(path, AS_FOUND, Limits(), lambda _: None)

    return checked


def test_that_the_template_imports_whole(watch: Any) -> None:
    plans = read_job_plans(TEMPLATE, watch)
    (plan,) = plans.plans
    assert (plans.rows, plans.rejected) == (3, ())
    assert (plan.clinician, plan.effective_from, plan.grade) == (
        "Example Clinician", date(2026, 4, 1), Grade.CONSULTANT,
    )  # fmt: skip
    assert plan.interests == ("Inflammatory bowel disease", "Nutrition")
    assert plan.on_call == OnCall(8, "A", 0.5, 0.5, has_prospective_cover=True)
    assert (plan.is_full_time, plan.agreed_pas, plan.working_weeks) == (False, 3.25, 42)
    assert plan.sign_off == SignOff(SignOffState.AGREED, date(2026, 3, 20))
    assert plan.objectives == (
        Objective("Start a nurse-led list", ObjectiveKind.DEVELOPMENT, "lists held", date(2027, 3, 31)),
    )
    assert plan.activities[1].frequency == Frequency(1, 2)
    assert plan.activities[0] == ProgrammedActivity(
        "Endoscopy list", PaCategory.DCC, 1.25, 0, HalfDay.AM, "Endoscopy unit", WEEKLY, time(8), time(13)
    )
    assert plan.activities[2].weekday is None


def test_that_rows_are_grouped_by_clinician_and_date(check: Check) -> None:
    plans = check(
        GOOD,
        "dr a,2026-04-01,Teaching,Supporting professional activities,1.5,,,,,,ibd;Nutrition",
        "Dr A,1 Oct 2026,Clinic,DCC,2,tuesday,Afternoon,,,,",
        "Dr B,2026-04-01,Clinic,Direct clinical care,2,,,,,,",
    )
    assert [(plan.clinician, plan.rows) for plan in plans.plans] == [("Dr A", (2, 3)), ("Dr A", (4,)), ("Dr B", (5,))]
    first, second, third = plans.plans
    assert first.interests == ("ibd", "Nutrition")
    assert first.on_call == OnCall(8, "A")
    assert (second.activities[0].weekday, second.activities[0].half_day) == (1, HalfDay.PM)
    assert (third.grade, third.on_call) == (Grade.OTHER, OnCall())


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",2026-04-01,Clinic,DCC,1,,,,,,", "clinician", "There is no clinician"),
        ("Dr B,,Clinic,DCC,1,,,,,,", "effective_from", "There is no date"),
        ("Dr B,2026-02-30,Clinic,DCC,1,,,,,,", "effective_from", "There is no such date or time"),
        ("Dr B,2026-04-01,,DCC,1,,,,,,", "activity", "There is no activity"),
        ("Dr B,2026-04-01,Clinic,XYZ,1,,,,,,", "category", "This is not a known category"),
        ("Dr B,2026-04-01,Clinic,,1,,,,,,", "category", "Nothing is given"),
        ("Dr B,2026-04-01,Clinic,DCC,0,,,,,,", "pas", "This should be a number above 0 and at most 12"),
        ("Dr B,2026-04-01,Clinic,DCC,12.5,,,,,,", "pas", "This should be a number above 0 and at most 12"),
        ("Dr B,2026-04-01,Clinic,DCC,nan,,,,,,", "pas", "This should be a number above 0 and at most 12"),
        ("Dr B,2026-04-01,Clinic,DCC,1,Someday,,,,,", "day", "This is not a known day"),
        ("Dr B,2026-04-01,Clinic,DCC,1,,noonish,,,,", "half_day", "This is not a known half day"),
        (
            "Dr B,2026-04-01,Clinic,DCC,1,,,often,,,",
            "on_call_one_in",
            "This should be a number above 0 and at most 365",
        ),
        ("Dr B,2026-04-01,Clinic,DCC,1,,,8,C,,", "on_call_category", "The on-call category is A, B or empty"),
        ("Dr B,2026-04-01,Clinic,DCC,1,,,,,Wizard,", "grade", "This is not a known grade"),
        ("Dr B,2026-04-01,Clinic", "clinician", "The row has 3 cells, the heading 11"),
        (GOOD + ",,more", "clinician", "The row has 13 cells, the heading 11"),
    ],
)
def test_that_a_bad_row_is_refused_and_other_plans_stay(check: Check, row: str, column: str, reason: str) -> None:
    plans = check(GOOD, row)
    assert [(found.row, found.column, found.reason) for found in plans.rejected] == [(3, column, reason)]
    assert [plan.rows for plan in plans.plans] == [(2,)]
    assert plans.rejected_rows == 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([GOOD, "Dr A,2026-04-01,Clinic,XYZ,1,,,,,,"], "Held back: row 3 of the same plan was refused"),
        ([GOOD, GOOD.replace(",8,", ",6,")],
         "The plan has two on-call rotas: On call 1 in 8, category A and On call 1 in 6, category A"),
        ([GOOD, GOOD.replace("Consultant", "Specialist")], "The plan has two grades: Consultant and Specialist"),
        ([GOOD.replace("DCC,1,", "DCC,11,")] * 2, "The plan adds up to 22 PAs, more than 20"),
    ],
)  # fmt: skip
def test_that_a_plan_that_is_not_whole_is_held_back(check: Check, rows: list[str], reason: str) -> None:
    plans = check(*rows)
    assert plans.plans == ()
    assert (plans.rejected[0].row, plans.rejected[0].reason) == (2, reason)
    assert plans.rejected_rows == 2


def test_that_missing_columns_are_named(check: Check) -> None:
    with pytest.raises(ImportRefused, match="has no column category, pas"):
        check("Dr A,2026-04-01,Clinic", heading="clinician,effective_from,activity")


def test_that_an_ambiguous_date_order_is_refused(check: Check) -> None:
    with pytest.raises(ImportRefused, match="is it day first"):
        check(GOOD.replace("2026-04-01", "01/04/2026"))


def test_that_a_short_row_that_reaches_the_needed_columns_is_read(check: Check) -> None:
    assert check("Dr A,2026-04-01,Clinic,DCC,1").plans[0].rows == (2,)


ALLOCATE = (
    "Consultant code,Consultant name,Plan start,Plan end,Day,Start,End,Week pattern,Activity,Subtype,Location,PA value,"
    "Sessions a year,Sign-off state"
)


def test_that_a_sheet_of_an_e_job_planning_system_is_read_by_its_own_headings(check: Check) -> None:
    plans = check(
        "C1234567,Dr A,2026-04-01,2027-03-31,Monday,08:30,12:30,3 in 9 weeks,Ward round,DCC,Ward 7,0.333,,Signed off",
        "C1234567,Dr A,2026-04-01,2027-03-31,,,,,Teaching day,SPA,,0.25,10,Signed off",
        heading=ALLOCATE,
    )
    (plan,) = plans.plans
    assert plans.rejected == ()
    assert (plan.clinician, plan.code, plan.effective_from) == ("Dr A", "C1234567", date(2026, 4, 1))
    assert plan.sign_off == SignOff(SignOffState.AGREED)
    assert [str(row.frequency) for row in plan.activities] == ["3 in 9 weeks", "10 a year"]
    assert plan.activities[0].starts == time(8, 30)


def test_that_the_average_follows_from_the_pas_each_time(check: Check) -> None:
    heading = "clinician,effective_from,activity,category,pas_each,frequency"
    assert check("Dr A,2026-04-01,List,DCC,1.25,1 in 2", heading=heading).plans[0].activities[0].pas == 0.625
    assert check("Dr A,2026-04-01,List,DCC,4.2,10 a year", heading=heading).plans[0].activities[0].pas == 1.0


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ("Mon,25:00,12:00", "starts", "This should be a time such as 08:30"),
        ("Mon,08:00,", "ends", "A row has a start and an end, or neither"),
        ("Mon,08:00,08:00", "ends", "It ends when it starts"),
        (",08:00,12:00", "day", "A row with times needs a day"),
    ],
)
def test_that_times_that_cannot_be_are_refused(check: Check, cells: str, column: str, reason: str) -> None:
    heading = "clinician,effective_from,activity,category,pas,day,starts,ends"
    plans = check(f"Dr A,2026-04-01,List,DCC,1,{cells}", heading=heading)
    assert [(found.column, found.reason) for found in plans.rejected] == [(column, reason)]


CELLS = st.sampled_from(
    ["", "Dr A", "Dr B", "DCC", "SPA", "1", "0", "2026-04-01", "2026-10-01", "Mon", "08:00", "12:00", "x"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=9), min_size=1, max_size=8))
def test_that_every_row_is_in_a_plan_or_refused_with_its_reason(check: Check, rows: list[list[str]]) -> None:
    heading = "clinician,effective_from,activity,category,pas,day,starts,ends"
    known = [["Dr A", "2026-04-01", "Clinic", "DCC", *row] for row in rows]
    plans = check(*(",".join(row) for row in known), heading=heading)
    taken = [number for plan in plans.plans for number in plan.rows]
    refused = {finding.row for finding in plans.rejected}
    assert len(taken) == len(set(taken))
    assert not refused & set(taken)
    assert len(taken) + len(refused) == len(taken) + plans.rejected_rows == plans.rows == len(rows)
    assert all(finding.reason and finding.column for finding in plans.rejected)
