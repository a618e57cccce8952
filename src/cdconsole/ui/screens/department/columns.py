"""The columns of the team's summary table. No Qt."""

from __future__ import annotations

from collections.abc import Hashable

from cdconsole.domain.measure import MeasureChart, Unit
from cdconsole.domain.spc import SpcPoint
from cdconsole.ui.tables.column import Alignment, Column

VARIATION_COLUMN = 5


def measure_of(charted: MeasureChart) -> Hashable:
    """Return what tells rows apart."""
    return charted.measure.id


def _latest(charted: MeasureChart) -> SpcPoint | None:
    return charted.chart.points[-1] if charted.chart.points else None


def _title(charted: MeasureChart) -> str:
    return charted.measure.title


def _month(charted: MeasureChart) -> str:
    return str(charted.months[-1]) if charted.months else ""


def _month_key(charted: MeasureChart) -> int:
    return charted.months[-1].index if charted.months else 0


def _value(charted: MeasureChart) -> str:
    point = _latest(charted)
    return "" if point is None else charted.measure.value_text(point.value)


def _value_key(charted: MeasureChart) -> float:
    point = _latest(charted)
    return -1.0 if point is None or point.value is None else point.value


def _counts(charted: MeasureChart) -> str:
    """Return the n of the latest month with its denominator: a rate never stands alone."""
    point, measure = _latest(charted), charted.measure
    if point is None or not point.denominator:
        return "no denominator" if point is not None else ""
    denominator = f"{point.denominator:,.0f} {measure.denominator_noun}"
    if measure.unit is Unit.DAYS:
        return denominator
    return f"{point.numerator or 0:,.0f} of {denominator}" if measure.unit is Unit.PERCENT else f"in {denominator}"


def _mean(charted: MeasureChart) -> str:
    point, measure = _latest(charted), charted.measure
    if point is None or point.centre is None:
        return ""
    return f"{point.centre:,.1f}" if measure.unit is Unit.COUNT else measure.value_text(point.centre)


def _variation(charted: MeasureChart) -> str:
    return "Not available" if charted.unavailable else charted.chart.icon.words


def _reading(charted: MeasureChart) -> str:
    notes = "" if charted.unavailable else " ".join(charted.chart.notes)
    return " ".join(part for part in (charted.unavailable or charted.reading, notes) if part)


SUMMARY_COLUMNS: tuple[Column[MeasureChart], ...] = (
    Column("Measure", _title, width=196),
    Column("Month", _month, sort_key=_month_key, width=88),
    Column("Value", _value, sort_key=_value_key, alignment=Alignment.RIGHT, width=80),
    Column("n and denominator", _counts, tooltip=_counts, width=160),
    Column("Mean", _mean, alignment=Alignment.RIGHT, width=80),
    Column("Variation", _variation, width=176),
    Column("Reading", _reading, tooltip=_reading),
)
