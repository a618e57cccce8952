"""The special-cause rules of a control chart, written once for one phase or for thousands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdconsole.domain.spc import RuleProfile, SpecialCause

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
SideArray = npt.NDArray[np.uint8]

RUN_LENGTH = 7
"""Points that make a shift or a trend, in both profiles."""

# Both sides are worked on at once: a place holds two bits, 1 for the high side and 2 for the low. Each rule has two
# bits of its own, the first rule the lowest.
_HIGH, _LOW = np.uint8(1), np.uint8(2)
_RULES = tuple(SpecialCause)[1:]
_PLACE = {rule: np.uint8(4**place) for place, rule in enumerate(_RULES)}


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


ALL_RULES = frozenset(_RULES)


def _first_met(code: int) -> tuple[SpecialCause, int]:
    for rule in _RULES:
        if bits := code // int(_PLACE[rule]) % 4:
            return rule, 1 if bits & int(_HIGH) else -1
    return SpecialCause.NONE, 0


SIGNALS = tuple(_first_met(code) for code in range(256))
"""For what ``special_causes`` says of a point: the first rule it meets, and on which side, 1 high, -1 low, 0 none."""


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


def tolerance(centre: FloatArray | np.float64) -> FloatArray:
    """Return how near counts as equal: the mean of fifteen 0.3s is not 0.3 in floating point."""
    return 1e-9 * np.maximum(1.0, np.abs(np.asarray(centre)))


def special_causes(
    values: FloatArray, lines: Lines, rules: RuleSet, applied: frozenset[SpecialCause] = ALL_RULES
) -> SideArray:
    """Return for each point of a phase which of the ``applied`` rules it meets, as ``SIGNALS`` reads it.

    ``values`` is [points, phases] in date order with NaN for a gap, which ends every run. All
    inequalities are strict, and differences within the tolerance are none.
    Source: NHSRplotthedots 0.2.2 and, for what ``rules`` changes, NHS England's Making Data Count.
    """
    slack = tolerance(lines.centre)
    relative = _sides(values, lines.centre + slack, lines.centre - slack)
    beyond = _sides(values, lines.upper + slack, lines.lower - slack)
    met = beyond.copy()
    if SpecialCause.TREND in applied:
        met |= _trends(values, slack, rules) * _PLACE[SpecialCause.TREND]
    if SpecialCause.TWO_OF_THREE in applied:
        near = _sides(values, lines.near_upper + slack, lines.near_lower - slack)
        near = near if rules.near_includes_outside else near & ~beyond
        met |= _two_of_three(near, relative) * _PLACE[SpecialCause.TWO_OF_THREE]
    if SpecialCause.SHIFT in applied:
        met |= _runs(relative, RUN_LENGTH) * _PLACE[SpecialCause.SHIFT]
    if rules.silent_when_flat:
        met *= ~np.isnan(lines.upper)
    return met


def _sides(values: FloatArray, over: FloatArray, under: FloatArray) -> SideArray:
    """Return which values lie over the one, and which under the other."""
    low: SideArray = (values < under).view(np.uint8)
    low *= _LOW
    low |= (values > over).view(np.uint8)
    return low


def _trends(values: FloatArray, slack: FloatArray, rules: RuleSet) -> SideArray:
    """Return the points of rising and of falling trends; a point of two takes the one to its right."""
    trends = np.zeros(values.shape, dtype=np.uint8)
    # Few phases have a trend even where what is no rise counts as a fall: the others need not be looked at closely.
    steps = _LOW - (values[1:] > values[:-1]).view(np.uint8)
    phases = np.flatnonzero(_runs(steps, RUN_LENGTH - 1).any(axis=0))
    if len(phases):
        trends[:, phases] = _trends_of(values[:, phases], slack[:, phases], rules)
    return trends


def _trends_of(values: FloatArray, slack: FloatArray, rules: RuleSet) -> SideArray:
    step_slack = slack[1:] if len(slack) > 1 else slack
    steps = _sides(np.diff(values, axis=0), step_slack, -step_slack)
    runs = _runs(steps, RUN_LENGTH - 1)
    to_right, to_left = _padded(runs, 0, 1), _padded(runs, 1, 0)
    if not rules.trend_side_from_next_step:
        trends: SideArray = to_right | (to_left * (to_right == 0))
        return trends
    is_in_trend = (to_right | to_left) != 0
    has_next = is_in_trend[:-1] & is_in_trend[1:]
    # The peer takes a step that is no rise for a fall.
    next_step = np.where(steps == _HIGH, _HIGH, _LOW) * has_next
    to_left[:-1] = next_step | (to_left[:-1] * ~has_next)
    return to_left


def _two_of_three(near: SideArray, relative: SideArray) -> SideArray:
    """Return the near points of every three in a row on one side, at least two of them near."""
    if len(near) < 3:
        return np.zeros_like(near)
    first, second, third = near[:-2], near[1:-1], near[2:]
    at_least_two = (first & second) | (third & (first | second))
    found: SideArray = near & _spread(at_least_two & _windows(relative, 3), 3)
    return found


def _runs(sides: SideArray, length: int) -> SideArray:
    """Return the places that belong to at least ``length`` in a row on one side."""
    if len(sides) < length:
        return np.zeros_like(sides)
    return _spread(_windows(sides, length), length)


def _windows(sides: SideArray, length: int) -> SideArray:
    """Return, for each window of ``length``, on which side it lies throughout; a window doubles at each turn."""
    done = 1
    while done < length:
        step = min(done, length - done)
        sides = sides[:-step] & sides[step:]
        done += step
    return sides


def _spread(windows: SideArray, length: int) -> SideArray:
    """Return, for each place, on which side there is a window of ``length`` that it lies in."""
    done = 1
    while done < length:
        step = min(done, length - done)
        wider = _padded(windows, 0, step)
        wider[step:] |= windows
        windows = wider
        done += step
    return windows


def _padded(sides: SideArray, before: int, after: int) -> SideArray:
    """Return the places with places on no side put before and after them."""
    places = np.zeros((len(sides) + before + after, *sides.shape[1:]), dtype=np.uint8)
    places[before : before + len(sides)] = sides
    return places
