"""What was done: spells and episodes, and the sessions, take shifts and theatre cases behind a denominator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.identity import BatchId, ClinicianId, SpellId


class PatientClass(Enum):
    """Patient classification (NHS Data Dictionary CLASSPAT)."""

    ORDINARY = "Ordinary admission"
    DAY_CASE = "Day case"
    REGULAR_DAY = "Regular day attender"
    REGULAR_NIGHT = "Regular night attender"
    MATERNITY = "Mother and baby"
    UNKNOWN = "Not recorded"


class AdmissionKind(Enum):
    """How a patient came in, as far as measures need it."""

    ELECTIVE = "Elective"
    EMERGENCY = "Emergency"
    MATERNITY = "Maternity"
    OTHER = "Other"
    UNKNOWN = "Not recorded"


class DischargeKind(Enum):
    """How a spell ended, as far as measures need it."""

    HOME = "Discharged"
    DIED = "Died"
    STILLBIRTH = "Stillbirth"
    SELF = "Self-discharged"
    OTHER = "Other"
    UNKNOWN = "Not recorded"


@dataclass(frozen=True)
class Spell:
    """A hospital provider spell, pseudonymised.

    ``discharged`` None means not yet discharged. ``has_times`` False means the source gave dates only, so that
    midnight is not a time of day. ``clinician_id`` is the discharging clinician. ``source_key`` is the keyed hash of
    the source's own identifier and recognises the same spell in a later extract.
    """

    id: SpellId
    clinician_id: ClinicianId
    batch_id: BatchId | None
    pseudonym: str
    source_key: str
    admitted: datetime
    discharged: datetime | None
    has_times: bool
    patient_class: PatientClass = PatientClass.UNKNOWN
    admission: AdmissionKind = AdmissionKind.UNKNOWN
    discharge: DischargeKind = DischargeKind.UNKNOWN
    specialty: str = ""
    ward: str = ""
    age_band: str = ""
    sex: str = ""
    hrg: str = ""

    @property
    def length_of_stay_days(self) -> int | None:
        """Return discharge date minus admission date in days; None while not discharged."""
        return None if self.discharged is None else (self.discharged.date() - self.admitted.date()).days


@dataclass(frozen=True)
class Episode:
    """A consultant episode within a spell."""

    id: str
    spell_id: SpellId
    clinician_id: ClinicianId
    order: int
    started: datetime
    ended: datetime | None
    source_key: str


class SessionKind(Enum):
    """The kinds of planned session that a job plan delivers."""

    CLINIC = "Clinic"
    ENDOSCOPY_LIST = "Endoscopy list"
    THEATRE_LIST = "Theatre list"
    WARD_ROUND = "Ward round"


@dataclass(frozen=True)
class Session:
    """One planned session: a clinic, an endoscopy list or a theatre list.

    ``work`` counts what was done in it: patients seen, endoscopy points, cases. ``cancelled`` is empty, or says why
    it did not take place.
    """

    id: str
    clinician_id: ClinicianId
    kind: SessionKind
    on: date
    planned_minutes: int
    booked: int
    attended: int
    work: float
    cancelled: str = ""
    location: str = ""

    @property
    def was_delivered(self) -> bool:
        """Return whether the session took place."""
        return not self.cancelled


@dataclass(frozen=True)
class TakeShift:
    """One shift as the consultant of the acute take."""

    id: str
    clinician_id: ClinicianId
    starts: datetime
    ends: datetime
    reviewed: int
    admitted: int


@dataclass(frozen=True)
class TheatreCase:
    """One case on a theatre or endoscopy list, for utilisation."""

    id: str
    session_id: str
    clinician_id: ClinicianId
    started: datetime
    ended: datetime
    procedure: str
