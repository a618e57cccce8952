"""Quartiles, whiskers and the empirical distribution of the values of records.

Sources: Hyndman RJ, Fan Y. Sample quantiles in statistical packages. *The American Statistician* 1996;50(4):361-365
(quartiles, type 7, as the monthly medians); Tukey JW. *Exploratory Data Analysis*, 1977 (whiskers).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cdconsole.domain.value_distribution import LEAST_IN_A_BOX, ValueDistribution
from cdconsole.stats.rules import FloatArray

WHISKER_RANGES = 1.5

Numbers = npt.NDArray[np.number]


def quartiles(values: Numbers) -> tuple[float, float, float]:
    """Return the lower quartile, median and upper quartile (type 7) of ``values`` [n], n at least 1.

    Raises ValueError without values.
    """
    if not values.size:
        raise ValueError("quartiles of no values")
    lower, median, upper = np.quantile(values.astype(np.float64), (0.25, 0.5, 0.75), method="linear")
    return float(lower), float(median), float(upper)


def value_distribution(values: Numbers) -> ValueDistribution:
    """Return how ``values`` [n], n at least 1, are spread. Raises ValueError without values."""
    each, count = np.unique(values.astype(np.float64), return_counts=True)
    found = quartiles(values)
    whiskers = _whiskers(each, found) if values.size >= LEAST_IN_A_BOX else None
    return ValueDistribution(tuple(each.tolist()), tuple(np.cumsum(count).tolist()), found, whiskers)


def without(values: Numbers, taken: Numbers) -> FloatArray:
    """Return ``values`` [n] without ``taken`` [k], all of which are among them: n - k values, ascending.

    Raises ValueError where something is to be taken that is not there.
    """
    each, count = np.unique(values.astype(np.float64), return_counts=True)
    gone, times = np.unique(taken.astype(np.float64), return_counts=True)
    if not np.isin(gone, each).all():
        raise ValueError("a value to be taken out is not there")
    count[np.searchsorted(each, gone)] -= times
    if (count < 0).any():
        raise ValueError("a value is to be taken out more often than it is there")
    return np.repeat(each, count)


def parts(place: npt.NDArray[np.integer], starts: npt.NDArray[np.integer], values: FloatArray) -> Iterator[FloatArray]:
    """Return ``values`` [n] cut where ``place`` [n], ascending, reaches each of ``starts`` [k + 1]: k parts."""
    cuts = np.searchsorted(place, starts)
    return (values[begin:end] for begin, end in pairwise(cuts.tolist()))


def _whiskers(each: FloatArray, box: tuple[float, float, float]) -> tuple[float, float]:
    reach = WHISKER_RANGES * (box[2] - box[0])
    inside = each[(each >= box[0] - reach) & (each <= box[2] + reach)]
    return float(inside[0]), float(inside[-1])
