"""Intervals of proportions, counts and rates.

Sources: Wilson EB, *JASA* 1927;22:209-12. Byar: Breslow NE, Day NE, *Statistical Methods in Cancer Research* II, 1987,
with the exact interval below ten events as Public Health England's PHEindicatormethods does. Clopper CJ, Pearson ES,
*Biometrika* 1934;26:404-13. Garwood F, *Biometrika* 1936;28:437-42.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdconsole.domain.estimate import Estimate, IntervalMethod
from cdconsole.stats.distributions import beta_quantile, chi_square_quantile, normal_quantile
from cdconsole.stats.rules import FloatArray

BYAR_FROM = 10
"""Events from which Byar's approximation is used; below, the exact interval."""


@dataclass(frozen=True, eq=False)
class Intervals:
    """``value``, ``lower`` and ``upper``, of the shape asked for; NaN where the denominator is nought."""

    value: FloatArray
    lower: FloatArray
    upper: FloatArray


def intervals(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, method: IntervalMethod, level: float = 0.95
) -> Intervals:
    """Return numerator / denominator with its interval at ``level`` (0-1), for arrays of one shape.

    A proportion's numerator is part of its denominator; a rate's may be larger, and the denominator any positive
    number. Raises ValueError for a negative number, a proportion above 1 or a level outside 0-1.
    """
    events, base = np.broadcast_arrays(np.asarray(numerator, dtype=np.float64), np.asarray(denominator, np.float64))
    if not 0 < level < 1:
        raise ValueError("the level must lie between 0 and 1")
    if np.any(events < 0) or np.any(base < 0):
        raise ValueError("counts cannot be negative")
    if method.is_for_proportions and np.any(events > base):
        raise ValueError("a part cannot be larger than the whole")
    usable = base > 0
    whole = np.where(usable, base, 1.0)
    counted = np.where(usable, events, 0.0)
    if method is IntervalMethod.WILSON:
        lower, upper = _wilson(counted, whole, level)
    elif method is IntervalMethod.CLOPPER_PEARSON:
        lower, upper = _clopper_pearson(counted, whole, level)
    else:
        low, high = byar_counts(counted, level) if method is IntervalMethod.BYAR else exact_counts(counted, level)
        lower, upper = low / whole, high / whole
    value, lower, upper = (np.where(usable, array, np.nan) for array in (counted / whole, lower, upper))
    return Intervals(value, lower, upper)


def proportion_interval(
    events: float, cases: float, method: IntervalMethod = IntervalMethod.WILSON, level: float = 0.95
) -> Estimate:
    """Return one proportion with its interval, Wilson's unless CLOPPER_PEARSON is asked for."""
    if not method.is_for_proportions:
        raise ValueError(f"{method.value} is for counts and rates")
    return _one(events, cases, method, level)


def rate_interval(
    events: float, exposure: float, method: IntervalMethod = IntervalMethod.BYAR, level: float = 0.95
) -> Estimate:
    """Return one rate, events per unit of ``exposure`` (or expected events), with its interval."""
    if method.is_for_proportions:
        raise ValueError(f"{method.value} is for proportions")
    return _one(events, exposure, method, level)


def _one(numerator: float, denominator: float, method: IntervalMethod, level: float) -> Estimate:
    if denominator == 0:
        return Estimate(numerator, denominator, None, None, None)
    found = intervals(numerator, denominator, method, level)
    return Estimate(numerator, denominator, float(found.value), float(found.lower), float(found.upper))


def exact_counts(events: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Return Garwood's interval of a Poisson count: chi2(a/2, 2O) / 2 and chi2(1 - a/2, 2O + 2) / 2."""
    tail = (1.0 - level) / 2.0
    return chi_square_quantile(tail, 2 * events) / 2, chi_square_quantile(1.0 - tail, 2 * events + 2) / 2


def byar_counts(events: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Return Byar's interval of a Poisson count, exact below ten events."""
    z = normal_quantile(1.0 - (1.0 - level) / 2.0)
    many = np.maximum(events, BYAR_FROM)  # what is below is replaced
    lower = many * (1 - 1 / (9 * many) - z / (3 * np.sqrt(many))) ** 3
    upper = (many + 1) * (1 - 1 / (9 * (many + 1)) + z / (3 * np.sqrt(many + 1))) ** 3
    exact_lower, exact_upper = exact_counts(events, level)
    is_few = events < BYAR_FROM
    return np.where(is_few, exact_lower, lower), np.where(is_few, exact_upper, upper)


def _wilson(events: FloatArray, cases: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Return (2x + z^2 -/+ z sqrt(z^2 + 4x(1 - x/n))) / (2 (n + z^2))."""
    z = normal_quantile(1.0 - (1.0 - level) / 2.0)
    middle = 2 * events + z**2
    reach = z * np.sqrt(z**2 + 4 * events * (1 - events / cases))
    scale = 2 * (cases + z**2)
    lower = np.where(events == 0, 0.0, (middle - reach) / scale)
    upper = np.where(events == cases, 1.0, (middle + reach) / scale)
    return lower, upper


def _clopper_pearson(events: FloatArray, cases: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    tail = (1.0 - level) / 2.0
    others = cases - events
    lower = beta_quantile(tail, np.maximum(events, 1.0), others + 1)
    upper = beta_quantile(1.0 - tail, events + 1, np.maximum(others, 1.0))
    return np.where(events == 0, 0.0, lower), np.where(others == 0, 1.0, upper)
