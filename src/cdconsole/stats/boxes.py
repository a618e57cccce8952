"""Quartiles of groups of values, for box summaries."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cdconsole.stats.rules import FloatArray


def quartiles(values: npt.NDArray[np.number]) -> tuple[float, float, float]:
    """Return the lower quartile, median and upper quartile of ``values`` [n], n at least 1.

    Quantile type 7 (Hyndman RJ, Fan Y. Sample quantiles in statistical packages. *The American Statistician*
    1996;50(4):361-365), as the monthly medians. Raises ValueError without values.
    """
    if not values.size:
        raise ValueError("quartiles of no values")
    lower, median, upper = np.quantile(values.astype(np.float64), (0.25, 0.5, 0.75), method="linear")
    return float(lower), float(median), float(upper)


def parts(place: npt.NDArray[np.integer], starts: npt.NDArray[np.integer], values: FloatArray) -> Iterator[FloatArray]:
    """Return ``values`` [n] cut where ``place`` [n], ascending, reaches each of ``starts`` [k + 1]: k parts."""
    cuts = np.searchsorted(place, starts)
    return (values[begin:end] for begin, end in pairwise(cuts.tolist()))
