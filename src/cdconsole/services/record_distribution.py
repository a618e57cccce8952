"""Every record of a measure, for one clinician or the team: what a median or a mean is made of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Period, Quarter
from cdconsole.domain.distribution_requests import ShowRecordDistribution
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.measure import Measure
from cdconsole.domain.people import Section
from cdconsole.domain.record_distribution import QuarterBox, RecordDistribution, is_by_record
from cdconsole.services.charts import known
from cdconsole.services.definitions import definition
from cdconsole.services.department_data import department_data
from cdconsole.services.monthly_values import Counted
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.stats.boxes import parts, quartiles

FEWEST_IN_A_BOX = 5
_TEAM = "The whole team"

Days = npt.NDArray[np.int32]
Values = npt.NDArray[np.float32]


@handles(ShowRecordDistribution)
def record_distribution(session: Session, request: ShowRecordDistribution, task: Task) -> RecordDistribution:
    """Return the records; the look at a clinician's is entered in the audit trail.

    Raises NotEntitled for an administrator, UserFacingError without data, for an unknown clinician, and for a measure
    whose value is not of one record; Cancelled.
    """
    session.require(Section.REVIEW)
    measure = definition(session, request.measure)
    if not is_by_record(measure):
        raise UserFacingError(
            "This measure has no value for a single record: it is a share or a count of many.",
            "Look at the records behind a point of its chart instead.",
        )
    data = department_data(session)
    period = data.last_months(request.months)
    whose = _TEAM if request.clinician is None else known(data, request.clinician).name
    if request.clinician is not None:
        looked(session, Looking.RECORDS, request.clinician)
    task.checkpoint()
    counted = data.source(measure).counted(request.clinician, measure, as_recorded=request.as_recorded)
    days, values = _in_order(counted, period)
    task.checkpoint()
    return RecordDistribution(
        measure=measure,
        whose=whose,
        period=period,
        days=days.astype("<i4").tobytes(),
        values=values.astype("<f4").tobytes(),
        boxes=tuple(_boxes(days, values, period)),
        sentence=_sentence(measure, whose, period, values),
    )


def _in_order(counted: Counted | None, period: Period) -> tuple[Days, Values]:
    """Return the day and the value of each record of a period, by day."""
    if counted is None:
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    first = period.first.first.toordinal()
    inside = (counted.day >= first) & (counted.day <= period.last.last.toordinal())
    days, values = counted.day[inside], counted.numerator[inside]
    # Counted from the first day they fit 16 bits, which numpy sorts by radix: many times faster.
    order = np.argsort((days - first).astype(np.uint16), kind="stable")
    return days[order].astype(np.int32), values[order].astype(np.float32)


def _boxes(days: Days, values: Values, period: Period) -> Iterator[QuarterBox]:
    quarters = _quarters(period)
    starts = [quarter.period.first.first.toordinal() for quarter in quarters]
    ends = np.array([*starts, quarters[-1].period.last.last.toordinal() + 1])
    for quarter, part in zip(quarters, parts(days, ends, values.astype(np.float64)), strict=True):
        if len(part) >= FEWEST_IN_A_BOX:
            yield QuarterBox(quarter, len(part), *quartiles(part))


def _quarters(period: Period) -> tuple[Quarter, ...]:
    return tuple(dict.fromkeys(Quarter.of(month.first) for month in period))


def _sentence(measure: Measure, whose: str, period: Period, values: Values) -> str:
    if not values.size:
        return f"{whose}: no {measure.denominator_noun} ended in {period}."
    lower, median, upper = quartiles(values)
    texts = [measure.value_text(value) for value in (median, lower, upper, float(values.max()))]
    return (
        f"{whose}: {len(values):,} {measure.denominator_noun}, {period}. Median {texts[0]}; half of them between"
        f" {texts[1]} and {texts[2]}; the greatest is {texts[3]}."
    )
