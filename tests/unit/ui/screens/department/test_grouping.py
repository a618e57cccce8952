"""Measures stand under their outcome, once each, and sort without regard to which way is better."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from cdconsole.domain.measure import DepartmentOverview, MeasureChart, MeasureId, OutcomeMeasures, Unit
from cdconsole.domain.spc import AssuranceIcon, ChartKind, VariationIcon
from cdconsole.ui.screens.department.columns import (
    ASSURANCE_COLUMN,
    OUTCOME_COLUMN,
    SUMMARY_COLUMNS,
    TARGET_COLUMN,
    VARIATION_COLUMN,
    empty_columns,
)
from cdconsole.ui.screens.department.grouping import (
    NO_OUTCOME,
    GroupPlace,
    SummaryRow,
    filtered,
    group_places,
    not_drawn,
    summary_rows,
    tile_groups,
)
from widgets.chart_values import chart, unavailable


def titled(name: str, made: MeasureChart | None = None) -> MeasureChart:
    made = made or chart()
    return replace(made, measure=replace(made.measure, id=cast(MeasureId, name), title=name))


def page(*charts: MeasureChart, outcomes: tuple[tuple[str, str], ...] = ()) -> DepartmentOverview:
    under = tuple(OutcomeMeasures(title, cast(tuple[MeasureId, ...], tuple(names))) for title, names in outcomes)
    return DepartmentOverview("", charts, None, 0, 0, "", "", 0, 8, under)


def shape(overview: DepartmentOverview) -> list[tuple[str, str]]:
    return [(each.title, "".join(chart.measure.title for chart in each.charts)) for each in tile_groups(overview)]


FOUR = tuple(titled(name) for name in "abcd")


def test_that_without_outcomes_there_is_one_group_and_no_heading() -> None:
    assert shape(page(*FOUR)) == [("", "abcd")]
    assert shape(page()) == []


def test_that_charts_stand_under_their_outcome_in_the_frameworks_order_and_the_others_last() -> None:
    overview = page(*FOUR, outcomes=(("Safe", "d"), ("Prompt", "ca")))
    assert shape(overview) == [("Safe", "d"), ("Prompt", "ac"), (NO_OUTCOME, "b")]


def test_that_a_measure_of_two_outcomes_stands_under_the_first() -> None:
    assert shape(page(*FOUR, outcomes=(("Safe", "ab"), ("Prompt", "bcd")))) == [("Safe", "ab"), ("Prompt", "cd")]


def test_that_what_cannot_be_drawn_is_no_tile_and_its_outcome_no_empty_heading() -> None:
    overview = page(titled("a"), titled("b", unavailable()), outcomes=(("Safe", "b"), ("Prompt", "a")))
    assert shape(overview) == [("Prompt", "a")]
    assert [each.measure.title for each in not_drawn(overview)] == ["b"]
    assert [row.outcome for row in summary_rows(overview)] == ["Prompt", "Safe"]


def test_that_small_groups_stand_side_by_side_and_large_ones_alone() -> None:
    assert group_places([1, 1, 2], 4) == (GroupPlace(0, 0, 1), GroupPlace(0, 1, 1), GroupPlace(0, 2, 2))
    assert group_places([3, 2], 4) == (GroupPlace(0, 0, 3), GroupPlace(2, 0, 2))
    assert group_places([9, 1, 3], 4) == (GroupPlace(0, 0, 4), GroupPlace(4, 0, 1), GroupPlace(4, 1, 3))
    assert group_places([2, 2], 1) == (GroupPlace(0, 0, 1), GroupPlace(3, 0, 1))
    assert group_places([], 4) == ()


def test_that_the_filter_looks_in_title_outcome_and_icon_for_every_word() -> None:
    overview = page(titled("Late starts"), titled("Stay", unavailable()), outcomes=(("Prompt", ["Late starts"]),))
    rows = summary_rows(overview)
    assert filtered(rows, "") == rows
    assert filtered(rows, "PROMPT late") == rows[:1]
    assert filtered(rows, "special cause") == rows[:1]
    assert filtered(rows, "not available") == rows[1:]
    assert filtered(rows, "late stay") == ()


def test_that_only_measure_outcome_and_variation_sort() -> None:
    assert [column.title for column in SUMMARY_COLUMNS if column.sorts] == ["Measure", "Outcome", "Variation"]


def test_that_variation_sorts_alike_whichever_way_is_better() -> None:
    def key(icon: VariationIcon) -> int:
        made = chart()
        return int(SUMMARY_COLUMNS[VARIATION_COLUMN].key(row(replace(made, chart=replace(made.chart, icon=icon)))))

    special = {key(icon) for icon in VariationIcon if icon.value.endswith(("_high", "_low"))}
    assert len(special) == 1
    order = [special.pop(), key(VariationIcon.COMMON_CAUSE), key(VariationIcon.NONE)]
    assert [*order, SUMMARY_COLUMNS[VARIATION_COLUMN].key(row(unavailable()))] == sorted({*order, 3})


def test_that_measures_under_no_outcome_sort_last() -> None:
    key = SUMMARY_COLUMNS[OUTCOME_COLUMN].key
    assert key(SummaryRow(chart(), "zinc")) < key(SummaryRow(chart(), ""))


def test_that_columns_without_any_word_are_known() -> None:
    made = chart()
    bare = replace(made, chart=replace(made.chart, target=None, assurance=AssuranceIcon.NONE))
    assert empty_columns((row(bare),)) == {OUTCOME_COLUMN, TARGET_COLUMN, ASSURANCE_COLUMN}
    assert empty_columns((SummaryRow(bare, "Safe"), row(made))) == frozenset()


def test_that_target_and_assurance_are_in_words() -> None:
    texts = {column.title: column.text(row(chart())) for column in SUMMARY_COLUMNS}
    assert (texts["Target"], texts["Assurance"]) == ("50.0%", "May or may not meet the target")


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (Unit.PERCENT, "34 of 83 discharges"),
        (Unit.RATE, "34 in 83 discharges"),
        (Unit.DAYS, "83 discharges"),
        (Unit.MINUTES, "83 discharges"),
        (Unit.COUNT, "in 83 discharges"),
    ],
)
def test_that_no_value_stands_without_its_denominator(unit: Unit, said: str) -> None:
    texts = {column.title: column.text(row(chart(unit=unit))) for column in SUMMARY_COLUMNS}
    assert texts["n and denominator"] == said


def test_that_a_centre_line_that_is_no_mean_says_what_it_is() -> None:
    def mean(kind: ChartKind) -> str:
        made = chart()
        return next(each for each in SUMMARY_COLUMNS if each.title == "Mean").text(
            row(replace(made, chart=replace(made.chart, kind=kind)))
        )

    assert (mean(ChartKind.XMR), mean(ChartKind.RUN)) == ("42.0%", "42.0% (median)")


def row(charted: MeasureChart) -> SummaryRow:
    return SummaryRow(charted, "")
