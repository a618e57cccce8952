"""Length of stay: days against days expected. Days are never counted as events are; how stays are spread comes first.

One stay's days are not independent events: their variance is five to eight times their mean, so Poisson limits of
bed-days would be two to three times too narrow. Source: McCullagh P, Nelder JA. *Generalized Linear Models*, 1989
(quasi-Poisson).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cdconsole.domain.comparison import MOST_ALONE
from cdconsole.domain.stays import StayRatio
from cdconsole.stats.distributions import normal_quantile
from cdconsole.stats.rules import FloatArray
from cdconsole.stats.standardisation import Codes, StrataTable, strata_table


@dataclass(frozen=True, eq=False)
class Stays:
    """Single stays: ``unit`` and ``stratum`` [stays] as places, ``days`` [stays]."""

    unit: Codes
    stratum: Codes
    days: FloatArray


def stay_ratios(units: Sequence[str], stays: Stays, strata: int, level: float = 0.95) -> tuple[StayRatio, ...]:
    """Return days / days expected for each unit, expected from the other units' mean stay in the same strata.

    The interval is exp(log ratio -/+ z sqrt(phi / expected)), with Pearson's phi of the model with one mean a stratum
    over all units. Stays in strata where nobody else works have no expectation and are left out.
    """
    table = strata_table(stays.unit, stays.stratum, stays.days, (len(units), strata))
    phi = pearson_phi(stays, table)
    others = table.cases.sum(axis=0) - table.cases
    mean = np.divide(table.events.sum(axis=0) - table.events, others, out=np.zeros_like(others), where=others > 0)
    counted = np.where(others > 0, table.cases, 0.0)
    days = np.where(others > 0, table.events, 0.0).sum(axis=1)
    expected = (counted * mean).sum(axis=1)
    cases = table.cases.sum(axis=1)
    z = normal_quantile(1.0 - (1.0 - level) / 2.0)
    results = []
    for place, unit in enumerate(units):
        total, alone = float(cases[place]), float(cases[place] - counted[place].sum())
        seen, due = float(days[place]), float(expected[place])
        ratio = seen / due if due > 0 and alone <= MOST_ALONE * total else None
        lower = upper = None
        if ratio and phi is not None:  # of no days at all there is no logarithm, so no interval
            reach = float(np.exp(z * np.sqrt(phi / due)))
            lower, upper = ratio / reach, ratio * reach
        results.append(StayRatio(unit, int(total), int(alone), seen, due, phi, ratio, lower, upper))
    return tuple(results)


def pearson_phi(stays: Stays, table: StrataTable) -> float | None:
    """Return sum (days - mean)^2 / mean / (stays - strata in use), each stratum with its mean, or None."""
    cases, days = table.cases.sum(axis=0), table.events.sum(axis=0)
    mean = np.divide(days, cases, out=np.zeros_like(days), where=cases > 0)[stays.stratum]
    varies = mean > 0  # in a stratum of day cases only nothing varies
    freedom = len(stays.days) - int(np.count_nonzero(cases))
    if freedom <= 0:
        return None
    return float(np.sum((stays.days[varies] - mean[varies]) ** 2 / mean[varies]) / freedom)
