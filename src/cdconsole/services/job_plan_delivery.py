"""Planned against delivered: what the plans of a clinician foresee, and the sessions and shifts that were imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cdconsole.domain.calendar import Period
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import JobPlan
from cdconsole.domain.job_plan_delivery import (
    JobPlanDelivery,
    PlannedDelivered,
    PlannedKind,
    planned_sessions,
    rows_of,
)
from cdconsole.domain.job_plan_requests import ShowJobPlanDelivery
from cdconsole.domain.people import Section
from cdconsole.services.exposure_weeks import days_away, plan_on
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import activity, exposures, job_plans
from cdconsole.storage.section_file import Reading


@handles(ShowJobPlanDelivery)
def show_job_plan_delivery(session: Session, request: ShowJobPlanDelivery, _task: Task) -> JobPlanDelivery:
    """Return planned against delivered by kind. The plan in force at the end of a month counts for the whole month."""
    period = request.period
    with session.snapshot(Section.RECORDS) as snapshot:
        versions = job_plans.versions(snapshot, request.clinician)
        entries = exposures.in_period(snapshot, request.clinician, period)
        scheduled, delivered = _counts(snapshot, request.clinician, period)
        imported = activity.imported_kinds(snapshot, period)
    months = [(plan_on(versions, month.last.toordinal()), month.days, days_away(entries, month)) for month in period]
    held = [plan for plan, _, _ in months if plan is not None]
    kinds = tuple(
        PlannedDelivered(
            *(kind, *_planned(months, kind), scheduled[kind.name], delivered[kind.name]),
            *(rows_of(held, kind), kind.name in imported),
        )
        for kind in PlannedKind
    )
    shown = tuple(one for one in kinds if one.planned or one.scheduled)
    return JobPlanDelivery(period, sum(days for _, days, _ in months), sum(away for _, _, away in months), shown)


def _planned(months: Sequence[tuple[JobPlan | None, int, float]], kind: PlannedKind) -> tuple[float, float]:
    each = [planned_sessions(plan, kind, days, away) for plan, days, away in months if plan is not None]
    return sum(one for one, _ in each), sum(other for _, other in each)


def _counts(snapshot: Reading, clinician: ClinicianId, period: Period) -> tuple[Counter[str], Counter[str]]:
    held = activity.sessions(snapshot, clinician, period)
    shifts = activity.take_shift_count(snapshot, clinician, period)
    scheduled = Counter(session.kind.name for session in held)
    delivered = Counter(session.kind.name for session in held if session.was_delivered)
    take = Counter({PlannedKind.TAKE.name: shifts})
    return scheduled + take, delivered + take
