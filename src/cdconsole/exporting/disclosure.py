"""Disclosure control: counts 1-7 suppressed, others rounded to 5, totals protected (HES small-number rule, 2018)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cdconsole.domain.calendar import Period
from cdconsole.domain.governance import MeasureSheet, MeasureValues, ProtectedCount, ProtectedMonth
from cdconsole.domain.measure import MonthlyValue, Unit
from cdconsole.domain.spc import ChartKind, SpcPoint

SMALLEST_SHOWN = 8
ROUNDED_TO = 5
LEAST_MONTHS = 3
"""Months that limits are shown from: the mean of one is its true value, and of two nearly so."""


def is_small(count: float) -> bool:
    """Return whether a count is 1-7 and so must not leave the department."""
    return 0 < count < SMALLEST_SHOWN


def rounded(count: float) -> int:
    """Return a count rounded to the nearest 5; halves cannot occur with whole counts."""
    return ROUNDED_TO * int((count + ROUNDED_TO / 2) // ROUNDED_TO)


def protect(count: float) -> ProtectedCount:
    """Return one count as it may leave: suppressed when 1-7, otherwise rounded to the nearest 5."""
    return ProtectedCount(None if is_small(count) else rounded(count))


def protect_group(counts: Sequence[float], hidden: Iterable[int] = ()) -> tuple[ProtectedCount, ...]:
    """Return counts that are shown beside their total, so that no single suppressed one can be worked out.

    ``hidden`` are places that must be suppressed for another reason. Where exactly one is suppressed, the smallest
    other count that is not zero is suppressed too (complementary suppression).
    """
    suppressed = {place for place, count in enumerate(counts) if is_small(count)} | set(hidden)
    if len(suppressed) == 1:
        others = [(count, place) for place, count in enumerate(counts) if place not in suppressed and count]
        suppressed |= {min(others)[1]} if others else set()
    return tuple(ProtectedCount(None if place in suppressed else rounded(count)) for place, count in enumerate(counts))


def measure_sheet(values: MeasureValues, totalled: Period) -> MeasureSheet:
    """Return one measure as it may leave; the months of ``totalled`` are shown beside their total.

    A numerator is suppressed with its rate when it, or of a share its complement, is 1-7, and rates are
    worked out again from the rounded counts, so that the true count can't be recovered from the percentage.
    """
    unit = values.measure.unit
    grouped = [place for place, value in enumerate(values.values) if value.month.first in totalled]
    numerators = [protect(value.numerator) for value in values.values]
    denominators = [protect(value.denominator) for value in values.values]
    for place, value in enumerate(values.values):
        if _is_disclosive(value, unit):
            numerators[place] = ProtectedCount(None)
    for column, field in ((numerators, "numerator"), (denominators, "denominator")):
        hidden = [position for position, place in enumerate(grouped) if column[place].value is None]
        counts = [float(getattr(values.values[place], field)) for place in grouped]
        for place, protected in zip(grouped, protect_group(counts, hidden), strict=True):
            column[place] = protected
    lengths = Counter(point.phase for point in values.chart.points if point.value is not None and not point.is_excluded)
    months = tuple(
        _protected_month(
            *(value, _without_telling_lines(point, values.chart.kind, lengths[point.phase]), unit),
            (numerator, denominator),
        )
        for value, point, numerator, denominator in zip(
            values.values, values.chart.points, numerators, denominators, strict=True
        )
    )
    suppressed = sum(1 for month in months if month.numerator.value is None or month.denominator.value is None)
    return MeasureSheet(
        values.measure, values.chart, values.reading, values.quality, values.quarter_value, months, suppressed
    )


def _without_telling_lines(point: SpcPoint, kind: ChartKind, months: int) -> SpcPoint:
    """Return a point without lines that would give away true values.

    Those are the lines of few months, and limits that follow each month's exact denominator.
    """
    if months < LEAST_MONTHS:
        return replace(point, centre=None, lower=None, upper=None)
    return replace(point, lower=None, upper=None) if kind.needs_denominator else point


def _is_disclosive(value: MonthlyValue, unit: Unit) -> bool:
    return unit is Unit.PERCENT and is_small(value.denominator - value.numerator)


def _protected_month(
    value: MonthlyValue,
    point: SpcPoint,
    unit: Unit,
    counts: tuple[ProtectedCount, ProtectedCount],
) -> ProtectedMonth:
    numerator, denominator = counts
    if unit is Unit.COUNT:
        shown = None if numerator.value is None else float(numerator.value)
    elif denominator.value is None or value.value is None:
        shown = None
    elif unit.tells_counts:
        shown = None if numerator.value is None or not denominator.value else numerator.value / denominator.value
    else:
        shown = value.value
    return ProtectedMonth(
        month=str(value.month),
        numerator=numerator,
        denominator=denominator,
        value=shown,
        centre=point.centre,
        lower=point.lower,
        upper=point.upper,
        special_cause=point.special_cause.value.replace("_", " "),
    )
