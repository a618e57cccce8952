"""Keeps the demonstration's ward list as its administrator did: the list of before, then day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from cdconsole.demo.telling import Telling
from cdconsole.demo.ward import Prediction, WardPatient
from cdconsole.demo.ward_history import WardStay
from cdconsole.domain.identity import ClinicianId, InpatientId, new_id
from cdconsole.domain.requests import AdmitInpatient, AmendPredictedDischarge
from cdconsole.domain.ward import Inpatient
from cdconsole.services.demonstration import PastStay, take_over_ward_list

_Event = tuple[datetime, WardPatient, Prediction | None]


def take_over_stays(telling: Telling, stays: Sequence[WardStay]) -> None:
    """Put those who have left into the ward list, as the ward had them on its own list."""
    ids = telling.ids()
    take_over_ward_list(telling.session, [_past(stay, ids[stay.clinician]) for stay in stays], "the ward's own list")


def _past(stay: WardStay, clinician: ClinicianId) -> PastStay:
    inpatient = Inpatient(
        *(InpatientId(new_id()), stay.bay, stay.bed, stay.hospital_number, clinician, stay.clinician, stay.admitted),
        predicted=None,
    )
    return PastStay(
        inpatient, stay.left, [(made.at.replace(tzinfo=UTC), made.on, made.reason) for made in stay.predictions]
    )


def keep_ward_list(telling: Telling, patients: Sequence[WardPatient]) -> None:
    """Admit every patient and make every prediction, in order of time."""
    ids = telling.ids()
    on_list: dict[str, Inpatient] = {}
    for at, patient, prediction in sorted(_events(patients), key=lambda event: event[0]):
        telling.at(at.replace(tzinfo=UTC))
        key = patient.hospital_number
        on_list[key] = (
            telling.ask(_admission(patient, ids))
            if prediction is None
            else telling.ask(
                AmendPredictedDischarge(on_list[key].id, prediction.on, prediction.reason, on_list[key].revision)
            )
        )


def _events(patients: Sequence[WardPatient]) -> Iterator[_Event]:
    for patient in patients:
        yield patient.admitted, patient, None
        for prediction in patient.predictions:
            yield prediction.at, patient, prediction


def _admission(patient: WardPatient, ids: Mapping[str, ClinicianId]) -> AdmitInpatient:
    return AdmitInpatient(patient.bay, patient.bed, patient.hospital_number, ids[patient.clinician], patient.admitted)
