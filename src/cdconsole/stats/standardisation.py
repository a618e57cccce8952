"""Indirect standardisation: events expected if a unit's cases had fared as the reference's in the same strata.

Strata are declared before anybody looks at results: age bands, admission method, procedure group. Ratios of units with
different work compare each with the reference, never with one another.
Source: Breslow NE, Day NE. *Statistical Methods in Cancer Research* II. IARC, 1987, chapter 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdconsole.domain.comparison import MOST_ALONE, StandardisedRatio
from cdconsole.stats.intervals import byar_counts
from cdconsole.stats.rules import FloatArray

LEAST_REFERENCE_EVENTS, LEAST_REFERENCE_CASES = 10, 20

Codes = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class StrataTable:
    """``cases`` and ``events`` [units, strata]; strata stand in their declared order, like beside like."""

    cases: FloatArray
    events: FloatArray


@dataclass(frozen=True, eq=False)
class ReferenceTable:
    """Somebody else's ``cases`` and ``events`` [strata], of the trust or the nation."""

    cases: FloatArray
    events: FloatArray


def strata_table(unit: Codes, stratum: Codes, event: npt.ArrayLike, shape: tuple[int, int]) -> StrataTable:
    """Count records: ``unit`` and ``stratum`` [records] are places in the table, ``event`` [records] what to sum."""
    place = np.ravel_multi_index((unit, stratum), shape)
    size = shape[0] * shape[1]
    weight = np.asarray(event, dtype=np.float64)
    cases, events = np.bincount(place, minlength=size), np.bincount(place, weight, minlength=size)
    return StrataTable(cases.reshape(shape).astype(np.float64), events.reshape(shape).astype(np.float64))


def merged_strata(cases: FloatArray, events: FloatArray) -> Codes:
    """Return for each of the reference's strata [strata] the place of the merged stratum it belongs to.

    While a stratum has fewer than 10 events or 20 cases, the one with fewest events joins its smaller neighbour in the
    declared order. One stratum is left at least, whatever its size.
    """
    groups = [[place] for place in range(len(cases))]
    sizes = [(float(event), float(case)) for event, case in zip(events, cases, strict=True)]
    while len(groups) > 1:
        small = [
            place
            for place, (event, case) in enumerate(sizes)
            if event < LEAST_REFERENCE_EVENTS or case < LEAST_REFERENCE_CASES
        ]
        if not small:
            break
        place = min(small, key=lambda place: sizes[place])
        neighbours = [other for other in (place - 1, place + 1) if 0 <= other < len(groups)]
        first = min(place, min(neighbours, key=lambda other: sizes[other]))
        groups[first] += groups.pop(first + 1)
        event, case = sizes.pop(first + 1)
        sizes[first] = (sizes[first][0] + event, sizes[first][1] + case)
    merged = np.empty(len(cases), dtype=np.intp)
    for number, group in enumerate(groups):
        merged[group] = number
    return merged


def standardised_ratios(
    units: Sequence[str],
    table: StrataTable,
    reference: ReferenceTable | None = None,
    *,
    leave_one_out: bool = True,
    level: float = 0.95,
) -> tuple[StandardisedRatio, ...]:
    """Return one ratio a unit, with Byar's interval (exact below ten events).

    Without an external ``reference`` the other units are one: each unit is left out of its own, or, if asked for, in
    it, which draws its ratio to 1 by its share of the work (then expected events sum to those observed). Cases in
    declared strata where nobody else works have no reference; above 20% of a unit's there is no ratio.
    """
    if np.any(table.cases < 0) or np.any(table.events < 0):
        raise ValueError("counts cannot be negative")
    others_cases = table.cases.sum(axis=0) - table.cases if reference is None else reference.cases[np.newaxis]
    is_alone = np.broadcast_to(others_cases == 0, table.cases.shape)
    rate = _rates(table, reference, leave_one_out=leave_one_out)
    is_left_out = is_alone & (leave_one_out or reference is not None)
    cases = np.where(is_left_out, 0.0, table.cases)
    observed = np.where(is_left_out, 0.0, table.events).sum(axis=1)
    expected = (cases * rate).sum(axis=1)
    overall = table if reference is None else reference
    overall_rate = float(overall.events.sum() / max(overall.cases.sum(), 1.0))
    low, high = byar_counts(observed, level)
    alone = (table.cases * is_alone).sum(axis=1)
    results = []
    for place, unit in enumerate(units):
        total, apart, divisor = float(table.cases[place].sum()), float(alone[place]), float(expected[place])
        can_compare = divisor > 0 and apart <= MOST_ALONE * total
        ratio, lower, upper = (
            float(array[place]) / divisor if can_compare else None for array in (observed, low, high)
        )
        adjusted = None if ratio is None else ratio * overall_rate
        counts = (unit, int(total), int(apart), float(observed[place]), divisor)
        results.append(StandardisedRatio(*counts, ratio, lower, upper, adjusted))
    return tuple(results)


def _rates(table: StrataTable, reference: ReferenceTable | None, *, leave_one_out: bool) -> FloatArray:
    """Return the reference's rate [units, strata] in each unit's strata, merged where the reference is small."""
    total_cases = table.cases.sum(axis=0) if reference is None else reference.cases
    total_events = table.events.sum(axis=0) if reference is None else reference.events
    merged = merged_strata(total_cases, total_events)
    own = reference is None and leave_one_out
    cases = _merge(total_cases - table.cases if own else total_cases[np.newaxis], merged)
    events = _merge(total_events - table.events if own else total_events[np.newaxis], merged)
    rate = np.divide(events, cases, out=np.zeros_like(cases), where=cases > 0)
    return np.broadcast_to(rate, (len(table.cases), rate.shape[1]))[:, merged]


def _merge(array: FloatArray, merged: Codes) -> FloatArray:
    """Return [..., strata] summed into [..., merged strata]."""
    return np.stack([array[..., merged == number].sum(axis=-1) for number in range(int(merged.max()) + 1)], axis=-1)
