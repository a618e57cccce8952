"""Keeps charts of few cases from saying more than they can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cdconsole.domain.counting import Calculation, Form
from cdconsole.domain.measure import Measure, MonthlyValue
from cdconsole.domain.small_numbers import LEAST_CASES_XMR, too_few_words
from cdconsole.domain.spc import (
    AssuranceIcon,
    ChartKind,
    SpcChart,
    SpecialCause,
    SpecialDirection,
    VariationIcon,
)
from cdconsole.services.figures import counts_text
from cdconsole.stats.reading import reading

_NO_ICON = "Too few cases for an icon."
_SMALL_MONTHS = "Small months (fewer than {} {} in most): a P chart suits them better."


def judged(measure: Measure, chart: SpcChart, values: Sequence[MonthlyValue]) -> tuple[SpcChart, str]:
    """Return a chart as it may be shown, and its reading.

    Below the definition's minimum of cases in all months drawn nothing is called better, worse or the same: there is
    no icon and no flagged point. A share of work is of no cases of its own. Single values of shares of small months say
    that another chart suits them better.
    """
    numerator, denominator = sum(one.numerator for one in values), sum(one.denominator for one in values)
    cases = numerator if measure.counting.form is Form.COUNT else denominator
    if 0 < cases < measure.minimum_n and measure.counting.calculation is not Calculation.SHARE_OF_WORK:
        return _without_signals(chart), too_few_words(counts_text(measure, numerator, denominator))
    if _has_small_months(measure, values):
        words = _SMALL_MONTHS.format(LEAST_CASES_XMR, measure.denominator_noun)
        chart = replace(chart, notes=(*chart.notes, words))
    return chart, reading(chart, measure)


def _has_small_months(measure: Measure, values: Sequence[MonthlyValue]) -> bool:
    if measure.chart is not ChartKind.XMR or measure.counting.form is not Form.SHARE:
        return False
    cases = [value.denominator for value in values if value.value is not None]
    return 2 * sum(each < LEAST_CASES_XMR for each in cases) > len(cases)


def _without_signals(chart: SpcChart) -> SpcChart:
    points = tuple(
        replace(point, special_cause=SpecialCause.NONE, direction=SpecialDirection.NONE) for point in chart.points
    )
    notes = (_NO_ICON, *chart.notes)
    return replace(chart, points=points, icon=VariationIcon.NONE, assurance=AssuranceIcon.NONE, notes=notes)
