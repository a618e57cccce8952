from __future__ import annotations

import numpy as np
import pytest

from cdconsole.domain.funnel import FunnelKind, Overdispersion
from cdconsole.stats.overdispersion import Z_95, Z_998, adjusted_limits, adjusted_tail, scale_for, spread
from unit.stats.funnel_cases import assert_equal, funnel_case

EVERY_SCALE = pytest.mark.parametrize(
    ("kind", "method"),
    [
        (FunnelKind.PROPORTION, Overdispersion.AUTO),
        (FunnelKind.RATE, Overdispersion.AUTO),
        (FunnelKind.RATIO, Overdispersion.SHMI),
        (FunnelKind.RATIO, Overdispersion.CQC),
    ],
)
EVENTS = np.array([12.0, 9, 30, 18, 4, 51, 22, 15, 8, 27, 19, 40])
EXPECTED = np.array([14.2, 11.9, 21.0, 19.3, 9.1, 40.7, 25.5, 12.8, 15.9, 22.2, 20.4, 26.0])


@pytest.mark.parametrize(
    ("name", "kind", "method"),
    [
        ("02_medpar_sr_shmi", FunnelKind.RATIO, Overdispersion.SHMI),
        ("10_ae_pr_adjusted", FunnelKind.PROPORTION, Overdispersion.AUTO),
    ],
)
def test_that_phi_and_tau_squared_are_those_of_funnelplotr(name: str, kind: FunnelKind, method: Overdispersion) -> None:
    case = funnel_case(name)
    found = spread(np.array(case.numerators), np.array(case.denominators), case.answer["target"], kind, method)
    assert_equal((found.phi, found.tau2), (case.answer["phi"], case.answer["tau2"]))


def test_that_phi_and_tau_squared_follow_their_definition_after_the_outer_tenths_are_pulled_in() -> None:
    found = spread(EVENTS, EXPECTED, 1.0, FunnelKind.RATIO, Overdispersion.CQC)
    error = 1 / (2 * np.sqrt(EXPECTED))
    z = (np.sqrt(EVENTS / EXPECTED) - 1) / error
    low, high = np.percentile(z, [10, 90])
    pulled = [min(max(one, low), high) for one in z]
    square, weight, units = sum(one * one for one in pulled), error**-2, len(z)
    assert_equal(found.phi, square / units)
    assert_equal(found.tau2, (square - (units - 1)) / (weight.sum() - (weight**2).sum() / weight.sum()))


def test_that_shmi_leaves_the_outer_tenths_out_and_counts_in_hundredths() -> None:
    found = spread(EVENTS, EXPECTED + 0.001, 1.0, FunnelKind.RATIO, Overdispersion.AUTO)
    assert found.method is Overdispersion.SHMI
    z = np.sort(np.log(EVENTS / EXPECTED) * np.sqrt(EXPECTED))
    assert_equal(found.phi, np.mean(z[1:-1] ** 2))


def test_that_units_that_differ_by_chance_only_have_no_spread() -> None:
    found = spread(np.round(EXPECTED), EXPECTED, 1.0, FunnelKind.RATIO, Overdispersion.CQC)
    assert found.phi < 0.1
    assert found.tau2 == 0


def test_that_cqc_limits_are_squared_back_where_funnelplotr_leaves_them_half_as_wide() -> None:
    expected = np.array([2_500.0])
    found = adjusted_limits(expected, 1.0, scale_for(FunnelKind.RATIO, Overdispersion.CQC), 0.0004, Z_95)
    reach = Z_95 * np.sqrt(1 / (4 * 2_500.0) + 0.0004)
    assert_equal(found[:, 0], [(1 - reach) ** 2, (1 + reach) ** 2])
    theirs = np.array([1 - reach, 1 + reach])
    assert np.diff(found[:, 0]) == pytest.approx(2 * np.diff(theirs))
    chance = np.random.default_rng(20261123)
    value = chance.poisson(2_500, 40_000) / 2_500
    plain = adjusted_limits(expected, 1.0, scale_for(FunnelKind.RATIO, Overdispersion.CQC), 0.0, Z_95)[:, 0]
    assert 0.94 <= np.mean((value >= plain[0]) & (value <= plain[1])) <= 0.96


@EVERY_SCALE
def test_that_limits_that_allow_for_spread_hold_those_that_do_not(kind: FunnelKind, method: Overdispersion) -> None:
    base, scale = np.array([12.0, 50.0, 300.0, 5_000.0]), scale_for(kind, method)
    for z in (Z_95, Z_998):
        narrow, wide = (adjusted_limits(base, 0.4, scale, tau2, z) for tau2 in (0.0, 0.02))
        assert (wide[0] < narrow[0]).all() or (kind, method) == (FunnelKind.RATIO, Overdispersion.CQC)
        assert (wide[0] <= narrow[0]).all()
        assert (wide[1] > narrow[1]).all()
        assert (wide[0] >= 0).all()
    assert kind is not FunnelKind.PROPORTION or (wide[1] <= 1).all()


@EVERY_SCALE
def test_that_a_tail_is_small_exactly_where_the_value_is_beyond_the_limit(
    kind: FunnelKind, method: Overdispersion
) -> None:
    base = np.full(60, 60.0)
    events, scale = np.arange(1.0, 61), scale_for(kind, method)
    lower, upper = adjusted_limits(base, 0.4, scale, 0.01, Z_95)
    value = events / base
    tails = adjusted_tail(events, base, 0.4, scale, 0.01)
    np.testing.assert_array_equal(tails <= 0.025, (value < lower) | (value > upper))
    assert (tails <= 0.5).all()


def test_that_no_event_has_a_tail_on_a_log_scale_too() -> None:
    tails = adjusted_tail(np.array([0.0]), np.array([30.0]), 1.0, scale_for(FunnelKind.RATIO), 0.01)
    assert 0 < tails[0] < 0.001
