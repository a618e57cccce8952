"""Say in plain words what a measure was before a day and what it has been since, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Calculation, Form
from cdconsole.domain.goal_follow_up import BeforeAfter
from cdconsole.domain.measure import Measure, MeasureChart, Unit
from cdconsole.domain.spc import ChartKind, SpcChart, SpcPoint, SpecialCause
from cdconsole.services.goal_figures import BASELINE_MONTHS, counts_behind, months_text
from cdconsole.stats.before_after import (
    Difference,
    mean_difference,
    proportion_difference,
    rate_ratio,
    rates_scatter,
    shares_scatter,
)
from cdconsole.stats.rules import RUN_LENGTH

MONTHS_BEFORE = 12
"""Months looked back from the day at most: a year, so that each season is in it once."""
FEWEST_MONTHS = 3
"""Months with a value on each side below which nothing is said of a difference."""

_TIMES_NOT_CASES = frozenset({Calculation.THEATRE_UNCAPPED, Calculation.THEATRE_CAPPED, Calculation.SESSIONS_DELIVERED})
_EVENTS = frozenset({Calculation.FOLLOW_UPS_PER_NEW, Calculation.REPORTED})
_EXTREME = frozenset({SpecialCause.OUTSIDE, SpecialCause.TWO_OF_THREE})
_UNADJUSTED = "Unadjusted: the mix of patients may have changed."
_SEASONS = "The two do not cover the same seasons."


@dataclass(frozen=True)
class _Side:
    """The months on one side of the day that have a value and are in the limits."""

    points: tuple[SpcPoint, ...]

    @property
    def values(self) -> list[float]:
        return [point.value for point in self.points if point.value is not None]

    @property
    def numerators(self) -> list[float]:
        return [point.numerator or 0.0 for point in self.points]

    @property
    def denominators(self) -> list[float]:
        return [point.denominator or 0.0 for point in self.points]

    @property
    def totals(self) -> tuple[float, float]:
        return sum(self.numerators), sum(self.denominators)


def before_after(charted: MeasureChart, at: date, what: str) -> BeforeAfter:
    """Return the comparison at a day on which ``what`` happened ("the agreement"); its own month is in neither side.

    Before are the twelve complete months until then at most, since all complete months after.
    """
    month = Month.of(at)
    counted = [point for point in charted.chart.points if point.value is not None and not point.is_excluded]
    before = _Side(tuple(point for point in counted if Month.of(point.on) < month)[-MONTHS_BEFORE:])
    since = _Side(tuple(point for point in counted if Month.of(point.on) > month))
    kind = _kind(charted.measure, (before, since))
    said = (kind.sentence(charted.measure, before), kind.sentence(charted.measure, since))
    texts = (f"Before: {said[0]}", f"Since: {said[1]}")
    if min(len(before.points), len(since.points)) < FEWEST_MONTHS:
        few = f"Too few months to say: {len(before.points)} before and {len(since.points)} since, of {FEWEST_MONTHS}"
        return BeforeAfter(at, what, *texts, f"{few} needed on each side.")
    return BeforeAfter(
        *(at, what, *texts, kind.difference(charted.measure, before, since)),
        on_chart=_on_chart(charted.chart, month, what),
        cautions=_cautions(charted.chart, before, since),
    )


# --- the kinds of value ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Kind:
    """How one kind of value is said of a side, and how two sides are compared."""

    sentence: Callable[[Measure, _Side], str]
    difference: Callable[[Measure, _Side, _Side], str]


def _kind(measure: Measure, sides: tuple[_Side, _Side]) -> _Kind:
    """Return shares of cases, rates of events, or else the mean of the months' own values."""
    calculation = measure.counting.calculation
    whole = all(float(part).is_integer() for side in sides for part in (*side.numerators, *side.denominators))
    if not whole or not all(side.totals[1] for side in sides):
        return _MONTHS
    if measure.unit is Unit.PERCENT and calculation not in _TIMES_NOT_CASES:
        is_part = all(side.totals[0] <= side.totals[1] for side in sides)
        is_share = measure.counting.form is Form.SHARE or calculation is Calculation.REPORTED
        return _SHARES if is_part and is_share else _MONTHS
    return _RATES if calculation in _EVENTS and any(side.totals[0] for side in sides) else _MONTHS


def _summed(measure: Measure, side: _Side) -> str:
    """Return ``41.2% (120 of 291 discharges, Apr - Jun 2026).``."""
    if not side.points:
        return "no complete month."
    numerator, denominator = side.totals
    value = measure.value_text(numerator / denominator if denominator else None)
    return f"{value} ({counts_behind(measure, side.points)}, {_span(side)})."


def _averaged(measure: Measure, side: _Side) -> str:
    if not side.points:
        return "no complete month."
    mean = sum(side.values) / len(side.values)
    months = f"mean of {len(side.values)} months" if len(side.values) > 1 else "one month"
    return f"{measure.value_text(mean)} ({months}, {_span(side)}; {counts_behind(measure, side.points)})."


def _share_difference(measure: Measure, before: _Side, since: _Side) -> str:
    found = proportion_difference(before.totals, since.totals)
    scatters = any(shares_scatter(side.numerators, side.denominators) for side in (before, since))
    return _difference_words(measure, found, _by_months(before, since) if scatters else None)


def _rate_difference(measure: Measure, before: _Side, since: _Side) -> str:
    found = rate_ratio(before.totals, since.totals)
    upper = f"and {found.upper:.2f} times" if found.upper < float("inf") else "times and any multiple of"
    words = f"The rate since is between {found.lower:.2f} {upper} the rate before, with 95% confidence"
    if not any(rates_scatter(side.numerators, side.denominators) for side in (before, since)):
        return f"{words}: {_chance(found, 1.0)}"
    wider = _by_months(before, since)
    return f"{words}. {_scatter_words(measure, wider)}"


def _month_difference(measure: Measure, before: _Side, since: _Side) -> str:
    return _difference_words(measure, _by_months(before, since), None)


_SHARES = _Kind(_summed, _share_difference)
_RATES = _Kind(_summed, _rate_difference)
_MONTHS = _Kind(_averaged, _month_difference)


# --- words -----------------------------------------------------------------------------------------------------------


def _by_months(before: _Side, since: _Side) -> Difference:
    return mean_difference(before.values, since.values)


def _difference_words(measure: Measure, found: Difference, wider: Difference | None) -> str:
    if found.lower == found.upper:
        return f"The difference is {_change_text(measure, found.value)}; no month differs, so it has no range."
    words = f"The difference is {_range_text(measure, found)} with 95% confidence"
    return f"{words}: {_chance(found, 0.0)}" if wider is None else f"{words}. {_scatter_words(measure, wider)}"


def _scatter_words(measure: Measure, wider: Difference) -> str:
    """Say that the range is too narrow, and what it is from month to month."""
    return (
        "But the months vary more than chance would have them, so that range is too narrow; counted by months the "
        f"difference is {_range_text(measure, wider)}: {_chance(wider, 0.0)}"
    )


def _chance(found: Difference, same: float) -> str:
    """Return what the range says of chance; ``same`` is the value of no difference."""
    if found.lower <= same <= found.upper:
        return "the months so far do not rule out chance."
    return f"{'higher' if found.value > same else 'lower'} than before by more than chance alone would easily give."


def _range_text(measure: Measure, found: Difference) -> str:
    if measure.unit is Unit.PERCENT:
        return f"between {found.lower * 100:+.1f} and {found.upper * 100:+.1f} percentage points"
    low = _change_text(measure, found.lower).partition(" ")[0]
    return f"between {low} and {_change_text(measure, found.upper)}"


def _change_text(measure: Measure, change: float) -> str:
    if measure.unit is Unit.PERCENT:
        return f"{change * 100:+.1f} percentage points"
    if measure.unit in (Unit.DAYS, Unit.MINUTES):
        return f"{change:+.1f} {measure.unit.value}"
    return f"{change:+,.2f}" if measure.unit is Unit.RATE else f"{change:+,.1f} a month"


def _span(side: _Side) -> str:
    return months_text(Period(Month.of(side.points[0].on), Month.of(side.points[-1].on)))


def _on_chart(chart: SpcChart, month: Month, what: str) -> str:
    """Return whether the months since make a shift on the chart or lie outside its limits."""
    if chart.kind is ChartKind.RUN:
        return ""
    if chart.is_trial:
        return "On the chart: limits are still on trial, so no shift can be told."
    outside = [
        str(Month.of(point.on))
        for point in chart.points
        if point.special_cause is SpecialCause.OUTSIDE and Month.of(point.on) > month
    ]
    beyond = f" Outside the limits since: {', '.join(outside)}." if outside else ""
    begun = next((Month.of(run[0].on) for run in _shifts(chart.points) if Month.of(run[-1].on) > month), None)
    if begun is None:
        return f"On the chart: no shift since {what}.{beyond}"
    early = f", before {what}" if begun <= month else ""
    return f"On the chart: a shift, {RUN_LENGTH} months or more on one side of the mean, from {begun}{early}.{beyond}"


def _shifts(points: Sequence[SpcPoint]) -> list[list[SpcPoint]]:
    """Return the runs of points on one side of their mean that are long enough to be a shift, newest first."""
    runs = [list(run) for (side, _), run in groupby(points, key=lambda one: (_side_of(one), one.phase)) if side]
    return [run for run in reversed(runs) if len(run) >= RUN_LENGTH]


def _side_of(point: SpcPoint) -> int:
    if point.value is None or point.centre is None or point.value == point.centre:
        return 0
    return 1 if point.value > point.centre else -1


def _cautions(chart: SpcChart, before: _Side, since: _Side) -> tuple[str, ...]:
    said = [_UNADJUSTED]
    if {point.on.month for point in before.points} != {point.on.month for point in since.points}:
        said.append(_SEASONS)
    found = [point for point in before.points[-BASELINE_MONTHS:] if point.special_cause in _EXTREME]
    if found and not chart.is_trial:
        high = "high" if _side_of(found[-1]) > 0 else "low"
        said.append(
            f"{Month.of(found[-1].on)}, just before, was unusually {high}: after such a month the next ones tend back "
            "towards the mean whatever is done."
        )
    if any(point.is_excluded for point in chart.points):
        said.append("Months that the limits leave out are left out here too.")
    return tuple(said)
