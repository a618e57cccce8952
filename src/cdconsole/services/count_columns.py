"""Reads counts out of a person's own CSV file: a numerator and a denominator a row, and whom or what they are about.

What is wrong is said with file, row and column, and never with what the field holds: it could name a patient.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.errors import ExportRefused, ImportRefused

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
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
    """One row of the file, with its number as a spreadsheet shows it: the header is row 1."""

    number: int
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


def refuse_output(source: Path, output: Path) -> None:
    """Raise ExportRefused where the output is a folder, or the very file to read."""
    if output.is_dir():
        raise ExportRefused(f"{output} is a folder.", "Give the name of a file to write.")
    if output.exists() and source.exists() and output.samefile(source):
        raise ExportRefused(f"{output} is the file to read.", "Write the result to another file.")


def read_counts(columns: CountColumns) -> UnitCounts:
    """Read the file and sum the rows of each unit. Raises ImportRefused for whatever cannot be read or counted."""
    name = columns.source.name
    try:
        with columns.source.open(encoding="utf-8-sig", newline="") as file:
            rows = list(_rows(csv.reader(file, strict=True), columns))
    except FileNotFoundError as error:
        raise ImportRefused(f"There is no file {columns.source}.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise ImportRefused(f"{columns.source} is a folder.", "Give the name of a CSV file.") from error
    except OSError as error:
        raise ImportRefused(f"{columns.source} cannot be read: {error.strerror}.", "Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{name} is not text in UTF-8.", "Save it again as 'CSV UTF-8'.") from error
    except csv.Error as error:
        raise ImportRefused(f"{name} is not a whole CSV file: {error}.", "Save it again as CSV.") from error
    if not rows:
        raise ImportRefused(f"{name} has a header and no rows.", "Choose a file with data.")
    counts = _summed(rows) if columns.unit else _each(rows)
    if max(*counts.numerators, *counts.denominators) > _LARGEST:
        raise ImportRefused(f"{name}: the rows of a unit add up to more than can be counted.", "Check the numbers.")
    return counts


def _rows(lines: Iterator[list[str]], columns: CountColumns) -> Iterator[CountRow]:
    header = [column.strip() for column in next(lines, [])]
    if not header:
        raise ImportRefused(f"{columns.source.name} is empty.", "Choose a file with a header and rows.")
    numerator, denominator = (_place(header, name, columns) for name in (columns.numerator, columns.denominator))
    unit = _place(header, columns.unit, columns) if columns.unit else None
    for number, fields in enumerate(lines, start=2):
        if not fields:
            continue
        if len(fields) != len(header):
            raise ImportRefused(
                f"{columns.source.name}, row {number}: {len(fields)} fields where the header has {len(header)}.",
                "Correct the row.",
            )
        name = fields[unit].strip() if unit is not None else ""
        if unit is not None and not name:
            raise _refusal(columns, number, columns.unit, "this is empty", "Write whom or what the row is about")
        top = _number(fields[numerator].strip(), number, columns.numerator, columns)
        bottom = _number(fields[denominator].strip(), number, columns.denominator, columns)
        row = CountRow(number, name, top, bottom)
        _refuse_unfit(row, columns)
        yield row


def _place(header: Sequence[str], column: str, columns: CountColumns) -> int:
    found = header.count(column)
    if found != 1:
        problem = "has no column" if not found else f"has {found} columns called"
        raise ImportRefused(f"{columns.source.name} {problem} '{column}'.", f"Its columns are: {', '.join(header)}.")
    return header.index(column)


def _number(text: str, row: int, column: str, columns: CountColumns) -> float:
    if not text:
        raise _refusal(columns, row, column, "this is empty", "Write a number, or take the row out")
    if _NUMBER.fullmatch(text) is None:
        raise _refusal(columns, row, column, "this is not a number", "Write digits only, or take the row out")
    number = float(text)
    if number < 0:
        raise _refusal(columns, row, column, "this is below nought", "Correct the row")
    if number > _LARGEST:
        raise _refusal(columns, row, column, "this number is too large to count with", "Correct the row")
    return number


def _refuse_unfit(row: CountRow, columns: CountColumns) -> None:
    """Raise for numbers that are no counts, or do not go together."""
    if row.numerator % 1:
        raise _refusal(columns, row.number, columns.numerator, "a count is a whole number", "Correct the row")
    if columns.has_whole_denominators and row.denominator % 1:
        problem = "here this is a count, a whole number"
        raise _refusal(columns, row.number, columns.denominator, problem, "Correct the row, or ask for a ratio")
    if row.denominator == 0 and (row.numerator or columns.needs_denominator):
        problem = "a value cannot be out of nought"
        raise _refusal(columns, row.number, columns.denominator, problem, "Correct the row, or take it out")
    if columns.is_part_of_whole and row.numerator > row.denominator:
        problem = f"this is more than '{columns.denominator}', and a proportion is never above 1"
        raise _refusal(columns, row.number, columns.numerator, problem, "Correct the row, or ask for a ratio or a rate")


def _refusal(columns: CountColumns, row: int, column: str, problem: str, what_to_do: str) -> ImportRefused:
    return ImportRefused(f"{columns.source.name}, row {row}, column '{column}': {problem}.", f"{what_to_do}.")


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
