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
from cdconsole.services.definitions import BY_ID
from cdconsole.services.department_data import DepartmentData, department_data
from cdconsole.services.monthly_values import counted_spells
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.stats.boxes import parts, quartiles
from cdconsole.storage.spell_columns import SpellColumns

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
    if not is_by_record(request.measure):
        raise UserFacingError(
            "This measure has no value for a single record: it is a share or a count of many.",
            "Look at the records behind a point of its chart instead.",
        )
    data, measure = department_data(session), BY_ID[request.measure]
    period = data.last_months(request.months)
    whose, columns = _records_of(data, request)
    if request.clinician is not None:
        looked(session, Looking.RECORDS, request.clinician)
    task.checkpoint()
    days, values = _by_day([_inside(part, measure, period) for part in columns])
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


def _records_of(data: DepartmentData, request: ShowRecordDistribution) -> tuple[str, list[SpellColumns]]:
    who = request.clinician
    if who is None:
        return _TEAM, list(data.columns.values())
    if who not in data.clinicians:
        raise UserFacingError("That clinician is not in this department.", "Choose one from the list.")
    shown = data.columns if request.as_recorded else data.validated
    return data.clinicians[who].name, [shown[who]] if who in shown else []


def _inside(columns: SpellColumns, measure: Measure, period: Period) -> tuple[Days, Values]:
    ended = columns.discharged_day
    inside = (ended >= period.first.first.toordinal()) & (ended <= period.last.last.toordinal())
    chosen = counted_spells(columns, measure.id) & inside
    return ended[chosen], columns.los_days[chosen].astype(np.float32)


def _by_day(pieces: list[tuple[Days, Values]]) -> tuple[Days, Values]:
    days = np.concatenate([np.zeros(0, np.int32), *(piece[0] for piece in pieces)])
    values = np.concatenate([np.zeros(0, np.float32), *(piece[1] for piece in pieces)])
    # Counted from the first day they fit 16 bits, which numpy sorts by radix: many times faster.
    first = int(days.min()) if days.size else 0
    order = np.argsort((days - first).astype(np.uint16), kind="stable")
    return days[order], values[order]


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
