"""The special-cause rules of an XmR chart, written once for one series or for thousands."""

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


@dataclass(frozen=True, eq=False)
class Signals:
    """For each point: ``cause``, the index of its SpecialCause, and ``side``, 1 high, -1 low, 0 none."""

    cause: IntArray
    side: IntArray


def tolerance(centre: FloatArray | np.float64) -> FloatArray:
    """Return how near counts as equal: the mean of fifteen 0.3s is not 0.3 in floating point."""
    return 1e-9 * np.maximum(1.0, np.abs(np.asarray(centre)))


def special_causes(values: FloatArray, centre: FloatArray, distance: FloatArray, rules: RuleSet) -> Signals:
    """Return the first rule each point of a phase meets: outside, trend, two of three, shift.

    ``values`` is [..., points] in date order with NaN for a gap, which ends every run; ``centre`` and ``distance``
    (mean to limit, NaN where there are no limits to judge by) are [..., 1]. All inequalities are strict.
    Source: NHSRplotthedots 0.2.2 and, for what ``rules`` changes, NHS England's Making Data Count.
    """
    slack = tolerance(centre)
    offset = values - centre
    relative = (offset > slack).astype(np.int8) - (offset < -slack)
    outside = np.abs(offset) > distance + slack
    near = np.abs(offset) > distance * 2 / 3 + slack
    if not rules.near_includes_outside:
        near &= ~outside
    trend = _trend_sides(values, rules)
    two_of_three = _two_of_three(near, relative)
    shift = _runs(relative > 0, RUN_LENGTH) | _runs(relative < 0, RUN_LENGTH)
    cause = np.zeros(values.shape, dtype=np.int8)
    for code, is_met in ((_SHIFT, shift), (_TWO_OF_THREE, two_of_three), (_TREND, trend != 0), (_OUTSIDE, outside)):
        cause[is_met] = code  # the first rule is written last
    if rules.silent_when_flat:
        cause[np.broadcast_to(np.isnan(distance), cause.shape)] = 0
    side = np.where(cause == _TREND, trend, np.where(cause > 0, relative, 0)).astype(np.int8)
    return Signals(cause, side)


def _trend_sides(values: FloatArray, rules: RuleSet) -> IntArray:
    """Return 1 for points of a rising trend, -1 of a falling one; a point of two takes the one to its right."""
    step = np.diff(values, axis=-1)
    trend = _runs(step > 0, RUN_LENGTH - 1).astype(np.int8) - _runs(step < 0, RUN_LENGTH - 1)
    side = np.zeros(values.shape, dtype=np.int8)
    side[..., 1:] = trend
    if rules.trend_side_from_next_step:
        is_in_trend = side != 0
        is_in_trend[..., :-1] |= trend != 0
        has_next = is_in_trend[..., :-1] & is_in_trend[..., 1:]
        side[..., :-1] = np.where(has_next, np.where(step > 0, 1, -1), side[..., :-1])
    else:
        side[..., :-1] = np.where(trend != 0, trend, side[..., :-1])
    return side


def _two_of_three(near: BoolArray, relative: IntArray) -> BoolArray:
    """Return the near points of every three in a row on one side, at least two of them near."""
    points = near.shape[-1]
    if points < 3:
        return np.zeros_like(near)
    near_count = sum(near[..., k : points - 2 + k].astype(np.int8) for k in range(3))
    one_side = _windows(relative > 0, 3) | _windows(relative < 0, 3)
    return near & _spread(one_side & (near_count >= 2), 3)


def _runs(mask: BoolArray, length: int) -> BoolArray:
    """Return the places that belong to at least ``length`` true ones in a row."""
    if mask.shape[-1] < length:
        return np.zeros_like(mask)
    return _spread(_windows(mask, length), length)


def _windows(mask: BoolArray, length: int) -> BoolArray:
    """Return, for each window of ``length``, whether it is true throughout."""
    last = mask.shape[-1] - length + 1
    whole = mask[..., :last].copy()
    for k in range(1, length):
        whole &= mask[..., k : last + k]
    return whole


def _spread(windows: BoolArray, length: int) -> BoolArray:
    """Return the places that lie in any true window of ``length``."""
    count = windows.shape[-1]
    places = np.zeros((*windows.shape[:-1], count + length - 1), dtype=np.bool_)
    for k in range(length):
        places[..., k : count + k] |= windows
    return places
