"""The denominator behind a workload: direct clinical care PAs in the job plan, times the weeks worked of each month."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.job_plan import Exposure, ExposureKind, JobPlan, PaCategory

DAYS_A_WEEK = 7
_AWAY = (ExposureKind.LEAVE, ExposureKind.STUDY_LEAVE, ExposureKind.SICKNESS, ExposureKind.SECONDMENT)
_WHOLE = 1.0

PaWeeks = npt.NDArray[np.float64]


def plan_on(plans: Iterable[JobPlan], month_first_ordinal: int) -> JobPlan | None:
    """Return the version in force on a day: the newest that had started."""
    started = [plan for plan in plans if plan.effective_from.toordinal() <= month_first_ordinal]
    return max(started, key=lambda plan: (plan.effective_from, plan.version), default=None)


def dcc_pa_weeks(plans: Iterable[JobPlan], exposures: Iterable[Exposure], period: Period) -> PaWeeks:
    """Return DCC PAs times weeks worked for each month [months], NaN in months before the first job plan.

    The plan in force at the end of a month counts for the whole month. Days away in the clinician's own entries of
    the exposure log are taken off, each by the share of the work that was lost; so is a phased return where less than
    the whole is said to be lost. What only changes the work (a closure, a strike) is not.
    """
    versions, away = tuple(plans), [entry for entry in exposures if _is_away(entry)]
    weeks = []
    for month in period:
        plan = plan_on(versions, month.last.toordinal())
        days = month.days - sum(_days_away(away, month).values())
        weeks.append(np.nan if plan is None else plan.pas_in(PaCategory.DCC) * days / DAYS_A_WEEK)
    return np.array(weeks, dtype=np.float64)


def days_away(entries: Iterable[Exposure], month: Month) -> float:
    """Return the days of a month on which a clinician was away by own entries, those away in part as parts of a day."""
    return sum(_days_away([entry for entry in entries if _is_away(entry)], month).values())


def _is_away(entry: Exposure) -> bool:
    is_phased = entry.kind is ExposureKind.PHASED_RETURN and entry.fraction < _WHOLE
    return entry.clinician_id is not None and (entry.kind in _AWAY or is_phased)


def _days_away(entries: Iterable[Exposure], month: Month) -> dict[int, float]:
    """Return the share lost on each day of a month covered by any entry: of two that overlap the larger counts."""
    days: dict[int, float] = {}
    for entry in entries:
        first, last = max(entry.first, month.first), min(entry.last, month.last)
        for day in range(first.toordinal(), last.toordinal() + 1):
            days[day] = max(days.get(day, 0.0), entry.fraction)
    return days
