"""How far a value since a day may differ from the value before it, and whether months scatter more than chance.

All of it is unadjusted, and takes months as independent of each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdconsole.domain.estimate import IntervalMethod
from cdconsole.stats.distributions import chi_square_above, t_quantile
from cdconsole.stats.intervals import intervals, proportion_interval

MORE_THAN_CHANCE = 0.05
"""Months scatter more than chance where chance alone would scatter them as far less often than this."""


@dataclass(frozen=True)
class Difference:
    """How a value since differs from one before, with its interval: a difference, or for rates a ratio."""

    value: float
    lower: float
    upper: float


def proportion_difference(before: tuple[float, float], since: tuple[float, float], level: float = 0.95) -> Difference:
    """Return the proportion since less the one before, each given as (events, cases), with Newcombe's interval.

    With p, l, u the proportions and their Wilson limits: the difference less sqrt((p2 - l2)^2 + (u1 - p1)^2), and
    plus sqrt((u2 - p2)^2 + (p1 - l1)^2). Newcombe RG. Interval estimation for the difference between independent
    proportions: comparison of eleven methods. *Stat Med* 1998;17:873-90, method 10. Raises ValueError without cases.
    """
    p1, l1, u1 = _wilson(before, level)
    p2, l2, u2 = _wilson(since, level)
    value = p2 - p1
    return Difference(value, value - math.hypot(p2 - l2, u1 - p1), value + math.hypot(u2 - p2, p1 - l1))


def rate_ratio(before: tuple[float, float], since: tuple[float, float], level: float = 0.95) -> Difference:
    """Return the rate since over the one before, each given as (events, exposure), with the exact interval.

    Given all events, those since are binomial with p = r t2 / (t1 + r t2); the limits of r are those of p by Clopper
    and Pearson, turned back. Przyborowski J, Wilenski H. *Biometrika* 1940;31:313-23; as R's ``poisson.test``. Without
    events before, the value and the upper limit are infinite. Raises ValueError without any event or an exposure.
    """
    (events1, time1), (events2, time2) = before, since
    if min(time1, time2) <= 0 or events1 + events2 <= 0:
        raise ValueError("a ratio of rates needs events, and exposure on both sides")
    share = intervals(events2, events1 + events2, IntervalMethod.CLOPPER_PEARSON, level)
    scale = time1 / time2
    value, lower, upper = (_odds(float(part)) * scale for part in (share.value, share.lower, share.upper))
    return Difference(value, lower, upper)


def mean_difference(before: npt.ArrayLike, since: npt.ArrayLike, level: float = 0.95) -> Difference:
    """Return the mean of ``since`` [months] less that of ``before`` [months], with Welch's interval.

    Welch BL. *Biometrika* 1947;34:28-35; degrees of freedom after Satterthwaite FE. *Biometrics Bulletin* 1946;2:110-4.
    Where no month differs from another, the interval is the difference itself. Raises ValueError for a side of fewer
    than two months.
    """
    sides = [np.asarray(side, dtype=np.float64) for side in (before, since)]
    if min(len(side) for side in sides) < 2:
        raise ValueError("a scatter needs two months on each side")
    errors = [float(side.var(ddof=1)) / len(side) for side in sides]
    value, whole = float(sides[1].mean() - sides[0].mean()), sum(errors)
    if not whole:
        return Difference(value, value, value)
    freedom = whole**2 / sum(error**2 / (len(side) - 1) for error, side in zip(errors, sides, strict=True))
    reach = t_quantile(1.0 - (1.0 - level) / 2.0, freedom) * math.sqrt(whole)
    return Difference(value, value - reach, value + reach)


def shares_scatter(events: npt.ArrayLike, cases: npt.ArrayLike) -> bool:
    """Return whether monthly proportions, events of cases [months], scatter more than chance about their common one.

    Pearson's chi-square for homogeneity, sum (x - n p)^2 / (n p (1 - p)) with a degree of freedom less than months.
    """
    x, n = _with_cases(events, cases)
    p = x.sum() / n.sum() if len(n) else 0.0
    return 0 < p < 1 and _is_seldom(np.sum((x - n * p) ** 2 / (n * p * (1 - p))), len(n))


def rates_scatter(events: npt.ArrayLike, exposure: npt.ArrayLike) -> bool:
    """Return whether monthly rates, events over exposure [months], scatter more than chance about their common one.

    Pearson's chi-square of Poisson counts, sum (x - t r)^2 / (t r) with a degree of freedom less than months.
    """
    x, t = _with_cases(events, exposure)
    rate = x.sum() / t.sum() if len(t) else 0.0
    return rate > 0 and _is_seldom(np.sum((x - t * rate) ** 2 / (t * rate)), len(t))


def _wilson(counted: tuple[float, float], level: float) -> tuple[float, float, float]:
    found = proportion_interval(*counted, level=level)
    if found.value is None or found.lower is None or found.upper is None:
        raise ValueError("a proportion needs cases")
    return found.value, found.lower, found.upper


def _odds(share: float) -> float:
    return math.inf if share >= 1 else share / (1 - share)


def _with_cases(events: npt.ArrayLike, base: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    x, n = np.asarray(events, dtype=np.float64), np.asarray(base, dtype=np.float64)
    return x[n > 0], n[n > 0]


def _is_seldom(chi_square: float, months: int) -> bool:
    return months > 1 and chi_square_above(float(chi_square), months - 1) < MORE_THAN_CHANCE
