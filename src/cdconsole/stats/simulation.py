"""How often a chart shows a special cause though nothing happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.judging import judge
from cdconsole.stats.rules import FloatArray
from cdconsole.stats.series_table import SeriesTable


class InControl(Enum):
    """Independent values from a process to which nothing happens."""

    NORMAL = "normal"
    POISSON_2 = "Poisson, mean 2"
    BINOMIAL_8_PERCENT_OF_30 = "binomial, 8% of 30"


_DRAW: dict[InControl, Callable[[np.random.Generator, int], FloatArray]] = {
    InControl.NORMAL: lambda rng, size: rng.standard_normal(size),
    InControl.POISSON_2: lambda rng, size: rng.poisson(2, size).astype(np.float64),
    InControl.BINOMIAL_8_PERCENT_OF_30: lambda rng, size: rng.binomial(30, 0.08, size) / 30,
}


@dataclass(frozen=True)
class ChanceOfSignal:
    """Shares 0-1 of in-control series: with any flagged point, and with the last point flagged (the icon)."""

    any_point: float
    last_point: float


def chance_of_signal(
    points: int,
    trials: int,
    rng: np.random.Generator,
    options: ChartOptions,
    process: InControl = InControl.NORMAL,
) -> ChanceOfSignal:
    """Return the chance of a flagged point in ``points`` independent values, from ``trials`` simulated series.

    Real monthly figures are autocorrelated and seasonal, so their chance is higher.
    """
    found = judge(_table(points, trials, _DRAW[process](rng, points * trials)), options)
    is_flagged = found.met.reshape(trials, points) > 0
    return ChanceOfSignal(float(is_flagged.any(axis=1).mean()), float(is_flagged[:, -1].mean()))


def chance_of_runs_signal(points: int, trials: int, rng: np.random.Generator, options: ChartOptions) -> float:
    """Return the share of run charts of independent normal values whose runs are a signal; ``options`` say RUN."""
    found = judge(_table(points, trials, rng.standard_normal(points * trials)), options)
    return float(np.mean([runs.is_signal for runs in found.runs]))


def _table(points: int, trials: int, values: FloatArray) -> SeriesTable:
    starts = np.arange(trials + 1) * points
    nothing = np.empty(0)
    return SeriesTable(starts, np.arange(points * trials), values, nothing, nothing)
