"""The columns of the team's summary table. No Qt."""

from __future__ import annotations

from collections.abc import Hashable

from cdconsole.domain.measure import Unit
from cdconsole.domain.spc import AssuranceIcon, SpcPoint, VariationIcon
from cdconsole.ui.charts.wording import assurance_words, level_text
from cdconsole.ui.screens.department.grouping import SummaryRow
from cdconsole.ui.tables.column import Alignment, Column

# Whichever way is better: the table sorts by what to look at, never by how well something is done.
_NEUTRAL_ORDER = {VariationIcon.COMMON_CAUSE: 1, VariationIcon.NONE: 2}
_NOT_AVAILABLE = 3


def measure_of(row: SummaryRow) -> Hashable:
    """Return what tells rows apart."""
    return row.charted.measure.id


def _latest(row: SummaryRow) -> SpcPoint | None:
    return row.charted.chart.points[-1] if row.charted.chart.points else None


def _title(row: SummaryRow) -> str:
    return row.charted.measure.title


def _outcome(row: SummaryRow) -> str:
    return row.outcome


def _outcome_key(row: SummaryRow) -> tuple[bool, str]:
    """Sort measures under no outcome after those under one."""
    return not row.outcome, row.outcome.casefold()


def _month(row: SummaryRow) -> str:
    return str(row.charted.months[-1]) if row.charted.months else ""


def _value(row: SummaryRow) -> str:
    point = _latest(row)
    return "" if point is None else row.charted.measure.value_text(point.value)


def _counts(row: SummaryRow) -> str:
    """Return the n of the latest month with its denominator: a rate never stands alone."""
    point, measure = _latest(row), row.charted.measure
    if point is None or not point.denominator:
        return "no denominator" if point is not None else ""
    denominator = f"{point.denominator:,.0f} {measure.denominator_noun}"
    if measure.unit in (Unit.DAYS, Unit.MINUTES):
        return denominator
    numerator = f"{point.numerator or 0:,.0f}"
    return {Unit.PERCENT: f"{numerator} of {denominator}", Unit.RATE: f"{numerator} in {denominator}"}.get(
        measure.unit, f"in {denominator}"
    )


def _mean(row: SummaryRow) -> str:
    """Return the centre line, and what it is where that is no mean."""
    point, noun = _latest(row), row.charted.chart.kind.centre_noun
    if point is None or point.centre is None:
        return ""
    return level_text(row.charted.measure, point.centre) + ("" if noun == "mean" else f" ({noun})")


def _target(row: SummaryRow) -> str:
    target = row.charted.chart.target
    return "" if target is None else level_text(row.charted.measure, target)


def _variation(row: SummaryRow) -> str:
    return "Not available" if row.charted.unavailable else row.charted.chart.icon.words


def _variation_key(row: SummaryRow) -> int:
    return _NOT_AVAILABLE if row.charted.unavailable else _NEUTRAL_ORDER.get(row.charted.chart.icon, 0)


def _assurance(row: SummaryRow) -> str:
    return assurance_words(row.charted.chart.assurance)


def _quality(row: SummaryRow) -> str:
    return row.charted.quality


def _quality_reasons(row: SummaryRow) -> str:
    return row.charted.quality_words if row.charted.quality else ""


def _reading(row: SummaryRow) -> str:
    charted = row.charted
    notes = "" if charted.unavailable else " ".join(charted.chart.notes)
    return " ".join(part for part in (charted.unavailable or charted.spoken_reading, notes) if part)


SUMMARY_COLUMNS: tuple[Column[SummaryRow], ...] = (
    Column("Measure", _title, tooltip=_title, width=160),
    Column("Outcome", _outcome, sort_key=_outcome_key, tooltip=_outcome, width=120),
    Column("Month", _month, sorts=False, width=72),
    Column("Value", _value, sorts=False, alignment=Alignment.RIGHT, width=76),
    Column("n and denominator", _counts, sorts=False, tooltip=_counts, width=148),
    Column("Mean", _mean, sorts=False, alignment=Alignment.RIGHT, width=76),
    Column("Target", _target, sorts=False, alignment=Alignment.RIGHT, width=76),
    Column("Variation", _variation, sort_key=_variation_key, width=156),
    Column("Assurance", _assurance, sorts=False, width=156),
    Column("Data quality", _quality, sorts=False, tooltip=_quality_reasons, width=112),
    Column("Reading", _reading, sorts=False, tooltip=_reading),
)
OUTCOME_COLUMN, TARGET_COLUMN, VARIATION_COLUMN, ASSURANCE_COLUMN = 1, 6, 7, 8


def empty_columns(rows: tuple[SummaryRow, ...]) -> frozenset[int]:
    """Return the columns that say nothing of any row: outcomes before there are any, targets likewise."""
    return frozenset(
        column
        for column, says_something in (
            (OUTCOME_COLUMN, any(row.outcome for row in rows)),
            (TARGET_COLUMN, any(row.charted.chart.target is not None for row in rows)),
            (ASSURANCE_COLUMN, any(row.charted.chart.assurance is not AssuranceIcon.NONE for row in rows)),
        )
        if not says_something
    )
