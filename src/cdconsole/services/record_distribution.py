"""Every record of a measure, for one clinician or the team: what a median or a mean is made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Period, Quarter
from cdconsole.domain.distribution_requests import ShowRecordDistribution
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.measure import Measure
from cdconsole.domain.people import Section
from cdconsole.domain.record_distribution import QuarterBox, RecordDistribution, is_by_record
from cdconsole.domain.value_distribution import ValueDistribution
from cdconsole.services.definitions import definition
from cdconsole.services.department_data import department_data
from cdconsole.services.monthly_values import Counted
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.stats.value_distribution import parts, quartiles, value_distribution, without

FEWEST_IN_A_BOX = 5
_TEAM = "The whole team"

Days = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]

_NOTHING: Values = np.zeros(0)


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
    whose = _TEAM if request.clinician is None else data.clinician(request.clinician).name
    if request.clinician is not None:
        looked(session, Looking.RECORDS, request.clinician)
    task.checkpoint()
    source = data.source(measure)
    inside = partial(_inside, period=period)
    days, values = inside(source.counted(request.clinician, measure, as_recorded=request.as_recorded))
    task.checkpoint()
    colleagues = _NOTHING
    if request.clinician is not None:
        _, everybodys = inside(source.counted(None, measure))
        _, recorded = inside(source.counted(request.clinician, measure, as_recorded=True))
        colleagues = without(everybodys, recorded)
        task.checkpoint()
    spread = _distribution(values)
    days, values = _in_order(days, values, period)
    return RecordDistribution(
        measure=measure,
        whose=whose,
        period=period,
        days=days.astype("<i4").tobytes(),
        values=values.astype("<f4").tobytes(),
        boxes=tuple(_boxes(days, values, period)),
        sentence=_sentence(measure, f"{whose}, as recorded" if request.as_recorded else whose, period, spread),
        spread=spread,
        colleagues=_distribution(colleagues),
    )


def _inside(counted: Counted | None, period: Period) -> tuple[Days, Values]:
    """Return the day and the value of each record of a period."""
    if counted is None:
        return np.zeros(0, np.int32), _NOTHING
    chosen = (counted.day >= period.first.first.toordinal()) & (counted.day <= period.last.last.toordinal())
    return counted.day[chosen].astype(np.int32), counted.numerator[chosen].astype(np.float64)


def _in_order(days: Days, values: Values, period: Period) -> tuple[Days, Values]:
    """Return the days and values of a period's records, by day."""
    # Counted from the first day they fit 16 bits, which numpy sorts by radix: many times faster.
    order = np.argsort((days - period.first.first.toordinal()).astype(np.uint16), kind="stable")
    return days[order], values[order]


def _distribution(values: Values) -> ValueDistribution | None:
    return value_distribution(values) if values.size else None


def _boxes(days: Days, values: Values, period: Period) -> Iterator[QuarterBox]:
    quarters = _quarters(period)
    starts = [quarter.period.first.first.toordinal() for quarter in quarters]
    ends = np.array([*starts, quarters[-1].period.last.last.toordinal() + 1])
    for quarter, part in zip(quarters, parts(days, ends, values), strict=True):
        if len(part) >= FEWEST_IN_A_BOX:
            yield QuarterBox(quarter, len(part), *quartiles(part))


def _quarters(period: Period) -> tuple[Quarter, ...]:
    return tuple(dict.fromkeys(Quarter.of(month.first) for month in period))


def _sentence(measure: Measure, whose: str, period: Period, spread: ValueDistribution | None) -> str:
    if spread is None:
        return f"{whose}: no {measure.denominator_noun} ended in {period}."
    lower, median, upper = spread.quartiles
    texts = [measure.value_text(value) for value in (median, lower, upper, spread.values[-1])]
    return (
        f"{whose}: {spread.n:,} {measure.denominator_noun}, {period}. Median {texts[0]}; half of them between"
        f" {texts[1]} and {texts[2]}; the greatest is {texts[3]}."
    )
