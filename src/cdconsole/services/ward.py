"""Work the ward list: who is in, when they are predicted to go home, and what was predicted before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from cdconsole.domain.calendar import date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.identity import ClinicianId, InpatientId, new_id
from cdconsole.domain.people import Section
from cdconsole.domain.requests import (
    AdmitInpatient,
    AmendPredictedDischarge,
    DischargeInpatient,
    ShowPredictedHistory,
    ShowWardList,
)
from cdconsole.domain.ward import Inpatient, PredictedDischarge, ReasonCode, WardList, checked_prediction
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, inpatients
from cdconsole.storage.history import last_change
from cdconsole.storage.section_file import Reading, Work


@handles(ShowWardList)
def show_ward_list(session: Session, _request: ShowWardList, _task: Task) -> WardList:
    """Return the current inpatients, each under the clinician's present name."""
    names = _names(session)
    with session.snapshot(Section.WARD) as snapshot:
        patients = inpatients.current(snapshot)
    return WardList(
        inpatients=tuple(replace(p, clinician=names.get(p.clinician_id, p.clinician)) for p in patients),
        clinicians=tuple(names.items()),
        today=session.clock.today(),
    )


@handles(ShowPredictedHistory)
def show_predicted_history(
    session: Session, request: ShowPredictedHistory, _task: Task
) -> tuple[PredictedDischarge, ...]:
    """Return every revision of one patient's predicted date, newest first."""
    with session.snapshot(Section.WARD) as snapshot:
        return inpatients.history(snapshot, request.inpatient)


@handles(AmendPredictedDischarge)
def amend_predicted_discharge(session: Session, request: AmendPredictedDischarge, _task: Task) -> Inpatient:
    """Add a revision of a predicted date; the date that stands already writes nothing.

    Undo is an amendment to the earlier date with the reason UNDONE. Raises RuleBroken (a date that can't be one, a
    change without a reason) and StaleEdit (somebody changed the patient since the list was read).
    """
    with session.unit_of_work(Section.WARD) as work:
        patient = _found(work, request.inpatient)
        if request.on == (None if patient.predicted is None else patient.predicted.on):
            return _named(session, patient)
        _refuse_stale(work, patient, request.revision)
        if patient.discharged is not None:
            raise RuleBroken("This patient has been discharged.", "Put them back on the list first.", "predicted")
        on = checked_prediction(request.on, patient.admitted.date(), session.clock.today())
        if patient.predicted is not None and request.reason is ReasonCode.FIRST:
            raise RuleBroken("A change needs a reason.", "Choose why the date changes.", "reason")
        amended = inpatients.amend_prediction(work, patient, on, request.reason)
        work.changed(Topic.PREDICTED_DISCHARGE, amended.clinician_id)
        work.audit("Changed a predicted discharge date", amended.clinician_id)
        work.commit()
    return _named(session, amended)


@handles(AdmitInpatient)
def admit_inpatient(session: Session, request: AdmitInpatient, _task: Task) -> Inpatient:
    """Add a patient to the ward list.

    Raises RuleBroken: no hospital number, one that is on the list already, an unknown clinician, a day to come.
    """
    names = _names(session)
    patient = Inpatient(
        id=InpatientId(new_id()),
        bay=request.bay.strip(),
        bed=request.bed.strip(),
        hospital_number=request.hospital_number.strip().upper(),
        clinician_id=request.clinician,
        clinician=names.get(request.clinician, ""),
        admitted=_ward_time(request.admitted),
        predicted=None,
    )
    if not patient.clinician:
        raise RuleBroken("The patient needs a clinician of this department.", "Choose one.", "clinician")
    if patient.admitted.date() > session.clock.today():
        raise RuleBroken("The admission is still to come.", "Check the day and the month.", "admitted")
    with session.unit_of_work(Section.WARD) as work:
        _refuse_second_bed(work, patient.hospital_number)
        inpatients.add(work, patient)
        work.changed(Topic.INPATIENT, patient.clinician_id)
        work.audit("Admitted an inpatient", patient.clinician_id)
        work.commit()
    return patient


@handles(DischargeInpatient)
def discharge_inpatient(session: Session, request: DischargeInpatient, _task: Task) -> Inpatient:
    """Take a patient off the ward list, or put them back.

    Raises RuleBroken (before admission, still to come, back on the list twice) and StaleEdit.
    """
    at = None if request.at is None else _ward_time(request.at)
    with session.unit_of_work(Section.WARD) as work:
        patient = _found(work, request.inpatient)
        if at == patient.discharged:
            return _named(session, patient)
        _refuse_stale(work, patient, request.revision)
        if at is None:
            _refuse_second_bed(work, patient.hospital_number)
        else:
            _check_discharge(at, patient, session.clock.today())
        changed = inpatients.set_discharged(work, patient, at)
        work.changed(Topic.INPATIENT, changed.clinician_id)
        work.audit("Put an inpatient back" if at is None else "Discharged an inpatient", changed.clinician_id)
        work.commit()
    return _named(session, changed)


def _check_discharge(at: datetime, patient: Inpatient, today: date) -> None:
    if at < patient.admitted:
        raise RuleBroken("A discharge can't be before the admission.", "Check the day and the time.", "discharged")
    if at.date() > today:
        raise RuleBroken("The discharge is still to come.", "Set a predicted date instead.", "discharged")


def _found(reading: Reading, inpatient: InpatientId) -> Inpatient:
    patient = inpatients.by_id(reading, inpatient)
    if patient is None:
        raise UserFacingError("This patient is no longer in the ward list.", "Load the list again.")
    return patient


def _refuse_stale(work: Work, patient: Inpatient, revision: int) -> None:
    """Raise StaleEdit that says who changed what since the list was read."""
    if patient.revision == revision:
        return
    last = last_change(work, "inpatient", patient.id)
    if patient.discharged is not None:
        message = f"This patient was taken off the list by {last}."
    elif patient.predicted is not None and patient.predicted.at == last.at:
        message = f"The predicted date was changed to {date_text(patient.predicted.on) or 'no date'} by {last}."
    else:
        message = f"This patient was changed by {last}."
    raise StaleEdit(message, "Look at what is there now, then change it if it is still wrong.")


def _refuse_second_bed(work: Work, hospital_number: str) -> None:
    if not hospital_number:
        raise RuleBroken("The patient needs a hospital number.", "Type it.", "hospital_number")
    if inpatients.current_with_number(work, hospital_number) is not None:
        raise RuleBroken("This patient is on the ward list already.", "Look for the number.", "hospital_number")


def _names(session: Session) -> dict[ClinicianId, str]:
    """Return the clinicians a patient can be under, by name."""
    with session.snapshot(Section.RECORDS) as snapshot:
        known = clinicians.all_clinicians(snapshot)
    return {clinician.id: clinician.name for clinician in known if clinician.is_attributable}


def _named(session: Session, patient: Inpatient) -> Inpatient:
    return replace(patient, clinician=_names(session).get(patient.clinician_id, patient.clinician))


def _ward_time(at: datetime) -> datetime:
    """Return a moment as the ward's clock shows it, without a zone."""
    return at if at.tzinfo is None else at.astimezone().replace(tzinfo=None)
