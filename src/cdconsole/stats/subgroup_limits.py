"""The centre and limits of charts of subgroups, several values a date: the mean (Xbar) and its standard deviation (S).

Source: Montgomery DC. Introduction to Statistical Quality Control, equations 6.29 to 6.31; as qicharts2.
"""

from __future__ import annotations

import math

import numpy as np

from cdconsole.stats.limits import Limits, Sample, Screening, mean, ratio, unless_flat
from cdconsole.stats.rules import FloatArray, Lines


def xbar_limits(base: Sample, every: Sample, screening: Screening) -> Limits:
    """Return the mean of all base values +/- A3 sbar, A3 = 3 / (c4 sqrt n)."""
    counts = base.size > 0
    size = np.where(counts, base.size, 0.0)
    total = (np.where(counts, base.value, 0.0) * size).sum(axis=0, keepdims=True)
    centre, deviation = ratio(total, size.sum(axis=0, keepdims=True)), _deviation(base, every)
    distance = 3 * deviation / (_c4(every.size) * np.sqrt(every.size))
    return _limits(Lines.around(centre, unless_flat(distance, centre, screening.rules)), every, deviation)


def s_limits(base: Sample, every: Sample, screening: Screening) -> Limits:
    """Return sbar and its B3 and B4 times, 1 -/+ 3 sqrt(1 - c4^2) / c4, not below 0."""
    deviation = _deviation(base, every)
    c4 = _c4(every.size)
    distance = unless_flat(3 * np.sqrt(1 - c4 * c4) / c4 * deviation, deviation, screening.rules)
    return _limits(Lines.around(deviation, distance, floor=0.0), every, deviation)


def _deviation(base: Sample, every: Sample) -> FloatArray:
    """Return [1, phases]: the mean standard deviation of the base, or the pooled one where subgroups differ in size."""
    sizes = np.where(every.size > 0, every.size, np.nan)
    varies = np.fmax.reduce(sizes, axis=0, keepdims=True) > np.fmin.reduce(sizes, axis=0, keepdims=True)
    counts = ~np.isnan(base.spread)
    free = np.where(counts, base.size - 1, 0.0)
    squares = free * np.where(counts, base.spread, 0.0) ** 2
    pooled = np.sqrt(ratio(squares.sum(axis=0, keepdims=True), free.sum(axis=0, keepdims=True)))
    return np.where(varies, pooled, mean(base.spread))


def _c4(sizes: FloatArray) -> FloatArray:
    """Return the expected standard deviation of n normal values with standard deviation 1; NaN for one value."""
    known, places = np.unique(sizes, return_inverse=True)
    factors = [
        math.sqrt(2 / (n - 1)) * math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2)) if n > 1 else math.nan
        for n in known.tolist()
    ]
    return np.array(factors, dtype=np.float64)[places].reshape(sizes.shape)


def _limits(lines: Lines, every: Sample, deviation: FloatArray) -> Limits:
    has_spread = ~np.isnan(deviation[0])
    return Limits(lines, every.size > 1, has_spread, np.zeros_like(has_spread))
