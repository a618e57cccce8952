"""The special-cause rules of a control chart, written once for one phase or for thousands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdconsole.domain.spc import RuleProfile, SpecialCause

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int8]

RUN_LENGTH = 7
"""Points that make a shift or a trend, in both profiles."""

_OUTSIDE, _TREND, _TWO_OF_THREE, _SHIFT = (list(SpecialCause).index(cause) for cause in list(SpecialCause)[1:])


@dataclass(frozen=True)
class RuleSet:
    """Where the profiles differ; all else is the same for both."""

    screens: bool
    guards_screening: bool
    """Leave screening out where it would leave no variation."""
    silent_when_flat: bool
    """No special cause at all where the moving ranges are nil."""
    near_includes_outside: bool
    """Two-of-three counts points beyond the limits too."""
    trend_side_from_next_step: bool
    """A trend's last point takes the sign of the step after it when the next point starts another trend."""
    withholds_trial_icons: bool
    """No icon while the limits are trial limits."""
    looks_past_gaps: bool
    """The icon is that of the last point with a value, not of a gap at the end."""


RULES = {
    RuleProfile.MDC: RuleSet(
        screens=False,
        guards_screening=True,
        silent_when_flat=True,
        near_includes_outside=True,
        trend_side_from_next_step=False,
        withholds_trial_icons=True,
        looks_past_gaps=True,
    ),
    RuleProfile.PLOTTHEDOTS: RuleSet(
        screens=True,
        guards_screening=False,
        silent_when_flat=False,
        near_includes_outside=False,
        trend_side_from_next_step=True,
        withholds_trial_icons=False,
        looks_past_gaps=False,
    ),
}


ALL_RULES = frozenset(SpecialCause) - {SpecialCause.NONE}


@dataclass(frozen=True, eq=False)
class Lines:
    """What values are judged by: [points, phases], or [1, phases] where it is the same for every point.

    NaN where there is nothing to judge by. The near lines lie two thirds of the way to the limits, before these are
    cut off at what is possible.
    """

    centre: FloatArray
    lower: FloatArray
    upper: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray

    @property
    def columns(self) -> tuple[FloatArray, ...]:
        """Return the five of them, the centre first."""
        return self.centre, self.lower, self.upper, self.near_lower, self.near_upper

    @classmethod
    def around(
        cls, centre: FloatArray, distance: FloatArray, *, floor: float | None = None, ceiling: float | None = None
    ) -> Lines:
        """Return limits ``distance`` to both sides of ``centre``, cut off at ``floor`` and ``ceiling``."""
        lower, upper, near = centre - distance, centre + distance, distance * 2 / 3
        if floor is not None:
            lower = np.maximum(lower, floor)
        if ceiling is not None:
            upper = np.minimum(upper, ceiling)
        return cls(centre, lower, upper, centre - near, centre + near)


@dataclass(frozen=True, eq=False)
class Signals:
    """For each point: ``cause``, the index of its SpecialCause, and ``side``, 1 high, -1 low, 0 none."""

    cause: IntArray
    side: IntArray


def tolerance(centre: FloatArray | np.float64) -> FloatArray:
    """Return how near counts as equal: the mean of fifteen 0.3s is not 0.3 in floating point."""
    return 1e-9 * np.maximum(1.0, np.abs(np.asarray(centre)))


def special_causes(
    values: FloatArray, lines: Lines, rules: RuleSet, applied: frozenset[SpecialCause] = ALL_RULES
) -> Signals:
    """Return the first of the ``applied`` rules each point of a phase meets: outside, trend, two of three, shift.

    ``values`` is [points, phases], or [points], in date order with NaN for a gap, which ends every run. All
    inequalities are strict, and differences within the tolerance are none.
    Source: NHSRplotthedots 0.2.2 and, for what ``rules`` changes, NHS England's Making Data Count.
    """
    slack = tolerance(lines.centre)
    above, below = values > lines.centre + slack, values < lines.centre - slack
    beyond = _Sides(values > lines.upper + slack, values < lines.lower - slack)
    cause = np.zeros(values.shape, dtype=np.int8)
    rising = above
    if SpecialCause.SHIFT in applied:  # the first rule is written last
        np.copyto(cause, _SHIFT, where=_runs(above, RUN_LENGTH) | _runs(below, RUN_LENGTH))
    if SpecialCause.TWO_OF_THREE in applied:
        near = _Sides(values > lines.near_upper + slack, values < lines.near_lower - slack)
        if not rules.near_includes_outside:
            near = _Sides(near.high & ~beyond.high, near.low & ~beyond.low)
        is_met = _two_of_three(near.high, above) | _two_of_three(near.low, below)
        np.copyto(cause, _TWO_OF_THREE, where=is_met)
    if SpecialCause.TREND in applied:
        trend = _trends(values, slack, rules)
        np.copyto(cause, _TREND, where=trend.high | trend.low)
        rising = trend.high
    np.copyto(cause, _OUTSIDE, where=beyond.high | beyond.low)
    if rules.silent_when_flat:
        cause *= ~np.isnan(lines.upper)
    is_high = np.where(cause == _TREND, rising, above)
    side = ((2 * is_high.astype(np.int8)) - np.int8(1)) * (cause != 0)
    return Signals(cause, side)


@dataclass(frozen=True, eq=False)
class _Sides:
    """Places on the high side, and places on the low side."""

    high: BoolArray
    low: BoolArray


def _trends(values: FloatArray, slack: FloatArray, rules: RuleSet) -> _Sides:
    """Return the points of rising and of falling trends; a point of two takes the one to its right."""
    before, after = values[:-1], values[1:]
    step_slack = slack[1:] if len(slack) > 1 else slack
    up, down = after > before + step_slack, after < before - step_slack
    rise, fall = _runs(up, RUN_LENGTH - 1), _runs(down, RUN_LENGTH - 1)
    to_right, to_left = (
        _Sides(_padded(rise, 0, 1), _padded(fall, 0, 1)),
        _Sides(_padded(rise, 1, 0), _padded(fall, 1, 0)),
    )
    starts = to_right.high | to_right.low
    if not rules.trend_side_from_next_step:
        return _Sides(to_right.high | (to_left.high & ~starts), to_right.low | (to_left.low & ~starts))
    is_in_trend = starts | to_left.high | to_left.low
    rising = to_left.high & is_in_trend
    has_next = is_in_trend[:-1] & is_in_trend[1:]
    rising[:-1] = np.where(has_next, up, rising[:-1])
    return _Sides(rising, is_in_trend & ~rising)


def _two_of_three(near: BoolArray, on_side: BoolArray) -> BoolArray:
    """Return the near points of every three in a row on one side, at least two of them near."""
    if len(near) < 3:
        return np.zeros_like(near)
    first, second, third = near[:-2], near[1:-1], near[2:]
    at_least_two = (first & second) | (third & (first | second))
    return near & _spread(at_least_two & _windows(on_side, 3), 3)


def _runs(mask: BoolArray, length: int) -> BoolArray:
    """Return the places that belong to at least ``length`` true ones in a row."""
    if len(mask) < length:
        return np.zeros_like(mask)
    return _spread(_windows(mask, length), length)


def _windows(mask: BoolArray, length: int) -> BoolArray:
    """Return, for each window of ``length``, whether it is true throughout; a window doubles at each turn."""
    done = 1
    while done < length:
        step = min(done, length - done)
        mask = mask[:-step] & mask[step:]
        done += step
    return mask


def _spread(windows: BoolArray, length: int) -> BoolArray:
    """Return the places that lie in any true window of ``length``."""
    done = 1
    while done < length:
        step = min(done, length - done)
        wider = _padded(windows, 0, step)
        wider[step:] |= windows
        windows = wider
        done += step
    return windows


def _padded(mask: BoolArray, before: int, after: int) -> BoolArray:
    """Return the mask with false places put before and after it."""
    places = np.zeros((len(mask) + before + after, *mask.shape[1:]), dtype=np.bool_)
    places[before : before + len(mask)] = mask
    return places
