"""Reads dates as hospital systems write them, and works out whether a column writes the day or the month first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cdconsole.domain.calendar import MONTH_NAMES
from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import DateOrder

_MOST = 0.5
EARLIEST_YEAR = 1948  # the first of the NHS; systems without a date write 1 Jan 1900, among others
_TIME = r"(?:[T ]\s{0,3}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?)?"
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<by>[-/.]?)(?P<month>\d{2})(?P=by)(?P<day>\d{2})" + _TIME, re.ASCII)
_NAMED = re.compile(r"(?P<day>\d{1,2})[- /](?P<name>[A-Za-z]{3,9})[- /,] ?(?P<year>\d{4})" + _TIME, re.ASCII)
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<by>[-/.])(?P<second_>\d{1,2})(?P=by)(?P<year>\d{4})" + _TIME, re.ASCII)
_CLOCK = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}[T ])?(?P<hour>\d{1,2})[:.]?(?P<minute>\d{2})(?:[:.]?(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?",
    re.ASCII,
)
_CLOCK_AT_END = re.compile(r"[T ]\s{0,3}\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$", re.ASCII)
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


def looks_dated(cells: Iterable[str]) -> bool:
    """Return whether most of a column's filled cells are written like dates."""
    filled = {cell for cell in cells if cell}
    patterns = (_YEAR_FIRST, _NAMED, _NUMERIC)
    dated = sum(1 for cell in filled if any(pattern.fullmatch(cell) for pattern in patterns))
    return dated > _MOST * len(filled)


class ColumnOrder(NamedTuple):
    """The order to read one column in, AUTOMATIC while the question is not answered; no question where it is clear."""

    order: DateOrder
    question: str = ""


def work_out_orders(
    columns: Mapping[str, Iterable[str]], asked: DateOrder, answered: Mapping[str, DateOrder] | None = None
) -> dict[str, ColumnOrder]:
    """Return the order of each date column by its heading, worked out from all its cells and from no other column.

    What was ``answered`` for a heading is kept, and so is ``asked``, if it is not AUTOMATIC, for the rest.
    """
    given = answered or {}
    return {heading: _column_order(heading, cells, given.get(heading, asked)) for heading, cells in columns.items()}


def _column_order(heading: str, cells: Iterable[str], asked: DateOrder) -> ColumnOrder:
    if asked is not DateOrder.AUTOMATIC:
        return ColumnOrder(asked)
    evidence = order_evidence(cells)
    if evidence.has_day_first and evidence.has_month_first:
        return ColumnOrder(asked, f"{heading} mixes day-first and month-first dates: which of the two is meant?")
    if evidence.has_day_first or evidence.has_month_first:
        return ColumnOrder(DateOrder.DAY_FIRST if evidence.has_day_first else DateOrder.MONTH_FIRST)
    if evidence.is_numeric:
        return ColumnOrder(asked, f"Every date in {heading} has a day of 12 or less: is it day first (23/11/2026)?")
    return ColumnOrder(DateOrder.ISO)


def settled_orders(
    columns: Mapping[str, Iterable[str]], asked: DateOrder, answered: Mapping[str, DateOrder] | None = None
) -> dict[str, DateOrder]:
    """Return the order to read each date column in. Raises ImportRefused while one is in question."""
    orders = work_out_orders(columns, asked, answered)
    question = next((found.question for found in orders.values() if found.question), "")
    if question:
        raise ImportRefused(question, "Choose day first or month first. Rows that do not fit will be listed.")
    return {heading: found.order for heading, found in orders.items()}


def common_order(orders: Iterable[DateOrder]) -> DateOrder:
    """Return the one order in which all columns can be read, AUTOMATIC if there is none; year first fits any."""
    numeric = set(orders) - {DateOrder.ISO}
    return DateOrder.ISO if not numeric else numeric.pop() if len(numeric) == 1 else DateOrder.AUTOMATIC


def combined(date_cell: str, time_cell: str) -> str:
    """Return a date column's cell with the time of day of another column's, as a date cell is written.

    The time may be 14:05, 14.05, 1405, 14:05:00 or 2:05 PM; a time in the date cell gives way to it, as systems that
    split the two write midnight there. Without a time, or without a date, the date cell is returned as it is; a time
    that cannot be read is kept, so that the date with it is refused.
    """
    if not date_cell or not time_cell:
        return date_cell
    day = _CLOCK_AT_END.sub("", date_cell)
    match = _CLOCK.fullmatch(time_cell)
    if match is None:
        return f"{day} {time_cell}"
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].casefold() == "p" else 0)
    return f"{day} {hour:02}:{match['minute']}:{match['second'] or '00'}"
