from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import Exposure, ExposureKind, JobPlan, PaCategory, ProgrammedActivity
from cdconsole.services.exposure_weeks import dcc_pa_weeks, plan_on

ANN = ClinicianId("ann")
SECOND_QUARTER = Period(Month(2026, 4), Month(2026, 6))
FULL_TIME = JobPlan(
    JobPlanId("1"),
    ANN,
    1,
    date(2026, 5, 1),
    (ProgrammedActivity("Ward", PaCategory.DCC, 7.0), ProgrammedActivity("Audit", PaCategory.SPA, 2.5)),
)


def away(first: date, last: date, kind: ExposureKind = ExposureKind.LEAVE, who: ClinicianId | None = ANN) -> Exposure:
    return Exposure(f"{first}{kind}", who, kind, first, last)


def test_that_there_is_no_denominator_before_the_first_job_plan() -> None:
    weeks = dcc_pa_weeks((FULL_TIME,), (), SECOND_QUARTER)
    assert np.isnan(weeks[0])
    assert weeks[1:] == pytest.approx([31.0, 30.0])


def test_that_leave_is_taken_off_once_even_where_entries_overlap() -> None:
    entries = (away(date(2026, 4, 20), date(2026, 5, 7)), away(date(2026, 5, 5), date(2026, 5, 10)))
    assert dcc_pa_weeks((FULL_TIME,), entries, SECOND_QUARTER)[1:] == pytest.approx([21.0, 30.0])


@pytest.mark.parametrize("kind", [ExposureKind.CLOSURE, ExposureKind.PHASED_RETURN, ExposureKind.STRIKE])
def test_that_what_only_changes_the_work_takes_no_days_off(kind: ExposureKind) -> None:
    entries = (away(date(2026, 5, 1), date(2026, 5, 31), kind),)
    assert dcc_pa_weeks((FULL_TIME,), entries, SECOND_QUARTER)[1] == pytest.approx(31.0)


def test_that_only_the_share_of_the_work_that_was_lost_is_taken_off() -> None:
    phased = replace(away(date(2026, 5, 1), date(2026, 5, 31), ExposureKind.PHASED_RETURN), fraction=0.5)
    overlapping = away(date(2026, 5, 30), date(2026, 5, 31))
    assert dcc_pa_weeks((FULL_TIME,), (phased,), SECOND_QUARTER)[1] == pytest.approx(15.5)
    assert dcc_pa_weeks((FULL_TIME,), (phased, overlapping), SECOND_QUARTER)[1] == pytest.approx(14.5)


def test_that_an_entry_of_the_whole_department_takes_no_days_off_anybody() -> None:
    entries = (away(date(2026, 5, 1), date(2026, 5, 31), who=None),)
    assert dcc_pa_weeks((FULL_TIME,), entries, SECOND_QUARTER)[1] == pytest.approx(31.0)


def test_that_the_newest_version_that_had_started_is_in_force() -> None:
    later = replace(FULL_TIME, version=2, effective_from=date(2026, 6, 15))
    assert plan_on((FULL_TIME, later), date(2026, 6, 14).toordinal()) == FULL_TIME
    assert plan_on((FULL_TIME, later), date(2026, 6, 15).toordinal()) == later
    assert plan_on((FULL_TIME, later), date(2026, 4, 30).toordinal()) is None
