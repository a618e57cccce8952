"""Which spells count in a measure, and for what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.counting import Calculation, Counting, Exclusion
from cdconsole.services.monthly_values import Counted, Flags
from cdconsole.storage.spell_columns import ADMISSION_CODES, CLASS_CODES, DISCHARGE_CODES, SpellColumns

_AWAY_FROM_WARDS = [
    CLASS_CODES[kind] for kind in (PatientClass.DAY_CASE, PatientClass.REGULAR_DAY, PatientClass.REGULAR_NIGHT)
]
_PLANNED_CLASSES = [CLASS_CODES[kind] for kind in (PatientClass.ORDINARY, PatientClass.DAY_CASE)]
_DEATHS = [DISCHARGE_CODES[kind] for kind in (DischargeKind.DIED, DischargeKind.STILLBIRTH)]
_MINUTES_AN_HOUR = 60

Number = npt.NDArray[np.number] | Flags


def counted_spells(columns: SpellColumns, counting: Counting) -> Counted:
    """Return the spells that count in a measure, each on its day of discharge."""
    inside = _DENOMINATORS[counting.calculation](columns, counting) & ~left_out(columns, counting)
    place = np.flatnonzero(inside)
    numerator = _NUMERATORS[counting.calculation](columns, counting)[place]
    return Counted(columns.discharged_day[place], numerator, None, place)


def left_out(columns: SpellColumns, counting: Counting) -> Flags:
    """Return which spells [spells] the department chose to leave out."""
    out: Flags = np.zeros(len(columns), dtype=np.bool_)
    for exclusion in counting.exclusions:
        out |= _EXCLUDED[exclusion](columns)
    return out


def _discharged(columns: SpellColumns, _: Counting) -> Flags:
    done: Flags = columns.discharged_day >= 0
    return done


def _inpatients(columns: SpellColumns, counting: Counting) -> Flags:
    return _discharged(columns, counting) & ~np.isin(columns.patient_class, _AWAY_FROM_WARDS)


def _timed_alive(columns: SpellColumns, counting: Counting) -> Flags:
    alive: Flags = _inpatients(columns, counting) & ~np.isin(columns.discharge, _DEATHS)
    return alive & (columns.discharged_minute >= 0)


def _planned(columns: SpellColumns, counting: Counting) -> Flags:
    elective: Flags = columns.admission == ADMISSION_CODES[AdmissionKind.ELECTIVE]
    return _discharged(columns, counting) & elective & np.isin(columns.patient_class, _PLANNED_CLASSES)


def _ones(columns: SpellColumns, _: Counting) -> Number:
    return np.ones(len(columns), dtype=np.int8)


def _days(columns: SpellColumns, _: Counting) -> Number:
    return columns.los_days


def _early(columns: SpellColumns, counting: Counting) -> Number:
    hour = 12 if counting.threshold is None else counting.threshold
    early: Flags = columns.discharged_minute < hour * _MINUTES_AN_HOUR
    return early


def _day_cases(columns: SpellColumns, _: Counting) -> Number:
    cases: Flags = columns.patient_class == CLASS_CODES[PatientClass.DAY_CASE]
    return cases


_DENOMINATORS: Final[Mapping[Calculation, Callable[[SpellColumns, Counting], Flags]]] = {
    Calculation.SPELLS: _discharged,
    Calculation.LENGTH_OF_STAY: _inpatients,
    Calculation.BEFORE_MIDDAY: _timed_alive,
    Calculation.DAY_CASES: _planned,
}
_NUMERATORS: Final[Mapping[Calculation, Callable[[SpellColumns, Counting], Number]]] = {
    Calculation.SPELLS: _ones,
    Calculation.LENGTH_OF_STAY: _days,
    Calculation.BEFORE_MIDDAY: _early,
    Calculation.DAY_CASES: _day_cases,
}
_EXCLUDED: Final[Mapping[Exclusion, Callable[[SpellColumns], Flags]]] = {
    Exclusion.DEATHS: lambda columns: np.isin(columns.discharge, _DEATHS),
    Exclusion.SELF_DISCHARGES: lambda columns: columns.discharge == DISCHARGE_CODES[DischargeKind.SELF],
    Exclusion.UNDER_A_DAY: lambda columns: columns.los_days == 0,
    Exclusion.ELECTIVE: lambda columns: columns.admission == ADMISSION_CODES[AdmissionKind.ELECTIVE],
    Exclusion.EMERGENCY: lambda columns: columns.admission == ADMISSION_CODES[AdmissionKind.EMERGENCY],
}
