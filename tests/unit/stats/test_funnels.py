from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cdconsole.domain.funnel import Funnel, FunnelFlag, FunnelKind, Overdispersion
from cdconsole.stats.funnels import FunnelOptions, funnel, funnel_curve
from cdconsole.stats.intervals import proportion_interval, rate_interval
from unit.stats.funnel_cases import FunnelCase, assert_equal, funnel_case, phe_rows

PROPORTION = FunnelOptions(FunnelKind.PROPORTION)
RATIO = FunnelOptions(FunnelKind.RATIO, Overdispersion.NONE)
RATE = FunnelOptions(FunnelKind.RATE)
EVERY_KIND = pytest.mark.parametrize("kind", list(FunnelKind), ids=lambda kind: kind.value)

PEERS = [
    ("02_medpar_sr_shmi", FunnelOptions(FunnelKind.RATIO, Overdispersion.SHMI)),
    ("10_ae_pr_adjusted", PROPORTION),
]


def of_case(case: FunnelCase, options: FunnelOptions) -> Funnel:
    return funnel(case.units, case.numerators, case.denominators, options)


def names(count: int) -> list[str]:
    return [f"U{place}" for place in range(count)]


@pytest.mark.parametrize(("name", "options"), PEERS)
def test_that_limits_with_overdispersion_are_those_of_funnelplotr(name: str, options: FunnelOptions) -> None:
    case = funnel_case(name)
    found = of_case(case, options)
    assert found.is_adjusted
    assert found.spread is not None
    assert_equal(
        (found.target, found.spread.phi, found.spread.tau2), [case.answer[key] for key in ("target", "phi", "tau2")]
    )
    for theirs, ours in (("OD95LCL", "inner.lower"), ("OD95UCL", "inner.upper"), ("OD99LCL", "outer.lower")):
        pair, end = ours.split(".")
        assert_equal([getattr(getattr(unit, pair), end) for unit in found.units], case.expected[theirs])
    assert_equal([unit.outer.upper for unit in found.units], case.expected["OD99UCL"])


@pytest.mark.parametrize(("name", "options"), PEERS)
def test_that_the_same_units_lie_beyond_the_outer_limits_where_they_are_large_enough(
    name: str, options: FunnelOptions
) -> None:
    case = funnel_case(name)
    found = of_case(case, options)
    beyond = {unit.unit for unit in found.units if unit.flag in (FunnelFlag.LOW_998, FunnelFlag.HIGH_998)}
    large = {unit.unit for unit in found.units if unit.denominator * (found.target or 0) >= 20}
    assert beyond == set(case.answer["outliers"]) & large
    assert beyond


@pytest.mark.parametrize(("name", "options"), PEERS)
def test_that_the_drawn_curve_is_that_of_funnelplotr(name: str, options: FunnelOptions) -> None:
    case = funnel_case(name)
    curve = funnel_curve(of_case(case, options), case.curve["number_seq"])
    for ours, theirs in (
        ("lower95", "odll95"),
        ("upper95", "odul95"),
        ("lower998", "odll998"),
        ("upper998", "odul998"),
    ):
        assert_equal(getattr(curve, ours), case.curve[theirs])


def test_that_clinicians_are_judged_as_public_health_england_does_where_numbers_are_large_enough() -> None:
    rows = phe_rows("p11_funnel_department_ratio_sig")
    found = funnel(
        [row["group"] for row in rows],
        [float(row["obs"]) for row in rows],
        [float(row["expected"]) for row in rows],
        RATIO,
    )
    for unit, row in zip(found.units, rows, strict=True):
        if unit.is_too_few:
            assert unit.denominator < 10
            assert unit.flag in (FunnelFlag.NONE, FunnelFlag.TOO_FEW)
        else:
            assert unit.flag.value == {"Not significant": "", "High (0.025)": "high_95"}[row["significance"]]
    by_name = {unit.unit: unit for unit in found.units}
    assert by_name["P03"].tail_probability == pytest.approx(np.exp(-0.95))
    assert by_name["P03"].flag is FunnelFlag.TOO_FEW
    assert by_name["P13"].flag is FunnelFlag.HIGH_95


def test_that_flags_wait_for_ten_expected_events_and_the_outer_ones_for_twenty() -> None:
    expected = [0.9, 9.9, 10.0, 19.9, 20.0]
    low = funnel(names(5), [0.0] * 5, expected, RATIO)
    assert [unit.flag.value for unit in low.units] == ["too_few", "", "low_95", "low_95", "low_998"]
    assert [unit.is_too_few for unit in low.units] == [True, True, False, False, False]
    high = funnel(names(5), [60.0] * 5, expected, RATIO)
    assert [unit.flag.value for unit in high.units] == ["too_few", "", "high_95", "high_95", "high_998"]
    assert low.units[1].words == "Too few to say better, worse or the same"
    assert any(note.startswith("2 of 5 units have fewer than 10 expected events: too few") for note in low.notes)
    assert "3 comparisons: chance alone would put about 0.2 outside" in low.notes[-1]


def test_that_of_a_proportion_the_rarer_outcome_must_be_expected_often_enough() -> None:
    cases, deaths = np.array([400.0, 60.0, 380.0, 420.0, 390.0]), np.array([40.0, 12.0, 40.0, 38.0, 41.0])
    options = replace(PROPORTION, overdispersion=Overdispersion.NONE)
    died, lived = funnel(names(5), deaths, cases, options), funnel(names(5), cases - deaths, cases, options)
    assert died.units[1].is_too_few
    assert [unit.is_too_few for unit in died.units] == [unit.is_too_few for unit in lived.units]
    assert_equal([unit.tail_probability for unit in died.units], [unit.tail_probability for unit in lived.units])


def test_that_four_units_make_no_funnel_but_values_with_intervals() -> None:
    events, base = [3.0, 9.0, 1.0, 6.0], [40.0, 90.0, 4.0, 60.0]
    found = funnel(names(4), events, base, PROPORTION)
    assert not found.is_funnel
    assert found.notes == (
        "4 units with a value, too few for a funnel (5 are needed): the limits are each value's own interval.",
    )
    assert [unit.tail_probability for unit in found.units] == [None] * 4
    assert [unit.flag.value for unit in found.units] == ["", "", "too_few", ""]
    assert {unit.words for unit in found.units} == {"Too few to say better, worse or the same"}
    for unit in found.units:
        own = proportion_interval(unit.numerator, unit.denominator)
        assert (unit.inner.lower, unit.inner.upper) == (own.lower, own.upper)
    ratio = funnel(names(1), [12.0], [8.5], RATIO).units[0]
    own = rate_interval(12.0, 8.5)
    assert (ratio.inner.lower, ratio.inner.upper) == (own.lower, own.upper)
    with pytest.raises(ValueError, match="no limits"):
        funnel_curve(found, [10.0])


def test_that_a_rate_has_an_interval_that_knows_both_counts_vary() -> None:
    found = funnel(names(1), [12.0], [30.0], RATE).units[0]
    plain = rate_interval(12.0, 30.0)
    assert found.inner.lower is not None
    assert found.inner.upper is not None
    assert plain.lower is not None
    assert plain.upper is not None
    assert found.inner.lower < plain.lower
    assert found.inner.upper > plain.upper


def test_that_overdispersion_is_judged_from_ten_units_on() -> None:
    events, base = np.tile([10.0, 60.0], 5), np.full(10, 200.0)
    nine, ten = funnel(names(9), events[:9], base[:9], PROPORTION), funnel(names(10), events, base, PROPORTION)
    assert nine.spread is None
    assert "cannot be judged from 9 units (10 are needed)" in nine.notes[0]
    assert {unit.flag.value for unit in nine.units} == {"low_998", "high_998"}
    assert ten.is_adjusted
    assert "allow for over-dispersion (phi " in ten.notes[0]
    assert {unit.flag.value for unit in ten.units} == {""}


def test_that_limits_stay_narrow_where_chance_explains_all() -> None:
    events, base = np.tile([29.0, 31.0], 6), np.full(12, 200.0)
    auto = funnel(names(12), events, base, PROPORTION)
    assert not auto.is_adjusted
    assert auto.spread is not None
    assert auto.spread.phi < 1
    assert "differ no more than chance explains" in auto.notes[0]
    assert auto.units == funnel(names(12), events, base, replace(PROPORTION, overdispersion=Overdispersion.NONE)).units


@EVERY_KIND
def test_that_order_and_names_of_units_change_nothing(kind: FunnelKind) -> None:
    chance = np.random.default_rng(20261123)
    base = chance.integers(40, 400, 15).astype(float)
    events = chance.binomial(base.astype(int), chance.uniform(0.1, 0.4, 15)).astype(float)
    options = FunnelOptions(kind, target=0.25)
    found = funnel(names(15), events, base, options)
    order = chance.permutation(15)
    again = funnel([f"other {place}" for place in range(15)], events[order], base[order], options)
    assert found.is_adjusted
    for place, unit in zip(order, again.units, strict=True):
        first = found.units[place]
        assert unit.flag is first.flag
        assert_equal(
            [unit.value, unit.inner.lower, unit.inner.upper, unit.outer.lower, unit.outer.upper, unit.tail_probability],
            [
                *(first.value, first.inner.lower, first.inner.upper),
                *(first.outer.lower, first.outer.upper, first.tail_probability),
            ],
        )


def test_that_a_unit_without_cases_keeps_its_place_and_has_no_value() -> None:
    found = funnel(names(7), [5.0, 0, 7, 6, 5, 8, 5], [50.0, 0, 60, 60, 50, 70, 40], PROPORTION)
    assert found.units[1].value is None
    assert found.units[1].inner.lower is None
    assert found.units[1].flag is FunnelFlag.TOO_FEW
    assert found.notes[0] == "1 unit with a denominator of nought: no value."
    assert found.is_funnel


@pytest.mark.parametrize(("events", "words"), [(0.0, "No unit has an event"), (50.0, "Every case has an event")])
def test_that_nothing_is_compared_where_nothing_can_differ(events: float, words: str) -> None:
    found = funnel(names(6), [events] * 6, [50.0] * 6, PROPORTION)
    assert found.notes == (f"{words}: nothing to compare, and no limits.",)
    assert {unit.inner.lower for unit in found.units} == {None}
    assert {unit.tail_probability for unit in found.units} == {None}


@pytest.mark.parametrize(
    ("numerator", "denominator", "options"),
    [
        (-1.0, 5.0, PROPORTION),
        (1.0, -5.0, RATIO),
        (1.5, 5.0, RATIO),
        (1.0, 5.5, RATE),
        (6.0, 5.0, PROPORTION),
        (1.0, 0.0, RATE),
        (1.0, 5.0, FunnelOptions(FunnelKind.RATE, Overdispersion.CQC)),
    ],
)
def test_that_numbers_that_are_no_counts_are_refused(
    numerator: float, denominator: float, options: FunnelOptions
) -> None:
    with pytest.raises(ValueError, match=r"negative|whole|nought|ratios"):
        funnel(["A"], [numerator], [denominator], options)


@EVERY_KIND
def test_that_a_department_in_which_nothing_happened_is_next_to_never_flagged(kind: FunnelKind) -> None:
    """1,000 departments of 14 with true values alike: at most the share that the limits promise."""
    chance = np.random.default_rng(20261123)
    flagged = outer = judged = 0
    for _ in range(1_000):
        base = chance.integers(90, 400, 14).astype(float)
        is_proportion = kind is FunnelKind.PROPORTION
        events = chance.binomial(base.astype(int), 0.15) if is_proportion else chance.poisson(0.15 * base)
        if kind is FunnelKind.RATE:
            base = np.maximum(chance.poisson(base), 1).astype(float)
        expected = 0.15 * base if kind is FunnelKind.RATIO else base
        found = funnel(names(14), events, expected, FunnelOptions(kind, Overdispersion.AUTO))
        flags = [unit.flag.value for unit in found.units if not unit.is_too_few]
        judged += len(flags)
        flagged += sum(1 for flag in flags if flag)
        outer += sum(1 for flag in flags if "998" in flag)
    assert 0.01 <= flagged / judged <= 0.05
    assert outer / judged <= 0.002
