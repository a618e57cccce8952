"""The columns of the list of imports, and of the rows a report lists. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.extract import BatchRow
from cdconsole.ui.screens.data.imports.state import FindingRow
from cdconsole.ui.tables.column import Alignment, Column


def _file(batch: BatchRow) -> str:
    return batch.file_name


def _at(batch: BatchRow) -> str:
    return moment_text(batch.at)


def _at_key(batch: BatchRow) -> object:
    return batch.at


def _person(batch: BatchRow) -> str:
    return batch.person


def _covers(batch: BatchRow) -> str:
    return batch.covers


def _count(name: str, batch: BatchRow) -> str:
    return f"{getattr(batch, name):,}"


def _count_key(name: str, batch: BatchRow) -> object:
    return getattr(batch, name)


def _number(title: str, name: str, width: int) -> Column[BatchRow]:
    return Column(title, partial(_count, name), partial(_count_key, name), Alignment.RIGHT, width=width)


BATCH_COLUMNS: tuple[Column[BatchRow], ...] = (
    Column("File", _file, width=212, tooltip=_file),
    Column("Imported", _at, _at_key, width=160),
    Column("By", _person, width=110),
    _number("Rows", "rows", 72),
    _number("Spells", "spells", 72),
    _number("Not stored", "rejected", 100),
    _number("To check", "questioned", 90),
    Column("Covers", _covers, tooltip=_covers),
)


def _row(row: FindingRow) -> str:
    return f"{row.finding.row:,}" if row.finding.row else ""


def _row_key(row: FindingRow) -> object:
    return row.finding.row


def _outcome(row: FindingRow) -> str:
    return "To check" if row.is_stored else "Not stored"


def _column(row: FindingRow) -> str:
    return row.finding.column


def _reason(row: FindingRow) -> str:
    return row.finding.reason


def _value(row: FindingRow) -> str:
    return row.finding.value


FINDING_COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("Row", _row, _row_key, Alignment.RIGHT, width=72),
    Column("Outcome", _outcome, width=100),
    Column("Column", _column, width=150),
    Column("Reason", _reason, width=430, tooltip=_reason),
    Column("Value", _value, tooltip=_value),
)

SampleRow = tuple[int, tuple[str, ...]]


def _cell(at: int, row: SampleRow) -> str:
    return row[1][at]


def sample_columns(headings: Sequence[str]) -> tuple[Column[SampleRow], ...]:
    """Return one column for each heading of a file, over its first rows."""
    return tuple(Column(heading, partial(_cell, at), width=120) for at, heading in enumerate(headings))
