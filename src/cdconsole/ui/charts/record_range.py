"""Which part of many records is in sight, and the ticks of its axes; plain arithmetic, no drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cdconsole.domain.calendar import MONTH_NAMES, Month, Period
from cdconsole.domain.measure import Unit
from cdconsole.ui.charts.scale import month_text, month_ticks, nice_step, tick_text

_LEAST_DAYS, _LEAST_VALUES = 7.0, 4.0
_EDGE = 0.03
_SINGLE_DAYS_BELOW = 100
_DAY_STEPS = (1, 2, 7, 14, 28, 56)
_LABEL_ROOM = 1.4


@dataclass(frozen=True)
class RecordRange:
    """Days from ``left`` to ``right`` as proleptic ordinals (a day reaches to the next) and values from low to high."""

    left: float
    right: float
    low: float
    high: float

    @property
    def days(self) -> float:
        """Return how many days are in sight."""
        return self.right - self.left

    @property
    def span(self) -> float:
        """Return how many units of value are in sight."""
        return self.high - self.low

    def moved(self, along: float, up: float) -> RecordRange:
        """Return the range moved by shares of what is in sight: 0.1 is a tenth later, or higher."""
        days, values = along * self.days, up * self.span
        return RecordRange(self.left + days, self.right + days, self.low + values, self.high + values)

    def zoomed(self, days: float, values: float, at: tuple[float, float] = (0.5, 0.5)) -> RecordRange:
        """Return the range with its days and values times these factors; what lies ``at`` these shares stays there."""
        left = self.left + self.days * (1 - days) * at[0]
        low = self.low + self.span * (1 - values) * at[1]
        return RecordRange(left, left + self.days * days, low, low + self.span * values)

    def within(self, whole: RecordRange) -> RecordRange:
        """Return the range no larger than the whole, no smaller than can be read, and inside the whole."""
        left, right = _held(self.left, self.right, (whole.left, whole.right), _LEAST_DAYS)
        low, high = _held(self.low, self.high, (whole.low, whole.high), _LEAST_VALUES)
        return RecordRange(left, right, low, high)


def whole_range(period: Period, least: float, greatest: float) -> RecordRange:
    """Return the range that holds every record of a period with values from the least, or 0, to the greatest."""
    bottom, top = min(0.0, least), max(greatest, _LEAST_VALUES)
    first, last = period.first.first.toordinal(), period.last.last.toordinal()
    edge = (top - bottom) * _EDGE + 0.5
    return RecordRange(first, last + 1, bottom - edge, top + edge)


def first_range(whole: RecordRange, usual: float) -> RecordRange:
    """Return what is shown first: up to a usual value, or everything where a few extremes would not squeeze it."""
    high = usual * (1 + _EDGE) + 0.5
    return replace(whole, high=high).within(whole) if high < whole.high / 2 else whole


def value_ticks(shown: RecordRange, most: int, unit: Unit, lowest: float = 0.0) -> tuple[tuple[float, str], ...]:
    """Return about ``most`` round values in sight, none below the lowest there can be."""
    step = nice_step(shown.span / max(1, most), 1.0)
    first, last = math.ceil(max(lowest, shown.low) / step - 1e-9), math.floor(shown.high / step + 1e-9)
    return tuple((number * step, tick_text(number * step, step, unit)) for number in range(first, last + 1))


def date_ticks(shown: RecordRange, width: float, label_width: float) -> tuple[tuple[float, str], ...]:
    """Return (day, text) for as many days or months as fit ``width`` with room between their labels."""
    if shown.days < _SINGLE_DAYS_BELOW:
        return tuple(_day_ticks(shown, label_width * _LABEL_ROOM * shown.days / max(width, 1.0)))
    first, last = (Month.of(date.fromordinal(int(day))) for day in (shown.left, shown.right))
    months = Period(first, last).months
    chosen = (months[at].first.toordinal() for at, _ in month_ticks(months, width, label_width))
    return tuple((day, month_text(Month.of(date.fromordinal(day)))) for day in chosen if day >= shown.left)


def _day_ticks(shown: RecordRange, closest: float) -> Iterator[tuple[float, str]]:
    step = next((step for step in _DAY_STEPS if step >= closest), _DAY_STEPS[-1])
    for day in range(math.ceil(shown.left), math.floor(shown.right) + 1):
        if day % step == 0:
            on = date.fromordinal(day)
            yield day, f"{on.day} {MONTH_NAMES[on.month - 1]}"


def _held(start: float, end: float, bounds: tuple[float, float], least: float) -> tuple[float, float]:
    if end - start >= bounds[1] - bounds[0]:
        return bounds
    length = min(max(end - start, least), bounds[1] - bounds[0])
    if length != end - start:
        start = (start + end - length) / 2
    start = min(max(start, bounds[0]), bounds[1] - length)
    return start, start + length
