"""Job plans: every version is kept, and one of them is in force on a day."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId, JobPlanId, new_id
from cdconsole.domain.job_plan import HalfDay, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_PLANS = (
    "SELECT id, clinician_id, version, effective_from, on_call_one_in, on_call_category, note, revision FROM job_plan"
)


def versions(reading: Reading, clinician: ClinicianId) -> tuple[JobPlan, ...]:
    """Return every version of one clinician's job plan, newest first."""
    found = reading.rows(f"{_PLANS} WHERE clinician_id = ? ORDER BY version DESC", (clinician,))
    return tuple(_plan(reading, row) for row in found)


def current(reading: Reading, clinician: ClinicianId, on: date) -> JobPlan | None:
    """Return the plan in force on a day: of those begun by then the last to begin, its newest version."""
    row = reading.row(
        f"{_PLANS} WHERE clinician_id = ? AND effective_from <= ? ORDER BY effective_from DESC, version DESC",
        (clinician, on.isoformat()),
    )
    return None if row is None else _plan(reading, row)


def save(work: Work, plan: JobPlan, revision: int) -> JobPlan:
    """Store a plan as the clinician's next version; ``revision`` is that of the newest one when editing began, or 0.

    Raises StaleEdit where another version was stored meanwhile, RuleBroken where the plan breaks a rule.
    """
    earlier = versions(work, plan.clinician_id)
    before = earlier[0] if earlier else None
    newest = 0 if before is None else before.revision
    check_revision(newest, revision, "The job plan")
    after = replace(plan.checked(), id=JobPlanId(new_id()), version=len(earlier) + 1, revision=newest + 1)
    work.execute(
        "INSERT INTO job_plan (id, clinician_id, version, effective_from, on_call_one_in, on_call_category, note,"
        " revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(after.id, after.clinician_id, after.version, after.effective_from.isoformat()),
            *(after.on_call.one_in, after.on_call.category, after.note, after.revision),
        ),
    )
    work.execute_many(
        "INSERT INTO programmed_activity (job_plan_id, position, activity, category, pas, weekday, half_day, location,"
        " frequency) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_activity_values(after.id, position, activity) for position, activity in enumerate(after.activities)],
    )
    work.keep_history("job_plan", after.id, after.revision, None if before is None else asdict(before), asdict(after))
    work.audit("saved", f"version {after.version} of the job plan of {after.clinician_id}")
    work.changed(Topic.JOB_PLAN, after.clinician_id)
    return after


def _plan(reading: Reading, row: tuple[Any, ...]) -> JobPlan:
    found, clinician, version, effective_from, one_in, category, note, revision = row
    activities = reading.rows(
        "SELECT activity, category, pas, weekday, half_day, location, frequency FROM programmed_activity"
        " WHERE job_plan_id = ? ORDER BY position",
        (found,),
    )
    return JobPlan(
        id=JobPlanId(found),
        clinician_id=ClinicianId(clinician),
        version=version,
        effective_from=date.fromisoformat(effective_from),
        activities=tuple(map(_activity, activities)),
        on_call=OnCall(one_in, category),
        note=note,
        revision=revision,
    )


def _activity(row: tuple[Any, ...]) -> ProgrammedActivity:
    activity, category, pas, weekday, half_day, location, frequency = row
    half = None if half_day is None else HalfDay[half_day]
    return ProgrammedActivity(activity, PaCategory[category], pas, weekday, half, location, frequency)


def _activity_values(plan: JobPlanId, position: int, activity: ProgrammedActivity) -> tuple[Any, ...]:
    return (
        *(plan, position, activity.activity, activity.category.name, activity.pas, activity.weekday),
        None if activity.half_day is None else activity.half_day.name,
        *(activity.location, activity.frequency),
    )
