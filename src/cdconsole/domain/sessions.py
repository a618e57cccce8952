"""What was recorded of clinics, lists and the take, in the words the NHS Data Dictionary has for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.identity import BatchId


class Attendance(Enum):
    """What became of an appointment."""

    ATTENDED = "Attended"
    DID_NOT_ATTEND = "Did not attend"
    CANCELLED_BY_PATIENT = "Cancelled by the patient"
    CANCELLED_BY_HOSPITAL = "Cancelled by the hospital"
    UNKNOWN = "Not recorded"


class AppointmentKind(Enum):
    """First or later appointment."""

    NEW = "New"
    FOLLOW_UP = "Follow-up"
    UNKNOWN = "Not recorded"


class Urgency(Enum):
    """Whether a case or procedure was planned."""

    ELECTIVE = "Elective"
    EMERGENCY = "Emergency"
    UNKNOWN = "Not recorded"


class TakeDecision(Enum):
    """What the consultant of the take decided."""

    ADMITTED = "Admitted"
    DISCHARGED = "Discharged"
    OTHER = "Other"
    UNKNOWN = "Not recorded"


@dataclass(frozen=True)
class StoredRecord:
    """One record of a batch as people see it, pseudonymised: whose it is, and each filled field with its value."""

    clinician: str
    version: int
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StoredRecords:
    """Some of a batch's records, and how many there are that are in force.

    ``first`` is how many come before them; ``columns`` are the fields that any of them has, in the order to show.
    """

    batch: BatchId
    kind: ExtractKind
    total: int
    records: tuple[StoredRecord, ...]
    first: int = 0
    columns: tuple[str, ...] = ()
