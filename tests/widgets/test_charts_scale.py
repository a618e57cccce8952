from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.chart_marks import GoalMark
from cdconsole.domain.measure import MeasureChart, Unit
from cdconsole.ui.charts.painting import exposure_span, spread
from cdconsole.ui.charts.scale import month_ticks, nice_step, tick_text, value_axis
from widgets.chart_values import LEAVE, chart

VALUES = st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=40).map(tuple)


def _bare(values: tuple[float | None, ...], unit: Unit) -> MeasureChart:
    made = chart(values, unit)
    points = tuple(replace(point, centre=None, lower=None, upper=None) for point in made.chart.points)
    return replace(made, team=(), chart=replace(made.chart, points=points, target=None))


def test_that_a_percentage_axis_starts_at_zero_and_says_per_cent() -> None:
    axis = value_axis(chart((0.8, 0.85)))
    assert axis.low == 0
    assert axis.ticks[0] == (0, "0%")


def test_that_a_limit_beyond_100_per_cent_does_not_stretch_the_axis() -> None:
    made = chart((0.9, 0.95))
    points = tuple(replace(point, upper=1.4, lower=-0.3) for point in made.chart.points)
    axis = value_axis(replace(made, chart=replace(made.chart, points=points)))
    assert axis.low == 0
    assert axis.high <= 1.05
    assert axis.ticks[-1][0] <= 1


def test_that_days_far_from_zero_are_not_squeezed_under_the_top() -> None:
    assert value_axis(_bare((4.0, 4.4, 5.0), Unit.DAYS)).low > 3
    assert value_axis(_bare((0.5, 4.4, 5.0), Unit.DAYS)).low == 0


def test_that_days_early_are_drawn_below_zero_with_their_limits() -> None:
    early = value_axis(_bare((-3.0, 1.0, -2.0), Unit.DAYS))
    assert early.low < -3
    assert early.high > 1
    assert any(tick < 0 for tick, _ in early.ticks)
    assert any(text == "0" for _, text in early.ticks)
    all_early = value_axis(_bare((-3.0, -2.0), Unit.DAYS))
    assert all_early.low < -3
    assert all_early.high > 0


def test_that_a_goals_baseline_and_target_lie_on_the_axis() -> None:
    drawn = value_axis(replace(chart((4.0, 5.0), Unit.DAYS), goal=GoalMark(date(2024, 1, 9), 12.0, 1.0)))
    assert drawn.low <= 1.0
    assert drawn.high >= 12.0


def test_that_counts_have_whole_ticks() -> None:
    assert [text for _, text in value_axis(_bare((1, 2, 1), Unit.COUNT)).ticks] == ["0", "1", "2"]


@given(VALUES, st.sampled_from(Unit))
def test_that_every_value_lies_on_the_axis(values: tuple[float | None, ...], unit: Unit) -> None:
    drawn = tuple(None if value is None else value / 1e6 for value in values) if unit is Unit.PERCENT else values
    axis = value_axis(_bare(drawn, unit))
    assert axis.low < axis.high
    assert all(axis.low <= value <= axis.high for value in drawn if value is not None)
    assert all(axis.low - 1e-9 <= tick <= axis.high + 1e-9 for tick, _ in axis.ticks)
    assert len(axis.ticks) <= 6


@given(st.floats(1e-6, 1e9))
def test_that_a_step_is_round_and_never_smaller_than_asked(roughly: float) -> None:
    step = nice_step(roughly)
    assert roughly * (1 - 1e-6) <= step <= roughly * 2.5 * (1 + 1e-6)


@pytest.mark.parametrize(
    ("value", "step", "unit", "text"),
    [
        (0.25, 0.05, Unit.PERCENT, "25%"),
        (0.025, 0.005, Unit.PERCENT, "2.5%"),
        (1200.0, 200.0, Unit.COUNT, "1,200"),
        (2.5, 0.5, Unit.DAYS, "2.5"),
        (2.25, 0.25, Unit.DAYS, "2.25"),
    ],
)
def test_that_a_tick_shows_as_many_decimals_as_its_step(value: float, step: float, unit: Unit, text: str) -> None:
    assert tick_text(value, step, unit) == text


def test_that_month_labels_thin_out_on_round_months() -> None:
    months = Period(Month(2023, 7), Month(2026, 6)).months
    assert [text for _, text in month_ticks(months, 500, 45)] == [
        "Jul 23",
        "Jan 24",
        "Jul 24",
        "Jan 25",
        "Jul 25",
        "Jan 26",
    ]
    assert len(month_ticks(months, 5000, 45)) == 36
    assert month_ticks((), 500, 45) == ()


@given(st.integers(1, 240), st.floats(60, 3000))
def test_that_month_labels_never_touch(count: int, width: float) -> None:
    months = Period.ending(Month(2026, 6), count).months
    places = [place for place, _ in month_ticks(months, width, 45)]
    gaps = [(after - before) * width / count for before, after in pairwise(places)]
    assert places
    assert all(gap > 45 for gap in gaps)


def test_that_shading_covers_the_days_away_within_their_month() -> None:
    months = Period(Month(2024, 1), Month(2024, 6)).months
    assert exposure_span(LEAVE, months) == pytest.approx((2 - 0.5 + 3 / 31, 2 - 0.5 + 24 / 31))
    assert exposure_span(LEAVE, months[3:]) is None
    assert exposure_span(LEAVE, ()) is None


@given(st.lists(st.floats(0, 86), min_size=1, max_size=5).map(sorted))
def test_that_line_names_keep_apart_and_inside(tops: list[float]) -> None:
    placed = spread(tuple(tops), 14, (0, 100))
    assert all(after - before >= 14 - 1e-9 for before, after in pairwise(placed))
    assert placed[-1] + 14 <= 100 + 1e-9
    assert placed[0] >= -1e-9
