"""Which discharges an emergency readmission followed, to whichever clinician of the department."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.services.monthly_values import Flags
from cdconsole.storage.spell_columns import (
    ADMISSION_CODES,
    CLASS_CODES,
    DISCHARGE_CODES,
    NO_DAY,
    NO_PATIENT,
    CaseColumns,
    taken,
)

NEVER = np.iinfo(np.int32).max

_NO_INDEX = [
    CLASS_CODES[kind]
    for kind in (
        *(PatientClass.DAY_CASE, PatientClass.REGULAR_DAY, PatientClass.REGULAR_NIGHT),
        PatientClass.MATERNITY,
    )
]
_DEATHS = [DISCHARGE_CODES[kind] for kind in (DischargeKind.DIED, DischargeKind.STILLBIRTH)]
_DAY = 24 * 60
_MIDDAY = _DAY // 2
# What happens at one moment happens in this order: somebody leaves, comes and leaves, comes.
_LEAVES, _PASSES, _COMES, _STEPS = 0, 1, 2, 3
_A_PATIENT = 2**35  # more than the last step of the year 9999

AnyNumber = TypeVar("AnyNumber", np.int64, np.uint64)
Longs = npt.NDArray[np.int64]


def is_index(columns: CaseColumns) -> Flags:
    """Return which spells [spells] a readmission can follow.

    They ended, not in death, of a patient the source names; day cases, regular attenders and maternity are left out.
    """
    maternity = columns.admission == ADMISSION_CODES[AdmissionKind.MATERNITY]
    ended_alive = (columns.discharged_day != NO_DAY) & ~np.isin(columns.discharge, _DEATHS)
    inpatient = ~np.isin(columns.patient_class, _NO_INDEX) & ~maternity
    found: Flags = ended_alive & inpatient & (columns.patient != NO_PATIENT)
    return found


@dataclass(frozen=True, eq=False)
class Readmissions:
    """How the patients of a department left and came back: each element is a patient's moment, in that order.

    An emergency admission is the readmission of the last index discharge at or before it, and of no earlier one; of
    stays that end at one moment, of the one that began last. Where an extract gives dates only, a day's discharges come
    before its admissions, and two stays within the same day have no order: neither is the other's readmission.

    ``patients`` [patients] are those who came as an emergency. ``step`` [moments] is the patient's place among them
    and the moment, as one number; ``comes`` whether the patient came as an emergency then; ``began`` when the stay
    began that ended then as an index, the last of several, -1 if none.
    """

    patients: npt.NDArray[np.uint64]
    step: Longs
    comes: Flags
    began: Longs

    def days_after(self, columns: CaseColumns) -> npt.NDArray[np.int32]:
        """Return days from discharge to the emergency readmission [spells], ``NEVER`` where none followed.

        The spells are some of the department's; for those that are no index the answer means nothing.
        """
        days = np.full(len(columns), NEVER, dtype=np.int32)
        place, whose = self._known(columns)
        if not len(place):
            return days
        some = taken(columns, place)
        own = whose * _A_PATIENT + _ends(some)
        place_of = _places_in(self.step, own)
        here = np.minimum(place_of, len(self.step) - 1)
        following = place_of + (self.step[here] == own)  # each step is there once
        is_there = following < len(self.step)
        following = np.minimum(following, len(self.step) - 1)
        found = is_there & self.comes[following] & (self.step[following] // _A_PATIENT == whose)
        found &= _begins(some) >= self.began[here]
        day = self.step[following] % _A_PATIENT // _STEPS // _DAY
        days[place[found]] = (day - some.discharged_day)[found]
        return days

    def _known(self, columns: CaseColumns) -> tuple[npt.NDArray[np.intp], Longs]:
        """Return the index spells of patients who came as an emergency at all, and which patients they are."""
        place = np.flatnonzero(is_index(columns))
        if not len(self.patients):
            return place[:0], np.zeros(0, dtype=np.int64)
        whose = np.minimum(_places_in(self.patients, columns.patient[place]), len(self.patients) - 1)
        came = self.patients[whose] == columns.patient[place]
        return place[came], whose[came].astype(np.int64)


def readmissions(parts: Iterable[CaseColumns]) -> Readmissions:
    """Return how the patients of a department came back, from everybody's spells as recorded."""
    every = tuple(parts)
    emergencies = [taken(columns, np.flatnonzero(_is_emergency(columns))) for columns in every]
    came = np.concatenate([np.zeros(0, np.uint64), *(columns.patient for columns in emergencies)])
    patients, whose = np.unique(came, return_inverse=True)
    empty = np.zeros(0, np.int64)
    coming = whose.astype(np.int64) * _A_PATIENT + np.concatenate([empty, *map(_begins, emergencies)])
    known = Readmissions(patients, empty, empty.astype(np.bool_), empty)
    leaving, began = [empty], [empty]
    for columns in every:
        place, who = known._known(columns)  # noqa: SLF001 - it is being made
        some = taken(columns, place)
        leaving.append(who * _A_PATIENT + _ends(some))
        began.append(_begins(some))
    return _in_steps(patients, coming, np.concatenate(leaving), np.concatenate(began))


def _in_steps(patients: npt.NDArray[np.uint64], coming: Longs, leaving: Longs, began: Longs) -> Readmissions:
    step = np.concatenate([coming, leaving])
    order = np.argsort(step, kind="stable")
    step = step[order]
    starts = np.flatnonzero(np.diff(step, prepend=-1))
    if not len(starts):
        return Readmissions(patients, step, step.astype(np.bool_), step)
    comes = (np.arange(len(order)) < len(coming))[order]
    all_began = np.concatenate([np.full(len(coming), -1, dtype=np.int64), began])[order]
    return Readmissions(
        patients, step[starts], np.logical_or.reduceat(comes, starts), np.maximum.reduceat(all_began, starts)
    )


def _places_in(known: npt.NDArray[AnyNumber], wanted: npt.NDArray[AnyNumber]) -> npt.NDArray[np.intp]:
    """Return as ``searchsorted`` does, asking in order: neighbours in memory take a quarter of the time."""
    order = np.argsort(wanted)
    places = np.empty(len(wanted), dtype=np.intp)
    places[order] = np.searchsorted(known, wanted[order])
    return places


def _is_emergency(columns: CaseColumns) -> Flags:
    emergency: Flags = columns.admission == ADMISSION_CODES[AdmissionKind.EMERGENCY]
    emergency &= columns.patient != NO_PATIENT
    return emergency


def _begins(columns: CaseColumns) -> Longs:
    """Return when each spell begins [spells]: a number that grows with time, and says what comes first in a minute."""
    moment = np.where(columns.has_times, columns.admitted_minute, _DAY - 1)
    step = columns.admitted_day.astype(np.int64) * _DAY + moment
    return np.where(_passes(columns), _ends(columns), step * _STEPS + _COMES)


def _ends(columns: CaseColumns) -> Longs:
    """Return when each spell that has ended ends [spells], likewise."""
    passes = _passes(columns)
    moment = np.where(columns.has_times, columns.discharged_minute, np.where(passes, _MIDDAY, 0))
    step = columns.discharged_day.astype(np.int64) * _DAY + moment
    return step * _STEPS + np.where(passes, _PASSES, _LEAVES)


def _passes(columns: CaseColumns) -> Flags:
    """Return which spells have no length that is known: dates only, and within one day, or minutes that say so."""
    passes: Flags = (columns.discharged_day == columns.admitted_day) & (
        ~columns.has_times | (columns.discharged_minute <= columns.admitted_minute)
    )
    return passes
