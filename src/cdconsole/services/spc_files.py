"""Control charts of a person's own CSV file: a file of dated values in, a file of limits and special causes out."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import ExportRefused, ImportRefused, UserFacingError
from cdconsole.domain.spc import SpcChart
from cdconsole.exporting.csv_file import write_csv
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.control_chart import SeriesPoint, control_chart

HEADER = (
    "series",
    "date",
    "value",
    "phase",
    "centre",
    "lower",
    "upper",
    "special_cause",
    "direction",
    "icon",
    "assurance",
)

_MISSING = frozenset({"", "na", "nan"})
_LARGEST = 1e100  # limits of larger values could overflow
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_BRITISH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


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
class SpcFileReport:
    """What was written, and what must be said about it, each note naming its series."""

    series: int
    rows: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    """One row of the file, with its number as a spreadsheet shows it: the header is row 1."""

    number: int
    series: str
    on: str
    value: str
    denominator: str


def chart_csv(request: SpcFileRequest) -> SpcFileReport:
    """Read the source, chart each series and write one row a point, in order of date within each series.

    Series keep the order they first appear in. A value that is empty, NA or NaN, or over a denominator of nought, is
    a gap. ``icon`` and ``assurance`` stand on the last row of a series. Raises UserFacingError, naming file, row and
    column, for anything else that cannot be read; the output then stays as it was.
    """
    _refuse_same_file(request)
    rows = _read(request)
    series, notes = _series(rows, request)
    _refuse_unknown_rebase(series, request)
    charts = {}
    for name, points in series.items():
        options, left_alone = _options_for(points, request.options)
        charts[name] = control_chart(points, options)
        notes += [_about(name, note) for note in (*left_alone, *charts[name].notes)]
    write_csv(request.output, HEADER, (row for name, chart in charts.items() for row in _output_rows(name, chart)))
    return SpcFileReport(len(charts), len(rows), tuple(notes))


def _refuse_same_file(request: SpcFileRequest) -> None:
    if request.output.is_dir():
        raise ExportRefused(f"{request.output} is a folder.", "Give the name of a file to write.")
    is_same = request.output.exists() and request.source.exists() and request.output.samefile(request.source)
    if is_same:
        raise ExportRefused(f"{request.output} is the file to read.", "Write the result to another file.")


def _read(request: SpcFileRequest) -> list[_Row]:
    """Return the rows of the file, only the columns asked for."""
    name = request.source.name
    try:
        with request.source.open(encoding="utf-8-sig", newline="") as file:
            rows = list(_rows(csv.reader(file, strict=True), request))
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
    if not rows:
        raise ImportRefused(f"{name} has a header and no rows.", "Choose a file with data.")
    return rows


def _rows(lines: Iterator[list[str]], request: SpcFileRequest) -> Iterator[_Row]:
    header = [column.strip() for column in next(lines, [])]
    pick_date, pick_value = _picker(header, request.date, request), _picker(header, request.value, request)
    pick_denominator, pick_series = (
        _picker(header, column, request) if column else _nothing for column in (request.denominator, request.by)
    )
    for number, fields in enumerate(lines, start=2):
        if not fields:
            continue
        if len(fields) != len(header):
            raise ImportRefused(
                f"{request.source.name}, row {number}: {len(fields)} fields where the header has {len(header)}.",
                "Correct the row.",
            )
        yield _Row(number, pick_series(fields), pick_date(fields), pick_value(fields), pick_denominator(fields))


def _picker(header: Sequence[str], column: str, request: SpcFileRequest) -> Callable[[Sequence[str]], str]:
    """Return the function that takes one column's text from a row."""
    found = header.count(column)
    if found != 1:
        problem = "has no column" if not found else f"has {found} columns called"
        raise ImportRefused(
            f"{request.source.name} {problem} '{column}'.", f"Its columns are: {', '.join(header) or 'none'}."
        )
    place = header.index(column)
    return lambda fields: fields[place].strip()


def _nothing(_: Sequence[str]) -> str:
    return ""


def _series(rows: Sequence[_Row], request: SpcFileRequest) -> tuple[dict[str, list[SeriesPoint]], list[str]]:
    """Return the points of each series in order of first appearance, and how the dates were read if not ISO."""
    is_british = _is_british(rows, request)
    series: dict[str, list[SeriesPoint]] = {}
    first_rows: dict[tuple[str, date], int] = {}
    for row in rows:
        point = _point(row, request, is_british=is_british)
        if (first := first_rows.setdefault((row.series, point.on), row.number)) != row.number:
            raise _refusal(
                request, row, request.date, f"{date_text(point.on)} is already in row {first}", "Keep one row a date"
            )
        series.setdefault(row.series, []).append(point)
    if all(point.value is None for points in series.values() for point in points):
        raise ImportRefused(
            f"{request.source.name}: no row has a value in column '{request.value}'.", "Nothing to draw."
        )
    return series, ["Dates were read as day/month/year."] if is_british else []


def _is_british(rows: Sequence[_Row], request: SpcFileRequest) -> bool:
    """Return whether the dates are dd/mm/yyyy and not ISO; a mixture is refused, for one of the two is a mistake."""
    is_british = _BRITISH_DATE.fullmatch(rows[0].on) is not None
    pattern, form = (_BRITISH_DATE, "dd/mm/yyyy") if is_british else (_ISO_DATE, "yyyy-mm-dd")
    for row in rows:
        if pattern.fullmatch(row.on) is None:
            raise _refusal(
                request,
                row,
                request.date,
                f"this is not a date like {form}",
                "Write every date as yyyy-mm-dd, or every one as dd/mm/yyyy",
            )
    return is_british


def _point(row: _Row, request: SpcFileRequest, *, is_british: bool) -> SeriesPoint:
    on = _date(row, request, is_british=is_british)
    numerator = _number(row, row.value, request.value, request)
    if not request.denominator:
        return SeriesPoint(on, numerator)
    denominator = _number(row, row.denominator, request.denominator, request)
    if denominator is not None and (denominator < 0 or (denominator == 0 and numerator)):
        raise _refusal(request, row, request.denominator, "a value cannot be out of nought or less", "Correct the row")
    if numerator is None or not denominator:
        return SeriesPoint(on, None, numerator, denominator)
    value = numerator / denominator
    if abs(value) > _LARGEST:
        raise _refusal(request, row, request.denominator, "the value is too large to chart", "Correct the row")
    return SeriesPoint(on, value, numerator, denominator)


def _date(row: _Row, request: SpcFileRequest, *, is_british: bool) -> date:
    """Return the date of a row whose form is known."""
    parts = [int(part) for part in re.split("[-/]", row.on)]
    year, month, day = reversed(parts) if is_british else parts
    try:
        return date(year, month, day)
    except ValueError as error:
        hint = "Dates with / must be day/month/year" if is_british else "Correct the date"
        raise _refusal(request, row, request.date, "there is no such date in the calendar", hint) from error


def _number(row: _Row, text: str, column: str, request: SpcFileRequest) -> float | None:
    """Return a number, or None where it is missing."""
    if text.lower() in _MISSING:
        return None
    if _NUMBER.fullmatch(text) is None:
        raise _refusal(request, row, column, "this is not a number", "Write digits only, or leave it empty")
    number = float(text)
    if abs(number) > _LARGEST:
        raise _refusal(request, row, column, "this number is too large to chart", "Correct the row")
    return number


def _refusal(request: SpcFileRequest, row: _Row, column: str, problem: str, what_to_do: str) -> ImportRefused:
    """Return an error that says where, and never what the field holds: it could name a patient."""
    return ImportRefused(f"{request.source.name}, row {row.number}, column '{column}': {problem}.", f"{what_to_do}.")


def _refuse_unknown_rebase(series: dict[str, list[SeriesPoint]], request: SpcFileRequest) -> None:
    known = {point.on for points in series.values() for point in points}
    for on in request.options.rebase:
        if on not in known:
            raise UserFacingError(
                f"The limits cannot change on {date_text(on)}: {request.source.name} has no row with that date.",
                "Choose a date that is in the file.",
            )


def _options_for(points: Sequence[SeriesPoint], options: ChartOptions) -> tuple[ChartOptions, list[str]]:
    """Return the options with the rebase dates this series has, and a note for each it does not have."""
    known = {point.on for point in points}
    absent = [on for on in options.rebase if on not in known]
    kept = tuple(on for on in options.rebase if on in known)
    return replace(options, rebase=kept), [f"No row on {date_text(on)}: limits not changed there." for on in absent]


def _about(series: str, note: str) -> str:
    return f"{series}: {note}" if series else note


def _output_rows(name: str, chart: SpcChart) -> Iterator[tuple[str, ...]]:
    last = len(chart.points) - 1
    for place, point in enumerate(chart.points):
        numbers = [_text(number) for number in (point.centre, point.lower, point.upper)]
        judged = (point.special_cause.value, point.direction.value)
        icons = (chart.icon.value, chart.assurance.value) if place == last else ("", "")
        yield name, point.on.isoformat(), _text(point.value), str(point.phase), *numbers, *judged, *icons


def _text(number: float | None) -> str:
    """Return a number so that reading it again gives the same number."""
    return "" if number is None else repr(number)
