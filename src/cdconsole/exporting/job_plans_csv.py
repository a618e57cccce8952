"""Every programmed activity of every job plan as a CSV with the columns of the import template."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.job_plan import WEEKDAYS, JobPlan, ProgrammedActivity
from cdconsole.domain.job_plan_terms import Objective
from cdconsole.exporting.csv_file import write_csv

HEADING = (
    *("clinician", "effective_from", "activity", "category", "pas", "day", "half_day", "starts", "ends", "location"),
    *("frequency", "on_call_one_in", "on_call_category", "on_call_predictable", "on_call_unpredictable"),
    *("prospective_cover", "full_time", "agreed_pas", "working_weeks", "objectives", "sign_off", "sign_off_on"),
    *("grade", "interests"),
)


def write_job_plans(path: Path, plans: Iterable[tuple[Clinician, JobPlan]]) -> int:
    """Write one row a programmed activity and return how many. Raises ExportRefused."""
    rows = [row for clinician, plan in plans for row in job_plan_rows(clinician, plan)]
    write_csv(path, HEADING, rows)
    return len(rows)


def job_plan_rows(clinician: Clinician, plan: JobPlan) -> list[tuple[str, ...]]:
    """Return the rows of one version, in the order of HEADING; what says something of the whole plan is in each."""
    terms = _terms(plan)
    person = (clinician.grade.value, "; ".join(clinician.interests))
    start = plan.effective_from.isoformat()
    return [(clinician.name, start, *_activity(row), *terms, *person) for row in plan.activities]


def _activity(row: ProgrammedActivity) -> tuple[str, ...]:
    return (
        *(row.activity, row.category.value, f"{row.pas:g}", "" if row.weekday is None else WEEKDAYS[row.weekday]),
        "" if row.half_day is None else row.half_day.value,
        *("" if at is None else f"{at:%H:%M}" for at in (row.starts, row.ends)),
        *(row.location, str(row.frequency)),
    )


def _terms(plan: JobPlan) -> tuple[str, ...]:
    on_call, signed = plan.on_call, plan.sign_offs[-1] if plan.sign_offs else None
    return (
        *(f"{on_call.one_in}" if on_call.one_in else "", on_call.category),
        *(f"{pas:g}" if pas else "" for pas in (on_call.predictable, on_call.unpredictable)),
        *(_yes_or_no(on_call.has_prospective_cover), _yes_or_no(plan.is_full_time)),
        "" if plan.agreed_pas is None else f"{plan.agreed_pas:g}",
        *(str(plan.working_weeks), "; ".join(map(_objective, plan.objectives))),
        "" if signed is None else signed.state.value,
        "" if signed is None or signed.on is None else signed.on.isoformat(),
    )


def _objective(objective: Objective) -> str:
    due = "" if objective.due is None else objective.due.isoformat()
    return " | ".join((objective.title, objective.kind.value, objective.measured_by, due))


def _yes_or_no(answer: bool) -> str:
    return "yes" if answer else "no"
