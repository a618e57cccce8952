"""Job plans: every version is kept, and one of them is in force on a day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.frequency import Frequency
from cdconsole.domain.identity import ClinicianId, JobPlanId, new_id
from cdconsole.domain.job_plan import HalfDay, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.job_plan_terms import Objective, ObjectiveKind, SignOff, SignOffState
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_COLUMNS = (
    *("id", "clinician_id", "version", "effective_from", "note", "revision", "reason"),
    *("on_call_one_in", "on_call_category", "on_call_predictable", "on_call_unpredictable", "has_prospective_cover"),
    *("is_full_time", "agreed_pas", "working_weeks", "objectives"),
)
_ROW_COLUMNS = (*("activity", "category", "pas", "weekday", "half_day", "location", "frequency", "starts", "ends"),)
_PLANS = f"SELECT {', '.join(_COLUMNS)} FROM job_plan"


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
    after = replace(plan.checked(), id=JobPlanId(new_id()), version=len(earlier) + 1, revision=newest + 1, sign_offs=())
    values = _plan_values(after)
    work.execute(
        f"INSERT INTO job_plan ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})",
        tuple(values[name] for name in _COLUMNS),
    )
    rows = [dict(zip(_ROW_COLUMNS, _activity_values(activity), strict=True)) for activity in after.activities]
    work.execute_many(
        f"INSERT INTO programmed_activity (job_plan_id, position, {', '.join(_ROW_COLUMNS)})"
        f" VALUES ({', '.join('?' * (len(_ROW_COLUMNS) + 2))})",
        [(after.id, position, *row.values()) for position, row in enumerate(rows)],
    )
    was = None if before is None else _plan_values(before)
    work.keep_history("job_plan", after.id, after.revision, was, {**values, "activities": rows})
    work.audit("saved", f"version {after.version} of the job plan of {after.clinician_id}")
    work.changed(Topic.JOB_PLAN, after.clinician_id)
    return after


def add_sign_off(work: Work, plan: JobPlanId, state: SignOffState, on: date | None) -> JobPlan:
    """Add a step of agreeing a version and return it. Raises UserFacingError where there is no such version."""
    row = work.row(f"{_PLANS} WHERE id = ?", (plan,))
    if row is None:
        raise UserFacingError("That version of the job plan is not here.", "Choose it again in the list.")
    step = new_id()
    work.execute(
        "INSERT INTO job_plan_sign_off (id, job_plan_id, state, reached_on, person, at) VALUES (?, ?, ?, ?, ?, ?)",
        (step, plan, state.name, None if on is None else on.isoformat(), work.actor.name, work.at.isoformat()),
    )
    after = _plan(work, row)
    work.keep_history("job_plan_sign_off", step, 1, None, {"job_plan_id": plan, "state": state.name})
    work.audit("recorded", f"sign-off of version {after.version} of the job plan of {after.clinician_id}")
    work.changed(Topic.JOB_PLAN, after.clinician_id)
    return after


def _plan(reading: Reading, row: tuple[Any, ...]) -> JobPlan:
    values = dict(zip(_COLUMNS, row, strict=True))
    activities = reading.rows(
        f"SELECT {', '.join(_ROW_COLUMNS)} FROM programmed_activity WHERE job_plan_id = ? ORDER BY position",
        (values["id"],),
    )
    return JobPlan(
        id=JobPlanId(values["id"]),
        clinician_id=ClinicianId(values["clinician_id"]),
        version=values["version"],
        effective_from=date.fromisoformat(values["effective_from"]),
        activities=tuple(map(_activity, activities)),
        on_call=_on_call(values),
        note=values["note"],
        revision=values["revision"],
        reason=values["reason"],
        is_full_time=bool(values["is_full_time"]),
        agreed_pas=values["agreed_pas"],
        working_weeks=values["working_weeks"],
        objectives=tuple(map(_objective, json.loads(values["objectives"]))),
        sign_offs=_sign_offs(reading, values["id"]),
    )


def _on_call(values: dict[str, Any]) -> OnCall:
    return OnCall(
        values["on_call_one_in"],
        values["on_call_category"],
        values["on_call_predictable"],
        values["on_call_unpredictable"],
        bool(values["has_prospective_cover"]),
    )


def _sign_offs(reading: Reading, plan: str) -> tuple[SignOff, ...]:
    found = reading.rows(
        "SELECT state, reached_on, person, at FROM job_plan_sign_off WHERE job_plan_id = ? ORDER BY at, rowid", (plan,)
    )
    return tuple(
        SignOff(SignOffState[state], date.fromisoformat(on) if on else None, person, datetime.fromisoformat(at))
        for state, on, person, at in found
    )


def _plan_values(plan: JobPlan) -> dict[str, Any]:
    on_call = plan.on_call
    values = (
        *(plan.id, plan.clinician_id, plan.version, plan.effective_from.isoformat(), plan.note, plan.revision),
        *(plan.reason, on_call.one_in, on_call.category, on_call.predictable, on_call.unpredictable),
        *(int(on_call.has_prospective_cover), int(plan.is_full_time), plan.agreed_pas, plan.working_weeks),
        json.dumps([_objective_values(objective) for objective in plan.objectives], ensure_ascii=False),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _objective_values(objective: Objective) -> list[str]:
    due = "" if objective.due is None else objective.due.isoformat()
    return [objective.title, objective.kind.name, objective.measured_by, due]


def _objective(values: list[str]) -> Objective:
    title, kind, measured_by, due = values
    return Objective(title, ObjectiveKind[kind], measured_by, date.fromisoformat(due) if due else None)


def _activity(row: tuple[Any, ...]) -> ProgrammedActivity:
    activity, category, pas, weekday, half_day, location, frequency, starts, ends = row
    return ProgrammedActivity(
        activity,
        PaCategory[category],
        pas,
        weekday,
        None if half_day is None else HalfDay[half_day],
        location,
        Frequency.read(frequency),
        None if starts is None else time.fromisoformat(starts),
        None if ends is None else time.fromisoformat(ends),
    )


def _activity_values(activity: ProgrammedActivity) -> tuple[Any, ...]:
    return (
        *(activity.activity, activity.category.name, activity.pas, activity.weekday),
        None if activity.half_day is None else activity.half_day.name,
        *(activity.location, str(activity.frequency)),
        *(None if at is None else f"{at:%H:%M}" for at in (activity.starts, activity.ends)),
    )
