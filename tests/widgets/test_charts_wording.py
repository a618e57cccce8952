from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from cdconsole.domain.calendar import Month
from cdconsole.domain.chart_marks import GoalMark, PointNote
from cdconsole.domain.measure import Controllable, Unit
from cdconsole.ui.charts.copied_table import as_html_table, as_tab_separated
from cdconsole.ui.charts.wording import (
    TABLE_HEADER,
    chart_description,
    exposure_text,
    goal_text,
    point_lines,
    point_text,
    table_rows,
)
from widgets.chart_values import LEAVE, chart, unavailable


def test_that_a_percentage_is_read_with_its_numerator_and_denominator() -> None:
    assert point_text(chart(), 0) == "Jan 2024: 41.0% (34 of 83 discharges), team 38.0%"


def test_that_the_team_is_left_out_when_its_line_is_off() -> None:
    assert point_text(chart(), 0, with_team=False) == "Jan 2024: 41.0% (34 of 83 discharges)"


def test_that_a_special_cause_is_named_with_its_direction() -> None:
    assert point_text(chart(), 4).endswith("Special cause: outside the limits (improvement)")


def test_that_a_median_is_read_with_its_denominator_and_not_its_sum_of_days() -> None:
    assert point_text(chart((4.0,), Unit.DAYS), 0, with_team=False).startswith("Jan 2024: 4.0 days (83 discharges)")


def test_that_a_month_without_a_value_says_so() -> None:
    assert point_text(chart(), 2).startswith("Mar 2024: no data")


def test_that_an_exposure_is_named_without_its_note() -> None:
    assert exposure_text(LEAVE) == "Leave, 4 Mar 2024 - 24 Mar 2024"


def test_that_a_screen_reader_hears_reading_icon_and_n() -> None:
    assert chart_description(chart()) == (
        "The last month is above the upper limit. Special cause: improvement, high. "
        "May or may not meet the target. n 120 of 388 discharges. Data quality: Quality good."
    )
    assert chart_description(unavailable()) == "Not available: dates only, no times of day."


def test_that_the_table_has_a_row_a_month_with_every_column() -> None:
    header, *rows = table_rows(chart())
    assert header == TABLE_HEADER
    assert len(rows) == 5
    assert rows[0] == ("Jan 2024", "41.0%", "34", "83", "42.0%", "20.0%", "60.0%", "38.0%", "", "")
    assert rows[4][-2] == "outside the limits (improvement)"
    assert all(len(row) == len(header) for row in rows)


def test_that_the_mean_of_a_count_keeps_a_decimal() -> None:
    assert table_rows(chart((34,), Unit.COUNT))[1][1:5] == ("34", "34", "83", "0.4")


def test_that_missing_team_values_and_limits_are_blank() -> None:
    made = chart((0.5,))
    bare = replace(made.chart.points[0], centre=None, lower=None, upper=None, numerator=None, denominator=None)
    row = table_rows(replace(made, team=(), chart=replace(made.chart, points=(bare,))))[1]
    assert row[2:8] == ("", "", "", "", "", "")


def test_that_what_is_copied_says_what_it_rests_on_before_its_months() -> None:
    lines = as_tab_separated(replace(chart(), quality_reasons=("12 of 40\tare not checked.",))).split("\n")
    assert lines[:7] == [
        "Measure\tDischarged before midday",
        "Definition\tVersion 1",
        "n\tn 120 of 388 discharges",
        "Reading\tThe last month is above the upper limit.",
        "Rules\tMaking Data Count rules",
        "Data quality\tQuality good 12 of 40 are not checked.",
        "Team\tDotted: the team, 14 clinicians",
    ]
    assert lines[7] == ""
    assert lines[8].split("\t") == list(TABLE_HEADER)
    assert lines[9].startswith("Jan 2024\t41.0%\t34\t83\t42.0%\t20.0%\t60.0%")


def test_that_copied_cells_can_break_neither_rows_nor_markup() -> None:
    note = PointNote("1", Month(2024, 1), "a\tb\nc <b>5 & 6</b>", "Dr B", datetime(2024, 6, 1, tzinfo=UTC), 1)
    noted = replace(chart(), notes=(note,))
    assert "\ta b c <b>5 & 6</b> (Dr B)\n" in as_tab_separated(noted)
    assert "c &lt;b&gt;5 &amp; 6&lt;/b&gt; (Dr B)</td>" in as_html_table(noted)


def test_that_a_month_of_few_cases_says_that_its_value_says_little() -> None:
    made = chart()
    few = replace(made.chart.points[0], numerator=2, denominator=4)
    made = replace(made, chart=replace(made.chart, points=(few, *made.chart.points[1:])))
    assert point_lines(made, 0)[1:] == ("Fewer than 5 discharges: the value alone says little.",)
    assert point_lines(made, 1)[1:] == ()


def test_that_a_target_stands_with_its_origin_and_context_is_said_to_be_context() -> None:
    made = chart()
    measure = replace(made.measure, target=0.33, target_origin="SAFER", controllable=Controllable.NO)
    made = replace(made, measure=measure)
    assert "Target 33.0% (SAFER)." not in chart_description(chart())
    assert "Target 33.0% (SAFER). Context: nobody here controls this." in chart_description(made)
    assert "Target\t33.0% (SAFER)" in as_tab_separated(made)
    assert "Context\tnobody here controls this." in as_tab_separated(made)


def test_that_a_goal_is_said_with_what_it_has_of_baseline_and_target() -> None:
    assert goal_text(chart()) == ""
    agreed = date(2024, 3, 5)
    assert goal_text(replace(chart(), goal=GoalMark(agreed, None, None))) == "Goal agreed 5 Mar 2024"
    both = replace(chart(), goal=GoalMark(agreed, 0.42, 0.6))
    assert goal_text(both) == "Goal agreed 5 Mar 2024: baseline 42.0%, target 60.0%"
