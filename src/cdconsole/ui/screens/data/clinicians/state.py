"""What the clinicians page shows: everybody, and the form of one. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId

NAME, CODES = "name", "codes"


@dataclass(frozen=True)
class ClinicianForm:
    """What stands in the form; ``editing`` is the clinician it was filled from, with an empty id for a new one."""

    editing: Clinician
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    is_busy: bool = False


@dataclass(frozen=True)
class CliniciansState:
    """The whole page."""

    clinicians: tuple[Clinician, ...] = ()
    form: ClinicianForm | None = None
    is_loading: bool = True

    def clinician(self, clinician: ClinicianId) -> Clinician | None:
        """Return a clinician by id."""
        return next((known for known in self.clinicians if known.id == clinician), None)


def new_clinician() -> Clinician:
    """Return the form of somebody who is not there yet."""
    return Clinician(ClinicianId(""), "", Grade.CONSULTANT)


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a list typed with commas, each once, in order."""
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))
