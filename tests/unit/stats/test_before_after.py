from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.stats.proportion import confint_proportions_2indep

from cdconsole.stats.before_after import (
    mean_difference,
    proportion_difference,
    rate_ratio,
    rates_scatter,
    shares_scatter,
)

counted = st.integers(1, 400).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases)))


def test_that_a_difference_of_proportions_is_newcombes_own_example() -> None:
    # Newcombe 1998, table II: 56/70 - 48/80 by method 10 is 0.0524 to 0.3339.
    found = proportion_difference((48, 80), (56, 70))
    assert (found.value, found.lower, found.upper) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


@given(counted, counted)
def test_that_a_difference_of_proportions_is_that_of_statsmodels(
    before: tuple[int, int], since: tuple[int, int]
) -> None:
    found = proportion_difference(before, since)
    wanted = confint_proportions_2indep(*since, *before, method="newcomb", compare="diff")
    assert (found.lower, found.upper) == pytest.approx(wanted, abs=1e-9)
    assert -1 <= found.lower <= found.value <= found.upper <= 1


def test_that_a_proportion_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="needs cases"):
        proportion_difference((0, 0), (1, 2))


@given(st.tuples(st.integers(0, 300), st.floats(1, 1e4)), st.tuples(st.integers(1, 300), st.floats(1, 1e4)))
def test_that_a_ratio_of_rates_is_the_exact_binomial_turned_back(
    before: tuple[int, float], since: tuple[int, float]
) -> None:
    found = rate_ratio(before, since)
    share = scipy_stats.binomtest(since[0], before[0] + since[0]).proportion_ci(method="exact")
    scale = before[1] / since[1]
    assert found.lower == pytest.approx(share.low / (1 - share.low) * scale, rel=1e-6)
    if before[0]:
        assert found.upper == pytest.approx(share.high / (1 - share.high) * scale, rel=1e-6)
        assert found.value == pytest.approx((since[0] / since[1]) / (before[0] / before[1]))
    else:
        assert math.isinf(found.upper)
        assert math.isinf(found.value)


@pytest.mark.parametrize(("before", "since"), [((0, 10), (0, 10)), ((3, 0), (4, 10))])
def test_that_a_ratio_without_events_or_exposure_is_refused(
    before: tuple[float, float], since: tuple[float, float]
) -> None:
    with pytest.raises(ValueError, match="needs events"):
        rate_ratio(before, since)


@given(st.lists(st.floats(0, 50), min_size=2, max_size=24), st.lists(st.floats(0, 50), min_size=2, max_size=24))
def test_that_a_difference_of_means_is_welchs_of_scipy(before: list[float], since: list[float]) -> None:
    found = mean_difference(before, since)
    assume(min(np.var(before), np.var(since)) > 1e-6)  # scipy warns where months are all but alike
    wanted = scipy_stats.ttest_ind(since, before, equal_var=False).confidence_interval()
    assert (found.lower, found.upper) == pytest.approx((wanted.low, wanted.high), rel=1e-6, abs=1e-6)
    assert found.lower <= found.value <= found.upper


def test_that_months_without_scatter_leave_nothing_uncertain_and_one_month_is_refused() -> None:
    found = mean_difference([4, 4, 4], [5, 5])
    assert (found.value, found.lower, found.upper) == (1, 1, 1)
    with pytest.raises(ValueError, match="two months"):
        mean_difference([4, 5, 6], [5])


def test_that_months_scatter_as_scipys_chi_square_says() -> None:
    events, cases = np.array([10, 30, 12, 28, 9]), np.array([50, 50, 48, 52, 50])
    table = np.vstack([events, cases - events])
    assert scipy_stats.chi2_contingency(table, correction=False).pvalue < 0.05
    assert shares_scatter(events, cases)
    assert not shares_scatter([20, 21, 19], [50, 50, 50])
    counts = np.array([3, 40, 5, 38])
    assert scipy_stats.chisquare(counts).pvalue < 0.05
    assert rates_scatter(counts, [10, 10, 10, 10])
    assert not rates_scatter([20, 24, 18], [10, 10, 10])


def test_that_months_without_cases_or_all_alike_do_not_scatter() -> None:
    assert not shares_scatter([0, 0], [0, 0])
    assert not shares_scatter([5, 5], [5, 5])
    assert not rates_scatter([0, 0], [4, 4])
    assert not rates_scatter([7], [4])
