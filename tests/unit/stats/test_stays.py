from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from cdconsole.stats.standardisation import strata_table
from cdconsole.stats.stays import Stays, pearson_phi, stay_ratios
from unit.stats.funnel_cases import assert_equal


def made_up_stays() -> Stays:
    chance = np.random.default_rng(20261123)
    stratum = chance.integers(0, 4, 800)
    days = chance.negative_binomial(1, 1 / (2.0 + 2 * stratum)).astype(float)
    return Stays(chance.integers(0, 6, 800), stratum, days)


def test_that_phi_is_that_of_a_quasi_poisson_model_in_statsmodels() -> None:
    stays = made_up_stays()
    model = sm.GLM(stays.days, np.eye(4)[stays.stratum], family=sm.families.Poisson()).fit(scale="X2")
    phi = pearson_phi(stays, strata_table(stays.unit, stays.stratum, stays.days, (6, 4)))
    assert phi == pytest.approx(model.scale, rel=1e-9)
    assert model.scale > 3


def test_that_days_are_set_against_the_others_mean_stay_in_the_same_strata() -> None:
    stays = made_up_stays()
    found = stay_ratios("abcdef", stays, 4)[2]
    own = stays.unit == 2
    expected = sum(np.mean(stays.days[~own & (stays.stratum == one)]) for one in stays.stratum[own])
    assert (found.stays, found.days) == (int(own.sum()), float(stays.days[own].sum()))
    assert_equal(found.expected_days, expected)
    assert_equal(found.ratio, found.days / expected)
    assert found.phi is not None
    reach = 1.959963984540054 * np.sqrt(found.phi / expected)
    assert_equal((found.lower, found.upper), found.days / expected * np.exp([-reach, reach]))


def test_that_the_interval_covers_chance_where_one_of_counts_would_not() -> None:
    """Units alike: the quasi-Poisson interval holds 1 nineteen times in twenty; Poisson's would be far too narrow."""
    chance = np.random.default_rng(20261123)
    held = held_by_counts = 0
    for _ in range(300):
        days = chance.negative_binomial(1, 1 / 6, 700).astype(float)
        stays = Stays(np.repeat(np.arange(14), 50), np.zeros(700, dtype=np.intp), days)
        for one in stay_ratios("abcdefghijklmn", stays, 1):
            assert one.lower is not None
            assert one.upper is not None
            assert one.ratio is not None
            held += one.lower <= 1 <= one.upper
            held_by_counts += abs(np.log(one.ratio)) <= 1.96 / np.sqrt(one.expected_days)
    assert 0.91 <= held / 4_200 <= 0.97
    assert held_by_counts / 4_200 < 0.65


def test_that_stays_nobody_else_sees_are_left_out_and_too_many_give_no_ratio() -> None:
    unit = np.array([0] * 10 + [1] * 10)
    days = np.arange(20.0)
    few = stay_ratios("ab", Stays(unit, np.array([0] * 8 + [1] * 2 + [0] * 10), days), 2)[0]
    assert (few.stays, few.alone, few.days) == (10, 2, 28.0)
    assert few.ratio is not None
    many = stay_ratios("ab", Stays(unit, np.array([0] * 7 + [1] * 3 + [0] * 10), days), 2)[0]
    assert (many.alone, many.ratio, many.lower) == (3, None, None)


def test_that_day_cases_alone_have_nothing_to_vary() -> None:
    found = stay_ratios("ab", Stays(np.array([0, 0, 1, 1]), np.zeros(4, dtype=np.intp), np.zeros(4)), 1)[0]
    assert (found.expected_days, found.ratio, found.phi) == (0.0, None, 0.0)
    single = stay_ratios("ab", Stays(np.array([0, 1]), np.array([0, 1]), np.ones(2)), 2)[0]
    assert (single.phi, single.lower) == (None, None)
