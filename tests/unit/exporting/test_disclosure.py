from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.governance import MeasureSheet, MeasureValues
from cdconsole.domain.measure import Measure, MeasureId, MonthlyValue, Unit
from cdconsole.domain.spc import ChartKind
from cdconsole.exporting.disclosure import measure_sheet, protect, protect_group
from cdconsole.services.charts import spc_chart
from cdconsole.services.definitions import BY_ID

QUARTER = Period(Month(2026, 7), Month(2026, 9))


def sheet_of(measure: Measure, counts: list[tuple[float, float]]) -> MeasureSheet:
    values = tuple(
        MonthlyValue(Month(2026, 7) + place, numerator, denominator, numerator / denominator if denominator else None)
        for place, (numerator, denominator) in enumerate(counts)
    )
    return measure_sheet(MeasureValues(measure, spc_chart(measure, values), "", "", None, values), QUARTER)


@given(st.integers(0, 100_000))
def test_that_a_count_is_suppressed_from_one_to_seven_and_otherwise_rounded_to_five(count: int) -> None:
    shown = protect(count).value
    if 1 <= count <= 7:
        assert shown is None
    else:
        assert shown is not None
        assert shown % 5 == 0
        assert abs(shown - count) <= 2


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12))
def test_that_never_exactly_one_count_of_a_group_is_suppressed_while_another_could_be(counts: list[int]) -> None:
    shown = protect_group([float(count) for count in counts])
    hidden = [count for count, protected in zip(counts, shown, strict=True) if protected.value is None]
    assert all(protected.value is None for count, protected in zip(counts, shown, strict=True) if 1 <= count <= 7)
    if len(hidden) == 1:
        assert sum(1 for count in counts if count) == 1


def test_that_the_smallest_other_count_is_suppressed_beside_a_single_small_one() -> None:
    assert [str(count) for count in protect_group([3, 40, 25])] == ["*", "40", "*"]


def test_that_a_rate_is_worked_out_from_the_rounded_counts() -> None:
    sheet = sheet_of(BY_ID[MeasureId.BEFORE_MIDDAY], [(33, 101), (40, 120), (52, 130)])
    assert [month.value for month in sheet.months] == [35 / 100, 40 / 120, 50 / 130]
    assert sheet.suppressed == 0


def test_that_a_ratio_of_counts_is_worked_out_from_the_rounded_counts_too() -> None:
    follow_ups = replace(BY_ID[MeasureId.DAY_CASE_RATE], unit=Unit.RATE)
    few, partner, many = sheet_of(follow_ups, [(3, 40), (50, 40), (63, 41)]).months
    assert (few.numerator.value, few.value, partner.value) == (None, None, None)
    assert (many.numerator.value, many.denominator.value, many.value) == (65, 40, 65 / 40)


def test_that_a_numerator_whose_remainder_is_small_is_suppressed_with_its_rate() -> None:
    sheet = sheet_of(BY_ID[MeasureId.DAY_CASE_RATE], [(98, 101), (40, 120), (52, 130)])
    first, second, third = sheet.months
    assert (first.numerator.value, first.value) == (None, None)
    assert (second.numerator.value, second.value) == (None, None)
    assert third.numerator.value == 50


def test_that_a_median_is_hidden_where_the_spells_behind_it_are_few() -> None:
    sheet = sheet_of(BY_ID[MeasureId.LENGTH_OF_STAY], [(30, 5), (200, 50), (180, 45)])
    assert [month.value for month in sheet.months] == [None, 4.0, None]


def test_that_months_outside_the_quarter_need_no_partner() -> None:
    sheet = sheet_of(BY_ID[MeasureId.SPELLS], [(40, 0), (41, 0), (42, 0), (3, 0), (40, 0)])
    assert [str(month.numerator) for month in sheet.months] == ["40", "40", "40", "*", "40"]
    assert sheet.suppressed == 1


def test_that_limits_which_follow_a_months_denominator_are_left_out_and_those_of_single_values_stay() -> None:
    counts = [(33.0, 101.0), (40.0, 120.0), (52.0, 130.0), (50.0, 140.0)]
    proportions = sheet_of(replace(BY_ID[MeasureId.BEFORE_MIDDAY], chart=ChartKind.P), counts)
    assert [(month.lower, month.upper) for month in proportions.months] == [(None, None)] * 4
    assert all(month.centre is not None for month in proportions.months)
    singles = sheet_of(BY_ID[MeasureId.BEFORE_MIDDAY], counts)
    assert all(month.lower is not None for month in singles.months)
