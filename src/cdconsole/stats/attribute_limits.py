"""The centre and limits of charts of counts and of what is measured per denominator: P, U, C, G, I'.

Formulas as in qicharts2 and its sources: Montgomery DC. Introduction to Statistical Quality Control; Laney DB. Improved
control charts for attributes. Quality Engineering 2002;14(4):531-537; Taylor WA. Normalized individuals chart, 2018.
Sums run over base points that have numerator and denominator.
"""

from __future__ import annotations

import math

import numpy as np

from cdconsole.stats.limits import (
    D2,
    Limits,
    Sample,
    Screening,
    from_ranges,
    mean,
    mean_range,
    medians,
    moving_ranges,
    ratio,
    unless_flat,
)
from cdconsole.stats.rules import BoolArray, FloatArray, Lines

_I_PRIME_SCREEN_FACTOR = 3.2665
"""As qicharts2 has it for I' charts; elsewhere it has 3.267."""


def p_limits(base: Sample, every: Sample, screening: Screening) -> Limits:
    """Return pbar = sum x / sum n, +/- 3 sqrt(pbar (1 - pbar) / n), within 0 and 1."""
    centre = _pooled(base)
    return _plain(centre, 3 * _share_deviation(centre, every.size), every, screening, ceiling=1.0)


def u_limits(base: Sample, every: Sample, screening: Screening) -> Limits:
    """Return ubar = sum x / sum n, +/- 3 sqrt(ubar / n), not below 0."""
    centre = _pooled(base)
    return _plain(centre, 3 * _rate_deviation(centre, every.size), every, screening)


def p_prime_limits(base: Sample, every: Sample, screening: Screening) -> Limits:
    """Return the limits of a P chart widened or narrowed by how much the base varies beyond chance (Laney)."""
    centre = _pooled(base)
    theirs, own = _share_deviation(centre, base.size), _share_deviation(centre, every.size)
    return _prime(base, every, (centre, theirs, own), screening, ceiling=1.0)


def u_prime_limits(base: Sample, every: Sample, screening: Screening) -> Limits:
    """Return the limits of a U chart widened or narrowed by how much the base varies beyond chance (Laney)."""
    centre = _pooled(base)
    theirs, own = _rate_deviation(centre, base.size), _rate_deviation(centre, every.size)
    return _prime(base, every, (centre, theirs, own), screening)


def c_limits(base: Sample, _every: Sample, screening: Screening) -> Limits:
    """Return cbar = mean count, +/- 3 sqrt(cbar), not below 0."""
    centre = mean(base.value)
    distance = unless_flat(3 * np.sqrt(centre), centre, screening.rules)
    return _constant(Lines.around(centre, distance, floor=0.0))


def g_limits(base: Sample, _every: Sample, screening: Screening) -> Limits:
    """Return mu + 3 sqrt(mu (mu + 1)) and 0, mu the mean count between events; the centre line is their median."""
    mu = mean(base.value)
    distance = unless_flat(3 * np.sqrt(mu * (mu + 1)), mu, screening.rules)
    lines = Lines.around(mu, distance, floor=0.0)
    return _constant(Lines(medians(base.value), lines.lower, lines.upper, lines.near_lower, lines.near_upper))


def i_prime_limits(base: Sample, every: Sample, screening: Screening) -> Limits:
    """Return sum(y n) / sum n, +/- 3 s / sqrt n, s the mean of sqrt(pi / 2) |dy| / sqrt(1 / n before + 1 / n)."""
    centre = _pooled(base)
    per_one = ratio(np.ones_like(base.size), base.size)
    steps = moving_ranges(base.value) / np.sqrt(per_one[:-1] + per_one[1:])
    ranges = mean_range(math.sqrt(math.pi / 2) * steps, np.full_like(centre, 1e-9), screening, _I_PRIME_SCREEN_FACTOR)
    distance = unless_flat(
        3 * ranges.mean * np.sqrt(ratio(np.ones_like(every.size), every.size)), centre, screening.rules
    )
    return from_ranges(Lines.around(centre, distance), ranges, _is_drawn(every, centre))


def _pooled(base: Sample) -> FloatArray:
    """Return the sum of numerators / the sum of denominators."""
    counts = ~np.isnan(base.value) & (base.size > 0)
    size = np.where(counts, base.size, 0.0)
    return ratio((np.where(counts, base.value, 0.0) * size).sum(axis=0, keepdims=True), size.sum(axis=0, keepdims=True))


def _share_deviation(centre: FloatArray, size: FloatArray) -> FloatArray:
    return np.sqrt(ratio(np.maximum(centre * (1 - centre), 0.0), size))


def _rate_deviation(centre: FloatArray, size: FloatArray) -> FloatArray:
    return np.sqrt(ratio(centre, size))


def _plain(
    centre: FloatArray, distance: FloatArray, every: Sample, screening: Screening, *, ceiling: float | None = None
) -> Limits:
    lines = Lines.around(centre, unless_flat(distance, centre, screening.rules), floor=0.0, ceiling=ceiling)
    return _constant(lines, _is_drawn(every, centre))


def _prime(
    base: Sample,
    every: Sample,
    found: tuple[FloatArray, FloatArray, FloatArray],
    screening: Screening,
    *,
    ceiling: float | None = None,
) -> Limits:
    """Return limits at 3 deviations x sigma_z, the mean moving range of the base's z-values / 1.128."""
    centre, theirs, own = found
    z_values = ratio(base.value - centre, theirs)
    ranges = mean_range(moving_ranges(z_values), np.full_like(centre, 1e-9), screening)
    distance = unless_flat(3 * own * ranges.mean / D2, centre, screening.rules)
    lines = Lines.around(centre, distance, floor=0.0, ceiling=ceiling)
    return from_ranges(lines, ranges, _is_drawn(every, centre))


def _is_drawn(every: Sample, centre: FloatArray) -> BoolArray:
    """Return where a point has a value and a denominator, and so limits of its own."""
    return np.asarray(~np.isnan(every.value) & (every.size > 0) & ~np.isnan(centre))


def _constant(lines: Lines, applies: BoolArray | None = None) -> Limits:
    """Return limits that come from the level alone, so that one value is enough."""
    has_level = ~np.isnan(lines.centre)
    return Limits(lines, has_level if applies is None else applies, has_level[0], np.zeros_like(has_level[0]))
