"""The centre and limits of charts of single values, from the moving ranges of their base points: XmR, MR, T."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cdconsole.stats.rules import BoolArray, FloatArray, Lines, RuleSet, tolerance

LIMIT_FACTOR = 2.66
"""3 / d2 for ranges of two, as Making Data Count and NHSRplotthedots round it."""

SCREEN_FACTOR = 3.267
"""D4 for ranges of two: a moving range at or above this many mean moving ranges is screened out (Nelson 1982)."""

D2 = 1.128
"""The expected range of two values with standard deviation 1 (Montgomery DC, Statistical Quality Control)."""

_T_POWER = 3.6
"""Times between events to the power 1 / 3.6 are near to normal (Nelson 1994)."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The points of phases of one length: [points, phases] each, NaN for a gap.

    ``size`` is the denominator or the number of values in a subgroup, ``spread`` a subgroup's standard deviation;
    both are there only for charts that need them.
    """

    value: FloatArray
    size: FloatArray
    spread: FloatArray


@dataclass(frozen=True)
class Screening:
    """Whether unusually large moving ranges are left out, and how the profile takes what is left."""

    rules: RuleSet
    is_on: bool


@dataclass(frozen=True, eq=False)
class Limits:
    """The lines of phases and how they came about.

    ``applies`` [points or 1, phases] says where limits can be drawn, ``has_spread`` [phases] whether anything could be
    said about variation, ``is_screening_left_out`` [phases] whether screening would have left none.
    """

    lines: Lines
    applies: BoolArray
    has_spread: BoolArray
    is_screening_left_out: BoolArray


@dataclass(frozen=True, eq=False)
class MeanRange:
    """[1, phases] each: the mean of moving ranges, screened if asked for; whether there are any; what was left out."""

    mean: FloatArray
    has_any: BoolArray
    is_left_out: BoolArray


def xmr_limits(base: Sample, _every: Sample, screening: Screening) -> Limits:
    """Return mean +/- 2.66 mean moving range.

    A moving range needs two neighbouring values: a gap is not bridged, a point taken out of ``base`` is. Screening is
    one pass over the ranges; the points themselves stay in the mean.
    """
    centre = mean(base.value)
    ranges = mean_range(moving_ranges(base.value), tolerance(centre), screening)
    lines = Lines.around(centre, unless_flat(LIMIT_FACTOR * ranges.mean, centre, screening.rules))
    return from_ranges(lines, ranges)


def mr_limits(base: Sample, _every: Sample, screening: Screening) -> Limits:
    """Return the mean moving range, never screened, with nought below and 3.267 of them above."""
    centre = mean(moving_ranges(base.value))
    upper = unless_flat(SCREEN_FACTOR * centre, centre, screening.rules)
    nought = np.where(np.isnan(upper), np.nan, 0.0)
    lines = Lines(centre, nought, upper, np.full_like(centre, np.nan), np.full_like(centre, np.nan))
    has_any = ~np.isnan(centre)
    return Limits(lines, has_any, has_any[0], np.zeros_like(has_any[0]))


def t_limits(base: Sample, _every: Sample, screening: Screening) -> Limits:
    """Return mean +/- 3 / 1.128 mean moving range of the times between events to the power 1 / 3.6, turned back.

    A limit below nought is nought. Source: Nelson LS. A control chart for parts-per-million nonconforming items.
    Journal of Quality Technology 1994;26(3):239-240; as qicharts2.
    """
    times = base.value ** (1 / _T_POWER)
    centre = mean(times)
    ranges = mean_range(moving_ranges(times), tolerance(centre), screening)
    lines = Lines.around(centre, unless_flat(3 / D2 * ranges.mean, centre, screening.rules))
    return from_ranges(
        Lines(
            *(np.maximum(line, 0.0) ** _T_POWER for line in (lines.centre, lines.lower, lines.upper)),
            *(np.maximum(line, 0.0) ** _T_POWER for line in (lines.near_lower, lines.near_upper)),
        ),
        ranges,
    )


def from_ranges(lines: Lines, ranges: MeanRange, applies: BoolArray | None = None) -> Limits:
    """Return limits that come from moving ranges; they apply wherever there is a centre unless said otherwise."""
    where = ~np.isnan(lines.centre) if applies is None else applies
    return Limits(lines, where, ranges.has_any[0], ranges.is_left_out[0])


def unless_flat(distance: FloatArray, centre: FloatArray, rules: RuleSet) -> FloatArray:
    """Return the distance, NaN where it is nil and the profile judges nothing then."""
    return np.where(distance > tolerance(centre), distance, np.nan) if rules.silent_when_flat else distance


def moving_ranges(values: FloatArray) -> FloatArray:
    """Return the differences between neighbours [points - 1, phases] without their sign."""
    steps = np.diff(values, axis=0)
    return np.abs(steps, out=steps)


def mean_range(ranges: FloatArray, slack: FloatArray, screening: Screening, factor: float = SCREEN_FACTOR) -> MeanRange:
    """Return the mean of ``ranges`` [ranges, phases]; what lies within ``slack`` of nought is no variation."""
    whole = mean(ranges)
    is_left_out = np.zeros_like(whole, dtype=np.bool_)
    found = whole
    if screening.is_on:
        found = mean(np.where(ranges < factor * whole, ranges, np.nan))
        if screening.rules.guards_screening:
            # Only the loss of all variation needs a guard: never more than 1 / 3.267 of the ranges, less than a third,
            # can lie that far above their own mean.
            is_left_out = (whole > slack) & ~(found > slack)
            found = np.where(is_left_out, whole, found)
    return MeanRange(found, ~np.isnan(whole), is_left_out)


def mean(array: FloatArray) -> FloatArray:
    """Return [1, phases]: the mean of what is not NaN, NaN where nothing is."""
    total = array.sum(axis=0, keepdims=True)
    if len(array) and not np.isnan(total).any():
        return np.asarray(total / len(array))
    present = ~np.isnan(array)
    total = np.where(present, array, 0.0).sum(axis=0, keepdims=True)
    return ratio(total, present.sum(axis=0, keepdims=True))


def medians(values: FloatArray) -> FloatArray:
    """Return [1, phases]: the median of what is not NaN, NaN where nothing is."""
    in_order = np.sort(values, axis=0)  # NaN goes last
    count = (~np.isnan(values)).sum(axis=0, keepdims=True)
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, max(0, len(values) - 1))
    middle = np.take_along_axis(in_order, low, axis=0) + np.take_along_axis(in_order, high, axis=0)
    return np.asarray(middle / 2)


def ratio(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Return numerator / denominator, NaN where the denominator is nought or less."""
    shape = np.broadcast_shapes(numerator.shape, denominator.shape)
    found: FloatArray = np.divide(numerator, denominator, out=np.full(shape, np.nan), where=denominator > 0)
    return found
