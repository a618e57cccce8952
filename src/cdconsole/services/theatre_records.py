"""Theatre lists as a source of measures: ratios of sums over lists, and what was cancelled of what was booked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.sessions import Urgency
from cdconsole.services.monthly_values import Flags, Floats
from cdconsole.services.record_source import Asked, Line, Recipe, Rule, reach_of
from cdconsole.services.tallies import Lacking, Tally, Units
from cdconsole.services.theatre_lists import TheatreLists
from cdconsole.storage import record_columns
from cdconsole.storage.section_file import Reading

_FIELDS = (
    *(Field.SESSION_DATE, Field.SESSION_KEY, Field.SESSION_START, Field.SESSION_END, Field.PLANNED_MINUTES),
    *(Field.LOCATION, Field.CANCELLED, Field.URGENCY, Field.ANAESTHETIC_START, Field.INTO_THEATRE),
    *(Field.OUT_OF_THEATRE, Field.PROCEDURE),
)
_MINUTES_LATE = 15


def _read(reading: Reading, asked: Asked) -> TheatreLists:
    fields = _FIELDS if asked.with_patients else _FIELDS[:-1]
    return TheatreLists(
        record_columns.read(reading, ExtractKind.THEATRE, fields, asked.period, with_patients=asked.with_patients)
    )


def _utilisation(lists: TheatreLists, minutes: Floats, is_planned: Flags) -> Tally:
    """Return minutes of touch time of planned minutes; a cancelled list adds 0, and its planned minutes."""
    asked = ~lists.is_emergency
    is_known = is_planned & lists.has_beginnings & lists.has_ends
    lacking = Lacking("a planned or recorded time", "lists", asked & ~is_known)
    numerator = np.where(lists.was_cancelled, 0.0, minutes)
    return Tally(lists.lists.units, asked & is_known, numerator, np.nan_to_num(lists.planned_minutes), lacking)


def _uncapped(lists: TheatreLists, _: Counting) -> Tally:
    return _utilisation(lists, lists.touch_minutes, ~np.isnan(lists.planned_minutes))


def _capped(lists: TheatreLists, _: Counting) -> Tally:
    is_planned = ~np.isnan(lists.planned_minutes) & ~np.isnan(lists.planned_finish)
    return _utilisation(lists, lists.touch_minutes_within, is_planned)


def _late(lists: TheatreLists) -> Floats:
    return np.where(lists.has_beginnings, np.maximum(0.0, lists.began - lists.planned_start), np.nan)


def _early_finish(lists: TheatreLists) -> Floats:
    return np.where(lists.has_ends, np.maximum(0.0, lists.planned_finish - lists.ended), np.nan)


def _overrun(lists: TheatreLists) -> Floats:
    return np.where(lists.has_ends, np.maximum(0.0, lists.ended - lists.planned_finish), np.nan)


def _minutes(of: Callable[[TheatreLists], Floats]) -> Callable[[TheatreLists, Counting], Tally]:
    """Return minutes over every list that was held, those with none included: not over the late ones only."""
    return lambda lists, _: _held(lists, of(lists), of(lists))


def _late_starts(lists: TheatreLists, counting: Counting) -> Tally:
    most = _MINUTES_LATE if counting.threshold is None else counting.threshold
    late = _late(lists)
    return _held(lists, late, late > most)


def _held(lists: TheatreLists, minutes: Floats, numerator: Floats | Flags) -> Tally:
    asked = ~lists.is_emergency & ~lists.was_cancelled
    is_known = ~np.isnan(minutes)
    lacking = Lacking("a planned or recorded time", "lists", asked & ~is_known)
    return Tally(lists.lists.units, asked & is_known, np.nan_to_num(numerator.astype(np.float64)), None, lacking)


def _cancelled(lists: TheatreLists, _: Counting) -> Tally:
    """Return cases cancelled of cases booked. An empty cell says no where the same import says yes or no anywhere.

    Lists that no import brought say it of the list, and not of each case.
    """
    cases = lists.cases
    said = ~np.isnan(cases.numbers[Field.CANCELLED]) & ~cases.batch.among("")
    tells = np.bincount(cases.batch.codes, said, len(cases.batch.words)) > 0
    is_known: Flags = tells[cases.batch.codes]
    booked = ~cases.texts[Field.URGENCY].among(Urgency.EMERGENCY.name)
    units = Units.of_records(cases.days[Field.SESSION_DATE], cases.whose)
    lacking = Lacking("a cancellation entry", "booked cases", booked & ~is_known)
    return Tally(units, booked & is_known, lists.case_cancelled, None, lacking)


def _line(lists: TheatreLists, calculation: Calculation, place: int) -> Line:
    cases = lists.cases
    if calculation is Calculation.CANCELLED_ON_THE_DAY:
        return Line(cases.patient[place], cases.texts[Field.PROCEDURE][place] or "Case", cases.batch[place])
    of_list = np.flatnonzero(lists.lists.unit == place)
    where = cases.texts[Field.LOCATION][int(of_list[0])]
    number = f"{of_list.size} case{'' if of_list.size == 1 else 's'}"
    return Line("", ", ".join((where or "List", number)), cases.batch[int(of_list[0])])


THEATRE: Final = Recipe(
    "theatre lists",
    frozenset({Topic.SESSION, Topic.IMPORT}),
    reach_of(ExtractKind.THEATRE),
    _read,
    {
        Calculation.THEATRE_UNCAPPED: Rule(_uncapped, "{n} of {d} minutes"),
        Calculation.THEATRE_CAPPED: Rule(_capped, "{n} of {d} minutes"),
        Calculation.LATE_START_MINUTES: Rule(_minutes(_late), "{n} minutes late"),
        Calculation.LATE_STARTS: Rule(_late_starts, "late", "in time"),
        Calculation.EARLY_FINISH_MINUTES: Rule(_minutes(_early_finish), "{n} minutes early"),
        Calculation.OVERRUN_MINUTES: Rule(_minutes(_overrun), "{n} minutes over"),
        Calculation.CANCELLED_ON_THE_DAY: Rule(_cancelled, "cancelled", "done"),
    },
    _line,
)
