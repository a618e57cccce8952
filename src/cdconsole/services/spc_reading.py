"""A person's own CSV file of dated values, read into columns: every refusal names file, row and column."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import ImportRefused
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.fitness import misfits
from cdconsole.stats.series_table import Column, PlaceArray, SeriesTable

_MISSING = frozenset({"", "na", "nan"})
_LARGEST = 1e100  # limits of larger values could overflow
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_BRITISH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_SIGNS_OF_NUMBERS = re.compile(r"[0-9.eE+-]*", re.ASCII)
_NO_COLUMN = np.empty(0)


@dataclass(frozen=True)
class SpcFileRequest:
    """What to chart: ``value``, or ``value`` / ``denominator``, by ``date``; one series for each text in ``by``."""

    source: Path
    output: Path
    date: str
    value: str
    denominator: str = ""
    by: str = ""
    options: ChartOptions = field(default_factory=ChartOptions)


@dataclass(frozen=True)
class NamedSeries:
    """The series of a file: names in order of first appearance, their rows, and whether dates were day/month/year."""

    names: tuple[str, ...]
    table: SeriesTable
    rows_read: int
    is_british: bool


@dataclass(frozen=True)
class _Rows:
    """The columns asked for; ``numbers`` are those a spreadsheet shows: the header is row 1."""

    request: SpcFileRequest
    numbers: list[int]
    series: list[str]
    on: list[str]
    value: list[str]
    denominator: list[str]

    def refusal(self, place: int, column: str, problem: str, what_to_do: str) -> ImportRefused:
        """Return an error that says where, and never what the field holds: it could name a patient."""
        where = f"{self.request.source.name}, row {self.numbers[place]}, column '{column}'"
        return ImportRefused(f"{where}: {problem}.", f"{what_to_do}.")


def read_series(request: SpcFileRequest) -> NamedSeries:
    """Return the series of the source, each in order of date.

    A value that is empty, NA or NaN, or over a denominator of nought, is a gap. Raises ImportRefused for anything else
    that can't be read or that the kind of chart can't have.
    """
    rows = _read(request)
    days, is_british = _days(rows)
    value, size = _values(rows)
    is_misfit, why = misfits(request.options.kind, value)
    if is_misfit.any():
        raise rows.refusal(int(np.argmax(is_misfit)), request.value, why, "Correct the row, or choose another chart")
    if np.isnan(value).all():
        raise ImportRefused(
            f"{request.source.name}: no row has a value in column '{request.value}'.", "Nothing to draw."
        )
    places: dict[str, int] = {}
    of_series = np.array([places.setdefault(name, len(places)) for name in rows.series], dtype=np.int64)
    order = np.lexsort((days, of_series))
    starts = np.searchsorted(of_series[order], np.arange(len(places) + 1))
    if request.options.kind.has_subgroups:
        table = SeriesTable.of_subgroups(starts, days[order], value[order])
    else:
        _refuse_duplicates(rows, order, of_series, days)
        kept = size[order] if request.options.kind.needs_denominator else _NO_COLUMN
        table = SeriesTable(starts, days[order], value[order], kept, _NO_COLUMN)
    return NamedSeries(tuple(places), table, len(rows.numbers), is_british)


def _read(request: SpcFileRequest) -> _Rows:
    """Return the rows of the file, only the columns asked for."""
    name = request.source.name
    try:
        with request.source.open(encoding="utf-8-sig", newline="") as file:
            rows = _columns(list(csv.reader(file, strict=True)), request)
    except FileNotFoundError as error:
        raise ImportRefused(f"There is no file {request.source}.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise ImportRefused(f"{request.source} is a folder.", "Give the name of a CSV file.") from error
    except OSError as error:
        raise ImportRefused(f"{request.source} cannot be read: {error.strerror}.", "Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{name} is not text in UTF-8.", "Save it again as 'CSV UTF-8'.") from error
    except csv.Error as error:
        raise ImportRefused(f"{name} is not a whole CSV file: {error}.", "Save it again as CSV.") from error
    if not rows.numbers:
        raise ImportRefused(f"{name} has a header and no rows.", "Choose a file with data.")
    return rows


def _columns(lines: list[list[str]], request: SpcFileRequest) -> _Rows:
    header = [column.strip() for column in lines[0]] if lines else []
    wanted = (request.by, request.date, request.value, request.denominator)
    places = [_place(header, column, request) if column else None for column in wanted]
    numbers = [number for number, fields in enumerate(lines[1:], start=2) if fields]
    filled = [fields for fields in lines[1:] if fields]
    for number, fields in zip(numbers, filled, strict=True):
        if len(fields) != len(header):
            raise ImportRefused(
                f"{request.source.name}, row {number}: {len(fields)} fields where the header has {len(header)}.",
                "Correct the row.",
            )
    columns = ([""] * len(filled) if at is None else [fields[at].strip() for fields in filled] for at in places)
    return _Rows(request, numbers, *columns)


def _place(header: Sequence[str], column: str, request: SpcFileRequest) -> int:
    found = header.count(column)
    if found != 1:
        problem = "has no column" if not found else f"has {found} columns called"
        raise ImportRefused(
            f"{request.source.name} {problem} '{column}'.", f"Its columns are: {', '.join(header) or 'none'}."
        )
    return header.index(column)


def _days(rows: _Rows) -> tuple[PlaceArray, bool]:
    """Return the ordinal of each date, and whether they are dd/mm/yyyy; a mixture is refused: one is a mistake."""
    is_british = _BRITISH_DATE.fullmatch(rows.on[0]) is not None
    pattern, form = (_BRITISH_DATE, "dd/mm/yyyy") if is_british else (_ISO_DATE, "yyyy-mm-dd")
    texts = dict.fromkeys(rows.on)  # many series share their dates
    for text in texts:
        if pattern.fullmatch(text) is None:
            advice = "Write every date as yyyy-mm-dd, or every one as dd/mm/yyyy"
            raise rows.refusal(rows.on.index(text), rows.request.date, f"this is not a date like {form}", advice)
    known = {text: _ordinal(rows, text, is_british=is_british) for text in texts}
    return np.array([known[text] for text in rows.on], dtype=np.int64), is_british


def _ordinal(rows: _Rows, text: str, *, is_british: bool) -> int:
    """Return the ordinal of a date whose form is known."""
    parts = [int(part) for part in re.split("[-/]", text)]
    year, month, day = reversed(parts) if is_british else parts
    try:
        return date(year, month, day).toordinal()
    except ValueError as error:
        hint = "Dates with / must be day/month/year" if is_british else "Correct the date"
        problem = "there is no such date in the calendar"
        raise rows.refusal(rows.on.index(text), rows.request.date, problem, hint) from error


def _values(rows: _Rows) -> tuple[Column, Column]:
    """Return the value of each row, and its denominator where there is one."""
    request = rows.request
    numerator = _numbers(rows, rows.value, request.value)
    if not request.denominator:
        return numerator, _NO_COLUMN
    size = _numbers(rows, rows.denominator, request.denominator)
    is_impossible = (size < 0) | ((size == 0) & (numerator != 0) & ~np.isnan(numerator))
    if is_impossible.any():
        problem = "a value cannot be out of nought or less"
        raise rows.refusal(int(np.argmax(is_impossible)), request.denominator, problem, "Correct the row")
    value = np.divide(numerator, size, out=np.full(len(size), np.nan), where=size > 0)
    _refuse_large(rows, value, request.denominator, "the value")
    return value, size


def _numbers(rows: _Rows, texts: list[str], column: str) -> Column:
    """Return the numbers of a column, NaN where one is missing."""
    found = _plain_numbers(texts)
    if found is None:
        found = np.array([_number(rows, place, text, column) for place, text in enumerate(texts)], dtype=np.float64)
    _refuse_large(rows, found, column, "this number")
    return found


def _plain_numbers(texts: list[str]) -> npt.NDArray[np.float64] | None:
    """Return the numbers of a column in which nothing but a number stands, and None for any other."""
    if _SIGNS_OF_NUMBERS.fullmatch("".join(texts)) is None:
        return None  # Python would take some words and the digits of other scripts for numbers
    try:
        return np.array(list(map(float, texts)), dtype=np.float64)
    except ValueError:
        return None


def _number(rows: _Rows, place: int, text: str, column: str) -> float:
    if text.lower() in _MISSING:
        return math.nan
    if _NUMBER.fullmatch(text) is None:
        raise rows.refusal(place, column, "this is not a number", "Write digits only, or leave it empty")
    return float(text)


def _refuse_large(rows: _Rows, numbers: Column, column: str, what: str) -> None:
    is_large = np.abs(numbers) > _LARGEST
    if is_large.any():
        raise rows.refusal(int(np.argmax(is_large)), column, f"{what} is too large to chart", "Correct the row")


def _refuse_duplicates(rows: _Rows, order: PlaceArray, of_series: PlaceArray, days: PlaceArray) -> None:
    """Refuse two rows of one series on one date; the first row in the file that repeats another is named."""
    is_same = (np.diff(of_series[order]) == 0) & (np.diff(days[order]) == 0)
    if is_same.any():
        again = int(order[1:][is_same].min())
        first = int(np.flatnonzero((of_series == of_series[again]) & (days == days[again]))[0])
        problem = f"{date_text(date.fromordinal(int(days[again])))} is already in row {rows.numbers[first]}"
        raise rows.refusal(again, rows.request.date, problem, "Keep one row a date")
