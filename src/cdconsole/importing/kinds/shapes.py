"""What each field can hold, and how a cell of it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Any, Final, NamedTuple

from cdconsole.domain.calendar import MONTH_NAMES, Month
from cdconsole.domain.extract import DateOrder, NumberStyle
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.codes import by_code, plain
from cdconsole.importing.dates import DateReader, combined
from cdconsole.importing.identifying import shown_code, shown_value
from cdconsole.importing.kinds.codes import (
    APPOINTMENT_KINDS,
    ATTENDANCES,
    DECISIONS,
    EXPOSURE_KINDS,
    NO,
    URGENCIES,
    YES,
)
from cdconsole.importing.numbers import read_number

LATEST_DAYS = 3 * 366
_DAY = len("2026-11-23")
_MOST_MINUTES = 48 * 60
_MONTHS = {name.casefold(): number for number, name in enumerate(MONTH_NAMES, start=1)}


class Shape(Enum):
    """What a field holds."""

    TEXT = "text"
    PATIENT = "patient"
    KEY = "key"
    CLINICIAN = "clinician"
    DAY = "day"
    MOMENT = "moment"
    CLOCK = "clock"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes or no"
    CODE = "code"
    PERIOD = "period"


class Read(NamedTuple):
    """A cell as read: the value to store, or why it can't be; ``is_unknown`` where a code is not in its table."""

    value: Any = None
    reason: str = ""
    is_unknown: bool = False


_DAYS: Final = (Field.SESSION_DATE, Field.FIRST_DAY, Field.LAST_DAY, Field.PREDICTED)
_MOMENTS: Final = (
    Field.SEEN_AT,
    Field.ENTERED,
    Field.LEFT_WARD,
    Field.ARRIVED,
    Field.REVIEWED,
    Field.ADMITTED,
    Field.DISCHARGED,
)
_CLOCKS: Final = (
    *(Field.SESSION_START, Field.SESSION_END, Field.ANAESTHETIC_START, Field.INTO_THEATRE, Field.KNIFE_TO_SKIN),
    *(Field.CLOSURE, Field.OUT_OF_THEATRE),
)
_WHOLES: Final = (
    *(Field.PLANNED_MINUTES, Field.SLOTS, Field.BOOKED, Field.ATTENDED, Field.DID_NOT_ATTEND, Field.CASE_MINUTES),
    *(Field.POLYPS_FOUND, Field.POLYPS_RETRIEVED),
)
_NUMBERS: Final = (Field.POINTS, Field.WITHDRAWAL_MINUTES, Field.NUMERATOR, Field.DENOMINATOR)
_YES_NO: Final = (Field.CANCELLED, Field.COMPLETE, Field.ADENOMA, Field.CRITERIA_TO_RESIDE)
_CODES: Final[dict[Field, Mapping[Any, str]]] = {
    Field.ATTENDANCE: ATTENDANCES,
    Field.APPOINTMENT_KIND: APPOINTMENT_KINDS,
    Field.URGENCY: URGENCIES,
    Field.DECISION: DECISIONS,
    Field.EXPOSURE_KIND: EXPOSURE_KINDS,
}
SHAPES: Final[dict[Field, Shape]] = {
    **dict.fromkeys(_DAYS, Shape.DAY),
    **dict.fromkeys(_MOMENTS, Shape.MOMENT),
    **dict.fromkeys(_CLOCKS, Shape.CLOCK),
    **dict.fromkeys(_WHOLES, Shape.WHOLE),
    **dict.fromkeys(_NUMBERS, Shape.NUMBER),
    **dict.fromkeys(_YES_NO, Shape.YES_NO),
    **dict.fromkeys(_CODES, Shape.CODE),
    Field.PATIENT: Shape.PATIENT,
    Field.SPELL_KEY: Shape.KEY,
    Field.CLINICIAN: Shape.CLINICIAN,
    Field.PERIOD: Shape.PERIOD,
}
"""The shape of each field of the kinds checked here; a field not named holds text."""

DATED: Final = frozenset({Shape.DAY, Shape.MOMENT, Shape.PERIOD})
_MAY_COME: Final = frozenset({Field.SESSION_DATE, Field.FIRST_DAY, Field.LAST_DAY, Field.PREDICTED})


class CellReader(dict[str, Read]):
    """Reads the cells of one column, each distinct text once."""

    def __init__(self, read: Callable[[str], Read]) -> None:
        super().__init__()
        self._read_cell = read

    def __missing__(self, cell: str) -> Read:
        self[cell] = read = self._read_cell(cell)
        return read


def reader_of(field: Field, order: DateOrder, style: NumberStyle, today: date) -> CellReader:
    """Return what reads a field's column; ``order`` and ``style`` say how its dates and numbers are written."""
    shape = SHAPES.get(field, Shape.TEXT)
    dates = DateReader(order, today + timedelta(days=LATEST_DAYS) if field in _MAY_COME else today)
    if shape is Shape.CODE:
        meanings = by_code(_CODES[field])
        return CellReader(lambda cell: _code(cell, meanings))
    reads: dict[Shape, Callable[[str], Read]] = {
        Shape.DAY: lambda cell: _moment(cell, dates, is_day=True),
        Shape.MOMENT: lambda cell: _moment(cell, dates, is_day=False),
        Shape.CLOCK: lambda cell: _clock(cell, dates),
        Shape.WHOLE: lambda cell: _number(cell, style, is_whole=True),
        Shape.NUMBER: lambda cell: _number(cell, style, is_whole=False),
        Shape.YES_NO: _yes_no,
        Shape.PERIOD: lambda cell: _period(cell, dates),
    }
    return CellReader(reads.get(shape, _text))


def shown(field: Field, cell: str) -> str:
    """Return a cell as a report may show it: nothing that could say who a patient is."""
    shape = SHAPES.get(field, Shape.TEXT)
    if shape in DATED | {Shape.CLOCK, Shape.WHOLE, Shape.NUMBER}:
        return shown_value(cell)
    return shown_code(cell) if shape in (Shape.YES_NO, Shape.CODE) else ""


def _text(cell: str) -> Read:
    return Read(" ".join(cell.split()))


def _moment(cell: str, dates: DateReader, *, is_day: bool) -> Read:
    read = dates[cell]
    if read.reason:
        return Read(reason=read.reason)
    if read.at is None:
        return Read()
    text = read.at.isoformat()
    return Read(text[:_DAY] if is_day or not read.is_timed else text)


def _clock(cell: str, dates: DateReader) -> Read:
    """Return a time of day as ``T10:42:00``, or the whole moment where the cell has a date too."""
    if not cell:
        return Read()
    read = dates[cell]
    if read.at is not None and read.is_timed:
        return Read(read.at.isoformat())
    alone = dates[combined("2000-01-01", cell)]
    if alone.at is None or not alone.is_timed:
        return Read(reason="This cannot be read as a time")
    return Read(alone.at.isoformat()[_DAY:])


def _number(cell: str, style: NumberStyle, *, is_whole: bool) -> Read:
    if not cell:
        return Read()
    number = read_number(cell, style)
    if number is None:
        return Read(reason="This cannot be read as a number")
    if is_whole and number != int(number):
        return Read(reason="This should be a whole number")
    if number < 0:
        return Read(reason="The number is below 0")
    if is_whole and number > _MOST_MINUTES * 1_000:
        return Read(reason="The number is too large")
    return Read(int(number) if is_whole else number)


def _yes_no(cell: str) -> Read:
    word = cell.strip().casefold()
    if not word:
        return Read()
    if word in YES:
        return Read(1)
    return Read(0) if word in NO else Read(None, is_unknown=True)


def _code(cell: str, meanings: Mapping[str, Enum]) -> Read:
    if not cell:
        return Read("UNKNOWN")
    found = meanings.get(plain(cell))
    return Read("UNKNOWN", is_unknown=True) if found is None else Read(found.name)


def _period(cell: str, dates: DateReader) -> Read:
    """Return the first and last day of a month, a year or a day."""
    if not cell:
        return Read()
    month = _month(cell)
    if month is not None:
        return Read((month.first.isoformat(), month.last.isoformat()))
    read = dates[cell]
    if read.at is None:
        return Read(reason=read.reason or "This cannot be read as a month or a day")
    day = read.at.date().isoformat()
    return Read((day, day))


def _month(cell: str) -> Month | None:
    parts = cell.replace("/", "-").replace(" ", "-").split("-")
    if len(parts) != 2:
        return None
    for year, month in (parts, parts[::-1]):
        number = int(month) if month.isdecimal() else _MONTHS.get(month[:3].casefold(), 0)
        if len(year) == 4 and year.isdecimal() and 1 <= number <= 12 and int(year) >= 1948:
            return Month(int(year), number)
    return None
