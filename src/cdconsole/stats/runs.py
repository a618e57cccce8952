"""Runs analysis of a run chart: unusually long runs, or unusually few crossings of the median.

Source: Anhoej J, Olesen AV. Run charts revisited. PLoS ONE 2014;9(11):e113825; limits as qicharts2. There is no rule
for trends, and the test is meant for ten useful points or more.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from cdconsole.domain.spc import RunsAnalysis
from cdconsole.stats.limits import Limits, Sample, Screening, medians
from cdconsole.stats.rules import FloatArray, Lines, tolerance

ADVISED_USEFUL_POINTS = 10
"""With fewer the analysis says little."""


def run_limits(base: Sample, _every: Sample, _screening: Screening) -> Limits:
    """Return the median of the base; a run chart has no limits."""
    centre = medians(base.value)
    none = np.full_like(centre, np.nan)
    nowhere = np.zeros(centre.shape, dtype=np.bool_)
    return Limits(Lines(centre, none, none, none, none), nowhere, ~np.isnan(centre[0]), nowhere[0])


def runs_analyses(values: FloatArray, centre: FloatArray) -> list[RunsAnalysis]:
    """Return one analysis a phase of ``values`` [points, phases] about ``centre`` [1, phases].

    Gaps and values on the centre (within the tolerance) do not count, and runs go on beyond them.
    """
    slack = tolerance(centre)
    sides = (values > centre + slack).astype(np.int8) - (values < centre - slack)
    phases = sides.shape[1]
    across = np.ascontiguousarray(sides.T)  # phase by phase, in order of time
    side, phase = across[across != 0], np.nonzero(across)[0]
    is_start = np.ones(len(side), dtype=np.bool_)
    is_start[1:] = (np.diff(side) != 0) | (np.diff(phase) != 0)
    starts = np.flatnonzero(is_start)
    longest = np.zeros(phases, dtype=np.int64)
    np.maximum.at(longest, phase[starts], np.diff(starts, append=len(side)))
    useful = np.bincount(phase, minlength=phases)
    crossings = np.maximum(np.bincount(phase[starts], minlength=phases) - 1, 0)
    found = zip(useful.tolist(), longest.tolist(), crossings.tolist(), strict=True)
    return [RunsAnalysis(n, run, longest_run_limit(n), crossed, crossings_limit(n)) for n, run, crossed in found]


@cache
def longest_run_limit(useful_points: int) -> int:
    """Return the longest run that is no signal: log2 of the useful points, rounded, plus 3; 0 without points."""
    return round(math.log2(useful_points)) + 3 if useful_points else 0


@cache
def crossings_limit(useful_points: int) -> int:
    """Return the fewest crossings that are no signal: the 5% quantile of a binomial with half a chance each.

    There are ``useful_points`` - 1 places to cross at.
    """
    places = max(0, useful_points - 1)
    taken = np.arange(1, places + 1)
    logs = np.concatenate([[0.0], np.cumsum(np.log(places - taken + 1) - np.log(taken))]) - places * math.log(2)
    return int(np.searchsorted(np.cumsum(np.exp(logs)), 0.05))
