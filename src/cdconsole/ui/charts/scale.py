"""Choose axis ranges, round tick values and thinned month labels for an SPC chart; plain arithmetic, no drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from cdconsole.domain.calendar import MONTH_NAMES, Month
from cdconsole.domain.measure import MeasureChart, Unit

# Labels stand at least this many label widths from middle to middle.
_LABEL_ROOM = 1.4
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_HEADROOM = 0.08
_NARROWEST = 1e-9
# A range that starts far from zero says nothing about level; below this share of the top it starts at zero.
_ZERO_BASED_BELOW = 0.5


@dataclass(frozen=True)
class ValueAxis:
    """The y axis: its range in the measure's units, and ticks as (value, text)."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def value_axis(charted: MeasureChart, most_ticks: int = 4) -> ValueAxis:
    """Return the y axis of a chart.

    Zero-based for counts and percentages, and for days where the values come near zero. Below zero only where a value
    is (days early), and never above 100 % for a proportion: limits beyond what a value can be are not drawn, only
    tabulated.
    """
    drawn = [value for value in _drawn_values(charted) if value is not None and math.isfinite(value)]
    top, bottom = max(drawn, default=1.0), min(drawn, default=0.0)
    unit = charted.measure.unit
    if unit is not Unit.DAYS or bottom < top * _ZERO_BASED_BELOW:
        bottom = 0.0
    high = top + (top - bottom or abs(top) or 1.0) * _HEADROOM
    if unit is Unit.PERCENT:
        high = min(high, 1.0 + _HEADROOM / 2) if top > 0 else 0.1
    low = 0.0 if bottom <= 0 else max(0.0, bottom - (top - bottom or bottom) * _HEADROOM)
    if any(point.value is not None and point.value < 0 for point in charted.chart.points):
        top, low = max(top, 0.0), min(drawn)
        low, high = low - (top - low) * _HEADROOM, max(high, top + (top - low) * _HEADROOM)
    high = max(high, low + _NARROWEST)
    smallest = {Unit.COUNT: 1.0, Unit.PERCENT: 0.01}.get(unit, 0.0)
    step = nice_step((high - low) / max(1, most_ticks), smallest)
    ceiling = min(high, 1.0) if unit is Unit.PERCENT else high
    values = tuple(_multiples(step, low, ceiling))
    return ValueAxis(low, high, tuple((value, tick_text(value, step, unit)) for value in values))


def nice_step(roughly: float, smallest: float = 0.0) -> float:
    """Return 1, 2, 2.5 or 5 times a power of ten, at least ``roughly`` and at least ``smallest``."""
    wanted = max(roughly, smallest, 1e-9)
    power = 10.0 ** math.floor(math.log10(wanted))
    steps = (1, 2, 5, 10) if smallest >= power else (1, 2, 2.5, 5, 10)
    return next(factor * power for factor in steps if factor * power >= wanted * (1 - 1e-9))


def tick_text(value: float, step: float, unit: Unit) -> str:
    """Return a tick as the reader sees it; the unit of days stands once, in the card's title."""
    if unit is Unit.PERCENT:
        value, step = value * 100, step * 100
    decimals = 0 if abs(step - round(step)) < 1e-6 else (1 if abs(step * 10 - round(step * 10)) < 1e-6 else 2)
    return f"{value:,.{decimals}f}" + ("%" if unit is Unit.PERCENT else "")


def month_ticks(months: tuple[Month, ...], width: float, label_width: float) -> tuple[tuple[int, str], ...]:
    """Return (index, ``Jan 25``) for as many months as fit ``width`` with room between, on round months."""
    if not months:
        return ()
    closest = label_width * _LABEL_ROOM * len(months) / max(width, 1.0)
    step = next((step for step in _MONTH_STEPS if step >= closest), len(months) * 12)
    chosen = [place for place, month in enumerate(months) if month.index % step == 0] or [0]
    return tuple((place, month_text(months[place])) for place in chosen)


def month_text(month: Month) -> str:
    """Return a month as an axis shows it: ``Jan 25``."""
    return f"{MONTH_NAMES[month.month - 1]} {month.year % 100:02d}"


def _drawn_values(charted: MeasureChart) -> Iterator[float | None]:
    percent = charted.measure.unit is Unit.PERCENT
    for point in charted.chart.points:
        yield point.value
        yield point.centre
        yield point.lower
        yield min(point.upper, 1.0) if percent and point.upper is not None else point.upper
    yield from charted.team
    yield charted.chart.target
    if charted.goal is not None:
        yield from (charted.goal.baseline, charted.goal.target)


def _multiples(step: float, low: float, high: float) -> Iterator[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return (number * step for number in range(first, last + 1))
