"""Limits and tail probabilities of a funnel without over-dispersion: what chance alone does round a target.

A limit is for the eye. Flags go by the tail probability, for at small numbers no line keeps its promise: with one
expected event, 37% of units have none, and all of these lie below the chi-square limit (Seaton SE, Manktelow BN.
*BMC Med Res Methodol* 2012;12:98).
"""

from __future__ import annotations

import numpy as np

from cdconsole.domain.funnel import FunnelKind, FunnelLimits
from cdconsole.stats.distributions import (
    binomial_above,
    binomial_below,
    chi_square_quantile,
    interpolated_quantile,
    poisson_above,
    poisson_below,
)
from cdconsole.stats.overdispersion import Z_95, Z_998, adjusted_limits, scale_for
from cdconsole.stats.rules import FloatArray

TAIL_95, TAIL_998 = 0.025, 0.001
"""The share of values beyond one limit when nothing but chance is at work."""


def chance_limits(denominator: FloatArray, target: float, kind: FunnelKind, limits: FunnelLimits) -> FloatArray:
    """Return [4, units]: lower 95%, upper 95%, lower 99.8%, upper 99.8% limit of the value.

    Proportions and ratios are interpolated through the exact distribution, or by arcsine and chi-square; a rate, where
    both counts vary, has limits on the log scale either way.
    """
    is_interpolated = limits is FunnelLimits.INTERPOLATED
    if kind is FunnelKind.RATIO:
        mean = target * denominator
        counts = _poisson_quantiles(mean) if is_interpolated else _chi_square_limits(mean)
        return counts / denominator
    if kind is FunnelKind.PROPORTION and is_interpolated:
        return _binomial_quantiles(denominator, target) / denominator
    scale = scale_for(kind)
    return np.concatenate([adjusted_limits(denominator, target, scale, 0.0, z) for z in (Z_95, Z_998)])


def exact_tail(numerator: FloatArray, denominator: FloatArray, target: float, kind: FunnelKind) -> FloatArray:
    """Return P(this many or fewer) below the target, P(this many or more) above it, and the smaller one on it.

    Binomial for a proportion, Poisson for a ratio. For a rate, the numerator is binomial given the sum of the two
    counts, with probability target / (1 + target) (Przyborowski J, Wilenski H. *Biometrika* 1940;31:313-23).
    """
    if kind is FunnelKind.RATIO:
        mean = target * denominator
        below, above = poisson_below(numerator, mean), poisson_above(numerator, mean)
    else:
        is_rate = kind is FunnelKind.RATE
        trials = numerator + denominator if is_rate else denominator
        probability = np.asarray(target / (1 + target) if is_rate else target)
        below, above = binomial_below(numerator, trials, probability), binomial_above(numerator, trials, probability)
    value = numerator / denominator
    return np.where(value < target, below, np.where(value > target, above, np.minimum(below, above)))


def _poisson_quantiles(mean: FloatArray) -> FloatArray:
    deviation = np.sqrt(mean)
    return np.stack(
        [
            np.maximum(interpolated_quantile(p, lambda count: poisson_below(count, mean), mean, deviation), 0.0)
            for p in _PROBABILITIES
        ]
    )


def _binomial_quantiles(cases: FloatArray, target: float) -> FloatArray:
    share = np.asarray(target)
    mean, deviation = cases * target, np.sqrt(cases * target * (1 - target))
    return np.stack(
        [
            np.clip(
                interpolated_quantile(p, lambda count: binomial_below(count, cases, share), mean, deviation), 0.0, cases
            )
            for p in _PROBABILITIES
        ]
    )


def _chi_square_limits(mean: FloatArray) -> FloatArray:
    return np.stack(
        [
            chi_square_quantile(tail, 2 * mean) / 2 if tail < 0.5 else chi_square_quantile(tail, 2 * mean + 2) / 2
            for tail in _PROBABILITIES
        ]
    )


_PROBABILITIES = (TAIL_95, 1 - TAIL_95, TAIL_998, 1 - TAIL_998)
