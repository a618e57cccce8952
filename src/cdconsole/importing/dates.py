"""Reads dates as hospital systems write them, and works out whether a file writes the day or the month first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cdconsole.domain.calendar import MONTH_NAMES
from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import DateOrder

EARLIEST_YEAR = 1948  # the first of the NHS; systems without a date write 1 Jan 1900, among others
_TIME = r"(?:[T ]\s{0,3}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?)?"
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<by>[-/.]?)(?P<month>\d{2})(?P=by)(?P<day>\d{2})" + _TIME, re.ASCII)
_NAMED = re.compile(r"(?P<day>\d{1,2})[- /](?P<name>[A-Za-z]{3,9})[- /,] ?(?P<year>\d{4})" + _TIME, re.ASCII)
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<by>[-/.])(?P<second_>\d{1,2})(?P=by)(?P<year>\d{4})" + _TIME, re.ASCII)
_TWO_DIGIT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?: .{0,12})?", re.ASCII)
_MONTHS = {name.casefold(): number for number, name in enumerate(MONTH_NAMES, start=1)}
# HES writes 1 Jan 1800 and 1 Jan 1801, and exports of it 15 Oct 1582, where it has no date.
_NOT_KNOWN = frozenset({date(1582, 10, 15), date(1600, 12, 31), date(1800, 1, 1), date(1801, 1, 1)})


class ReadDate(NamedTuple):
    """A date cell as read: ``at`` None says why in ``reason``; an empty cell has neither."""

    at: datetime | None = None
    is_timed: bool = False
    reason: str = ""


class DateReader(dict[str, ReadDate]):
    """Reads date cells in one order, each distinct text once.

    ``today`` bounds the future: a day's grace is given for clocks and night shifts.
    """

    def __init__(self, order: DateOrder, today: date) -> None:
        super().__init__({"": ReadDate()})
        self._order = order
        self._latest = today + timedelta(days=1)

    def __missing__(self, text: str) -> ReadDate:
        self[text] = read = self._read(text)
        return read

    def _read(self, text: str) -> ReadDate:
        parts = _parts(text, self._order)
        if parts is None:
            return ReadDate(reason=_unreadable(text, self._order))
        year, month, day, clock = parts
        try:
            at = datetime(year, month, day, *(clock or ()))  # noqa: DTZ001 hospital systems write local wall time
        except ValueError:
            return ReadDate(reason="There is no such date or time")
        if at.date() in _NOT_KNOWN:
            return ReadDate(reason="HES writes this date for 'not known'")
        if at.year < EARLIEST_YEAR:
            return ReadDate(reason=f"The date is before {EARLIEST_YEAR}")
        if at.date() > self._latest:
            return ReadDate(reason="The date is in the future")
        return ReadDate(at, clock is not None)


def _parts(text: str, order: DateOrder) -> tuple[int, int, int, tuple[int, int, int] | None] | None:
    """Return year, month, day and the time of day if one is written; None if the text is no date in that order."""
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match["year"]), int(match["month"]), int(match["day"]), _clock(match)
    if match := _NAMED.fullmatch(text):
        month = _MONTHS.get(match["name"][:3].casefold())
        return None if month is None else (int(match["year"]), month, int(match["day"]), _clock(match))
    if order is DateOrder.ISO or not (match := _NUMERIC.fullmatch(text)):
        return None
    first, second = int(match["first"]), int(match["second_"])
    day, month = (second, first) if order is DateOrder.MONTH_FIRST else (first, second)
    return int(match["year"]), month, day, _clock(match)


def _clock(match: re.Match[str]) -> tuple[int, int, int] | None:
    return None if match["hour"] is None else (int(match["hour"]), int(match["minute"]), int(match["second"] or 0))


def _unreadable(text: str, order: DateOrder) -> str:
    if order is DateOrder.ISO and _NUMERIC.fullmatch(text):
        return "The date is not written year first"
    if _TWO_DIGIT_YEAR.fullmatch(text):
        return "The year has two digits, so the century is not known"
    return "This cannot be read as a date"


class OrderEvidence(NamedTuple):
    """What a column's dates say about their order; ``is_numeric`` if any is written like 05/04/2026."""

    is_numeric: bool
    has_day_first: bool
    has_month_first: bool


def order_evidence(cells: Iterable[str]) -> OrderEvidence:
    """Return what cells say about their order: a number above 12 can only be a day."""
    is_numeric = has_day_first = has_month_first = False
    for cell in set(cells):
        if match := _NUMERIC.fullmatch(cell):
            is_numeric = True
            first, second = int(match["first"]), int(match["second_"])
            has_day_first |= first > 12 >= second
            has_month_first |= second > 12 >= first
    return OrderEvidence(is_numeric, has_day_first, has_month_first)


def work_out_order(columns: Mapping[str, Iterable[str]], asked: DateOrder) -> tuple[DateOrder, str]:
    """Return the order to read date columns in, and the question to answer first, empty if there is none.

    An order that was asked for is kept. Otherwise one column that shows the order settles it for the file.
    """
    if asked is not DateOrder.AUTOMATIC:
        return asked, ""
    found = {heading: order_evidence(cells) for heading, cells in columns.items()}
    days = [heading for heading, evidence in found.items() if evidence.has_day_first]
    months = [heading for heading, evidence in found.items() if evidence.has_month_first]
    if days and months:
        where = days[0] if days[0] == months[0] else f"{days[0]} and {months[0]}"
        return asked, f"{where} mixes day-first and month-first dates: which of the two is meant?"
    if days or months:
        return (DateOrder.DAY_FIRST if days else DateOrder.MONTH_FIRST), ""
    numeric = [heading for heading, evidence in found.items() if evidence.is_numeric]
    if numeric:
        return asked, f"Every date in {numeric[0]} has a day of 12 or less: is it day first (23/11/2026)?"
    return DateOrder.ISO, ""


def settled_order(columns: Mapping[str, Iterable[str]], asked: DateOrder) -> DateOrder:
    """Return the order to read date columns in. Raises ImportRefused while it is in question."""
    order, question = work_out_order(columns, asked)
    if question:
        raise ImportRefused(question, "Choose day first or month first. Rows that do not fit will be listed.")
    return order
