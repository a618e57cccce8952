"""Clinicians, the codes that source systems know them by, and work streams."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from cdconsole.domain.identity import ClinicianId

UNATTRIBUTED = "Unattributed"


class Grade(Enum):
    """A senior doctor's grade."""

    CONSULTANT = "Consultant"
    SPECIALTY_DOCTOR = "Specialty doctor"
    ASSOCIATE_SPECIALIST = "Associate specialist"
    SPECIALIST = "Specialist"
    OTHER = "Other"


@dataclass(frozen=True)
class Clinician:
    """A senior doctor of the department; ``codes`` are the names source systems use for them."""

    id: ClinicianId
    name: str
    grade: Grade
    codes: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    is_attributable: bool = True
    revision: int = 1

    @property
    def order(self) -> tuple[bool, tuple[tuple[int, str], ...]]:
        """Return what lists sort by: names as people read them (2 before 10), unattributed work last."""
        parts = re.split(r"(\d+)", self.name.casefold())
        return not self.is_attributable, tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)
