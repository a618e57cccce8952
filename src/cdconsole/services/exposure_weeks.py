"""The denominator behind a workload: direct clinical care PAs in the job plan, times the weeks of each month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import Period
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import JobPlan, PaCategory

DAYS_A_WEEK = 7


def plan_on(plans: Iterable[JobPlan], month_first_ordinal: int) -> JobPlan | None:
    """Return the version in force on a day: the newest that had started."""
    started = [plan for plan in plans if plan.effective_from.toordinal() <= month_first_ordinal]
    return max(started, key=lambda plan: (plan.effective_from, plan.version), default=None)


def dcc_pa_weeks(plans: Iterable[JobPlan], period: Period) -> npt.NDArray[np.float64]:
    """Return DCC PAs times weeks for each month [months], NaN in months before the first job plan.

    The plan in force at the end of a month counts for the whole month.
    """
    versions = tuple(plans)
    weeks = []
    for month in period:
        plan = plan_on(versions, month.last.toordinal())
        weeks.append(np.nan if plan is None else plan.pas_in(PaCategory.DCC) * month.days / DAYS_A_WEEK)
    return np.array(weeks, dtype=np.float64)


def team_pa_weeks(
    plans: Mapping[ClinicianId, tuple[JobPlan, ...]], clinicians: Iterable[ClinicianId], period: Period
) -> npt.NDArray[np.float64]:
    """Return the sum over clinicians [months]; NaN where any of them has no plan, so that no share is made up."""
    total = np.zeros(len(period))
    for clinician in clinicians:
        total = total + dcc_pa_weeks(plans.get(clinician, ()), period)
    return total
