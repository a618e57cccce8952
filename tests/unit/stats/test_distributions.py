from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cdconsole.stats.distributions import (
    binomial_above,
    binomial_below,
    interpolated_quantile,
    normal_below,
    normal_quantile,
    poisson_above,
    poisson_below,
)
from unit.stats.funnel_cases import assert_equal

COUNTS = np.arange(-1.0, 60)
PROBABILITIES = (0.001, 0.025, 0.975, 0.999)


@pytest.mark.parametrize("mean", [0.01, 0.95, 7.5, 40.0])
def test_that_tails_of_the_poisson_distribution_are_those_of_scipy(mean: float) -> None:
    assert_equal(poisson_below(COUNTS, np.asarray(mean)), stats.poisson.cdf(COUNTS, mean))
    assert_equal(poisson_above(COUNTS, np.asarray(mean)), stats.poisson.sf(COUNTS - 1, mean))


@pytest.mark.parametrize("share", [0.001, 0.3, 0.98])
@pytest.mark.parametrize("cases", [1.0, 5.0, 58.0])
def test_that_tails_of_the_binomial_distribution_are_those_of_scipy(cases: float, share: float) -> None:
    arguments = (np.asarray(cases), np.asarray(share))
    assert_equal(binomial_below(COUNTS, *arguments), stats.binom.cdf(COUNTS, cases, share))
    assert_equal(binomial_above(COUNTS, *arguments), stats.binom.sf(COUNTS - 1, cases, share))


def test_that_the_normal_law_is_that_of_scipy() -> None:
    assert_equal([normal_quantile(p) for p in PROBABILITIES], stats.norm.ppf(PROBABILITIES))
    assert_equal(normal_below(np.array([-3.0, 0.0, 2.0])), stats.norm.cdf([-3.0, 0.0, 2.0]))


@pytest.mark.parametrize("probability", PROBABILITIES)
def test_that_an_interpolated_quantile_follows_spiegelhalters_definition(probability: float) -> None:
    mean = np.array([0.3, 1.0, 6.9, 50.0, 1234.5, 1e6])
    found = interpolated_quantile(probability, lambda count: poisson_below(count, mean), mean, np.sqrt(mean))
    reached = stats.poisson.ppf(probability, mean)
    excess = (stats.poisson.cdf(reached, mean) - probability) / stats.poisson.pmf(reached, mean)
    np.testing.assert_allclose(found, reached - excess, rtol=1e-9, atol=1e-6)
