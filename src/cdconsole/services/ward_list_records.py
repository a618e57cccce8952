"""The ward list as a source of measures: how early, how current and how right predicted discharge dates are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from cdconsole.domain.calendar import Month, date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.ward import ReasonCode
from cdconsole.services.covered_months import whole_months
from cdconsole.services.monthly_values import Flags, Floats
from cdconsole.services.record_source import Asked, Line, Reach, Recipe, Rule
from cdconsole.services.tallies import Lacking, Places, Tally, Units
from cdconsole.storage import ward_columns
from cdconsole.storage.record_columns import EPOCH_ORDINAL, MINUTES_A_DAY, NO_DAY, Days, minutes_of
from cdconsole.storage.section_file import Reading
from cdconsole.storage.ward_columns import WardColumns

WARD_TOPICS: Final = frozenset({Topic.INPATIENT, Topic.PREDICTED_DISCHARGE})
_HOURS = 24.0
_NO_REASON: Final = (ReasonCode.IMPORTED.name, ReasonCode.CONCURRENT.name)
_APART = 1e9  # minutes: more than any moment is from any other


@dataclass(frozen=True, eq=False)
class _Stays:
    """Stays with their predictions as of ``now``, in minutes since 1970; arrays are [stays] where nothing is said."""

    columns: WardColumns
    now: float

    @cached_property
    def admitted_on(self) -> Days:
        return _day(self.columns.admitted)

    @cached_property
    def left_on(self) -> Days:
        return _day(self.columns.left)

    @cached_property
    def _first(self) -> tuple[Floats, Days]:
        """Return when the first date was predicted, NaN for never, and that date as an ordinal, -1 for none."""
        columns, count = self.columns, len(self.columns.admitted)
        entered, on = np.full(count, np.nan), np.full(count, NO_DAY, dtype=np.int64)
        dated = np.flatnonzero(columns.predicted != NO_DAY)[::-1]  # the first of a stay is written last, and stays
        entered[columns.stay[dated]] = columns.entered[dated]
        on[columns.stay[dated]] = columns.predicted[dated]
        return entered, on

    @property
    def first_entered(self) -> Floats:
        return self._first[0]

    @property
    def first_predicted(self) -> Days:
        return self._first[1]

    @cached_property
    def midnights(self) -> tuple[Places, Days]:
        """Return each stay at each midnight it lasted over until now: which stay, and the day that began."""
        last = np.where(self.left_on == NO_DAY, int(self.now // MINUTES_A_DAY) + EPOCH_ORDINAL, self.left_on)
        nights = np.maximum(0, last - self.admitted_on)
        stay = np.repeat(np.arange(nights.size), nights)
        step = np.arange(stay.size) - np.repeat(np.cumsum(nights) - nights, nights)
        return stay, self.admitted_on[stay] + 1 + step

    def known_at(self, stay: Places, minutes: Floats) -> Days:
        """Return the day predicted for each stay as it stood at each moment; -1 where there was none."""
        columns = self.columns
        if not columns.stay.size:
            return np.full(stay.size, NO_DAY, dtype=np.int64)
        entered = columns.stay * _APART + columns.entered
        place = np.searchsorted(entered, stay * _APART + minutes, side="right") - 1
        is_theirs = (place >= 0) & (columns.stay[place] == stay)
        return np.where(is_theirs, columns.predicted[place], NO_DAY)

    def units(self, day: Days, stay: Places | None = None) -> Units:
        """Return stays, or what is of a stay each, as units of the clinician they are under now."""
        if stay is None:
            return Units.of_records(day, self.columns.whose)
        whose = self.columns.whose
        return Units(
            day,
            {
                ClinicianId(one): np.flatnonzero(whose.codes[stay] == code)
                for code, one in enumerate(whose.words)
                if one
            },
        )


def _day(minutes: Floats) -> Days:
    days = np.floor(np.nan_to_num(minutes, nan=-1.0) / MINUTES_A_DAY).astype(np.int64) + EPOCH_ORDINAL
    return np.where(np.isnan(minutes), NO_DAY, days)


def _reach(reading: Reading, today: date) -> Reach:
    """Return the whole months since the first date was predicted, until the month before this one."""
    columns, first = ward_columns.stays(reading), ward_columns.first_prediction(reading)
    days = _day(columns.admitted)
    people = {ClinicianId(one): int(days[places].min()) for one, places in columns.whose.places().items() if one}
    months = whole_months([] if first is None else [(first, (Month.of(today) - 1).last)])
    return Reach(bool(days.size), people, months)


def _read(reading: Reading, asked: Asked) -> _Stays:
    return _Stays(ward_columns.stays(reading), float(minutes_of([asked.now.isoformat(timespec="seconds")])[0]))


def _in_time(stays: _Stays, counting: Counting) -> Tally:
    """Return stays whose date was predicted within hours of admission, of those that lasted as long."""
    minutes = 60 * (_HOURS if counting.threshold is None else counting.threshold)
    columns = stays.columns
    lasted = np.where(np.isnan(columns.left), stays.now, columns.left) - columns.admitted
    in_time = stays.first_entered - columns.admitted <= minutes
    return Tally(stays.units(stays.admitted_on), lasted >= minutes, in_time)


def _current(stays: _Stays, _: Counting) -> Tally:
    """Return patients at midnight whose predicted date, as it then stood, was the day that began or a later one."""
    stay, day = stays.midnights
    midnight: Floats = (day - EPOCH_ORDINAL).astype(np.float64) * MINUTES_A_DAY
    is_current = stays.known_at(stay, midnight) >= day
    return Tally(stays.units(day, stay), np.ones(day.size, dtype=np.bool_), is_current)


def _days_late(stays: _Stays) -> Days:
    return stays.left_on - stays.first_predicted


def _right(stays: _Stays, counting: Counting) -> Tally:
    """Return discharges on the day first predicted, or within days of it."""
    within = 0.0 if counting.threshold is None else counting.threshold
    return _of_discharges(stays, np.abs(_days_late(stays)) <= within)


def _bias(stays: _Stays, _: Counting) -> Tally:
    """Return the days from the date first predicted to the discharge: below 0 where the patient left earlier."""
    return _of_discharges(stays, _days_late(stays).astype(np.float64))


def _of_discharges(stays: _Stays, numerator: Floats | Flags) -> Tally:
    has_left, has_first = stays.left_on != NO_DAY, stays.first_predicted != NO_DAY
    lacking = Lacking("a predicted date", "discharges", has_left & ~has_first)
    return Tally(stays.units(stays.left_on), has_left & has_first, numerator, None, lacking)


def _without_reason(stays: _Stays, _: Counting) -> Tally:
    """Return changes after the first date for which nobody gave a reason: taken from a file, or set twice at once."""
    columns = stays.columns
    later = columns.revision > 1
    return Tally(stays.units(_day(columns.entered), columns.stay), later, columns.reason.among(*_NO_REASON))


def _line(stays: _Stays, calculation: Calculation, place: int) -> Line:
    stay = place
    if calculation is Calculation.PREDICTED_CURRENT:
        stay = int(stays.midnights[0][place])
    elif calculation is Calculation.REVISED_WITHOUT_REASON:
        stay = int(stays.columns.stay[place])
    words = [f"Bed {stays.columns.place[stay]}", f"admitted {_shown(stays.admitted_on[stay])}"]
    first = int(stays.first_predicted[stay])
    words.append("no date predicted" if first == NO_DAY else f"first predicted {_shown(first)}")
    return Line("", ", ".join(words), "")


def _shown(ordinal: int) -> str:
    return date_text(date.fromordinal(int(ordinal)))


WARD_LIST: Final = Recipe(
    "inpatients",
    WARD_TOPICS,
    _reach,
    _read,
    {
        Calculation.PREDICTED_IN_TIME: Rule(_in_time, "predicted in time", "not predicted in time"),
        Calculation.PREDICTED_CURRENT: Rule(_current, "current", "not current"),
        Calculation.PREDICTED_RIGHT: Rule(_right, "as predicted", "not as predicted"),
        Calculation.PREDICTED_BIAS: Rule(_bias, "{n} days after the first date"),
        Calculation.REVISED_WITHOUT_REASON: Rule(_without_reason, "without a reason", "with a reason"),
    },
    _line,
    section=Section.WARD,
    brought="been entered in the ward list",
    advice="Enter them on Ward list.",
)
