"""Store the ward list: current inpatients, and every predicted discharge date they have had."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cdconsole.domain.identity import ClinicianId, InpatientId, new_id
from cdconsole.domain.ward import Inpatient, PredictedDischarge, ReasonCode
from cdconsole.storage.section_file import Reading, Work

_SELECT = """
    SELECT i.id, i.bay, i.bed, i.hospital_number, i.clinician_id, i.clinician_name, i.admitted_at, i.discharged_at,
           i.revision, p.predicted_on, p.reason, p.changed_at, p.person, p.revision
    FROM inpatient AS i
    LEFT JOIN predicted_discharge AS p
        ON p.inpatient_id = i.id
        AND p.revision = (SELECT max(revision) FROM predicted_discharge WHERE inpatient_id = i.id)
"""


def current(reading: Reading) -> tuple[Inpatient, ...]:
    """Return the current inpatients in ward order: bay 2 before bay 10, then by bed."""
    found = [_inpatient(row) for row in reading.rows(_SELECT + "WHERE i.discharged_at IS NULL")]
    return tuple(sorted(found, key=lambda patient: (_natural(patient.bay), _natural(patient.bed), patient.id)))


def by_id(reading: Reading, inpatient: InpatientId) -> Inpatient | None:
    """Return one inpatient, discharged or not."""
    row = reading.row(_SELECT + "WHERE i.id = ?", (inpatient,))
    return None if row is None else _inpatient(row)


def has_any(reading: Reading) -> bool:
    """Return whether anybody was ever on the list."""
    return reading.row("SELECT 1 FROM inpatient LIMIT 1") is not None


def current_with_number(reading: Reading, hospital_number: str) -> Inpatient | None:
    """Return the current inpatient with a hospital number, if there is one."""
    row = reading.row(_SELECT + "WHERE i.discharged_at IS NULL AND i.hospital_number = ?", (hospital_number,))
    return None if row is None else _inpatient(row)


def history(reading: Reading, inpatient: InpatientId) -> tuple[PredictedDischarge, ...]:
    """Return every revision of a patient's predicted date, newest first."""
    rows = reading.rows(
        "SELECT predicted_on, reason, changed_at, person, revision FROM predicted_discharge"
        " WHERE inpatient_id = ? ORDER BY revision DESC",
        (inpatient,),
    )
    return tuple(_prediction(*row) for row in rows)


def add(work: Work, inpatient: Inpatient) -> None:
    """Store a new inpatient, without a prediction yet."""
    work.execute(
        "INSERT INTO inpatient (id, bay, bed, hospital_number, clinician_id, clinician_name, admitted_at, revision)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(inpatient.id, inpatient.bay, inpatient.bed, inpatient.hospital_number),
            *(inpatient.clinician_id, inpatient.clinician, inpatient.admitted.isoformat(), inpatient.revision),
        ),
    )
    work.keep_history("inpatient", inpatient.id, inpatient.revision, None, _kept(inpatient))


def amend_prediction(
    work: Work, inpatient: Inpatient, on: date | None, reason: ReasonCode, entered: datetime | None = None
) -> Inpatient:
    """Add a revision of the predicted date and return the inpatient with it; the first one's reason is FIRST.

    ``entered`` is when it was entered in a list that is taken over; None is now.
    """
    number = 1 if inpatient.predicted is None else inpatient.predicted.revision + 1
    prediction = PredictedDischarge(
        on, ReasonCode.FIRST if number == 1 else reason, entered or work.at, work.actor.name, revision=number
    )
    work.execute(
        "INSERT INTO predicted_discharge (id, inpatient_id, revision, predicted_on, reason, person, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(new_id(), inpatient.id, number, None if on is None else on.isoformat()),
            *(prediction.reason.name, prediction.person, prediction.at.isoformat()),
        ),
    )
    return _revise(work, inpatient, replace(inpatient, predicted=prediction))


def set_discharged(work: Work, inpatient: Inpatient, at: datetime | None) -> Inpatient:
    """Take an inpatient off the list, or put them back (``at`` None), and return them as they are now."""
    return _revise(work, inpatient, replace(inpatient, discharged=at))


def move(work: Work, inpatient: Inpatient, place: tuple[str, str], clinician: tuple[ClinicianId, str]) -> Inpatient:
    """Put an inpatient into another place (bay, bed) or under another clinician (id, name), and return them so."""
    (bay, bed), (who, name) = place, clinician
    return _revise(work, inpatient, replace(inpatient, bay=bay, bed=bed, clinician_id=who, clinician=name))


def _revise(work: Work, before: Inpatient, after: Inpatient) -> Inpatient:
    after = replace(after, revision=before.revision + 1)
    work.execute(
        "UPDATE inpatient SET bay = ?, bed = ?, clinician_id = ?, clinician_name = ?, discharged_at = ?, revision = ?"
        " WHERE id = ?",
        (
            *(after.bay, after.bed, after.clinician_id, after.clinician),
            *(None if after.discharged is None else after.discharged.isoformat(), after.revision, after.id),
        ),
    )
    work.keep_history("inpatient", after.id, after.revision, _kept(before), _kept(after))
    return after


def _kept(inpatient: Inpatient) -> dict[str, Any]:
    """Return what the history keeps of an inpatient."""
    return {
        "bay": inpatient.bay,
        "bed": inpatient.bed,
        "clinician_id": inpatient.clinician_id,
        "admitted_at": inpatient.admitted,
        "discharged_at": inpatient.discharged,
        "predicted_on": None if inpatient.predicted is None else inpatient.predicted.on,
    }


def _inpatient(row: tuple[Any, ...]) -> Inpatient:
    id_, bay, bed, number, clinician_id, clinician, admitted, discharged, revision, *predicted = row
    return Inpatient(
        id=InpatientId(id_),
        bay=bay,
        bed=bed,
        hospital_number=number,
        clinician_id=ClinicianId(clinician_id),
        clinician=clinician,
        admitted=datetime.fromisoformat(admitted),
        predicted=None if predicted[-1] is None else _prediction(*predicted),
        discharged=None if discharged is None else datetime.fromisoformat(discharged),
        revision=revision,
    )


def _prediction(on: str | None, reason: str, at: str, person: str, revision: int) -> PredictedDischarge:
    return PredictedDischarge(
        on=None if on is None else date.fromisoformat(on),
        reason=ReasonCode[reason],
        at=datetime.fromisoformat(at),
        person=person,
        revision=revision,
    )


def _natural(text: str) -> tuple[tuple[bool, int, str], ...]:
    """Return a sort key in which numbers inside a text count as numbers, and come before words."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((False, int(part), "") if part.isdecimal() else (True, 0, part.casefold()) for part in parts)
