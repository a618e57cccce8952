"""The records an import brought, as people see them: pseudonymised, with codes in words and moments as dates."""

from __future__ import annotations

from datetime import datetime, time
from enum import Enum
from typing import Any, Final

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.import_requests import ListRecords
from cdconsole.domain.job_plan import ExposureKind
from cdconsole.domain.people import Section
from cdconsole.domain.sessions import (
    AppointmentKind,
    Attendance,
    StoredRecord,
    StoredRecords,
    TakeDecision,
    Urgency,
)
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches, kind_tables
from cdconsole.storage.kind_tables import RecordRow

_CODES: Final[dict[Field, type[Enum]]] = {
    Field.PATIENT_CLASS: PatientClass,
    Field.ADMISSION_METHOD: AdmissionKind,
    Field.DISCHARGE_METHOD: DischargeKind,
    Field.APPOINTMENT_KIND: AppointmentKind,
    Field.ATTENDANCE: Attendance,
    Field.URGENCY: Urgency,
    Field.DECISION: TakeDecision,
    Field.EXPOSURE_KIND: ExposureKind,
}
_YES_OR_NO: Final = frozenset({Field.CANCELLED, Field.COMPLETE, Field.ADENOMA})
_MOMENTS: Final = frozenset(
    {
        *(Field.ADMITTED, Field.DISCHARGED, Field.ENTERED, Field.LEFT_WARD, Field.ARRIVED, Field.REVIEWED),
        *(Field.SESSION_DATE, Field.SESSION_START, Field.SESSION_END, Field.ANAESTHETIC_START, Field.INTO_THEATRE),
        *(Field.KNIFE_TO_SKIN, Field.CLOSURE, Field.OUT_OF_THEATRE, Field.FIRST_DAY, Field.LAST_DAY),
    }
)
_EMPTY: Final = (None, "", "UNKNOWN")


@handles(ListRecords)
def list_records(session: Session, request: ListRecords, _task: Task) -> StoredRecords:
    """Return some of a batch's records. Raises UserFacingError where there is no such import."""
    with session.snapshot(Section.RECORDS) as snapshot:
        kind = batches.kind_of(snapshot, request.batch)
        if kind is None:
            raise UserFacingError("That import is not in this department.", "Open the list of imports again.")
        total, fields, rows = kind_tables.of_batch(snapshot, kind, request.batch, (request.first, request.count))
    said = {field for row in rows for field, value in row.values.items() if value not in _EMPTY}
    columns = tuple(_title(field) for field in fields if field in said)
    return StoredRecords(request.batch, kind, total, tuple(map(_stored, rows)), request.first, columns)


def _stored(row: RecordRow) -> StoredRecord:
    facts = tuple((_title(field), _words(field, value)) for field, value in row.values.items() if value not in _EMPTY)
    return StoredRecord(row.clinician, row.revision, facts)


def _title(field: Field) -> str:
    """Return the short name of a field; of a patient, what is shown is the beginning of the pseudonym."""
    return "Pseudonym" if field is Field.PATIENT else field.value.partition(" (")[0]


def _words(field: Field, value: Any) -> str:
    if field in _CODES:
        return str(_CODES[field][value].value)
    if field in _YES_OR_NO:
        return "Yes" if value else "No"
    if field in _MOMENTS:
        at = datetime.fromisoformat(value)
        return date_text(at.date()) + (f" {at:%H:%M}" if at.time() != time.min else "")
    return f"{value:g}" if isinstance(value, float) else str(value)
