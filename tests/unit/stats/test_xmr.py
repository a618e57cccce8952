from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.spc import AssuranceIcon, Improvement, RuleProfile, SpcChart, VariationIcon
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.control_chart import SeriesPoint, control_chart
from cdconsole.stats.limits import SCREEN_FACTOR
from unit.stats.series import causes, directions, dots, mdc, month_of, monthly

QUIET = [10.0, 12.0, 11.0, 9.0, 10.0, 12.0, 9.0, 11.0, 10.0, 12.0, 9.0, 11.0, 10.0]
STEP = [10.0] * 10 + [11.0] * 10

# Values on a grid, and shifts and scales that keep them exact: ties stay ties.
GRID = st.lists(st.integers(-40, 40).map(float), min_size=2, max_size=40)
SERIES = st.lists(st.none() | st.integers(-40, 40).map(float), min_size=2, max_size=40)
PROFILES = st.sampled_from(RuleProfile)


def test_that_limits_are_the_mean_and_2_66_mean_moving_ranges() -> None:
    chart = mdc([1.0, 3.0, 2.0])
    first = chart.points[0]
    assert (first.centre, first.lower, first.upper) == pytest.approx((2.0, 2.0 - 2.66 * 1.5, 2.0 + 2.66 * 1.5))


def test_that_a_gap_is_not_bridged_and_a_removed_row_is() -> None:
    points = monthly([10.0, 12.0, None, 30.0, 28.0])
    gap = control_chart(points, ChartOptions())
    removed = control_chart([point for point in points if point.value is not None], ChartOptions())
    assert gap.points[0].upper == pytest.approx(20 + 2.66 * 2)
    assert removed.points[0].upper == pytest.approx(20 + 2.66 * 22 / 3)
    assert gap.points[2].value is None
    assert gap.points[2].centre == pytest.approx(20)


def test_that_points_come_out_in_date_order_with_numerator_and_denominator() -> None:
    points = [SeriesPoint(month_of(place).first, place / 2, place, 2) for place in range(4)]
    chart = control_chart(list(reversed(points)), ChartOptions())
    assert [(point.value, point.numerator, point.denominator) for point in chart.points] == [
        (place / 2, place, 2) for place in range(4)
    ]


def test_that_plotthedots_screens_and_mdc_does_not_unless_told_otherwise() -> None:
    values = [*QUIET, 60.0, *QUIET]
    assert dots(values).points[0].upper == mdc(values, screen=True).points[0].upper
    assert mdc(values).points[0].upper == dots(values, screen=False).points[0].upper
    assert mdc(values).points[0].upper > mdc(values, screen=True).points[0].upper


def test_that_mdc_leaves_screening_out_where_it_would_collapse_the_limits() -> None:
    chart = mdc(STEP, screen=True)
    assert chart.points[0].upper == pytest.approx(10.5 + 2.66 / 19)
    assert any("Screening left out" in note for note in chart.notes)


@given(GRID)
def test_that_screening_never_drops_a_third_of_the_ranges_so_that_no_guard_is_needed(values: list[float]) -> None:
    ranges = np.abs(np.diff(values))
    assert 3 * np.count_nonzero(ranges >= SCREEN_FACTOR * ranges.mean()) < len(ranges) or not ranges.any()


def test_that_plotthedots_stays_with_its_peer_when_screening_collapses_the_limits() -> None:
    chart = dots(STEP)
    assert {point.upper for point in chart.points} == {10.5}
    assert set(causes(chart)) == {"outside"}
    assert any("Screening left no variation" in note for note in chart.notes)


@pytest.mark.parametrize("chart", [mdc([0.3] * 15), dots([0.3] * 15), dots([0.3] * 15, screen=False)])
def test_that_no_variation_gives_limits_at_the_mean_and_no_special_cause(chart: SpcChart) -> None:
    assert {(point.lower, point.upper) for point in chart.points} == {(chart.points[0].centre,) * 2}
    assert set(causes(chart)) == {""}
    assert chart.icon is VariationIcon.COMMON_CAUSE
    assert chart.notes == ("No variation in the values the limits come from: the limits are the mean.",)


def test_that_mdc_judges_nothing_after_a_baseline_without_variation_and_plotthedots_sees_the_shift() -> None:
    values = [5.0] * 12 + [6.0, 7.0, 6.0, 7.0, 6.0, 7.0, 6.0]
    assert set(causes(mdc(values, fix_after=12))) == {""}
    assert causes(dots(values, fix_after=12))[12:] == ["shift"] * 7
    assert causes(dots(values, fix_after=12, screen=False))[12:] == ["outside"] * 7


def test_that_one_point_is_drawn_at_its_mean() -> None:
    for chart in (mdc([4.0], target=3.0), dots([4.0], target=3.0)):
        point = chart.points[0]
        assert (point.centre, point.lower, point.upper) == (4.0, 4.0, 4.0)
        assert chart.assurance is AssuranceIcon.NONE
        assert chart.notes[0] == "No two values stand side by side: the limits are drawn at the mean."


@pytest.mark.parametrize("profile", RuleProfile)
def test_that_a_series_without_values_says_so_and_has_no_limits(profile: RuleProfile) -> None:
    chart = control_chart(monthly([None, None]), ChartOptions(profile))
    assert chart.points[1].centre is chart.points[1].upper is None
    assert chart.icon is VariationIcon.NONE
    assert chart.notes[0] == "No value to calculate a mean from."


def test_that_a_series_without_points_is_an_empty_chart() -> None:
    chart = control_chart([], ChartOptions())
    assert chart.points == ()
    assert chart.icon is VariationIcon.NONE


def test_that_mdc_withholds_icons_below_13_points_and_says_why() -> None:
    chart = mdc(QUIET[:12], target=0.0)
    assert chart.is_trial
    assert (chart.icon, chart.assurance) == (VariationIcon.NONE, AssuranceIcon.NONE)
    assert chart.notes == ("Trial limits and no icon: 12 of the 13 points needed.",)
    whole = mdc(QUIET, target=0.0)
    assert not whole.is_trial
    assert (whole.icon, whole.assurance) == (VariationIcon.COMMON_CAUSE, AssuranceIcon.CONSISTENT_PASS)
    assert whole.notes == ()


def test_that_a_gap_does_not_count_towards_13_points() -> None:
    assert mdc([*QUIET[:12], None]).is_trial


def test_that_plotthedots_shows_an_icon_on_trial_limits_and_says_so() -> None:
    chart = dots(QUIET[:12])
    assert chart.icon is VariationIcon.COMMON_CAUSE
    assert chart.notes == ("Trial limits: 12 of the 13 points needed.",)


def test_that_a_short_last_phase_is_on_trial_however_long_the_first() -> None:
    chart = mdc([*QUIET, 20.0, 21.0], rebase=(month_of(13).first,))
    assert chart.is_trial
    assert [point.phase for point in chart.points] == [1] * 13 + [2] * 2
    assert chart.points[-1].centre == 20.5


def test_that_notes_name_the_phase_they_are_about() -> None:
    chart = mdc([*[5.0] * 13, *QUIET], rebase=(month_of(13).first,))
    assert chart.notes == ("Phase 1: No variation in the values the limits come from: the limits are the mean.",)


def test_that_a_run_across_a_rebase_is_no_shift() -> None:
    values = [*QUIET, 13.0, 14.0, 13.0, 14.0, 13.0, 14.0, 13.0, 5.0, 5.0, 6.0, 5.0, 4.0, 5.0, 6.0]
    assert "shift" in causes(mdc(values))
    assert "shift" not in causes(mdc([*QUIET, *values[13:20]], rebase=(month_of(16).first,)))


def test_that_a_rebase_on_the_first_date_changes_nothing() -> None:
    assert mdc(QUIET, rebase=(month_of(0).first,)) == mdc(QUIET)


@pytest.mark.parametrize("profile", RuleProfile)
def test_that_a_rebase_date_not_in_the_series_is_refused(profile: RuleProfile) -> None:
    with pytest.raises(UserFacingError, match="1 Jan 2030"):
        control_chart(monthly(QUIET), ChartOptions(profile, rebase=(month_of(72).first,)))


def test_that_two_values_on_one_date_are_refused() -> None:
    with pytest.raises(UserFacingError, match="1 Feb 2024 has more than one value"):
        control_chart([*monthly(QUIET), SeriesPoint(month_of(1).first, 3.0)], ChartOptions())


def test_that_limits_are_fixed_after_the_first_rows_of_each_phase_gaps_counted() -> None:
    base = [*QUIET[:11], None]
    chart = mdc([*base, 50.0, 60.0, *base, 5.0], fix_after=12, rebase=(month_of(14).first,))
    alone = mdc(base)
    assert {point.upper for point in chart.points} == {alone.points[0].upper}
    assert causes(chart)[12:14] == ["outside", "outside"]


def test_that_a_baseline_under_12_points_is_refused() -> None:
    assert ChartOptions(fix_after=12).fix_after == 12
    with pytest.raises(UserFacingError, match="fixed after 11 points"):
        ChartOptions(fix_after=11)


def test_that_a_baseline_thinned_by_gaps_gives_trial_limits() -> None:
    chart = mdc([None, *QUIET, *QUIET], fix_after=12)
    assert chart.is_trial
    assert chart.notes == ("Trial limits and no icon: 11 of the 12 values needed before the limits are fixed.",)


def test_that_mdc_takes_the_icon_from_the_last_value_and_plotthedots_from_the_last_row() -> None:
    values = [*QUIET, *QUIET, 40.0, None]
    assert mdc(values).icon is VariationIcon.IMPROVEMENT_HIGH
    assert dots(values).icon is VariationIcon.COMMON_CAUSE


def test_that_the_icon_is_that_of_the_last_point_whatever_came_before() -> None:
    assert mdc([*QUIET, 40.0, *QUIET]).icon is VariationIcon.COMMON_CAUSE


@pytest.mark.parametrize(
    ("improvement", "spike", "icon"),
    [
        (Improvement.UP, 40.0, VariationIcon.IMPROVEMENT_HIGH),
        (Improvement.UP, -20.0, VariationIcon.CONCERN_LOW),
        (Improvement.DOWN, 40.0, VariationIcon.CONCERN_HIGH),
        (Improvement.DOWN, -20.0, VariationIcon.IMPROVEMENT_LOW),
        (Improvement.NEITHER, 40.0, VariationIcon.NEUTRAL_HIGH),
        (Improvement.NEITHER, -20.0, VariationIcon.NEUTRAL_LOW),
    ],
)
def test_that_an_icon_says_the_side_and_what_it_means(
    improvement: Improvement, spike: float, icon: VariationIcon
) -> None:
    assert mdc([*QUIET, spike], improvement).icon is icon


@pytest.mark.parametrize(
    ("improvement", "target", "assurance"),
    [
        (Improvement.UP, 30.0, AssuranceIcon.CONSISTENT_FAIL),
        (Improvement.UP, -30.0, AssuranceIcon.CONSISTENT_PASS),
        (Improvement.UP, 10.0, AssuranceIcon.INCONSISTENT),
        (Improvement.DOWN, 30.0, AssuranceIcon.CONSISTENT_PASS),
        (Improvement.DOWN, -30.0, AssuranceIcon.CONSISTENT_FAIL),
        (Improvement.NEITHER, 30.0, AssuranceIcon.NONE),
        (Improvement.UP, None, AssuranceIcon.NONE),
    ],
)
def test_that_assurance_compares_the_target_with_the_last_limits(
    improvement: Improvement, target: float | None, assurance: AssuranceIcon
) -> None:
    assert mdc(QUIET, improvement, target=target).assurance is assurance


def test_that_a_target_on_a_limit_is_inconsistent() -> None:
    upper = mdc(QUIET).points[-1].upper
    assert mdc(QUIET, target=upper).assurance is AssuranceIcon.INCONSISTENT


@given(SERIES, PROFILES, st.sampled_from([-64.0, 3.0, 1024.0]), st.sampled_from([0.5, 2.0, 8.0]))
def test_that_shifting_and_scaling_a_series_moves_its_limits_and_no_signal(
    values: list[float | None], profile: RuleProfile, shift: float, scale: float
) -> None:
    options = ChartOptions(profile, Improvement.UP)
    before = control_chart(monthly(values), options)
    after = control_chart(monthly([None if v is None else v * scale + shift for v in values]), options)
    assert causes(after) == causes(before)
    assert directions(after) == directions(before)
    if before.points[0].upper is not None:
        assert after.points[0].upper == pytest.approx(before.points[0].upper * scale + shift)


@given(SERIES, PROFILES)
def test_that_reversing_the_sign_swaps_high_and_low(values: list[float | None], profile: RuleProfile) -> None:
    options = ChartOptions(profile, Improvement.NEITHER)
    before = control_chart(monthly(values), options)
    after = control_chart(monthly([None if v is None else -v for v in values]), options)
    swapped = {"neutral_high": "neutral_low", "neutral_low": "neutral_high", "": ""}
    assert causes(after) == causes(before)
    if not _has_peer_trend_at_tie(before):
        assert directions(after) == [swapped[direction] for direction in directions(before)]


def _has_peer_trend_at_tie(chart: SpcChart) -> bool:
    """Whether the peer reads a tie between two trends as falling, which no mirror image keeps."""
    pairs = zip(chart.points, chart.points[1:], strict=False)
    return chart.profile is RuleProfile.PLOTTHEDOTS and any(
        a.value == b.value and a.special_cause.value == "trend" for a, b in pairs
    )


@given(GRID, PROFILES)
def test_that_the_order_points_come_in_does_not_matter(values: list[float], profile: RuleProfile) -> None:
    points = monthly(values)
    shuffled = random.Random(1).sample(points, len(points))  # noqa: S311 - an order, not a secret
    assert control_chart(shuffled, ChartOptions(profile)) == control_chart(points, ChartOptions(profile))


@given(SERIES, PROFILES)
def test_that_a_gap_is_never_flagged_and_limits_enclose_the_mean(
    values: list[float | None], profile: RuleProfile
) -> None:
    for point in control_chart(monthly(values), ChartOptions(profile)).points:
        assert (point.special_cause.value == "") == (point.direction.value == "")
        if point.value is None:
            assert point.special_cause.value == ""
        if point.centre is not None:
            assert point.lower <= point.centre <= point.upper
