"""The columns of the clinicians table. No Qt."""

from __future__ import annotations

from cdconsole.domain.clinician import Clinician
from cdconsole.ui.tables.column import Column


def _name(clinician: Clinician) -> str:
    return clinician.name


def _grade(clinician: Clinician) -> str:
    return clinician.grade.value if clinician.is_attributable else "Not a person"


def _codes(clinician: Clinician) -> str:
    return ", ".join(clinician.codes)


def _interests(clinician: Clinician) -> str:
    return ", ".join(clinician.interests)


CLINICIAN_COLUMNS: tuple[Column[Clinician], ...] = (
    Column("Name", _name, width=210),
    Column("Grade", _grade, width=150),
    Column("Codes in source systems", _codes, width=200, tooltip=_codes),
    Column("Interests", _interests, tooltip=_interests),
)
