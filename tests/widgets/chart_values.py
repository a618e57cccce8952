"""Chart values made by hand for the tests of charts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.job_plan import Exposure, ExposureKind
from cdconsole.domain.measure import Measure, MeasureChart, MeasureId, Unit
from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.domain.spc import (
    AssuranceIcon,
    Improvement,
    RuleProfile,
    SpcChart,
    SpcPoint,
    SpecialCause,
    SpecialDirection,
    VariationIcon,
)
from cdconsole.stats.value_distribution import value_distribution

FIRST = Month(2024, 1)
LEAVE = Exposure("1", None, ExposureKind.LEAVE, date(2024, 3, 4), date(2024, 3, 24), "private reason")


def measure(unit: Unit = Unit.PERCENT, title: str = "Discharged before midday") -> Measure:
    return Measure(
        id=MeasureId.BEFORE_MIDDAY,
        version=1,
        title=title,
        question="",
        numerator="",
        denominator="",
        denominator_noun="discharges",
        exclusions="",
        attribution="",
        unit=unit,
        improvement=Improvement.UP,
        needs_times=True,
        balancing="",
        weaknesses="",
        source="",
    )


def chart(values: tuple[float | None, ...] = (0.41, 0.43, None, 0.44, 0.7), unit: Unit = Unit.PERCENT) -> MeasureChart:
    """Return a chart whose last point is an improvement and whose third month has no value by default."""
    points = tuple(
        SpcPoint((FIRST + place).first, value, 0, 0.42, 0.2, 0.6, numerator=34, denominator=83)
        for place, value in enumerate(values)
    )
    if points:
        last = replace(
            points[-1], special_cause=SpecialCause.OUTSIDE, direction=SpecialDirection.IMPROVEMENT, upper=0.6
        )
        points = (*points[:-1], last)
    spc = SpcChart(
        points,
        RuleProfile.MDC,
        Improvement.UP,
        VariationIcon.IMPROVEMENT_HIGH,
        AssuranceIcon.INCONSISTENT,
        target=0.5,
        is_trial=False,
    )
    return MeasureChart(
        measure=measure(unit),
        chart=spc,
        reading="The last month is above the upper limit.",
        n_text="n 120 of 388 discharges",
        team=tuple(0.38 for _ in values),
        team_note="Dotted: the team, 14 clinicians",
        quality="Quality good",
    )


def unavailable() -> MeasureChart:
    return replace(chart(()), unavailable="Not available: dates only, no times of day.", reading="")


def stays(records: int, of: Measure, colleagues: int = 0) -> RecordDistribution:
    """Return this many stays of 0, 1, 2 ... days, one a day from the start of 2024, and colleagues' of as many."""
    days, values = np.arange(records) + FIRST.first.toordinal(), np.arange(records)
    return RecordDistribution(
        measure=of,
        whose="Dr Ann Example",
        period=Period(FIRST, FIRST + 11),
        days=days.astype("<i4").tobytes(),
        values=values.astype("<f4").tobytes(),
        boxes=(),
        sentence=f"Dr Ann Example: {records} records.",
        spread=value_distribution(values) if records else None,
        colleagues=value_distribution(np.arange(colleagues)) if colleagues else None,
    )
