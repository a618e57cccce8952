"""Writes every job plan to a CSV that imports again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cdconsole.domain.job_plan import JobPlan
from cdconsole.domain.job_plan_requests import ExportJobPlans
from cdconsole.domain.people import Section
from cdconsole.exporting.job_plans_csv import write_job_plans
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, job_plans


@handles(ExportJobPlans)
def export_job_plans(session: Session, request: ExportJobPlans, _task: Task) -> int:
    """Write the plans through the export log, oldest first. Raises ExportRefused.

    Of versions that start on one day only the newest is written: it is the one that holds.
    """
    target = checked_target(Path(request.path), ".csv")
    with session.snapshot(Section.RECORDS) as snapshot:
        people = clinicians.all_clinicians(snapshot)
        plans = [(one, plan) for one in people for plan in _that_hold(job_plans.versions(snapshot, one.id))]

    def write(path: Path) -> int:
        return write_job_plans(path, plans)

    rows, _digest = write_logged(session, target, Exported("job plans"), write)
    return rows


def _that_hold(newest_first: Sequence[JobPlan]) -> tuple[JobPlan, ...]:
    by_start = {plan.effective_from: plan for plan in reversed(newest_first)}
    return tuple(by_start[start] for start in sorted(by_start))
