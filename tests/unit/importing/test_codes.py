from __future__ import annotations

from enum import Enum

import pytest

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.importing.codes import (
    ADMISSION_METHODS,
    DISCHARGE_METHODS,
    PATIENT_CLASSES,
    SEXES,
    Sex,
    age_band,
    by_code,
    plain,
)


@pytest.mark.parametrize(
    ("table", "code", "meaning"),
    [
        (PATIENT_CLASSES, "1", PatientClass.ORDINARY),
        (PATIENT_CLASSES, "2", PatientClass.DAY_CASE),
        (PATIENT_CLASSES, "5", PatientClass.MATERNITY),
        (PATIENT_CLASSES, "Day case admission", PatientClass.DAY_CASE),
        (PATIENT_CLASSES, "Ordinary Admission", PatientClass.ORDINARY),
        (ADMISSION_METHODS, "12", AdmissionKind.ELECTIVE),
        (ADMISSION_METHODS, "2A", AdmissionKind.EMERGENCY),
        (ADMISSION_METHODS, "28", AdmissionKind.EMERGENCY),
        (ADMISSION_METHODS, "31", AdmissionKind.MATERNITY),
        (ADMISSION_METHODS, "82", AdmissionKind.OTHER),
        (ADMISSION_METHODS, "99", AdmissionKind.UNKNOWN),
        (ADMISSION_METHODS, "Accident and Emergency D", AdmissionKind.EMERGENCY),
        (ADMISSION_METHODS, "Admitted post-partum", AdmissionKind.MATERNITY),
        (ADMISSION_METHODS, "Birth-outside provider(n", AdmissionKind.OTHER),
        (DISCHARGE_METHODS, "1", DischargeKind.HOME),
        (DISCHARGE_METHODS, "2", DischargeKind.SELF),
        (DISCHARGE_METHODS, "3", DischargeKind.OTHER),
        (DISCHARGE_METHODS, "04", DischargeKind.DIED),
        (DISCHARGE_METHODS, "8", DischargeKind.UNKNOWN),
        (DISCHARGE_METHODS, "Patient died", DischargeKind.DIED),
        (SEXES, "F", Sex.FEMALE),
        (SEXES, "0", Sex.UNKNOWN),
    ],
)
def test_that_codes_and_words_have_the_national_meaning(table: dict[Enum, str], code: str, meaning: Enum) -> None:
    assert by_code(table)[plain(code)] is meaning


@pytest.mark.parametrize("table", [PATIENT_CLASSES, ADMISSION_METHODS, DISCHARGE_METHODS, SEXES])
def test_that_no_code_has_two_meanings(table: dict[Enum, str]) -> None:
    words = [plain(word) for listed in table.values() for word in listed.split(",")]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("0", "0-4"), ("34", "30-34"), ("34.0", "30-34"), ("7001", "0-4"), ("7007", "0-4"), ("7008", None),
        ("50-54 yrs", "50-54"), ("1-4 yrs", "0-4"), ("0 yrs", "0-4"), ("95+", "90+"), ("90-94 yrs", "90+"),
        ("20 to 29", "20-29"), ("130", "90+"), ("131", None), ("30-20", None), ("old", None), ("12/05/1960", None),
    ],
)  # fmt: skip
def test_that_ages_are_banded_to_five_years(text: str, band: str | None) -> None:
    assert age_band(text) == band
