"""The columns of the records behind a point that are not spells. No Qt."""

from __future__ import annotations

from collections.abc import Hashable

from cdconsole.domain.measure import SourceRecord
from cdconsole.ui.tables.column import Column

NumberedRecord = tuple[int, SourceRecord]


def in_order(records: tuple[SourceRecord, ...]) -> tuple[NumberedRecord, ...]:
    """Return records with their place in the answer, by which they are told apart and sorted by day."""
    return tuple(enumerate(records))


def order_of(row: NumberedRecord) -> Hashable:
    """Return what tells rows apart."""
    return row[0]


def _newest_last(row: NumberedRecord) -> int:
    return -row[0]


def _on(row: NumberedRecord) -> str:
    return row[1].on


def _what(row: NumberedRecord) -> str:
    return row[1].what


def _patient(row: NumberedRecord) -> str:
    return row[1].patient


def _counted(row: NumberedRecord) -> str:
    return row[1].counted


def _import(row: NumberedRecord) -> str:
    return row[1].batch


SOURCE_COLUMNS: tuple[Column[NumberedRecord], ...] = (
    Column("Day", _on, sort_key=_newest_last, width=104),
    Column("What", _what, tooltip=_what, width=280),
    Column("Patient", _patient, width=94),
    Column("Counted as", _counted, tooltip=_counted, width=220),
    Column("Import", _import, tooltip=_import, width=200),
)
