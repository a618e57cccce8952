"""Charts of few cases say no more than they can."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.calendar import Month
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.measure import Measure, MeasureId, MonthlyValue, Unit
from cdconsole.domain.spc import AssuranceIcon, ChartKind, SpcChart, SpecialCause, VariationIcon
from cdconsole.services.charts import spc_chart
from cdconsole.services.definitions import BY_ID
from cdconsole.services.few_cases import judged

SHARE, SPELLS = BY_ID[MeasureId.BEFORE_MIDDAY], BY_ID[MeasureId.SPELLS]


def months(*counts: tuple[float, float]) -> tuple[MonthlyValue, ...]:
    return tuple(
        MonthlyValue(Month(2024, 1) + at, top, bottom, top / bottom if bottom else None)
        for at, (top, bottom) in enumerate(counts)
    )


def shown(measure: Measure, values: tuple[MonthlyValue, ...]) -> tuple[SpcChart, str]:
    return judged(measure, spc_chart(measure, values), values)


def signals(chart: SpcChart) -> int:
    return sum(point.special_cause is not SpecialCause.NONE for point in chart.points)


FEW = months(*[(1, 2)] * 18, (2, 2))


def test_that_from_the_minimum_of_the_definition_on_signals_are_signals() -> None:
    chart, said = shown(replace(SHARE, minimum_n=38), FEW)
    assert signals(chart) > 0
    assert chart.icon is VariationIcon.IMPROVEMENT_HIGH
    assert said.startswith("One month above the upper limit")


def test_that_below_the_minimum_of_the_definition_nothing_is_judged() -> None:
    chart, said = shown(replace(SHARE, minimum_n=39, target=0.5), FEW)
    assert signals(chart) == 0
    assert (chart.icon, chart.assurance) == (VariationIcon.NONE, AssuranceIcon.NONE)
    assert chart.notes[0] == "Too few cases for an icon."
    assert said == "Too few to say better, worse or the same: 20 of 38 discharges."


def test_that_of_a_count_its_cases_are_what_is_counted() -> None:
    values = tuple(MonthlyValue(Month(2024, 1) + at, float(at == 3), 7.5, float(at == 3)) for at in range(14))
    _, said = shown(SPELLS, values)
    assert said == "Too few to say better, worse or the same: 1 spells."


def test_that_a_share_of_work_has_no_cases_to_be_few() -> None:
    share = replace(SHARE, unit=Unit.RATE, counting=Counting(Calculation.SHARE_OF_WORK))
    chart, said = shown(share, months(*[(0.08, 0.06), (0.07, 0.06)] * 10))
    assert chart.icon is VariationIcon.COMMON_CAUSE
    assert said.startswith("Common-cause variation")


def test_that_months_without_any_case_are_no_few_cases() -> None:
    _, said = shown(SHARE, months(*[(0, 0)] * 14))
    assert said == "No month has a value: nothing to draw."


def test_that_single_values_of_small_months_say_that_a_p_chart_suits_them_better() -> None:
    small, large = months(*[(3, 9), (4, 9), (5, 20)] * 5), months(*[(3, 9), (4, 20), (5, 20)] * 5)
    words = "Small months (fewer than 10 discharges in most): a P chart suits them better."
    assert words in shown(SHARE, small)[0].notes
    assert words not in shown(SHARE, large)[0].notes
    assert words not in shown(replace(SHARE, chart=ChartKind.P), small)[0].notes
