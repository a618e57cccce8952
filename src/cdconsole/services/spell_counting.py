"""Which spells count in a measure, and for what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.counting import Attribution, Calculation, Counting, Exclusion, Source
from cdconsole.services.monthly_values import Counted, Flags
from cdconsole.services.readmissions import is_index
from cdconsole.storage.spell_columns import ADMISSION_CODES, CLASS_CODES, DISCHARGE_CODES, CaseColumns, SpellColumns

_AWAY_FROM_WARDS = [
    CLASS_CODES[kind] for kind in (PatientClass.DAY_CASE, PatientClass.REGULAR_DAY, PatientClass.REGULAR_NIGHT)
]
_PLANNED_CLASSES = [CLASS_CODES[kind] for kind in (PatientClass.ORDINARY, PatientClass.DAY_CASE)]
_DEATHS = [DISCHARGE_CODES[kind] for kind in (DischargeKind.DIED, DischargeKind.STILLBIRTH)]
_MINUTES_AN_HOUR = 60
_USUAL: Final[Mapping[Calculation, float]] = {
    Calculation.BEFORE_MIDDAY: 12,
    Calculation.LONG_STAYS: 7,
    Calculation.READMISSIONS: 30,
}

Number = npt.NDArray[np.number] | Flags


def needs_cases(counting: Counting) -> bool:
    """Return whether spells must be read whole: their patients, specialties or wards, or another's than discharged."""
    return counting.source is Source.SPELLS and bool(
        counting.calculation is Calculation.READMISSIONS
        or counting.attribution is not Attribution.DISCHARGING
        or counting.specialties
        or counting.wards_left_out
    )


def threshold(counting: Counting) -> float:
    """Return the number that a definition chose, or the usual one."""
    return _USUAL[counting.calculation] if counting.threshold is None else counting.threshold


def counted_inside(columns: SpellColumns, counting: Counting) -> Flags:
    """Return which spells [spells] are in the denominator. Filters by specialty or ward need spells read whole."""
    inside = _DENOMINATORS[counting.calculation](columns, counting) & ~left_out(columns, counting)
    if isinstance(columns, CaseColumns):
        inside &= ~columns.ward.among(counting.wards_left_out)
        if counting.specialties:
            inside &= columns.specialty.among(counting.specialties)
    return inside


def counted_spells(columns: SpellColumns, counting: Counting) -> Counted:
    """Return the spells that count in a measure which needs nothing but them, each on its day of discharge."""
    place = np.flatnonzero(counted_inside(columns, counting))
    numerator = _NUMERATORS[counting.calculation](columns, counting)[place]
    return Counted(columns.discharged_day[place], numerator, None, place)


def counted_readmissions(columns: CaseColumns, counting: Counting, days_after: npt.NDArray[np.int32]) -> Counted:
    """Return the discharges that count, each 1 where an emergency readmission followed within the threshold.

    ``days_after`` [spells] are the days from discharge to it. The day of discharge is the first: within 30 days are the
    days 0-29 after it.
    """
    place = np.flatnonzero(counted_inside(columns, counting))
    soon: Flags = days_after[place] < threshold(counting)
    return Counted(columns.discharged_day[place], soon, None, place)


def left_out(columns: SpellColumns, counting: Counting) -> Flags:
    """Return which spells [spells] the department chose to leave out."""
    out: Flags = np.zeros(len(columns), dtype=np.bool_)
    for exclusion in counting.exclusions:
        out |= _EXCLUDED[exclusion](columns)
    return out


def _discharged(columns: SpellColumns, _: Counting) -> Flags:
    done: Flags = columns.discharged_day >= 0
    return done


def _on_wards(columns: SpellColumns, _: Counting) -> Flags:
    return ~np.isin(columns.patient_class, _AWAY_FROM_WARDS)


def _inpatients(columns: SpellColumns, counting: Counting) -> Flags:
    return _discharged(columns, counting) & _on_wards(columns, counting)


def _timed_alive(columns: SpellColumns, counting: Counting) -> Flags:
    alive: Flags = _inpatients(columns, counting) & ~np.isin(columns.discharge, _DEATHS)
    return alive & (columns.discharged_minute >= 0)


def _planned(columns: SpellColumns, counting: Counting) -> Flags:
    elective: Flags = columns.admission == ADMISSION_CODES[AdmissionKind.ELECTIVE]
    return _discharged(columns, counting) & elective & np.isin(columns.patient_class, _PLANNED_CLASSES)


def _indexes(columns: SpellColumns, _: Counting) -> Flags:
    return is_index(columns) if isinstance(columns, CaseColumns) else np.zeros(len(columns), dtype=np.bool_)


def _ones(columns: SpellColumns, _: Counting) -> Number:
    return np.ones(len(columns), dtype=np.int8)


def _days(columns: SpellColumns, _: Counting) -> Number:
    return columns.los_days


def _early(columns: SpellColumns, counting: Counting) -> Number:
    early: Flags = columns.discharged_minute < threshold(counting) * _MINUTES_AN_HOUR
    return early


def _day_cases(columns: SpellColumns, _: Counting) -> Number:
    cases: Flags = columns.patient_class == CLASS_CODES[PatientClass.DAY_CASE]
    return cases


_DENOMINATORS: Final[Mapping[Calculation, Callable[[SpellColumns, Counting], Flags]]] = {
    Calculation.SPELLS: _discharged,
    Calculation.LENGTH_OF_STAY: _inpatients,
    Calculation.BEFORE_MIDDAY: _timed_alive,
    Calculation.DAY_CASES: _planned,
    Calculation.LONG_STAYS: _on_wards,
    Calculation.READMISSIONS: _indexes,
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
