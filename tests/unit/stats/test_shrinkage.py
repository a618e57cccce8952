from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.stats.shrinkage import shrunken_values
from unit.stats.funnel_cases import assert_equal

EVENTS = [12.0, 30.0, 4.0, 55.0, 8.0]
BASE = [100.0, 120.0, 60.0, 210.0, 90.0]


def test_that_values_follow_marshalls_formula() -> None:
    found = shrunken_values("abcde", EVENTS, BASE)
    whole = sum(EVENTS) / sum(BASE)
    variance = sum(n * (o / n - whole) ** 2 for o, n in zip(EVENTS, BASE, strict=True)) / sum(BASE)
    between = variance - whole / (sum(BASE) / len(BASE))
    for one, o, n in zip(found, EVENTS, BASE, strict=True):
        kept = between / (between + whole / n)
        assert_equal((one.value, one.reliability, one.shrunken), (o / n, kept, whole + (o / n - whole) * kept))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 400)), min_size=2, max_size=20))
def test_that_a_shrunken_value_lies_between_its_own_and_the_whole(counts: list[tuple[int, int]]) -> None:
    events, base = (np.array(column, float) for column in zip(*counts, strict=True))
    whole = events.sum() / base.sum()
    for one in shrunken_values([""] * len(base), events, base):
        assert one.value is not None
        assert min(one.value, whole) - 1e-9 <= one.shrunken <= max(one.value, whole) + 1e-9
        assert 0 <= one.reliability <= 1


def test_that_differences_smaller_than_chance_leave_nothing() -> None:
    found = shrunken_values("abc", [10.0, 11.0, 9.0], [100.0, 100.0, 100.0])
    assert [one.reliability for one in found] == [0.0] * 3
    assert_equal([one.shrunken for one in found], [0.1] * 3)
    assert found[0].is_mostly_noise
    assert found[0].words == "Reliability 0.00: mostly noise."


def test_that_more_cases_are_more_reliable() -> None:
    found = shrunken_values("abcd", [20.0, 300.0, 2.0, 1_000.0], [100.0, 1_000.0, 40.0, 10_000.0])
    assert found[2].reliability < found[0].reliability < found[1].reliability < found[3].reliability
    assert not found[3].is_mostly_noise
    assert found[3].words == "Reliability 1.00."


def test_that_reliability_is_one_half_at_twenty_five_events_for_a_true_spread_of_a_fifth() -> None:
    chance = np.random.default_rng(20261123)
    true = np.exp(chance.normal(0, 0.2, 4_000))
    found = shrunken_values([""] * 4_000, chance.poisson(25 * true), [25.0] * 4_000)
    assert found[0].reliability == pytest.approx(0.5, abs=0.05)


def test_that_a_unit_without_cases_takes_the_value_of_the_whole() -> None:
    found = shrunken_values("abc", [30.0, 0.0, 5.0], [100.0, 0.0, 100.0])
    assert (found[1].value, found[1].reliability) == (None, 0.0)
    assert_equal(found[1].shrunken, 35 / 200)
    assert [one.shrunken for one in shrunken_values("ab", [0, 0], [10, 10])] == [0.0, 0.0]


@pytest.mark.parametrize(("events", "base"), [([-1], [5]), ([1], [-5]), ([0], [0])])
def test_that_what_cannot_be_counted_is_refused(events: list[float], base: list[float]) -> None:
    with pytest.raises(ValueError, match=r"negative|divide"):
        shrunken_values("a", events, base)
