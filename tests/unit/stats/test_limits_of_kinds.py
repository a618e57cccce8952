"""Limits of each kind of chart, calculated here another way, and what the peers do otherwise."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.spc import AssuranceIcon, ChartKind, Improvement, RuleProfile, SpcChart, VariationIcon
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.control_chart import SeriesPoint, control_chart
from unit.stats.series import causes, mdc, month_of, monthly

COUNTS = [4, 7, 3, 6, 5, 8, 2, 5, 6, 4, 7, 5, 6, 3]
SIZES = [50, 60, 55, 48, 62, 58, 51, 49, 57, 60, 52, 54, 61, 50]
TIMES = [3.0, 11.0, 5.0, 2.0, 8.0, 21.0, 4.0, 6.0, 9.0, 13.0, 1.0, 7.0, 10.0, 5.0]
# Montgomery's piston rings, the first subgroups: inside diameters in mm.
RINGS = [
    [74.030, 74.002, 74.019, 73.992, 74.008],
    [73.995, 73.992, 74.001, 74.011, 74.004],
    [73.988, 74.024, 74.021, 74.005, 74.002],
    [74.002, 73.996, 73.993, 74.015, 74.009],
    [73.992, 74.007, 74.015, 73.989, 74.014],
]
PER_DENOMINATOR = [kind for kind in ChartKind if kind.needs_denominator]
ALONE = [kind for kind in ChartKind if not kind.needs_denominator and not kind.has_subgroups]


def shares(counts: Sequence[float | None], sizes: Sequence[float | None]) -> list[SeriesPoint]:
    return [
        SeriesPoint(month_of(place).first, None if x is None or not n else x / n, x, n)
        for place, (x, n) in enumerate(zip(counts, sizes, strict=True))
    ]


def draw(kind: ChartKind, points: Sequence[SeriesPoint], **options: object) -> SpcChart:
    return control_chart(points, ChartOptions(kind=kind, **options))  # type: ignore[arg-type]


def subgroups(groups: Sequence[Sequence[float | None]]) -> list[SeriesPoint]:
    return [SeriesPoint(month_of(place).first, value) for place, group in enumerate(groups) for value in group]


def assert_limits(chart: SpcChart, expected: Sequence[tuple[float, float, float]]) -> None:
    for point, limits in zip(chart.points, expected, strict=True):
        assert (point.centre, point.lower, point.upper) == pytest.approx(limits, rel=1e-9, abs=1e-12)


def mean_range(values: Sequence[float]) -> float:
    return statistics.fmean(abs(b - a) for a, b in pairwise(values))


def test_that_p_and_u_limits_widen_where_the_denominator_is_small() -> None:
    share = sum(COUNTS) / sum(SIZES)
    deviations = [math.sqrt(share * (1 - share) / n) for n in SIZES]
    expected = [(share, max(0.0, share - 3 * s), share + 3 * s) for s in deviations]
    assert_limits(draw(ChartKind.P, shares(COUNTS, SIZES)), expected)
    expected = [(share, max(0.0, share - 3 * s), share + 3 * s) for s in (math.sqrt(share / n) for n in SIZES)]
    assert_limits(draw(ChartKind.U, shares(COUNTS, SIZES)), expected)


@pytest.mark.parametrize("kind", [ChartKind.P_PRIME, ChartKind.U_PRIME])
def test_that_laney_limits_follow_the_spread_of_the_z_values(kind: ChartKind) -> None:
    share = sum(COUNTS) / sum(SIZES)
    variance = share * (1 - share) if kind is ChartKind.P_PRIME else share
    deviations = [math.sqrt(variance / n) for n in SIZES]
    z_values = [(x / n - share) / s for x, n, s in zip(COUNTS, SIZES, deviations, strict=True)]
    sigma_z = mean_range(z_values) / 1.128
    expected = [(share, max(0.0, share - 3 * s * sigma_z), share + 3 * s * sigma_z) for s in deviations]
    assert_limits(draw(kind, shares(COUNTS, SIZES)), expected)


def test_that_p_limits_stay_within_0_and_1() -> None:
    chart = draw(ChartKind.P, shares([9, 10, 8, 0], [10, 10, 10, 1]))
    assert (chart.points[3].lower, chart.points[3].upper) == (0.0, 1.0)


def test_that_a_two_thirds_line_is_not_cut_off_with_the_limit() -> None:
    point = draw(ChartKind.C, monthly([2.0, 1.0, 0.0, 3.0])).points[0]
    assert point.lower == 0.0
    assert point.near_lower == pytest.approx(1.5 - 2 * math.sqrt(1.5))
    assert "two_of_three" not in causes(draw(ChartKind.C, monthly([2.0] * 10 + [0.0] * 3)))


def test_that_c_and_g_limits_come_from_the_mean_and_g_is_drawn_about_the_median() -> None:
    mean = statistics.fmean(COUNTS)
    assert_limits(
        draw(ChartKind.C, monthly([float(x) for x in COUNTS])),
        [(mean, max(0.0, mean - 3 * math.sqrt(mean)), mean + 3 * math.sqrt(mean))] * len(COUNTS),
    )
    mu = statistics.fmean(TIMES)
    upper = mu + 3 * math.sqrt(mu * (mu + 1))
    assert_limits(draw(ChartKind.G, monthly(TIMES)), [(statistics.median(TIMES), 0.0, upper)] * len(TIMES))


def test_that_t_limits_are_those_of_the_transformed_times() -> None:
    turned = [time ** (1 / 3.6) for time in TIMES]
    mean, distance = statistics.fmean(turned), 3 * mean_range(turned) / 1.128
    expected = (mean**3.6, max(0.0, mean - distance) ** 3.6, (mean + distance) ** 3.6)
    assert_limits(draw(ChartKind.T, monthly(TIMES)), [expected] * len(TIMES))


def test_that_moving_ranges_have_their_own_chart_and_only_the_rule_outside() -> None:
    chart = draw(ChartKind.MR, monthly([*TIMES, 90.0]))
    ranges = [abs(b - a) for a, b in zip(TIMES, [*TIMES[1:], 90.0], strict=True)]
    mean = statistics.fmean(ranges)
    assert [point.value for point in chart.points] == [None, *ranges]
    assert_limits(chart, [(mean, 0.0, 3.267 * mean)] * 15)
    rising = [float(place * place) for place in range(20)]
    assert causes(draw(ChartKind.MR, monthly(rising))) == [""] * 20
    assert "trend" in causes(draw(ChartKind.XMR, monthly(rising)))
    assert chart.icon is VariationIcon.NEUTRAL_HIGH


def test_that_i_prime_limits_follow_the_denominator() -> None:
    values = [x / n for x, n in zip(COUNTS, SIZES, strict=True)]
    centre = sum(COUNTS) / sum(SIZES)
    steps = [
        math.sqrt(math.pi / 2) * abs(values[k + 1] - values[k]) / math.sqrt(1 / SIZES[k] + 1 / SIZES[k + 1])
        for k in range(len(values) - 1)
    ]
    deviation = statistics.fmean(steps)
    expected = [(centre, centre - 3 * deviation / math.sqrt(n), centre + 3 * deviation / math.sqrt(n)) for n in SIZES]
    assert_limits(draw(ChartKind.I_PRIME, shares(COUNTS, SIZES)), expected)


def test_that_xbar_and_s_limits_have_the_factors_of_the_printed_tables() -> None:
    """A3 = 1.427, B3 = 0 and B4 = 2.089 for five values (Montgomery, appendix VI)."""
    means, deviations = [statistics.fmean(g) for g in RINGS], [statistics.stdev(g) for g in RINGS]
    centre, sbar = statistics.fmean(means), statistics.fmean(deviations)
    xbar, s = draw(ChartKind.XBAR, subgroups(RINGS)), draw(ChartKind.S, subgroups(RINGS))
    assert [point.value for point in xbar.points] == pytest.approx(means, rel=1e-12)
    assert [point.value for point in s.points] == pytest.approx(deviations, rel=1e-9)
    assert [point.denominator for point in xbar.points] == [5] * 5
    first = xbar.points[0]
    assert (first.centre, first.upper) == pytest.approx((centre, centre + 1.427 * sbar), abs=5e-6)
    assert (s.points[0].centre, s.points[0].lower) == pytest.approx((sbar, 0.0))
    assert s.points[0].upper == pytest.approx(2.089 * sbar, rel=3e-4)


def test_that_subgroups_of_different_sizes_are_pooled_by_their_size() -> None:
    groups = [*RINGS[:4], RINGS[4][:3]]
    free = [len(group) - 1 for group in groups]
    pooled = math.sqrt(sum(f * statistics.variance(g) for f, g in zip(free, groups, strict=True)) / sum(free))
    centre = statistics.fmean(value for group in groups for value in group)
    c4 = math.sqrt(2 / 2) * math.gamma(1.5) / math.gamma(1)
    last = draw(ChartKind.XBAR, subgroups(groups)).points[-1]
    assert (last.centre, last.upper) == pytest.approx((centre, centre + 3 * pooled / (c4 * math.sqrt(3))), rel=1e-9)


def test_that_a_subgroup_of_one_value_has_a_mean_and_no_limits() -> None:
    lonely = draw(ChartKind.XBAR, subgroups([*RINGS, [74.0, None]])).points[-1]
    assert (lonely.value, lonely.lower, lonely.upper, lonely.denominator) == (74.0, None, None, 1)
    nothing = draw(ChartKind.XBAR, subgroups([[1.0], [2.0]]))
    assert nothing.notes[0] == "No date has two values: there are no limits."


def test_that_a_run_chart_has_a_median_no_limits_and_one_analysis_a_phase() -> None:
    values = [1.0] * 8 + [2.0] + [3.0] * 8
    chart = draw(ChartKind.RUN, monthly(values))
    assert {(point.centre, point.lower, point.upper) for point in chart.points} == {(2.0, None, None)}
    [runs] = chart.runs
    assert (runs.useful_points, runs.longest_run, runs.crossings) == (16, 8, 1)
    assert (runs.longest_run_limit, runs.crossings_limit, runs.is_signal) == (7, 4, True)
    assert (chart.icon, set(causes(chart))) == (VariationIcon.NONE, {""})
    two = draw(ChartKind.RUN, monthly(values), rebase=(month_of(9).first,))
    assert [runs.is_signal for runs in two.runs] == [False, False]
    assert two.runs[1].useful_points == 0
    assert two.notes == ("The runs say little yet: 0 of the 10 points off the median needed.",)


def test_that_a_gap_and_a_point_on_the_median_do_not_end_a_run() -> None:
    values = [1.0, 1.0, None, 1.0, 2.0, 1.0, 3.0, 3.0, 3.0, 3.0]
    [runs] = draw(ChartKind.RUN, monthly(values)).runs
    assert (runs.useful_points, runs.longest_run, runs.crossings) == (8, 4, 1)


@pytest.mark.parametrize("kind", PER_DENOMINATOR)
def test_that_a_point_out_of_nothing_keeps_its_place_without_value_or_limits(kind: ChartKind) -> None:
    whole = draw(kind, shares([*COUNTS, *COUNTS], [*SIZES, *SIZES]))
    chart = draw(kind, shares([*COUNTS, 0, None, *COUNTS], [*SIZES, 0, 12, *SIZES]))
    for gap in chart.points[14:16]:
        assert (gap.value, gap.lower, gap.upper) == (None, None, None)
        assert gap.centre == pytest.approx(whole.points[0].centre)
    assert chart.points[-1].value == whole.points[-1].value
    assert len(chart.points) == 30


@pytest.mark.parametrize("kind", ALONE)
def test_that_excluded_points_are_drawn_and_limits_are_those_of_the_rest(kind: ChartKind) -> None:
    spoilt = [*TIMES[:6], 500.0, *TIMES[6:]]
    chart = draw(kind, monthly(spoilt), excluded=(month_of(6).first,))
    rest = draw(kind, monthly(TIMES))
    assert (chart.points[0].centre, chart.points[0].upper) == (rest.points[0].centre, rest.points[0].upper)
    assert chart.points[6].is_excluded
    if kind is not ChartKind.MR:  # the range to the excluded point is drawn, and takes no part
        assert chart.points[6].value == 500.0
        assert causes(chart)[:6] + causes(chart)[7:] == causes(rest)
    assert chart.runs == rest.runs
    assert causes(chart)[6] == ("" if kind is ChartKind.RUN else "outside")


@pytest.mark.parametrize("kind", PER_DENOMINATOR)
def test_that_excluded_denominators_take_no_part_either(kind: ChartKind) -> None:
    chart = draw(kind, shares([*COUNTS, 40], [*SIZES, 50]), excluded=(month_of(14).first,))
    rest = draw(kind, shares(COUNTS, SIZES))
    assert chart.points[3].upper == pytest.approx(rest.points[3].upper, rel=1e-12)
    assert causes(chart)[-1] == "outside"


def test_that_a_run_of_seven_goes_on_beyond_an_excluded_point() -> None:
    base = [1.0, -1.0] * 7
    values = [*base, 0.5, 0.6, 0.5, -0.9, 0.6, 0.5, 0.6, 0.5, *base]
    chart = mdc(values, fix_after=14, excluded=(month_of(17).first,))
    assert causes(chart)[14:22] == ["shift"] * 3 + [""] + ["shift"] * 4
    assert "shift" not in causes(mdc(values, fix_after=14))


def test_that_an_excluded_date_not_in_the_series_is_refused() -> None:
    with pytest.raises(UserFacingError, match="No point can be left out on 1 Jan 2030"):
        mdc([1.0, 2.0], excluded=(date(2030, 1, 1),))


@pytest.mark.parametrize(
    ("kind", "values", "why"),
    [
        (ChartKind.T, [1.0, 0.0], "must be more than nought"),
        (ChartKind.C, [1.0, -1.0], "cannot be less than nought"),
        (ChartKind.G, [1.0, -1.0], "cannot be less than nought"),
    ],
)
def test_that_a_value_a_kind_cannot_have_is_refused_with_its_date(
    kind: ChartKind, values: list[float], why: str
) -> None:
    with pytest.raises(UserFacingError, match=f"1 Feb 2024 .*{why}"):
        draw(kind, monthly(values))


def test_that_more_than_all_is_refused() -> None:
    with pytest.raises(UserFacingError, match="more than there are in all"):
        draw(ChartKind.P, shares([2, 5], [4, 4]))


def test_that_a_baseline_holds_for_every_kind_per_denominator() -> None:
    counts, sizes = [*COUNTS, 30, 2], [*SIZES, 40, 40]
    for kind in PER_DENOMINATOR:
        fixed = draw(kind, shares(counts, sizes), fix_after=14)
        assert fixed.points[2].upper == pytest.approx(draw(kind, shares(COUNTS, SIZES)).points[2].upper, rel=1e-12)
        assert causes(fixed)[14] == "outside"


def test_that_the_deviation_of_an_i_prime_chart_keeps_to_the_baseline_where_the_peer_does_not() -> None:
    """qicharts2 takes s from all points, also those after the freeze: a later change would widen its own limits."""
    before = draw(ChartKind.I_PRIME, shares(COUNTS, SIZES), fix_after=12)
    after = draw(ChartKind.I_PRIME, shares([*COUNTS, 50], [*SIZES, 50]), fix_after=12)
    assert after.points[0].upper == before.points[0].upper


def test_that_no_variation_is_no_special_cause_where_the_peer_flags_every_rounding() -> None:
    """Fifteen 0.3s have a mean that is not 0.3 in floating point, and no moving range."""
    for kind in (ChartKind.XMR, ChartKind.T, ChartKind.MR):
        assert set(causes(draw(kind, monthly([0.3] * 15)))) == {""}
    for kind in PER_DENOMINATOR:
        assert set(causes(draw(kind, shares([3] * 15, [10] * 15)))) == {""}


def test_that_screening_widens_nothing_and_is_left_out_where_it_would_leave_no_variation() -> None:
    jump = shares([1] * 10 + [3] * 10, [10] * 20)
    for kind in (ChartKind.P_PRIME, ChartKind.U_PRIME, ChartKind.I_PRIME):
        screened = draw(kind, jump, screen=True)
        assert screened.points[0].upper == draw(kind, jump).points[0].upper
        assert "Screening left out: it would leave no variation." in screened.notes
    assert draw(ChartKind.P, jump, screen=True).notes == ()


def test_that_assurance_takes_the_limits_of_the_last_point() -> None:
    many, options = [n * 40 for n in SIZES], {"target": 0.01, "improvement": Improvement.DOWN}
    assert draw(ChartKind.P, shares(COUNTS, many), **options).assurance is AssuranceIcon.CONSISTENT_PASS
    assert draw(ChartKind.P, shares([*COUNTS, 0], [*many, 2]), **options).assurance is AssuranceIcon.INCONSISTENT


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(20, 60)), min_size=2, max_size=30),
    st.sampled_from(PER_DENOMINATOR),
    st.sampled_from(RuleProfile),
)
def test_that_points_per_denominator_may_come_in_any_order_and_limits_enclose_the_centre(
    rows: list[tuple[int, int]], kind: ChartKind, profile: RuleProfile
) -> None:
    points = shares([x for x, _ in rows], [n for _, n in rows])
    chart = draw(kind, points, profile=profile)
    assert draw(kind, random.Random(1).sample(points, len(points)), profile=profile) == chart  # noqa: S311 - an order
    for point in chart.points:
        assert point.lower is not None
        assert point.lower - 1e-12 <= point.centre <= point.upper + 1e-12


@given(st.lists(st.integers(1, 60).map(float), min_size=3, max_size=30), st.sampled_from([0.25, 4.0]))
def test_that_the_unit_of_time_makes_no_difference_to_a_t_chart(times: list[float], scale: float) -> None:
    before, after = draw(ChartKind.T, monthly(times)), draw(ChartKind.T, monthly([time * scale for time in times]))
    assert after.points[0].centre == pytest.approx(before.points[0].centre * scale)
    assert after.points[0].upper == pytest.approx(before.points[0].upper * scale, abs=1e-9)


@given(st.lists(st.lists(st.integers(0, 9).map(float), min_size=2, max_size=5), min_size=2, max_size=12))
def test_that_shifting_the_values_of_subgroups_moves_the_mean_and_not_the_deviation(groups: list[list[float]]) -> None:
    moved = [[value + 64 for value in group] for group in groups]
    for kind, step in ((ChartKind.XBAR, 64.0), (ChartKind.S, 0.0)):
        before, after = draw(kind, subgroups(groups)), draw(kind, subgroups(moved))
        assert [p.value - step for p in after.points] == pytest.approx([p.value for p in before.points], abs=1e-9)
        assert [p.upper - step for p in after.points] == pytest.approx([p.upper for p in before.points], abs=1e-6)


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("profile", RuleProfile)
def test_that_one_point_and_no_point_make_a_chart_of_any_kind(kind: ChartKind, profile: RuleProfile) -> None:
    one = SeriesPoint(date(2024, 1, 1), 0.5, 1, 2)
    assert draw(kind, [one], profile=profile).points[0].special_cause.value == ""
    empty = draw(kind, [], profile=profile)
    assert (empty.points, empty.kind) == ((), kind)
    missing = SeriesPoint(one.on + timedelta(days=1), None, None, 0)
    assert draw(kind, [missing], profile=profile).notes


def test_that_printed_textbook_examples_come_out() -> None:
    """Montgomery DC, Introduction to Statistical Quality Control: tables 6.6, 7.1 and 7.7, to the figures printed."""
    viscosity = [
        33.75,
        33.05,
        34.00,
        33.81,
        33.46,
        34.02,
        33.68,
        33.27,
        33.49,
        33.20,
        33.62,
        33.00,
        33.54,
        33.12,
        33.84,
    ]
    point = draw(ChartKind.XMR, monthly(viscosity)).points[0]
    assert (point.centre, point.lower, point.upper) == pytest.approx((33.52, 32.24, 34.80), abs=0.01)
    ranges = draw(ChartKind.MR, monthly(viscosity)).points[0]
    assert (ranges.centre, ranges.upper) == pytest.approx((0.48, 1.57), abs=0.01)
    cans = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
    chart = draw(ChartKind.P, shares(cans, [50] * 30))
    point = chart.points[0]
    assert (point.centre, point.lower, point.upper) == pytest.approx((0.2313, 0.0524, 0.4102), abs=5e-5)
    assert [place + 1 for place, cause in enumerate(causes(chart)) if cause == "outside"] == [15, 23]
    boards = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
    chart = draw(ChartKind.C, monthly([float(count) for count in boards]))
    point = chart.points[0]
    assert (point.centre, point.lower, point.upper) == pytest.approx((19.85, 6.48, 33.22), abs=0.01)
    assert [place + 1 for place, cause in enumerate(causes(chart)) if cause == "outside"] == [6, 20]
