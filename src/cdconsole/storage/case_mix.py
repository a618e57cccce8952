"""Count spells by what measures and case mix are made of, so that a department's rows need not be read one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell
from cdconsole.domain.calendar import Period
from cdconsole.domain.identity import ClinicianId
from cdconsole.storage.section_file import Reading
from cdconsole.storage.spell_columns import ADMISSION_CODES, CLASS_CODES, DISCHARGE_CODES, NO_MINUTE, SpellColumns

_NO_HOUR = -1
_LETTERS = 2


class Cell(NamedTuple):
    """Spells that differ in nothing a measure or the case mix looks at; ``hour`` of discharge is -1 without times."""

    age_band: str
    admission: str
    hrg_group: str
    patient_class: str
    discharge: str
    hour: int
    days: int


def cells(reading: Reading, period: Period, clinician: ClinicianId) -> tuple[Counter[Cell], Counter[Cell]]:
    """Return how many spells of each kind ended in a period: one clinician's, and the whole department's."""
    own: Counter[Cell] = Counter()
    team: Counter[Cell] = Counter()
    rows = reading.rows(
        f"SELECT clinician_id = ?, age_band, admission, substr(hrg, 1, {_LETTERS}), patient_class, discharge,"
        f" CASE WHEN has_times THEN CAST(substr(discharged, 12, 2) AS INTEGER) ELSE {_NO_HOUR} END,"
        " CAST(julianday(substr(discharged, 1, 10)) - julianday(substr(admitted, 1, 10)) AS INTEGER), count(*)"
        " FROM spell WHERE discharged >= ? AND discharged < ? GROUP BY 1, 2, 3, 4, 5, 6, 7, 8",
        (clinician, period.first.first.isoformat(), (period.last + 1).first.isoformat()),
    )
    for is_own, *values, count in rows:
        cell = Cell(*values)
        team[cell] += count
        if is_own:
            own[cell] += count
    return own, team


def cell_of(spell: Spell) -> Cell:
    """Return the cell a discharged spell is counted in."""
    if spell.discharged is None:
        raise ValueError("a spell that has not ended is in no cell")
    return Cell(
        spell.age_band,
        spell.admission.name,
        spell.hrg[:_LETTERS],
        spell.patient_class.name,
        spell.discharge.name,
        spell.discharged.hour if spell.has_times else _NO_HOUR,
        (spell.discharged.date() - spell.admitted.date()).days,
    )


def as_columns(of: Sequence[Cell], period: Period) -> SpellColumns:
    """Return one spell for each cell [cells], as measures read them: all came in on the period's first day."""
    day = period.first.first.toordinal()
    hours = np.array([cell.hour for cell in of], dtype=np.int16)
    came: NDArray[np.int32] = np.full(len(of), day, dtype=np.int32)
    return SpellColumns(
        admitted_day=came,
        discharged_day=came + np.array([cell.days for cell in of], dtype=np.int32),
        discharged_minute=np.where(hours == _NO_HOUR, NO_MINUTE, hours * 60).astype(np.int16),
        patient_class=np.array([CLASS_CODES[PatientClass[cell.patient_class]] for cell in of], dtype=np.uint8),
        admission=np.array([ADMISSION_CODES[AdmissionKind[cell.admission]] for cell in of], dtype=np.uint8),
        discharge=np.array([DISCHARGE_CODES[DischargeKind[cell.discharge]] for cell in of], dtype=np.uint8),
        has_times=hours != _NO_HOUR,
    )
