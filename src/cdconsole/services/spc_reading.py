"""A person's own CSV file of dated values, read into columns: every refusal names file, row and column."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import ImportRefused
from cdconsole.services.csv_table import CsvTable, is_number_text, read_table
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.fitness import misfits
from cdconsole.stats.series_table import Column, PlaceArray, SeriesTable

_MISSING = frozenset({"", "na", "nan"})
_LARGEST = 1e100  # limits of larger values could overflow
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
    """The columns asked for, one text a row."""

    request: SpcFileRequest
    file: CsvTable

    @property
    def series(self) -> list[str]:
        """Return which series each row is of."""
        return self.file.columns[0]

    @property
    def on(self) -> list[str]:
        """Return the date of each row."""
        return self.file.columns[1]


def read_series(request: SpcFileRequest) -> NamedSeries:
    """Return the series of the source, each in order of date.

    A value that is empty, NA or NaN, or over a denominator of nought, is a gap. Raises ImportRefused for anything else
    that can't be read or that the kind of chart can't have.
    """
    rows = _Rows(request, read_table(request.source, (request.by, request.date, request.value, request.denominator)))
    days, is_british = _days(rows)
    value, size = _values(rows)
    is_misfit, why = misfits(request.options.kind, value)
    if is_misfit.any():
        raise rows.file.refusal(
            int(np.argmax(is_misfit)), request.value, why, "Correct the row, or choose another chart"
        )
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
    return NamedSeries(tuple(places), table, len(rows.file.numbers), is_british)


def _days(rows: _Rows) -> tuple[PlaceArray, bool]:
    """Return the ordinal of each date, and whether they are dd/mm/yyyy; a mixture is refused: one is a mistake."""
    is_british = _BRITISH_DATE.fullmatch(rows.on[0]) is not None
    pattern, form = (_BRITISH_DATE, "dd/mm/yyyy") if is_british else (_ISO_DATE, "yyyy-mm-dd")
    texts = dict.fromkeys(rows.on)  # many series share their dates
    for text in texts:
        if pattern.fullmatch(text) is None:
            advice = "Write every date as yyyy-mm-dd, or every one as dd/mm/yyyy"
            raise rows.file.refusal(rows.on.index(text), rows.request.date, f"this is not a date like {form}", advice)
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
        raise rows.file.refusal(rows.on.index(text), rows.request.date, problem, hint) from error


def _values(rows: _Rows) -> tuple[Column, Column]:
    """Return the value of each row, and its denominator where there is one."""
    request = rows.request
    numerator = _numbers(rows, rows.file.columns[2], request.value)
    if not request.denominator:
        return numerator, _NO_COLUMN
    size = _numbers(rows, rows.file.columns[3], request.denominator)
    is_impossible = (size < 0) | ((size == 0) & (numerator != 0) & ~np.isnan(numerator))
    if is_impossible.any():
        problem = "a value cannot be out of nought or less"
        raise rows.file.refusal(int(np.argmax(is_impossible)), request.denominator, problem, "Correct the row")
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
    if not is_number_text(text):
        raise rows.file.refusal(place, column, "this is not a number", "Write digits only, or leave it empty")
    return float(text)


def _refuse_large(rows: _Rows, numbers: Column, column: str, what: str) -> None:
    is_large = np.abs(numbers) > _LARGEST
    if is_large.any():
        raise rows.file.refusal(int(np.argmax(is_large)), column, f"{what} is too large to chart", "Correct the row")


def _refuse_duplicates(rows: _Rows, order: PlaceArray, of_series: PlaceArray, days: PlaceArray) -> None:
    """Refuse two rows of one series on one date; the first row in the file that repeats another is named."""
    is_same = (np.diff(of_series[order]) == 0) & (np.diff(days[order]) == 0)
    if is_same.any():
        again = int(order[1:][is_same].min())
        first = int(np.flatnonzero((of_series == of_series[again]) & (days == days[again]))[0])
        problem = f"{date_text(date.fromordinal(int(days[again])))} is already in row {rows.file.numbers[first]}"
        raise rows.file.refusal(again, rows.request.date, problem, "Keep one row a date")
