from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cdconsole.domain.funnel import FunnelKind, FunnelLimits
from cdconsole.stats.funnel_limits import TAIL_95, TAIL_998, chance_limits, exact_tail
from unit.stats.funnel_cases import assert_equal, funnel_case

EVERY_KIND = pytest.mark.parametrize("kind", list(FunnelKind), ids=lambda kind: kind.value)


@pytest.mark.parametrize(
    ("name", "kind"), [("02_medpar_sr_shmi", FunnelKind.RATIO), ("10_ae_pr_adjusted", FunnelKind.PROPORTION)]
)
def test_that_continuous_limits_are_those_of_funnelplotr(name: str, kind: FunnelKind) -> None:
    case = funnel_case(name)
    base = np.array(case.expected["denominator"])
    found = chance_limits(base, case.answer["target"], kind, FunnelLimits.CONTINUOUS)
    for ours, theirs in zip(found, ("LCL95", "UCL95", "LCL99", "UCL99"), strict=True):
        assert_equal(ours, case.expected[theirs])


def test_that_a_rate_has_log_limits_where_funnelplotr_takes_the_error_of_a_proportion() -> None:
    base, target = np.array([50.0, 400.0]), 0.2
    found = chance_limits(base, target, FunnelKind.RATE, FunnelLimits.CONTINUOUS)
    error = np.sqrt(target * base / (target * base + 0.5) ** 2 + base / (base + 0.5) ** 2)
    assert_equal(found[0], np.exp(np.log(target) - 1.959964 * error))
    theirs = np.exp(np.log(target) - 1.959964 / (2 * np.sqrt(base)))
    assert (found[0] < theirs).all()
    chance = np.random.default_rng(20261123)
    numerators, denominators = chance.poisson(80, 40_000), chance.poisson(400, 40_000)
    value = numerators / denominators
    assert 0.03 < np.mean((value < found[0][1]) | (value > found[1][1])) < 0.07
    assert np.mean(value < theirs[1]) > 0.15


def test_that_a_ratio_below_the_chi_square_limit_is_no_finding_where_chance_often_gives_none() -> None:
    """FunnelPlotR flags no event with one expected, below its 99.8% limit: chance does that in 37 of 100 units."""
    nothing, one = np.array([0.0]), np.array([1.0])
    continuous = chance_limits(one, 1.0, FunnelKind.RATIO, FunnelLimits.CONTINUOUS)
    assert continuous[2][0] > 0
    assert_equal(exact_tail(nothing, one, 1.0, FunnelKind.RATIO), [np.exp(-1)])
    assert chance_limits(one, 1.0, FunnelKind.RATIO, FunnelLimits.INTERPOLATED)[2][0] == 0


@pytest.mark.parametrize(("alpha", "least"), [(TAIL_95, 3.69), (TAIL_998, 6.91)])
def test_that_no_event_can_be_low_only_from_a_known_number_expected(alpha: float, least: float) -> None:
    expected = np.arange(0.01, 10, 0.01)
    is_low = exact_tail(np.zeros_like(expected), expected, 1.0, FunnelKind.RATIO) <= alpha
    assert expected[is_low].min() == pytest.approx(least, abs=0.006)


def test_that_tails_are_one_sided_on_the_side_of_the_value() -> None:
    tails = exact_tail(np.array([3.0, 20.0, 10.0]), np.array([100.0] * 3), 0.1, FunnelKind.PROPORTION)
    low, high, on = stats.binom.cdf(3, 100, 0.1), stats.binom.sf(19, 100, 0.1), stats.binom.sf(9, 100, 0.1)
    assert_equal(tails, [low, high, min(on, stats.binom.cdf(10, 100, 0.1))])


def test_that_a_rates_tail_is_binomial_given_the_sum_of_both_counts() -> None:
    tails = exact_tail(np.array([3.0, 20.0]), np.array([40.0, 40.0]), 0.25, FunnelKind.RATE)
    assert_equal(tails, [stats.binom.cdf(3, 43, 0.2), stats.binom.sf(19, 60, 0.2)])


@EVERY_KIND
def test_that_limits_draw_closer_as_numbers_grow(kind: FunnelKind) -> None:
    base = np.array([20.0, 60.0, 200.0, 1_000.0, 20_000.0])
    for limits in FunnelLimits:
        lower95, upper95, lower998, upper998 = chance_limits(base, 0.3, kind, limits)
        assert (np.diff(lower95) > 0).all()
        assert (np.diff(upper95) < 0).all()
        assert (np.diff(lower998) >= 0).all()
        assert (np.diff(upper998) < 0).all()
        assert (lower998 <= lower95).all()
        assert (upper998 >= upper95).all()
        assert (lower95 < 0.3).all()
        assert (upper95 > 0.3).all()


def test_that_the_drawn_limits_of_large_units_do_not_depend_on_how_they_are_drawn() -> None:
    base = np.array([1e4, 1e6])
    for kind in FunnelKind:
        exact, usual = (chance_limits(base, 0.3, kind, limits) for limits in FunnelLimits)
        np.testing.assert_allclose(exact, usual, rtol=2e-3)


def test_that_a_ratio_does_not_depend_on_what_expected_events_are_counted_in() -> None:
    events, base = np.array([3.0, 14.0, 40.0]), np.array([8.2, 9.9, 31.0])
    for limits in FunnelLimits:
        found = chance_limits(base, 1.0, FunnelKind.RATIO, limits)
        scaled = chance_limits(base * 8, 1 / 8, FunnelKind.RATIO, limits)
        assert_equal(scaled * 8, found)
    tails = (exact_tail(events, base, 1.0, FunnelKind.RATIO), exact_tail(events, base * 8, 1 / 8, FunnelKind.RATIO))
    assert_equal(*tails)


def test_that_chance_flags_no_more_ratios_than_the_limits_promise() -> None:
    chance = np.random.default_rng(20261123)
    expected = chance.uniform(10, 150, 60_000)
    tails = exact_tail(chance.poisson(expected).astype(float), expected, 1.0, FunnelKind.RATIO)
    assert 0.03 <= np.mean(tails <= TAIL_95) <= 0.05
    assert np.mean(tails <= TAIL_998) <= 0.002


def test_that_chance_flags_no_more_proportions_and_rates_than_the_limits_promise() -> None:
    chance = np.random.default_rng(20261123)
    base = chance.integers(100, 800, 60_000).astype(float)
    events = chance.binomial(base.astype(int), 0.12).astype(float)
    assert 0.03 <= np.mean(exact_tail(events, base, 0.12, FunnelKind.PROPORTION) <= TAIL_95) <= 0.05
    pairs = chance.poisson(0.12 * base).astype(float), chance.poisson(base).astype(float)
    tails = exact_tail(*pairs, 0.12, FunnelKind.RATE)
    assert 0.03 <= np.mean(tails <= TAIL_95) <= 0.05
    assert np.mean(tails <= TAIL_998) <= 0.002
