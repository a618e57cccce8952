"""The words and figures of the job-plan panel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import (
    DeliverySummary,
    Exposure,
    ExposureKind,
    HalfDay,
    JobPlan,
    JobPlanPanel,
    OnCall,
    PaCategory,
    ProgrammedActivity,
)
from cdconsole.domain.measure import SpellRecord
from cdconsole.ui.screens.clinician.columns import RECORD_COLUMNS, numbered, place_of
from cdconsole.ui.screens.clinician.wording import (
    Fact,
    activity_text,
    categories,
    delivery_facts,
    duty_text,
    exposure_facts,
    flexible_facts,
    in_cell,
    plan_title,
    review_facts,
    span_text,
    total_text,
)

ANN = ClinicianId("ann")
LIST = ProgrammedActivity("Endoscopy list", PaCategory.DCC, 1.25, 0, HalfDay.PM, "Unit A")
ADMIN = ProgrammedActivity("Admin", PaCategory.DCC, 0.5)
TEACHING = ProgrammedActivity("Teaching", PaCategory.SPA, 1.0, 2)
PLAN = JobPlan(JobPlanId("p"), ANN, 3, date(2026, 4, 1), (LIST, ADMIN, TEACHING), OnCall(9, "A"))
PANEL = JobPlanPanel(
    PLAN,
    ("IBD", "ERCP"),
    (
        Exposure("1", ANN, ExposureKind.LEAVE, date(2026, 5, 25), date(2026, 6, 5)),
        Exposure("2", None, ExposureKind.CLOSURE, date(2026, 7, 1), date(2026, 7, 1)),
    ),
    DeliverySummary(210, 182),
    14,
    Period(Month(2026, 6), Month(2026, 7)),
    date(2026, 3, 14),
    2,
)


def test_that_a_plan_says_its_version_total_and_categories_in_use() -> None:
    assert plan_title(PLAN) == "v3, from 1 Apr 2026"
    assert total_text(PLAN) == "2.8 PA a week"
    assert categories(PLAN) == ((PaCategory.DCC, 1.75), (PaCategory.SPA, 1.0))


def test_that_no_plan_is_said_and_not_left_empty() -> None:
    assert plan_title(None) == "None on record"
    assert duty_text(replace(PANEL, plan=None, interests=())) == ""


def test_that_an_activity_stands_in_its_half_day_and_flexible_ones_below() -> None:
    assert in_cell(PLAN, 0, HalfDay.PM) == (LIST,)
    assert in_cell(PLAN, 0, HalfDay.AM) == ()
    assert activity_text(LIST) == "Endoscopy list, DCC 1.25 PA, Unit A, every week"
    assert flexible_facts(PLAN) == (Fact("Admin", "0.5 PA"), Fact("Teaching (Wed)", "1 PA"))


def test_that_every_activity_is_shown_once_in_the_week_or_below() -> None:
    in_week = sum(len(in_cell(PLAN, weekday, half_day)) for weekday in range(7) for half_day in HalfDay)
    assert in_week + len(flexible_facts(PLAN)) == len(PLAN.activities)


def test_that_on_call_and_interests_take_a_line_each() -> None:
    assert duty_text(PANEL) == "On call 1 in 9, category A\nInterests: IBD, ERCP"


def test_that_days_away_are_counted_inside_the_period_newest_first() -> None:
    assert exposure_facts(PANEL) == (
        Fact("Closure, 1 Jul 2026 (department)", "1 day"),
        Fact("Leave, 25 May – 5 Jun 2026", "5 days"),
    )


def test_that_dates_are_as_short_as_they_can_be() -> None:
    assert span_text(date(2026, 8, 3), date(2026, 8, 14)) == "3–14 Aug 2026"
    assert span_text(date(2025, 12, 24), date(2026, 1, 2)) == "24 Dec 2025 – 2 Jan 2026"


def test_that_delivery_has_its_denominator_or_says_there_is_none() -> None:
    assert delivery_facts(PANEL) == (Fact("Sessions delivered", "182 of 210"), Fact("Take shifts", "14"))
    assert delivery_facts(replace(PANEL, sessions=DeliverySummary(0, 0)))[0].figure == "none planned"


def test_that_the_last_review_is_dated_or_said_to_be_missing() -> None:
    assert review_facts(PANEL) == (Fact("Last review", "14 Mar 2026"), Fact("Goals open", "2"))
    assert review_facts(replace(PANEL, last_review=None))[0].figure == "none held yet"


def _record(admitted: str, days: int | None = 3, discharged: str = "9 Nov 2026") -> SpellRecord:
    return SpellRecord("a1b2c3d4", admitted, discharged, days, "Day case", "Elective", "Ward 7", "counted", "x.csv")


def test_that_records_sort_by_date_and_not_by_its_letters() -> None:
    rows = numbered((_record("10 Feb 2026 07:15"), _record("2 Mar 2026 07:15"), _record("1 Dec 2025 23:00")))
    by_admission = sorted(rows, key=RECORD_COLUMNS[2].key)
    assert [place_of(row) for row in by_admission] == [2, 0, 1]


def test_that_missing_days_and_dates_are_blank_and_sort_first() -> None:
    rows = numbered((_record("1 Feb 2026", 0), _record("1 Feb 2026", None, "")))
    assert [column.text(rows[1]) for column in RECORD_COLUMNS] == [
        *("", "a1b2c3d4", "1 Feb 2026", "", "", "counted", "Day case", "Elective", "", "", "Ward 7", "x.csv")
    ]
    assert [place_of(row) for row in sorted(rows, key=RECORD_COLUMNS[4].key)] == [1, 0]
    assert [place_of(row) for row in sorted(rows, key=RECORD_COLUMNS[3].key)] == [1, 0]
