"""The centre and limits of an XmR chart, from the moving ranges of its base points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cdconsole.stats.rules import BoolArray, FloatArray, RuleSet, tolerance

LIMIT_FACTOR = 2.66
"""3 / d2 for ranges of two, as Making Data Count and NHSRplotthedots round it."""

SCREEN_FACTOR = 3.267
"""D4 for ranges of two: a moving range at or above this many mean moving ranges is screened out (Nelson 1982)."""


@dataclass(frozen=True, eq=False)
class Limits:
    """[..., 1] each: the mean, the distance to a limit (NaN where nothing can be judged), and how it came about."""

    centre: FloatArray
    distance: FloatArray
    ranges: FloatArray
    is_screening_left_out: BoolArray


def xmr_limits(base: FloatArray, rules: RuleSet, *, screen: bool) -> Limits:
    """Return mean +/- 2.66 mean moving range of ``base`` [..., points], NaN for a gap.

    A moving range needs two neighbouring values: a gap is not bridged. Screening is one pass over the ranges;
    the points themselves stay in the mean.
    """
    centre, _ = _mean(base)
    ranges = np.abs(np.diff(base, axis=-1))
    mean_range, count = _mean(ranges)
    is_left_out = np.zeros_like(mean_range, dtype=np.bool_)
    if screen:
        screened, _ = _mean(np.where(ranges < SCREEN_FACTOR * mean_range, ranges, np.nan))
        if rules.guards_screening:
            # Only the loss of all variation needs a guard: never more than 1 / 3.267 of the ranges, less than a third,
            # can lie that far above their own mean.
            slack = tolerance(centre)
            is_left_out = (mean_range > slack) & ~(screened > slack)
            screened = np.where(is_left_out, mean_range, screened)
        mean_range = screened
    if rules.silent_when_flat:
        mean_range = np.where(mean_range > tolerance(centre), mean_range, np.nan)
    return Limits(centre, LIMIT_FACTOR * mean_range, count, is_left_out)


def _mean(array: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the mean of what is not NaN (NaN where nothing is) and how many that is, last axis kept."""
    present = ~np.isnan(array)
    count = present.sum(axis=-1, keepdims=True).astype(np.float64)
    total = np.where(present, array, 0.0).sum(axis=-1, keepdims=True)
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0), count
