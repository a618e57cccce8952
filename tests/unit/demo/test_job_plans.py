from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.demo.job_plans import (
    CHANGED_PLAN,
    CLASHING,
    IN_DRAFT,
    NEEDS,
    WORK,
    DemoPlan,
    job_plans,
    job_plans_csv,
    plan_in_force,
)
from cdconsole.demo.roster import NAMES
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import JobPlan, PaCategory, ProgrammedActivity
from cdconsole.domain.job_plan_checks import checks
from cdconsole.domain.job_plan_delivery import kind_of
from cdconsole.domain.job_plan_terms import SignOffState
from cdconsole.importing.job_plans import AS_FOUND, check_job_plans
from cdconsole.importing.limits import LIMITS
from cdconsole.importing.records import CheckedJobPlan
from unit.demo.charts import PERIOD


@pytest.fixture
def plans(tmp_path: Path) -> dict[str, list[CheckedJobPlan]]:
    """Return the plans as the importer reads them."""
    path = tmp_path / "plans.csv"
    path.write_text(job_plans_csv(job_plans(PERIOD)), encoding="utf-8")
    read = check_job_plans(path, AS_FOUND, LIMITS, lambda *_told: None)
    assert read.rejected == ()
    found: dict[str, list[CheckedJobPlan]] = {}
    for plan in read.plans:
        found.setdefault(plan.clinician, []).append(plan)
    return found


def pas(plan: CheckedJobPlan, *categories: PaCategory) -> float:
    return sum(row.pas for row in plan.activities if not categories or row.category in categories)


def test_that_everybody_has_a_plan_and_one_person_a_changed_one(plans: dict[str, list[CheckedJobPlan]]) -> None:
    assert set(plans) == set(NAMES)
    assert {name: len(versions) for name, versions in plans.items() if len(versions) > 1} == {CHANGED_PLAN: 2}


def test_that_plans_really_differ(plans: dict[str, list[CheckedJobPlan]]) -> None:
    first = {name: versions[0] for name, versions in plans.items()}
    assert pas(first["Dr Helen Marchbanks"]) == 6
    assert pas(first["Dr Amara Okafor"], PaCategory.ANR) == 1.5
    assert pas(first["Dr Yusuf Demirel"], PaCategory.ED) == 4
    assert len({pas(plan, PaCategory.DCC) for plan in first.values()}) >= 6
    endoscopy = sum("list" in row.activity for row in first["Dr Tomasz Wieczorek"].activities)
    assert endoscopy == max(sum("Endoscopy list" in row.activity for row in plan.activities) for plan in first.values())


def test_that_plans_stay_at_or_below_twelve_pas_and_consultants_have_time_for_development(
    plans: dict[str, list[CheckedJobPlan]],
) -> None:
    for versions in plans.values():
        for plan in versions:
            assert 6 <= pas(plan) <= 12
            assert pas(plan, PaCategory.SPA) >= 1


def test_that_nobody_is_in_two_places_at_once() -> None:
    for plan in job_plans(PERIOD):
        assert len(plan.week) == len(set(plan.week))
        assert set(plan.week.values()) | set(plan.flexible) <= set(WORK)


def test_that_the_changed_plan_holds_from_its_first_day() -> None:
    versions = job_plans(PERIOD)
    before, after = (plan for plan in versions if plan.clinician == CHANGED_PLAN)
    assert plan_in_force(versions, CHANGED_PLAN, (PERIOD.last - 9).first) is after
    assert plan_in_force(versions, CHANGED_PLAN, (PERIOD.last - 10).last) is before


@pytest.mark.parametrize("last", [Month(2026, 2), Month(2026, 4), Month(2026, 10)])
def test_that_plans_hold_for_the_whole_period(last: Month) -> None:
    period = Period.ending(last, 36)
    plans: tuple[DemoPlan, ...] = job_plans(period)
    assert all(plan_in_force(plans, name, period.first.first).effective_from.month == 4 for name in NAMES)


def as_plan(plan: CheckedJobPlan) -> JobPlan:
    return JobPlan(JobPlanId(""), ClinicianId(""), 1, plan.effective_from, plan.activities, plan.on_call).checked()


def test_that_one_plan_has_a_clash_and_the_times_of_all_fit_their_pas(plans: dict[str, list[CheckedJobPlan]]) -> None:
    said = {name: checks(as_plan(plan)) for name, versions in plans.items() for plan in versions}
    assert [name for name, lines in said.items() if any("clash" in line for line in lines)] == [CLASHING]
    assert not any("its hours" in line for lines in said.values() for line in lines)


def test_that_one_plan_is_in_draft_and_the_others_are_signed(plans: dict[str, list[CheckedJobPlan]]) -> None:
    states = {name: versions[-1].sign_off for name, versions in plans.items()}
    assert all(step is not None for step in states.values())
    drafts = [name for name, step in states.items() if step is not None and step.state is SignOffState.DRAFT]
    assert drafts == [IN_DRAFT]


def test_that_the_needs_are_of_activities_of_the_plans(plans: dict[str, list[CheckedJobPlan]]) -> None:
    known = {row.activity for versions in plans.values() for plan in versions for row in plan.activities}
    assert {need.activity for need in NEEDS} <= known


def test_that_sessions_are_counted_as_the_kind_they_are_made_as() -> None:
    kinds = {
        work.activity: (
            kind_of(ProgrammedActivity(work.activity, work.category, work.pas, location=work.location)),
            made,
        )
        for work in WORK.values()
        if (made := work.session) is not None
    }
    assert {name for name, (kind, made) in kinds.items() if kind is None or kind.name != made.name} == set()
