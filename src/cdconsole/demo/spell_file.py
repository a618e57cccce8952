"""Writes the invented spells as the extract a hospital would send: one CSV row a spell, with invented patients."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from cdconsole.demo.extract_file import Row, csv_text
from cdconsole.demo.roster import ROSTER, SPECIALTY_CODE
from cdconsole.demo.spells import Flags, Ints, SpellTable

HEADINGS = (
    "Spell number",
    "Patient number",
    "Consultant code",
    "Admitted",
    "Discharged",
    "Patient class",
    "Admission method",
    "Discharge method",
    "Specialty",
    "Ward",
    "Age band",
    "Sex",
    "HRG",
)

Texts = npt.NDArray[np.str_]

_PATIENTS_PER_SPELL = 0.6
_BANDS = np.array([f"{age}-{age + 4}" for age in range(15, 90, 5)] + ["90+"])
_BAND_WEIGHTS = np.array([1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 9, 8, 7, 5, 3], dtype=np.float64)
_EMERGENCY_METHODS = np.array(["21", "22", "28"])
_ELECTIVE_METHODS = np.array(["11", "12", "13"])
_DAY_CASE_HRGS = np.array(["FE22Z", "FE31Z", "FE32Z", "FE36Z"])
_WARD_HRGS = np.array(["FD02H", "FD03F", "FD10M", "GC01F", "GC12K"])


def spell_rows(table: SpellTable, rng: np.random.Generator) -> list[Row]:
    """Return one row a spell, in order of discharge. Patient and spell numbers are invented and follow no scheme."""
    patient = _patients(table, rng)
    columns: tuple[Iterable[str], ...] = (
        (f"S{number:07d}" for number in range(1, len(table) + 1)),
        (f"DEMO{number:06d}" for number in patient.tolist()),
        np.array([person.code for person in ROSTER])[table.clinician].tolist(),
        _times(table.admitted),
        _times(table.discharged),
        np.where(table.is_day_case, "2", "1").tolist(),
        _either(table.is_elective, _ELECTIVE_METHODS, _EMERGENCY_METHODS, rng).tolist(),
        table.ending.astype(np.str_).tolist(),
        (SPECIALTY_CODE for _ in range(len(table))),
        np.where(table.is_day_case, "Endoscopy unit", _wards()[table.clinician]).tolist(),
        _of_patient(patient, _BANDS, rng, _BAND_WEIGHTS / _BAND_WEIGHTS.sum()).tolist(),
        _of_patient(patient, np.array(["1", "2"]), rng).tolist(),
        _either(table.is_day_case, _DAY_CASE_HRGS, _WARD_HRGS, rng).tolist(),
    )
    return list(zip(*columns, strict=True))


def spells_csv(rows: Iterable[Row]) -> str:
    """Return the text of an extract of these rows."""
    return csv_text(HEADINGS, rows)


def _patients(table: SpellTable, rng: np.random.Generator) -> Ints:
    """Return a patient for each spell; some come again, nobody is in hospital twice at once."""
    count = len(table)
    known = max(1, int(count * _PATIENTS_PER_SPELL))
    patient = rng.integers(1, known + 1, count)
    newest = known
    while len(doubled := _in_hospital_twice(table, patient)):
        patient[doubled] = newest + 1 + np.arange(len(doubled))
        newest += len(doubled)
    return patient


def _in_hospital_twice(table: SpellTable, patient: Ints) -> Ints:
    """Return which spells begin before the same patient's last one has ended."""
    order = np.lexsort((table.admitted, patient))
    before, after = order[:-1], order[1:]
    twice: Ints = after[(patient[before] == patient[after]) & (table.discharged[before] >= table.admitted[after])]
    return twice


def _of_patient(
    patient: Ints, choices: Texts, rng: np.random.Generator, weights: npt.NDArray[np.float64] | None = None
) -> Texts:
    """Return what is the same in every spell of one patient."""
    chosen: Texts = rng.choice(choices, size=int(patient.max(initial=0)) + 1, p=weights)[patient]
    return chosen


def _either(is_first: Flags, first: Texts, second: Texts, rng: np.random.Generator) -> Texts:
    count = len(is_first)
    return np.where(is_first, rng.choice(first, count), rng.choice(second, count))


def _wards() -> Texts:
    return np.array([f"{person.ward} ward" for person in ROSTER])


def _times(moments: npt.NDArray[np.datetime64]) -> list[str]:
    return [text.replace("T", " ") for text in np.datetime_as_string(moments, unit="m").tolist()]
