from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.frequency import Frequency
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import Exposure, ExposureKind, HalfDay, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.people import Person
from cdconsole.storage import exposures, job_plans
from cdconsole.storage.section_file import SectionFile

Pair = tuple[Clinician, Clinician]
ASH = ClinicianId("a" * 32)
PLAN = JobPlan(
    id=JobPlanId(""),
    clinician_id=ASH,
    version=0,
    effective_from=date(2026, 4, 1),
    activities=(
        ProgrammedActivity("Endoscopy list", PaCategory.DCC, 1.25, 0, HalfDay.AM, "Unit 1", Frequency(1, 2)),
        ProgrammedActivity("Appraisal", PaCategory.SPA, 1.5),
    ),
    on_call=OnCall(12, "A"),
    note="part-time",
)


def save(file: SectionFile, director: Person, plan: JobPlan, revision: int) -> JobPlan:
    with file.unit_of_work(director) as work:
        saved = job_plans.save(work, plan, revision)
        assert work.commit() == ChangeSet(frozenset({Topic.JOB_PLAN}), frozenset({plan.clinician_id}))
    return saved


def test_that_every_version_comes_back_as_stored_newest_first(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    first = save(records, director, PLAN, 0)
    second = save(records, director, replace(first, note="full-time"), first.revision)
    assert first == replace(PLAN, id=first.id, version=1, revision=1)
    assert second == replace(PLAN, id=second.id, version=2, revision=2, note="full-time")
    with records.snapshot() as snapshot:
        assert job_plans.versions(snapshot, ASH) == (second, first)
        assert job_plans.versions(snapshot, ClinicianId("b" * 32)) == ()


def test_that_the_plan_in_force_is_the_last_to_begin_in_its_newest_version(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    first = save(records, director, PLAN, 0)
    future = save(records, director, replace(PLAN, effective_from=date(2026, 10, 1)), 1)
    corrected = save(records, director, replace(PLAN, note="corrected"), 2)
    with records.snapshot() as snapshot:
        assert job_plans.current(snapshot, ASH, date(2026, 3, 31)) is None
        assert job_plans.current(snapshot, ASH, date(2026, 4, 1)) == corrected
        assert job_plans.current(snapshot, ASH, date(2026, 10, 1)) == future
        assert first in job_plans.versions(snapshot, ASH)


@pytest.mark.parametrize("revision", [0, 2])
def test_that_a_plan_edited_from_another_version_is_refused(
    records: SectionFile, director: Person, two_clinicians: Pair, revision: int
) -> None:
    save(records, director, PLAN, 0)
    with records.unit_of_work(director) as work, pytest.raises(StaleEdit):
        job_plans.save(work, PLAN, revision)


def test_that_a_plan_that_breaks_a_rule_is_not_stored(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    with records.unit_of_work(director) as work, pytest.raises(RuleBroken):
        job_plans.save(work, replace(PLAN, activities=()), 0)
    with records.snapshot() as snapshot:
        assert job_plans.versions(snapshot, ASH) == ()


def test_that_exposure_shows_own_and_departmental_entries_that_touch_the_period(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    other = ClinicianId("b" * 32)
    leave = Exposure("1", ASH, ExposureKind.LEAVE, date(2026, 10, 20), date(2026, 11, 1), "half-term")
    closure = Exposure("2", None, ExposureKind.CLOSURE, date(2026, 11, 30), date(2026, 12, 2))
    before = Exposure("3", ASH, ExposureKind.STRIKE, date(2026, 10, 1), date(2026, 10, 31))
    colleague = Exposure("4", other, ExposureKind.SICKNESS, date(2026, 11, 2), date(2026, 11, 3))
    with records.unit_of_work(director) as work:
        exposures.add_exposures(work, [closure, leave, before, colleague])
        assert work.commit() == ChangeSet(frozenset({Topic.EXPOSURE}))
    november = Period(Month(2026, 11), Month(2026, 11))
    with records.snapshot() as snapshot:
        assert exposures.in_period(snapshot, ASH, november) == (leave, closure)
