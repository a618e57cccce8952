"""Clinics as a source of measures: rows are appointments, or whole clinics with how many came."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.sessions import AppointmentKind, Attendance
from cdconsole.services.monthly_values import Flags, Floats
from cdconsole.services.record_source import Asked, Line, Recipe, Rule, reach_of
from cdconsole.services.tallies import Grouped, Lacking, Tally, Units, grouped
from cdconsole.storage import record_columns
from cdconsole.storage.record_columns import RecordColumns
from cdconsole.storage.section_file import Reading

_FIELDS = (
    *(Field.SESSION_DATE, Field.SESSION_KEY, Field.SESSION_START, Field.LOCATION, Field.CANCELLED, Field.SLOTS),
    *(Field.BOOKED, Field.ATTENDED, Field.DID_NOT_ATTEND, Field.APPOINTMENT_KIND, Field.ATTENDANCE),
)


@dataclass(frozen=True, eq=False)
class _Clinics:
    """Rows, each an appointment or a whole clinic: the latter say how many were booked, came or did not."""

    rows: RecordColumns

    @cached_property
    def units(self) -> Units:
        """Return the rows as units."""
        return Units.of_records(self.rows.days[Field.SESSION_DATE], self.rows.whose)

    @cached_property
    def is_whole(self) -> Flags:
        """Return which rows [rows] are of a whole clinic."""
        said = [~np.isnan(self.rows.numbers[field]) for field in (Field.BOOKED, Field.ATTENDED, Field.DID_NOT_ATTEND)]
        found: Flags = said[0] | said[1] | said[2]
        return found

    @cached_property
    def was_held(self) -> Flags:
        """Return which rows [rows] are of a clinic that was not cancelled."""
        held: Flags = ~(self.rows.numbers[Field.CANCELLED] > 0)
        return held

    @cached_property
    def attended(self) -> Floats:
        """Return how many came, [rows]; NaN where that is not recorded."""
        return self._either(Field.ATTENDED, Attendance.ATTENDED)

    @cached_property
    def did_not_attend(self) -> Floats:
        """Return how many neither came nor cancelled, likewise."""
        return self._either(Field.DID_NOT_ATTEND, Attendance.DID_NOT_ATTEND)

    def _either(self, count: Field, outcome: Attendance) -> Floats:
        attendance = self.rows.texts[Field.ATTENDANCE]
        one = np.where(attendance.among(Attendance.UNKNOWN.name), np.nan, attendance.among(outcome.name))
        return np.where(self.is_whole, self.rows.numbers[count], one)

    @cached_property
    def clinics(self) -> Grouped:
        """Return the rows put together to clinics."""
        start = self.rows.moments[Field.SESSION_START]
        apart = (start, self.rows.texts[Field.LOCATION].codes)
        return grouped(self.rows, self.rows.days[Field.SESSION_DATE], self.rows.texts[Field.SESSION_KEY], apart)


def _read(reading: Reading, asked: Asked) -> _Clinics:
    return _Clinics(
        record_columns.read(reading, ExtractKind.CLINICS, _FIELDS, asked.period, with_patients=asked.with_patients)
    )


def _did_not_attend(clinics: _Clinics, _: Counting) -> Tally:
    """Return appointments not attended of those attended or not; what was cancelled is neither."""
    missed, came = clinics.did_not_attend, clinics.attended
    is_known = ~np.isnan(missed) & ~np.isnan(came)
    counts = clinics.was_held & is_known & (missed + came > 0)
    lacking = Lacking("an attendance entry", "rows", clinics.was_held & ~is_known)
    return Tally(clinics.units, counts, np.nan_to_num(missed), np.nan_to_num(missed + came), lacking)


def _follow_ups(clinics: _Clinics, _: Counting) -> Tally:
    """Return follow-up attendances of new attendances."""
    kind, came = clinics.rows.texts[Field.APPOINTMENT_KIND], np.nan_to_num(clinics.attended)
    is_later, is_new = kind.among(AppointmentKind.FOLLOW_UP.name), kind.among(AppointmentKind.NEW.name)
    held = clinics.was_held & (came > 0)
    lacking = Lacking("a new or follow-up entry", "rows", held & ~is_later & ~is_new)
    return Tally(clinics.units, held & (is_later | is_new), came * is_later, came * is_new, lacking)


def _slots(clinics: _Clinics, _: Counting) -> Tally:
    """Return the slots filled of the slots there were, clinic by clinic; an appointment cancelled leaves its slot."""
    rows, together = clinics.rows, clinics.clinics
    freed = rows.texts[Field.ATTENDANCE].among(
        Attendance.CANCELLED_BY_PATIENT.name, Attendance.CANCELLED_BY_HOSPITAL.name
    )
    booked = rows.numbers[Field.BOOKED]
    by_hand = np.where(np.isnan(booked), clinics.attended + clinics.did_not_attend, booked)
    each = np.where(clinics.is_whole, by_hand, ~freed)
    slots = together.largest(rows.numbers[Field.SLOTS])
    held = together.any(clinics.was_held)
    is_known = ~together.any(np.isnan(each)) & (slots > 0)
    lacking = Lacking("a number of slots", "clinics", held & ~is_known)
    return Tally(together.units, held & is_known, together.total(each), np.nan_to_num(slots), lacking)


def _line(clinics: _Clinics, calculation: Calculation, place: int) -> Line:
    rows = clinics.rows
    if calculation is Calculation.SLOTS_FILLED:
        first = int(np.argmax(clinics.clinics.unit == place))
        return Line("", " ".join(("Clinic", rows.texts[Field.LOCATION][first])).strip(), rows.batch[first])
    if clinics.is_whole[place]:
        return Line("", " ".join(("Clinic", rows.texts[Field.LOCATION][place])).strip(), rows.batch[place])
    kind = AppointmentKind[rows.texts[Field.APPOINTMENT_KIND][place]].value
    what = "Appointment" if kind == AppointmentKind.UNKNOWN.value else f"{kind} appointment"
    return Line(rows.patient[place], what, rows.batch[place])


CLINICS: Final = Recipe(
    "clinics",
    frozenset({Topic.SESSION, Topic.IMPORT}),
    reach_of(ExtractKind.CLINICS),
    _read,
    {
        Calculation.DID_NOT_ATTEND: Rule(_did_not_attend, "{n} not attended of {d}"),
        Calculation.FOLLOW_UPS_PER_NEW: Rule(_follow_ups, "{n} follow-up, {d} new"),
        Calculation.SLOTS_FILLED: Rule(_slots, "{n} of {d} slots"),
    },
    _line,
)
