from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from cdconsole.domain.estimate import IntervalMethod
from cdconsole.stats.intervals import byar_counts, exact_counts, intervals, proportion_interval, rate_interval
from unit.stats.funnel_cases import assert_equal, phe_rows

EVENTS = np.array([0, 1, 3, 9, 10, 37, 99, 100, 5_000], dtype=float)
CASES = np.array([1, 10, 9, 9, 400, 100, 100, 100, 9_999], dtype=float)


def test_that_wilson_gives_the_numbers_of_public_health_england() -> None:
    rows = phe_rows("p01_wilson_95")
    found = intervals([float(row["x"]) for row in rows], [float(row["n"]) for row in rows], IntervalMethod.WILSON)
    assert_equal(found.value, [row["value"] for row in rows])
    assert_equal(found.lower, [row["lowercl"] for row in rows])
    assert_equal(found.upper, [row["uppercl"] for row in rows])


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
@pytest.mark.parametrize(
    ("method", "theirs"), [(IntervalMethod.WILSON, "wilson"), (IntervalMethod.CLOPPER_PEARSON, "beta")]
)
def test_that_intervals_of_proportions_are_those_of_statsmodels(
    method: IntervalMethod, theirs: str, level: float
) -> None:
    found = intervals(EVENTS, CASES, method, level)
    lower, upper = proportion_confint(EVENTS, CASES, alpha=1 - level, method=theirs)
    assert_equal(found.lower, lower)
    assert_equal(found.upper, upper)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_that_exact_intervals_of_counts_are_those_of_scipy_and_statsmodels(level: float) -> None:
    lower, upper = exact_counts(EVENTS, level)
    tail = (1 - level) / 2
    assert_equal(lower[1:], stats.chi2.ppf(tail, 2 * EVENTS[1:]) / 2)
    assert_equal(upper, stats.chi2.ppf(1 - tail, 2 * EVENTS + 2) / 2)
    assert lower[0] == 0
    theirs = confint_poisson(EVENTS[1:], 1, method="exact-c", alpha=1 - level)
    assert_equal((lower[1:], upper[1:]), theirs)


def test_that_byar_is_exact_below_ten_events_and_within_a_hundredth_of_exact_from_there() -> None:
    events = np.arange(0.0, 60)
    byar, exact = np.array(byar_counts(events, 0.95)), np.array(exact_counts(events, 0.95))
    assert_equal(byar[:, :10], exact[:, :10])
    assert (byar[:, 10:] != exact[:, 10:]).all()
    np.testing.assert_allclose(byar[:, 10:], exact[:, 10:], rtol=0.01)


def test_that_byar_follows_its_formula() -> None:
    z, events = stats.norm.ppf(0.975), 26.0
    found = rate_interval(events, 13.0)
    assert found.value == 2.0
    assert_equal(found.lower, events * (1 - 1 / (9 * events) - z / (3 * events**0.5)) ** 3 / 13)
    assert_equal(found.upper, 27 * (1 - 1 / (9 * 27) + z / (3 * 27**0.5)) ** 3 / 13)


def test_that_nothing_out_of_nought_has_no_value() -> None:
    found = intervals([0.0, 1.0], [0.0, 4.0], IntervalMethod.WILSON)
    assert np.isnan([found.value[0], found.lower[0], found.upper[0]]).all()
    assert found.value[1] == 0.25
    assert proportion_interval(0, 0).value is None


@pytest.mark.parametrize(
    ("events", "cases", "level"), [(-1, 3, 0.95), (1, -3, 0.95), (4, 3, 0.95), (1, 3, 1.0), (1, 3, 0.0)]
)
def test_that_what_is_no_proportion_is_refused(events: float, cases: float, level: float) -> None:
    with pytest.raises(ValueError, match=r"negative|larger|level"):
        proportion_interval(events, cases, level=level)


def test_that_a_method_for_the_other_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="counts and rates"):
        proportion_interval(1, 3, IntervalMethod.BYAR)
    with pytest.raises(ValueError, match="proportions"):
        rate_interval(1, 3, IntervalMethod.WILSON)


@given(st.integers(0, 400), st.integers(1, 400), st.sampled_from(list(IntervalMethod)))
def test_that_an_interval_holds_its_value_and_widens_with_its_level(
    events: int, cases: int, method: IntervalMethod
) -> None:
    events = min(events, cases)
    narrow, wide = (intervals(events, cases, method, level) for level in (0.9, 0.99))
    assert wide.lower <= narrow.lower <= narrow.value <= narrow.upper <= wide.upper


def test_that_events_and_their_absence_have_mirrored_intervals() -> None:
    for method in (IntervalMethod.WILSON, IntervalMethod.CLOPPER_PEARSON):
        found, mirrored = intervals(EVENTS, CASES, method), intervals(CASES - EVENTS, CASES, method)
        assert_equal(found.lower, 1 - mirrored.upper)
        assert_equal(found.upper, 1 - mirrored.lower)


def test_that_wilson_covers_the_truth_nineteen_times_in_twenty() -> None:
    chance = np.random.default_rng(20261123)
    cases, truth = chance.integers(20, 200, 40_000), chance.uniform(0.05, 0.95, 40_000)
    found = intervals(chance.binomial(cases, truth), cases, IntervalMethod.WILSON)
    assert 0.93 <= np.mean((found.lower <= truth) & (truth <= found.upper)) <= 0.97


def test_that_byar_covers_the_truth_nineteen_times_in_twenty() -> None:
    chance = np.random.default_rng(20261123)
    truth = chance.uniform(8, 150, 40_000)
    found = intervals(chance.poisson(truth), np.ones(40_000), IntervalMethod.BYAR)
    assert 0.93 <= np.mean((found.lower <= truth) & (truth <= found.upper)) <= 0.97
