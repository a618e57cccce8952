"""What a job plan foresees beside what was delivered: sessions by kind and take shifts, as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from cdconsole.domain.calendar import Period
from cdconsole.domain.job_plan import JobPlan, PaCategory, ProgrammedActivity

DAYS_A_WEEK, DAYS_A_YEAR = 7, 365.25


class PlannedKind(Enum):
    """What can be counted both in a plan and in imported activity."""

    CLINIC = "Clinics"
    THEATRE_LIST = "Theatre lists"
    ENDOSCOPY_LIST = "Endoscopy lists"
    WARD_ROUND = "Ward rounds"
    TAKE = "Take shifts"


@dataclass(frozen=True)
class PlannedDelivered:
    """One kind. ``planned`` is by working weeks a year; ``after_exposure`` leaves out days in the exposure log.

    ``scheduled`` are the sessions imported, ``delivered`` those of them that took place; ``rows`` the activities that
    were counted as this kind. ``is_imported`` says whether anything of the kind was imported for the department.
    """

    kind: PlannedKind
    planned: float
    after_exposure: float
    scheduled: int
    delivered: int
    rows: tuple[str, ...]
    is_imported: bool


@dataclass(frozen=True)
class JobPlanDelivery:
    """Every kind that is planned or was delivered in a period, and the days away that were taken off."""

    period: Period
    days: int
    days_away: float
    kinds: tuple[PlannedDelivered, ...]


def kind_of(activity: ProgrammedActivity) -> PlannedKind | None:
    """Return what a row is counted as, by the words of its activity and place; None for work that is not counted."""
    if activity.category not in (PaCategory.DCC, PaCategory.APA):
        return None
    words = activity.activity.casefold()
    everything = f"{words} {activity.location.casefold()}"
    if "clinic" in words:
        return PlannedKind.CLINIC
    if "round" in words:
        return PlannedKind.WARD_ROUND
    if "theatre" in everything or "operating" in words:
        return PlannedKind.THEATRE_LIST
    if "list" in words or "scop" in words:
        return PlannedKind.ENDOSCOPY_LIST if "scop" in everything else PlannedKind.THEATRE_LIST
    return None


def planned_sessions(plan: JobPlan, kind: PlannedKind, days: int, days_away: float) -> tuple[float, float]:
    """Return the sessions a plan foresees in so many days: by working weeks a year, and without the days away.

    A row of every week is foreseen in 42 of 52 weeks, or whatever the plan says. Without the days away it is foreseen
    in each week that is left, because leave is then known and need not be assumed. A row of n a year is n a year in
    both, shortened by the days away. Take shifts are the days divided by the n of the rota 1 in n.
    """
    left = days - days_away
    if kind is PlannedKind.TAKE:
        one_in = plan.on_call.one_in
        return (days / one_in, left / one_in) if one_in else (0.0, 0.0)
    by_weeks = without_away = 0.0
    for activity in plan.activities:
        if kind_of(activity) is kind:
            share = activity.frequency.share_of(plan.working_weeks)
            by_weeks += share * plan.working_weeks * days / DAYS_A_YEAR
            a_year = activity.frequency.a_year
            without_away += a_year * left / DAYS_A_YEAR if a_year else share * left / DAYS_A_WEEK
    return by_weeks, without_away


def rows_of(plans: Iterable[JobPlan], kind: PlannedKind) -> tuple[str, ...]:
    """Return the activities counted as a kind, each once."""
    found = (row.activity for plan in plans for row in plan.activities if kind_of(row) is kind)
    return tuple(dict.fromkeys(found))
