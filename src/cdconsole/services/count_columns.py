"""Reads counts out of a person's own CSV file: a numerator and a denominator a row, and whom or what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.errors import ImportRefused
from cdconsole.services.csv_table import CsvTable, is_number_text, read_table

_LARGEST = 1e15  # above, floating point no longer holds every whole number


@dataclass(frozen=True)
class CountColumns:
    """Which columns of which file, and what numbers they may hold.

    ``unit`` is empty where each row stands for itself. A part is never larger than its whole; whole denominators are
    counts, others measures such as expected events; ``needs_denominator`` refuses a row with nought.
    """

    source: Path
    numerator: str
    denominator: str
    unit: str = ""
    is_part_of_whole: bool = False
    has_whole_denominators: bool = False
    needs_denominator: bool = False


@dataclass(frozen=True)
class CountRow:
    """One row of the file."""

    unit: str
    numerator: float
    denominator: float


@dataclass(frozen=True)
class UnitCounts:
    """Counts by unit, in the order units first appear; without a unit column one a row."""

    units: tuple[str, ...]
    numerators: tuple[float, ...]
    denominators: tuple[float, ...]
    rows: int


def read_counts(columns: CountColumns) -> UnitCounts:
    """Read the file and sum the rows of each unit. Raises ImportRefused for whatever cannot be read or counted."""
    table = read_table(columns.source, (columns.unit, columns.numerator, columns.denominator))
    rows = [_row(table, place, columns) for place in range(len(table.numbers))]
    counts = _summed(rows) if columns.unit else _each(rows)
    if max(*counts.numerators, *counts.denominators) > _LARGEST:
        raise ImportRefused(
            f"{columns.source.name}: the rows of a unit add up to more than can be counted.", "Check the numbers."
        )
    return counts


def _row(table: CsvTable, place: int, columns: CountColumns) -> CountRow:
    unit, top, bottom = (texts[place] for texts in table.columns)
    if columns.unit and not unit:
        raise table.refusal(place, columns.unit, "this is empty", "Write whom or what the row is about")
    numerator = _number(table, place, top, columns.numerator)
    row = CountRow(unit, numerator, _number(table, place, bottom, columns.denominator))
    _refuse_unfit(table, place, row, columns)
    return row


def _number(table: CsvTable, place: int, text: str, column: str) -> float:
    if not text:
        raise table.refusal(place, column, "this is empty", "Write a number, or take the row out")
    if not is_number_text(text):
        raise table.refusal(place, column, "this is not a number", "Write digits only, or take the row out")
    number = float(text)
    if number < 0:
        raise table.refusal(place, column, "this is below nought", "Correct the row")
    if number > _LARGEST:
        raise table.refusal(place, column, "this number is too large to count with", "Correct the row")
    return number


def _refuse_unfit(table: CsvTable, place: int, row: CountRow, columns: CountColumns) -> None:
    """Raise for numbers that are no counts, or do not go together."""
    if row.numerator % 1:
        raise table.refusal(place, columns.numerator, "a count is a whole number", "Correct the row")
    if columns.has_whole_denominators and row.denominator % 1:
        problem = "here this is a count, a whole number"
        raise table.refusal(place, columns.denominator, problem, "Correct the row, or ask for a ratio")
    if row.denominator == 0 and (row.numerator or columns.needs_denominator):
        problem = "a value cannot be out of nought"
        raise table.refusal(place, columns.denominator, problem, "Correct the row, or take it out")
    if columns.is_part_of_whole and row.numerator > row.denominator:
        problem = f"this is more than '{columns.denominator}', and a proportion is never above 1"
        raise table.refusal(place, columns.numerator, problem, "Correct the row, or ask for a ratio or a rate")


def _summed(rows: Iterable[CountRow]) -> UnitCounts:
    totals: dict[str, list[float]] = {}
    count = 0
    for row in rows:
        total = totals.setdefault(row.unit, [0.0, 0.0])
        total[0] += row.numerator
        total[1] += row.denominator
        count += 1
    tops, bottoms = zip(*totals.values(), strict=True)
    return UnitCounts(tuple(totals), tops, bottoms, count)


def _each(rows: Sequence[CountRow]) -> UnitCounts:
    return UnitCounts(
        tuple(row.unit for row in rows),
        tuple(row.numerator for row in rows),
        tuple(row.denominator for row in rows),
        len(rows),
    )
