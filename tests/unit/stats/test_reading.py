from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.measure import Measure, MeasureId, Unit
from cdconsole.domain.spc import ChartKind, Improvement, SpcChart
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.control_chart import SeriesPoint, control_chart
from cdconsole.stats.reading import reading
from unit.stats.series import dots, mdc, month_of

QUIET = [10.0, 12.0, 11.0, 9.0, 10.0, 12.0, 9.0, 11.0, 10.0, 12.0, 9.0, 11.0, 10.0]
UP, DOWN, NEITHER = Improvement.UP, Improvement.DOWN, Improvement.NEITHER

LENGTH_OF_STAY = Measure(
    id=MeasureId.LENGTH_OF_STAY,
    version=1,
    title="Median length of stay",
    question="How long do patients stay?",
    numerator="days",
    denominator="spells",
    denominator_noun="spells",
    exclusions="",
    attribution="",
    unit=Unit.DAYS,
    improvement=Improvement.NEITHER,
    needs_times=False,
    balancing="",
    weaknesses="",
    source="",
)


def read(chart: SpcChart) -> str:
    return reading(chart, LENGTH_OF_STAY)


def test_that_a_quiet_chart_says_common_cause() -> None:
    assert read(mdc(QUIET)) == "Common-cause variation: nothing here to explain."


def test_that_trial_limits_say_how_many_months_are_missing() -> None:
    expected = "Too few months for an icon: 11 of the 13 needed; limits are on trial."
    assert read(mdc([*QUIET[:11], None, None])) == expected


def test_that_trial_limits_after_a_change_say_since_when() -> None:
    chart = mdc([*QUIET, *QUIET[:5]], rebase=(month_of(13).first,))
    assert read(chart) == "Too few months since Feb 2025 for an icon: 5 of the 13 needed; limits are on trial."


def test_that_a_baseline_thinned_by_gaps_is_on_trial() -> None:
    expected = "Too few months with a value before the limits are fixed: limits are on trial."
    assert read(mdc([None, *QUIET, *QUIET], fix_after=12)) == expected


def test_that_a_chart_without_values_says_so() -> None:
    assert read(mdc([None, None])) == read(mdc([])) == "No month has a value: nothing to draw."


def test_that_months_all_alike_are_no_variation() -> None:
    assert read(mdc([4.0] * 14)) == "No variation: 4.0 days in every month."


def test_that_limits_nothing_can_be_judged_by_are_said_to_be_so() -> None:
    expected = "Nothing can be judged: the months the limits come from do not vary, or none stand side by side."
    assert read(mdc([5.0] * 12 + [6.0, 7.0], fix_after=12)) == expected
    assert read(dots([5.0])) == expected


@pytest.mark.parametrize(
    ("improvement", "sentence"),
    [
        (UP, "Seven months above the mean: improvement since Feb 2025."),
        (DOWN, "Seven months above the mean since Feb 2025: look at the data first."),
        (NEITHER, "Seven months above the mean since Feb 2025: a change to explain."),
    ],
)
def test_that_a_shift_that_lasts_says_since_when(improvement: Improvement, sentence: str) -> None:
    high = [11.5, 12.0, 11.5, 12.0, 11.5, 12.0, 11.5]
    assert read(mdc([*QUIET, *high], improvement, fix_after=13)) == sentence


def test_that_a_shift_that_is_over_says_what_followed() -> None:
    low = [9.5, 9.0, 9.5, 9.0, 9.5, 9.0, 9.5]
    chart = mdc([*QUIET, *low, 12.0], DOWN, fix_after=13)
    assert chart.points[12].value == 10.0  # below the mean of 10.46 too, so the run is one longer
    expected = "Eight months below the mean, Jan 2025 to Aug 2025: improvement; common-cause variation since."
    assert read(chart) == expected


def test_that_a_gap_ends_the_months_counted() -> None:
    high = [12.0, None, 11.5, 12.0, 11.5, 12.0, 11.5, 12.0, 11.5]
    expected = "Seven months above the mean: improvement since Apr 2025."
    assert read(mdc([*QUIET, *high], UP, fix_after=13)) == expected


def test_that_a_month_beyond_a_limit_is_named() -> None:
    assert read(mdc([*QUIET, 30.0], DOWN)) == "One month above the upper limit: Feb 2025; look at the data first."
    assert read(mdc([*QUIET, -9.0, 10.0], DOWN)) == (
        "One month below the lower limit: Feb 2025; improvement; common-cause variation since."
    )


def test_that_two_months_beyond_a_limit_are_both_named() -> None:
    expected = "Two months above the upper limit, Feb 2025 and Mar 2025: look at the data first."
    assert read(mdc([*QUIET, 40.0, 41.0], DOWN, fix_after=13)) == expected


def test_that_the_latest_special_cause_is_read_and_not_an_older_one() -> None:
    chart = mdc([*QUIET, 40.0, 10.0, 9.0, -20.0, 10.0], DOWN, fix_after=13)
    assert read(chart) == "One month below the lower limit: May 2025; improvement; common-cause variation since."


def test_that_many_months_are_counted_in_figures() -> None:
    high = [11.5, 12.0] * 7
    expected = "14 months above the mean: improvement since Feb 2025."
    assert read(mdc([*QUIET, *high], UP, fix_after=13)) == expected


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (0.5, "Seven months rising: improvement since Feb 2025."),
        (-0.5, "Seven months falling since Feb 2025: look at the data first."),
    ],
)
def test_that_a_trend_names_its_first_month(step: float, sentence: str) -> None:
    trend = [10.46 - 3 * step + place * step + (-0.1 if step > 0 else 0.1) for place in range(7)]
    opening = 12.0 if step > 0 else 8.0
    assert read(mdc([*QUIET[:12], opening, *trend], UP, fix_after=12)) == sentence


def test_that_two_of_three_names_the_two_months() -> None:
    chart = mdc([*QUIET, 15.0, 11.0, 15.0], UP, fix_after=13)
    expected = "Two of three months near the upper limit, Feb 2025 and Apr 2025: improvement."
    assert read(chart) == expected


def test_that_two_of_three_says_when_one_lies_beyond_the_limit() -> None:
    chart = mdc([*QUIET, 40.0, 11.0, 15.0], UP, fix_after=13)
    expected = "Two of three months near or beyond the upper limit, Feb 2025 and Apr 2025: improvement."
    assert read(chart) == expected


def test_that_three_near_months_are_three() -> None:
    chart = mdc([*QUIET, 15.0, 14.5, 15.0], DOWN, fix_after=13)
    assert read(chart) == "Three months near the upper limit since Feb 2025: look at the data first."


def test_that_a_gap_before_two_near_months_is_not_counted() -> None:
    chart = mdc([*QUIET, None, 15.0, 15.0, 11.0], UP, fix_after=13)
    expected = (
        "Two of three months near the upper limit, Mar 2025 and Apr 2025: improvement; common-cause variation since."
    )
    assert read(chart) == expected


def test_that_a_signal_may_start_with_the_first_month() -> None:
    rise = [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    expected = "Seven months rising, Jan 2024 to Jul 2024: improvement; common-cause variation since."
    assert read(mdc([*rise, *[2.0, 8.0] * 4], UP)) == expected


def test_that_runs_about_the_median_are_read_in_numbers() -> None:
    quiet = mdc([1.0, 3.0] * 8, kind=ChartKind.RUN)
    assert read(quiet) == "Common-cause variation about the median: nothing here to explain."
    assert read(mdc([*[1.0] * 8, 2.0, *[3.0] * 8], kind=ChartKind.RUN)) == (
        "The months do not scatter about their median as chance would: 8 months in a row on one side (chance seldom "
        "gives over 7), 1 crossing (chance seldom gives under 4): a change to explain."
    )
    few = mdc([1.0, 3.0, 2.0], kind=ChartKind.RUN)
    assert read(few) == "Too few months off the median to judge by: 2 of the 10 needed."


def test_that_a_shift_on_a_chart_about_the_median_says_so() -> None:
    chart = mdc([*[2.0, 8.0] * 7, *[9.0] * 7], NEITHER, kind=ChartKind.G, fix_after=14)
    assert read(chart) == "Eight months above the median since Feb 2025: a change to explain."


def test_that_limits_that_differ_from_month_to_month_are_read_month_by_month() -> None:
    rates = [SeriesPoint(month_of(k).first, (5 + k % 3) / 50, 5 + k % 3, 50) for k in range(14)]
    gap = SeriesPoint(month_of(14).first, None, 0, 0)
    options = ChartOptions(improvement=DOWN, kind=ChartKind.P)
    assert read(control_chart([gap, *rates], options)).startswith("Common-cause variation")
    high = [SeriesPoint(month_of(15 + k).first, x / 50, x, 50) for k, x in enumerate((12, 7, 12))]
    fixed = ChartOptions(improvement=DOWN, kind=ChartKind.P, fix_after=14)
    assert read(control_chart([*rates, *high], fixed)) == (
        "Two of three months near the upper limit, Apr 2025 and Jun 2025: look at the data first."
    )


def test_that_a_month_left_out_is_not_read() -> None:
    chart = mdc([*QUIET, 40.0], DOWN, excluded=(month_of(13).first,))
    assert chart.points[13].special_cause.value == "outside"
    assert read(chart) == "Common-cause variation: nothing here to explain."
    high = [11.5, 12.0, 11.5, -30.0, 12.0, 11.5, 12.0, 11.5]
    beyond = mdc([*QUIET, *high], UP, fix_after=13, excluded=(month_of(16).first,))
    assert read(beyond) == "Seven months above the mean: improvement since Feb 2025."


def test_that_signals_before_a_change_of_limits_are_history() -> None:
    chart = mdc([*QUIET, 40.0, *QUIET], UP, rebase=(month_of(14).first,))
    assert read(chart) == "Common-cause variation since Mar 2025: nothing here to explain."


@given(
    st.lists(st.none() | st.integers(0, 12).map(float), min_size=13, max_size=40),
    st.sampled_from(Improvement),
    st.sampled_from([mdc, dots]),
)
def test_that_the_sentence_is_true_to_the_flagged_points(values, improvement, draw) -> None:  # type: ignore[no-untyped-def]
    chart = draw(values, improvement)
    sentence = read(chart)
    flagged = {str(month_of(place)) for place, p in enumerate(chart.points) if p.special_cause.value}
    named = set(re.findall(r"[A-Z][a-z]{2} \d{4}", sentence))
    assert sentence.endswith(".")
    if not chart.is_trial:
        assert named <= flagged
        assert bool(named) == bool(flagged)
