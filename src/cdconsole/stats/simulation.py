"""How often a chart shows a special cause though nothing happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cdconsole.domain.spc import RuleProfile
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.judging import judge
from cdconsole.stats.series_table import SeriesTable


@dataclass(frozen=True)
class ChanceOfSignal:
    """Shares 0-1 of in-control series: with any flagged point, and with the last point flagged (the icon)."""

    any_point: float
    last_point: float


def chance_of_signal(points: int, trials: int, rng: np.random.Generator, profile: RuleProfile) -> ChanceOfSignal:
    """Return the chance of a signal in ``points`` independent normal values, from ``trials`` simulated series.

    Real monthly figures are autocorrelated and seasonal, so their chance is higher.
    """
    options = ChartOptions(profile)
    starts = np.arange(trials + 1) * points
    nothing = np.empty(0)
    table = SeriesTable(starts, np.arange(trials * points), rng.standard_normal(trials * points), nothing, nothing)
    is_flagged = judge(table, options).cause.reshape(trials, points) > 0
    return ChanceOfSignal(float(is_flagged.any(axis=-1).mean()), float(is_flagged[:, -1].mean()))
