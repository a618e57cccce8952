from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.stats.intervals import rate_interval
from cdconsole.stats.standardisation import (
    ReferenceTable,
    StrataTable,
    merged_strata,
    standardised_ratios,
    strata_table,
)
from unit.stats.funnel_cases import assert_equal

UNITS = ("A", "B", "C")
CASES = np.array([[100.0, 40, 10], [80.0, 60, 30], [20.0, 90, 60]])
EVENTS = np.array([[10.0, 8, 4], [6.0, 12, 9], [3.0, 20, 21]])


def test_that_expected_events_come_from_the_other_units_in_the_same_strata() -> None:
    first = standardised_ratios(UNITS, StrataTable(CASES, EVENTS))[0]
    expected = 100 * 9 / 100 + 40 * 32 / 150 + 10 * 30 / 90
    assert (first.cases, first.alone, first.observed) == (150, 0, 22.0)
    assert_equal(first.expected, expected)
    assert_equal(first.ratio, 22 / expected)
    own = rate_interval(22.0, expected)
    assert_equal((first.lower, first.upper), (own.lower, own.upper))
    assert_equal(first.adjusted_rate, 22 / expected * EVENTS.sum() / CASES.sum())
    assert first.words == "Every case is of a kind others see, too."


def test_that_an_external_reference_is_used_as_it_is() -> None:
    reference = ReferenceTable(np.array([1_000.0, 500, 400]), np.array([100.0, 90, 130]))
    found = standardised_ratios(UNITS, StrataTable(CASES, EVENTS), reference)
    assert_equal([one.expected for one in found], CASES @ (reference.events / reference.cases))
    assert_equal([one.adjusted_rate for one in found], [(one.ratio or 0) * 320 / 1_900 for one in found])


@given(st.integers(0, 10_000))
def test_that_expected_events_sum_to_those_observed_where_everybody_is_in_the_reference(seed: int) -> None:
    chance = np.random.default_rng(seed)
    cases = chance.integers(0, 80, (5, 7)).astype(float)
    events = chance.binomial(cases.astype(int), chance.uniform(0, 0.6, 7)).astype(float)
    found = standardised_ratios("abcde", StrataTable(cases, events), leave_one_out=False)
    assert_equal(sum(one.expected for one in found), events.sum())


def test_that_being_in_the_reference_draws_a_ratio_to_one() -> None:
    table = StrataTable(CASES, EVENTS)
    apart, within = standardised_ratios(UNITS, table), standardised_ratios(UNITS, table, leave_one_out=False)
    for left_out, included in zip(apart, within, strict=True):
        assert left_out.ratio is not None
        assert included.ratio is not None
        assert abs(np.log(included.ratio)) < abs(np.log(left_out.ratio))


def test_that_neither_the_order_of_units_nor_of_records_matters() -> None:
    chance = np.random.default_rng(20261123)
    unit, stratum = chance.integers(0, 4, 500), chance.integers(0, 5, 500)
    event = chance.random(500) < 0.2
    shuffled = chance.permutation(500)
    table = strata_table(unit, stratum, event, (4, 5))
    again = strata_table(unit[shuffled], stratum[shuffled], event[shuffled], (4, 5))
    assert_equal(table.cases, again.cases)
    assert table.cases.sum() == 500
    assert table.events.sum() == event.sum()
    forward, backward = (
        standardised_ratios("abcd", table),
        standardised_ratios("dcba", StrataTable(table.cases[::-1], table.events[::-1])),
    )
    assert forward == backward[::-1]


def test_that_cases_nobody_else_sees_are_left_out_and_counted() -> None:
    cases, events = CASES.copy(), EVENTS.copy()
    cases[1:, 2], events[1:, 2] = 0, 0
    few = standardised_ratios(UNITS, StrataTable(cases, events))[0]
    assert (few.cases, few.alone, few.observed) == (150, 10, 18.0)
    assert few.ratio is not None
    assert few.words == "10 of 150 cases are of a kind nobody else sees."
    cases[0, 2] = 60
    many = standardised_ratios(UNITS, StrataTable(cases, events))[0]
    assert not many.is_comparable
    assert (many.ratio, many.lower, many.upper, many.adjusted_rate) == (None, None, None, None)
    assert many.words == "Not comparable: 60 of 200 cases are of a kind nobody else sees."


def test_that_exactly_a_fifth_alone_is_still_compared() -> None:
    cases = np.array([[80.0, 20.0], [80.0, 0.0]])
    found = standardised_ratios("AB", StrataTable(cases, cases / 4))
    assert found[0].share_alone == 0.2
    assert found[0].ratio == pytest.approx(1.0)


def test_that_nothing_expected_gives_no_ratio() -> None:
    found = standardised_ratios("AB", StrataTable(np.array([[30.0], [30.0]]), np.array([[3.0], [0.0]])))
    assert found[0].ratio is None
    assert found[0].words == "No ratio: no events are expected."
    with pytest.raises(ValueError, match="negative"):
        standardised_ratios("A", StrataTable(np.array([[-1.0]]), np.array([[0.0]])))


@pytest.mark.parametrize(
    ("cases", "events", "merged"),
    [
        ([100, 100, 100], [10, 11, 12], [0, 1, 2]),
        ([100, 100, 100], [10, 9, 30], [0, 0, 1]),
        ([100, 19, 100], [30, 12, 25], [0, 1, 1]),
        ([10, 10, 10, 200], [1, 1, 9, 50], [0, 0, 0, 1]),
        ([3, 3], [1, 1], [0, 0]),
        ([50], [2], [0]),
        ([0, 40, 40], [0, 15, 14], [0, 0, 1]),
    ],
)
def test_that_small_strata_join_their_smaller_neighbour(
    cases: list[float], events: list[float], merged: list[int]
) -> None:
    assert merged_strata(np.array(cases, float), np.array(events, float)).tolist() == merged


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), min_size=1, max_size=12))
def test_that_merged_strata_are_large_enough_or_one(sizes: list[tuple[int, int]]) -> None:
    cases = np.array([float(case + event) for case, event in sizes])
    events = np.array([float(event) for _, event in sizes])
    merged = merged_strata(cases, events)
    assert (np.diff(merged) >= 0).all()
    assert set(np.diff(merged).tolist()) <= {0, 1}
    if merged.max() > 0:
        assert np.bincount(merged, events).min() >= 10
        assert np.bincount(merged, cases).min() >= 20
