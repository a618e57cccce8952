"""The one plain sentence that stands under a chart, true to its flagged points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cdconsole.domain.calendar import Month
from cdconsole.domain.measure import Measure
from cdconsole.domain.spc import ChartKind, RunsAnalysis, SpcChart, SpcPoint, SpecialCause, SpecialDirection
from cdconsole.stats.icons import is_high
from cdconsole.stats.judging import ADVISED_POINTS
from cdconsole.stats.rules import tolerance
from cdconsole.stats.runs import ADVISED_USEFUL_POINTS

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")

_MEANING = {
    SpecialDirection.IMPROVEMENT: "improvement",
    SpecialDirection.CONCERN: "look at the data first",
    SpecialDirection.NEUTRAL_HIGH: "a change to explain",
    SpecialDirection.NEUTRAL_LOW: "a change to explain",
}


@dataclass(frozen=True)
class _Signal:
    """The months of one signal, and what they did: ``below the mean``."""

    months: tuple[Month, ...]
    subject: str
    behaviour: str


def reading(chart: SpcChart, measure: Measure) -> str:
    """Return one sentence on the newest phase of a monthly chart: its latest special cause, or that there is none."""
    points = _newest_phase(chart.points)
    values = [point.value for point in points if point.value is not None]
    if not values:
        return "No month has a value: nothing to draw."
    since = f" since {Month.of(points[0].on)}" if points[0].phase > 1 else ""
    if chart.kind is ChartKind.RUN:
        return _runs_sentence(chart.runs[-1], since)
    if chart.is_trial:
        return _trial(len(values), since)
    if len(values) > 1 and len(set(values)) == 1:
        return f"No variation: {measure.value_text(values[0])} in every month{since}."
    flagged = [place for place, point in enumerate(points) if point.special_cause is not SpecialCause.NONE]
    if flagged:
        return _sentence(points, flagged[-1], _signal(points[: flagged[-1] + 1], chart))
    if not any(point.upper is not None and point.lower != point.upper for point in points):
        return "Nothing can be judged: the months the limits come from do not vary, or none stand side by side."
    return f"Common-cause variation{since}: nothing here to explain."


def _newest_phase(points: Sequence[SpcPoint]) -> list[SpcPoint]:
    """Return the points of the newest phase up to its last value: gaps kept, excluded points gone."""
    points = [point for point in points if not point.is_excluded]
    valued = [place for place, point in enumerate(points) if point.value is not None]
    if not valued:
        return []
    return [point for point in points[: valued[-1] + 1] if point.phase == points[valued[-1]].phase]


def _runs_sentence(runs: RunsAnalysis, since: str) -> str:
    """Return what the runs about the median say; a signal names no month, for it lies in all of them together."""
    if runs.useful_points < ADVISED_USEFUL_POINTS:
        return (
            f"Too few months{since} off the median to judge by: {runs.useful_points} of the "
            f"{ADVISED_USEFUL_POINTS} needed."
        )
    if not runs.is_signal:
        return f"Common-cause variation{since} about the median: nothing here to explain."
    found = []
    if runs.longest_run > runs.longest_run_limit:
        run = f"{runs.longest_run} months in a row on one side"
        found.append(f"{run} (chance seldom gives over {runs.longest_run_limit})")
    if runs.crossings < runs.crossings_limit:
        times = "crossing" if runs.crossings == 1 else "crossings"
        found.append(f"{runs.crossings} {times} (chance seldom gives under {runs.crossings_limit})")
    what = f"The months{since} do not scatter about their median as chance would"
    return f"{what}: {', '.join(found)}: a change to explain."


def _trial(count: int, since: str) -> str:
    if count < ADVISED_POINTS:
        return f"Too few months{since} for an icon: {count} of the {ADVISED_POINTS} needed; limits are on trial."
    return "Too few months with a value before the limits are fixed: limits are on trial."


def _sentence(points: Sequence[SpcPoint], last: int, signal: _Signal) -> str:
    """Return the signal in words; a signal that ended says what followed."""
    meaning = _MEANING[points[last].direction]
    is_over = last < len(points) - 1
    after = "; common-cause variation since" if is_over else ""
    what, first, final = f"{signal.subject} {signal.behaviour}", signal.months[0], signal.months[-1]
    if first == final:
        return f"{what}: {first}; {meaning}{after}."
    if is_over or len(signal.months) == 2:
        joint = "and" if len(signal.months) == 2 else "to"
        return f"{what}, {first} {joint} {final}: {meaning}{after}."
    if points[last].direction is SpecialDirection.IMPROVEMENT:
        return f"{what}: {meaning} since {first}."
    return f"{what} since {first}: {meaning}."


def _signal(points: Sequence[SpcPoint], chart: SpcChart) -> _Signal:
    """Return the signal that ends with the last of ``points``."""
    last = points[-1]
    high = is_high(last.direction, chart.improvement)
    limit = "the upper limit" if high else "the lower limit"
    if last.special_cause is SpecialCause.TWO_OF_THREE:
        return _near_signal(points[-3:], limit, high=high)
    if last.special_cause is SpecialCause.TREND:
        months = _months_back(points, lambda earlier, later: _offset(later, earlier, high=high) > 0)
        return _Signal(months, _months_text(len(months)), "rising" if high else "falling")
    if last.special_cause is SpecialCause.SHIFT:
        months = _months_back(points, lambda earlier, _: _is_on_side(earlier, high=high))
        side = "above" if high else "below"
        return _Signal(months, _months_text(len(months)), f"{side} the {chart.kind.centre_noun}")
    months = _months_back(
        points,
        lambda earlier, _: (earlier.special_cause, earlier.direction) == (SpecialCause.OUTSIDE, last.direction),
    )
    return _Signal(months, _months_text(len(months)), f"{'above' if high else 'below'} {limit}")


def _near_signal(window: Sequence[SpcPoint], limit: str, *, high: bool) -> _Signal:
    """Return the near points of the last three; the partner of the last one is always among them."""
    near = [point for point in window if _is_near(point, high=high)]
    months = tuple(Month.of(point.on) for point in near)
    is_beyond = any(point.special_cause is SpecialCause.OUTSIDE for point in near)
    subject = "Two of three months" if len(near) == 2 else _months_text(len(near))
    return _Signal(months, subject, f"near{' or beyond' if is_beyond else ''} {limit}")


def _months_back(points: Sequence[SpcPoint], holds: Callable[[SpcPoint, SpcPoint], bool]) -> tuple[Month, ...]:
    """Return the months of the unbroken run that ends with the last point; a gap breaks it."""
    run = [points[-1]]
    for earlier in reversed(points[:-1]):
        if earlier.value is None or not holds(earlier, run[-1]):
            break
        run.append(earlier)
    return tuple(Month.of(point.on) for point in reversed(run))


def _offset(later: SpcPoint, earlier: SpcPoint, *, high: bool) -> float:
    """Return how far the value moved towards the high side, or the low."""
    moved = (later.value or 0.0) - (earlier.value or 0.0)
    return moved if high else -moved


def _is_on_side(point: SpcPoint, *, high: bool) -> bool:
    return _beyond_centre(point, high=high) > _slack(point)


def _is_near(point: SpcPoint, *, high: bool) -> bool:
    line = point.near_upper if high else point.near_lower
    if point.value is None or line is None:
        return False
    return (point.value - line if high else line - point.value) > _slack(point)


def _beyond_centre(point: SpcPoint, *, high: bool) -> float:
    offset = (point.value or 0.0) - (point.centre or 0.0)
    return offset if high else -offset


def _slack(point: SpcPoint) -> float:
    return float(tolerance(np.float64(point.centre or 0.0)))


def _months_text(count: int) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} month{'' if count == 1 else 's'}"
