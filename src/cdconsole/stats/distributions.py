"""Exact probabilities and quantiles of counts. The one place where scipy is used, imported when first needed.

All functions broadcast float arrays; counts are whole numbers held as floats.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist
from typing import cast

import numpy as np

from cdconsole.stats.rules import FloatArray

Below = Callable[[FloatArray], FloatArray]
"""P(X <= count) of one distribution for each unit."""

_STANDARD_DEVIATIONS = 40.0
"""By Cantelli's inequality less than 1 in 1,600 of any distribution lies further out on one side than this."""


def normal_quantile(probability: float) -> float:
    """Return the value that a standard normal variable stays below with this probability."""
    return NormalDist().inv_cdf(probability)


def normal_below(z: FloatArray) -> FloatArray:
    """Return P(Z <= z) of a standard normal variable."""
    from scipy import special

    return cast(FloatArray, special.ndtr(z))


def poisson_below(count: FloatArray, mean: FloatArray) -> FloatArray:
    """Return P(X <= count), 0 where the count is below 0."""
    from scipy import special

    whole = np.maximum(count, 0.0)
    return np.where(count < 0, 0.0, special.gammaincc(whole + 1.0, mean))


def poisson_above(count: FloatArray, mean: FloatArray) -> FloatArray:
    """Return P(X >= count)."""
    from scipy import special

    return np.where(count <= 0, 1.0, special.gammainc(np.maximum(count, 1.0), mean))


def binomial_below(count: FloatArray, trials: FloatArray, probability: FloatArray) -> FloatArray:
    """Return P(X <= count), 0 where the count is below 0."""
    from scipy import special

    inside = np.clip(count, 0.0, np.maximum(trials - 1.0, 0.0))
    below = special.betaincc(inside + 1.0, np.maximum(trials - inside, 1.0), probability)
    return np.where(count < 0, 0.0, np.where(count >= trials, 1.0, below))


def binomial_above(count: FloatArray, trials: FloatArray, probability: FloatArray) -> FloatArray:
    """Return P(X >= count)."""
    from scipy import special

    inside = np.clip(count, 1.0, np.maximum(trials, 1.0))
    above = special.betainc(inside, np.maximum(trials - inside + 1.0, 1.0), probability)
    return np.where(count <= 0, 1.0, np.where(count > trials, 0.0, above))


def chi_square_quantile(probability: float, degrees: FloatArray) -> FloatArray:
    """Return the quantile of chi-square, 0 for no degrees of freedom: 2 gammaincinv(df / 2, p)."""
    from scipy import special

    return np.where(degrees > 0, 2.0 * special.gammaincinv(np.maximum(degrees, 1e-300) / 2.0, probability), 0.0)


def chi_square_above(value: float, degrees: float) -> float:
    """Return P(X >= value) of chi-square: gammaincc(df / 2, value / 2)."""
    from scipy import special

    return float(special.gammaincc(degrees / 2.0, value / 2.0))


def t_quantile(probability: float, degrees: float) -> float:
    """Return the value that Student's t with ``degrees`` of freedom, whole or not, stays below so often."""
    from scipy import special

    return float(special.stdtrit(degrees, probability))


def beta_quantile(probability: float, a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the quantile of the beta distribution with parameters above 0."""
    from scipy import special

    return cast(FloatArray, special.betaincinv(a, b, probability))


def interpolated_quantile(probability: float, below: Below, mean: FloatArray, deviation: FloatArray) -> FloatArray:
    """Return r - a: r the smallest count with F(r) >= p, a = (F(r) - p) / f(r). Spiegelhalter 2005, appendix A.1.2.

    ``below`` is F, ``mean`` and ``deviation`` [units] its mean and standard deviation. ``probability`` must lie
    between 0.001 and 0.999, for the search goes 40 standard deviations either way. May be below 0.
    """
    low = np.floor(mean - _STANDARD_DEVIATIONS * deviation) - 1.0  # F(low) < p
    low = np.maximum(low, -1.0)
    high = np.ceil(mean + _STANDARD_DEVIATIONS * deviation) + 1.0  # F(high) >= p
    while np.any(high - low > 1.0):
        middle = np.floor((low + high) / 2.0)
        is_enough = below(middle) >= probability
        high = np.where(is_enough, middle, high)
        low = np.where(is_enough, low, middle)
    reached, before = below(high), below(high - 1.0)
    step = np.maximum(reached - before, np.finfo(np.float64).tiny)
    return high - (reached - probability) / step
