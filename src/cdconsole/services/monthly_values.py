"""A measure by month: from the records that count to numerator, denominator and value, as its definition says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Form
from cdconsole.domain.measure import MonthlyValue
from cdconsole.stats.monthly import counts, medians, sums

_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()
_EPOCH_MONTH = 1970 * 12
_MANY = 1000

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Counted:
    """The records that count in a measure, [records] each: on which day, and what each adds.

    ``day`` is a proleptic ordinal. ``numerator`` and ``denominator`` are what a record adds to either sum, a flag 0 or
    1; ``denominator`` None stands for 1 a record. ``place`` is where each stands among the records it was taken from.
    """

    day: npt.NDArray[np.integer]
    numerator: npt.NDArray[np.number] | Flags
    denominator: Floats | None
    place: npt.NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True, eq=False)
class MonthlyMeasure:
    """One measure over consecutive months: float arrays [months]; ``value`` is NaN where the denominator is 0."""

    first: Month
    numerator: Floats
    denominator: Floats
    value: Floats

    def values(self, period: Period) -> tuple[MonthlyValue, ...]:
        """Return the months of a period, which must lie within the arrays."""
        start = period.first.index - self.first.index
        return tuple(
            MonthlyValue(month, float(self.numerator[at]), float(self.denominator[at]), _or_none(float(self.value[at])))
            for at, month in enumerate(period, start=start)
        )

    def without(self, gaps: Flags) -> MonthlyMeasure:
        """Return it with nothing known in the months [months] that no import covers: that is not a count of 0."""
        return MonthlyMeasure(
            self.first,
            np.where(gaps, 0.0, self.numerator),
            np.where(gaps, 0.0, self.denominator),
            np.where(gaps, np.nan, self.value),
        )


def month_indexes(day_ordinals: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Return ``Month.index`` of proleptic day ordinals; ordinals of -1 (no date) give months before any data."""
    if len(day_ordinals) < _MANY:
        return _month_indexes(day_ordinals.astype(np.int64))
    # Many records share few days: looked up in a table of these it takes a tenth of the time.
    last = int(day_ordinals.max())
    before = int(day_ordinals.min(where=day_ordinals >= 0, initial=last)) - 1
    months = _month_indexes(np.append(-1, np.arange(before + 1, last + 1)))
    found: npt.NDArray[np.int64] = months[np.maximum(day_ordinals, before) - before]
    return found


def _month_indexes(day_ordinals: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    days = (day_ordinals - _EPOCH_ORDINAL).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64) + _EPOCH_MONTH


def by_month(counted: Counted, form: Form, period: Period) -> MonthlyMeasure:
    """Return what counted records give in each month of a period.

    COUNT: the denominator is filled in by whoever knows the job plan (0 here). MEDIAN: the numerator is the sum of the
    records' values, the denominator how many there are, the value their median (quantile type 7).
    """
    months = month_indexes(counted.day)
    first, last = period.first.index, period.last.index
    numerator = sums(months, counted.numerator, first, last)
    if form is Form.COUNT:
        return MonthlyMeasure(period.first, numerator, np.zeros_like(numerator), numerator)
    if counted.denominator is None:
        denominator = counts(months, first, last).astype(np.float64)
    else:
        denominator = sums(months, counted.denominator, first, last)
    if form is Form.MEDIAN:
        return MonthlyMeasure(
            period.first, numerator, denominator, medians(months, counted.numerator.astype(np.float64), first, last)
        )
    return MonthlyMeasure(period.first, numerator, denominator, quotient(numerator, denominator))


def together(parts: Sequence[Counted], sizes: Sequence[int]) -> Counted:
    """Return what was counted of one or more sets of ``sizes`` records as one, their places one set after the other."""
    starts = np.cumsum([0, *sizes[:-1]])
    weights = [part.denominator for part in parts if part.denominator is not None]
    return Counted(
        np.concatenate([part.day for part in parts]),
        np.concatenate([part.numerator for part in parts]),
        np.concatenate(weights) if weights else None,
        np.concatenate([part.place + start for part, start in zip(parts, starts, strict=True)]),
    )


def summed(parts: Sequence[MonthlyMeasure], form: Form, period: Period) -> MonthlyMeasure:
    """Return several counts or shares of the same months as one, from the sums of numerators and of denominators."""
    numerator, denominator = np.zeros(len(period)), np.zeros(len(period))
    for part in parts:
        numerator, denominator = numerator + part.numerator, denominator + part.denominator
    value = numerator if form is Form.COUNT else quotient(numerator, denominator)
    return MonthlyMeasure(period.first, numerator, denominator, value)


def over_period(counted: Counted, form: Form, period: Period) -> MonthlyValue:
    """Return what counted records give over a whole period: medians of months can't be averaged."""
    days = counted.day
    inside = (days >= period.first.first.toordinal()) & (days <= period.last.last.toordinal())
    numbers = counted.numerator[inside].astype(np.float64)
    numerator = float(numbers.sum())
    denominator = float(inside.sum() if counted.denominator is None else counted.denominator[inside].sum())
    if form is Form.COUNT:
        return MonthlyValue(period.first, numerator, 0.0, numerator)
    if form is Form.MEDIAN:
        return MonthlyValue(period.first, numerator, denominator, float(np.median(numbers)) if numbers.size else None)
    return MonthlyValue(period.first, numerator, denominator, numerator / denominator if denominator else None)


def quotient(numerator: Floats, denominator: Floats) -> Floats:
    """Return one over the other, NaN where the denominator is 0."""
    return np.divide(numerator, denominator, out=np.full_like(numerator, np.nan), where=denominator > 0)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
