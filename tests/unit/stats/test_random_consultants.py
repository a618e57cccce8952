"""Simulated hospital data whose consultants were drawn by lot: whatever is found between them is false."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import numpy as np

from cdconsole.domain.funnel import FunnelKind, Overdispersion
from cdconsole.stats.funnels import FunnelOptions, funnel
from cdconsole.stats.shrinkage import shrunken_values
from cdconsole.stats.standardisation import standardised_ratios, strata_table
from cdconsole.stats.stays import Stays, stay_ratios
from unit.stats.funnel_cases import hospitalflow, read


def test_that_of_all_specialties_and_two_measures_chance_is_all_that_is_flagged() -> None:
    totals: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for row in read(hospitalflow("consultant_month_summary")):
        for event in ("day_cases", "deaths"):
            total = totals[event, row["main_specialty"]][row["consultant"]]
            total[0] += float(row[event])
            total[1] += float(row["episodes"])
    flags = []
    for units in totals.values():
        events, cases = zip(*units.values(), strict=True)
        found = funnel(list(units), events, cases, FunnelOptions(FunnelKind.PROPORTION, Overdispersion.NONE))
        flags += [unit.flag.value for unit in found.units if not unit.is_too_few]
    assert len(flags) > 150
    assert sum(1 for flag in flags if flag) <= 0.05 * len(flags)
    assert not any("998" in flag for flag in flags)


def test_that_case_mix_leaves_nothing_between_them_in_day_cases_and_stays() -> None:
    rows = read(hospitalflow("inpatient_episodes_slim"))
    units = sorted({row["consultant"] for row in rows})
    kinds = sorted({(row["main_specialty"], row["admission_method"]) for row in rows})
    unit = np.array([units.index(row["consultant"]) for row in rows])
    stratum = np.array([kinds.index((row["main_specialty"], row["admission_method"])) for row in rows])
    is_day_case = np.array([row["patient_classification"] == "Day case admission" for row in rows])
    table = strata_table(unit, stratum, is_day_case, (len(units), len(kinds)))
    ratios = standardised_ratios(units, table)
    assert [one.is_comparable for one in ratios] == [True] * 10
    assert sum((one.lower or 0) <= 1 <= (one.upper or 0) for one in ratios) >= 9
    expected = [one.expected for one in ratios]
    noise = shrunken_values(units, [one.observed for one in ratios], expected)
    assert all(one.is_mostly_noise for one in noise)
    days = np.array([_days(row) for row in rows])
    stays = stay_ratios(units, Stays(unit, stratum, days), len(kinds), level=0.998)
    assert all((one.lower or 0) <= 1 <= (one.upper or 0) for one in stays)
    assert (stays[0].phi or 0) > 2


def _days(row: dict[str, str]) -> float:
    start, end = (datetime.fromisoformat(row[name]) for name in ("start", "end"))
    return float((end.date() - start.date()).days)
