"""Short ways to write a series down in a test."""

from __future__ import annotations

from collections.abc import Sequence

from cdconsole.domain.calendar import Month
from cdconsole.domain.spc import Improvement, RuleProfile, SpcChart
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.control_chart import SeriesPoint, control_chart

START = Month(2024, 1)


def monthly(values: Sequence[float | None]) -> list[SeriesPoint]:
    """Return one point a month from Jan 2024."""
    return [SeriesPoint((START + place).first, value) for place, value in enumerate(values)]


def month_of(place: int) -> Month:
    return START + place


def mdc(values: Sequence[float | None], improvement: Improvement = Improvement.UP, **options: object) -> SpcChart:
    return control_chart(monthly(values), ChartOptions(RuleProfile.MDC, improvement, **options))  # type: ignore[arg-type]


def dots(values: Sequence[float | None], improvement: Improvement = Improvement.UP, **options: object) -> SpcChart:
    return control_chart(monthly(values), ChartOptions(RuleProfile.PLOTTHEDOTS, improvement, **options))  # type: ignore[arg-type]


def causes(chart: SpcChart) -> list[str]:
    return [point.special_cause.value for point in chart.points]


def directions(chart: SpcChart) -> list[str]:
    return [point.direction.value for point in chart.points]
