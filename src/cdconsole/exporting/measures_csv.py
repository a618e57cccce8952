"""Every measure by clinician and month as CSV, for a person's own analysis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cdconsole.domain.measure import MeasureRow
from cdconsole.exporting.csv_file import write_csv

HEADING = (
    *("measure", "clinician", "month", "numerator", "denominator", "value"),
    *("data_quality", "definition_version"),
)


def write_measures(path: Path, rows: Sequence[MeasureRow]) -> None:
    """Write a row a value in the order of HEADING; what is not known is empty."""
    write_csv(path, HEADING, map(_cells, rows))


def _cells(row: MeasureRow) -> tuple[str, ...]:
    value = row.value
    is_known = bool(value.denominator) or value.value is None
    return (
        row.measure,
        row.clinician,
        value.month.iso(),
        _number(value.numerator),
        _number(value.denominator) if is_known else "",
        "" if value.value is None else _number(value.value),
        row.quality,
        str(row.version),
    )


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
