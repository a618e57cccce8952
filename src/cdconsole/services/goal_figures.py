"""Where a goal's measure was when the goal was agreed, and where it is now, each with its n and denominator."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import MONTH_NAMES, Month, Period, date_text
from cdconsole.domain.measure import Measure, MeasureChart, Unit
from cdconsole.domain.spc import SpcPoint

BASELINE_MONTHS = 3


def baseline(chart: MeasureChart) -> tuple[float | None, str]:
    """Return the mean of a chart's last three months and how to say it.

    ``41.2% (mean of Apr - Jun 2026; 120 of 291 discharges)``: the mean of the points, as the chart's own centre line
    is, so that the two can be laid side by side. Months without data are left out, which is said; the value is None
    where none has any.
    """
    if chart.unavailable or not chart.chart.points:
        return None, f"No baseline. {chart.unavailable or chart.reading}".strip()
    return mean_of(chart.measure, chart.chart.points[-BASELINE_MONTHS:])


def since(chart: MeasureChart, agreed_on: date) -> str:
    """Return where a measure is now: the last three months at most, only months wholly after the agreement."""
    if chart.unavailable:
        return chart.unavailable
    after = [point for point in chart.chart.points if Month.of(point.on) > Month.of(agreed_on)]
    if not after:
        return f"No complete month of data since {date_text(agreed_on)}"
    return mean_of(chart.measure, tuple(after[-BASELINE_MONTHS:]))[1]


def mean_of(measure: Measure, points: tuple[SpcPoint, ...]) -> tuple[float | None, str]:
    """Return the mean of some months' points and how to say it, as ``baseline`` does; there is at least one point."""
    period = Period(Month.of(points[0].on), Month.of(points[-1].on))
    values = [point.value for point in points if point.value is not None]
    if not values:
        return None, f"No data in {months_text(period)}"
    mean = sum(values) / len(values)
    months = months_text(period)
    if len(values) < len(points):
        months = f"{len(values)} month{'s' if len(values) > 1 else ''} with data in {months}"
    over = f"mean of {months}" if len(points) > 1 else months
    return mean, f"{measure.value_text(mean)} ({over}; {counts_behind(measure, points)})"


def counts_behind(measure: Measure, points: tuple[SpcPoint, ...]) -> str:
    """Return the n and the denominator behind a mean, in words."""
    numerator = sum(point.numerator or 0.0 for point in points)
    denominator = sum(point.denominator or 0.0 for point in points)
    if measure.unit is Unit.DAYS:
        return f"{denominator:,.0f} {measure.denominator_noun}"
    if measure.unit is Unit.COUNT and not denominator:
        return f"{numerator:,.0f} in all; no job plan, so no denominator"
    joined = "of" if measure.unit is Unit.PERCENT else "in"
    return f"{numerator:,.0f} {joined} {denominator:,.0f} {measure.denominator_noun}"


def months_text(period: Period) -> str:
    """Return months as a sentence has them: ``Apr - Jun 2026``, ``Jun 2026``."""
    if len(period) == 1:
        return str(period.last)
    if period.first.year == period.last.year:
        return f"{MONTH_NAMES[period.first.month - 1]} - {period.last}"
    return str(period)
