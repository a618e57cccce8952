from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.identity import ClinicianId, InpatientId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import (
    AdmitInpatient,
    AmendPredictedDischarge,
    DischargeInpatient,
    ListClinicians,
    SaveClinician,
    ShowPredictedHistory,
    ShowWardList,
)
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit

ANN = ClinicianId("ann")
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def admit(session: Session, number: str = "rx123 ", admitted: str = "2026-11-20T18:30") -> Inpatient:
    return answer(session, AdmitInpatient(" A", "4", number, ANN, at(admitted)), Task())


def amend(session: Session, patient: Inpatient, on: date | None, reason: ReasonCode = ReasonCode.CLINICAL) -> Inpatient:
    return answer(session, AmendPredictedDischarge(patient.id, on, reason, patient.revision), Task())


def listed(session: Session) -> tuple[Inpatient, ...]:
    return answer(session, ShowWardList(), Task()).inpatients


def predicted(session: Session, patient: Inpatient) -> list[tuple[date | None, ReasonCode, str]]:
    history = answer(session, ShowPredictedHistory(patient.id), Task())
    return [(entry.on, entry.reason, entry.person) for entry in history]


def audited(session: Session) -> list[tuple[str, str, str]]:
    with session.snapshot(Section.WARD) as snapshot:
        return [(event.action, event.subject, event.person) for event in audit.events(snapshot, Section.WARD)]


def test_that_an_administrator_admits_a_patient_who_is_then_on_the_list(admin_session: Session) -> None:
    patient = admit(admin_session)
    assert (patient.bay, patient.hospital_number, patient.clinician) == ("A", "RX123", "Dr Ann Example")
    ward = answer(admin_session, ShowWardList(), Task())
    assert ward.inpatients == (patient,)
    assert ward.clinicians == ((ANN, "Dr Ann Example"), (ClinicianId("bob"), "Dr Bob Sample"))
    assert ward.today == date(2026, 11, 23)
    assert admin_session.take_changes() == ChangeSet(frozenset({Topic.INPATIENT}), frozenset({ANN}))


def test_that_a_moment_with_a_zone_is_kept_as_the_ward_clock_shows_it(admin_session: Session) -> None:
    moment = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    request = AdmitInpatient("A", "4", "RX1", ANN, moment)
    assert answer(admin_session, request, Task()).admitted == moment.astimezone().replace(tzinfo=None)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (AdmitInpatient("A", "1", "  ", ANN, at("2026-11-20T18:30")), "hospital_number"),
        (AdmitInpatient("A", "1", "rx123", ANN, at("2026-11-20T18:30")), "hospital_number"),
        (AdmitInpatient("A", "1", "RX9", ClinicianId("nobody"), at("2026-11-20T18:30")), "clinician"),
        (AdmitInpatient("A", "1", "RX9", ClinicianId("none"), at("2026-11-20T18:30")), "clinician"),
        (AdmitInpatient("A", "1", "RX9", ANN, at("2026-11-24T00:00")), "admitted"),
    ],
)
def test_that_an_admission_that_cannot_be_is_refused(
    admin_session: Session, request_: AdmitInpatient, field: str
) -> None:
    patient = admit(admin_session)
    with pytest.raises(RuleBroken) as refused:
        answer(admin_session, request_, Task())
    assert refused.value.field == field
    assert listed(admin_session) == (patient,)


def test_that_the_first_predicted_date_needs_no_reason(admin_session: Session) -> None:
    patient = admit(admin_session)
    admin_session.take_changes()
    amended = amend(admin_session, patient, FRIDAY, ReasonCode.FIRST)
    assert listed(admin_session) == (amended,)
    assert predicted(admin_session, patient) == [(FRIDAY, ReasonCode.FIRST, "Ward Clerk")]
    assert admin_session.take_changes() == ChangeSet(frozenset({Topic.PREDICTED_DISCHARGE}), frozenset({ANN}))


def test_that_a_change_without_a_reason_is_refused(admin_session: Session) -> None:
    patient = amend(admin_session, admit(admin_session), FRIDAY)
    with pytest.raises(RuleBroken) as refused:
        amend(admin_session, patient, SATURDAY, ReasonCode.FIRST)
    assert refused.value.field == "reason"
    assert listed(admin_session) == (patient,)


def test_that_undo_is_a_new_revision_with_the_earlier_date(admin_session: Session) -> None:
    first = amend(admin_session, admit(admin_session), FRIDAY)
    undone = amend(admin_session, amend(admin_session, first, SATURDAY), FRIDAY, ReasonCode.UNDONE)
    assert [(on, reason) for on, reason, _ in predicted(admin_session, undone)] == [
        (FRIDAY, ReasonCode.UNDONE),
        (SATURDAY, ReasonCode.CLINICAL),
        (FRIDAY, ReasonCode.FIRST),
    ]


def test_that_the_first_date_can_be_undone_to_none(admin_session: Session) -> None:
    amend(admin_session, amend(admin_session, admit(admin_session), FRIDAY), None, ReasonCode.UNDONE)
    [patient] = listed(admin_session)
    assert patient.status(date(2026, 11, 23)) == "not set"


def test_that_setting_the_same_date_again_writes_nothing(admin_session: Session) -> None:
    patient = amend(admin_session, admit(admin_session), FRIDAY)
    before = audited(admin_session)
    admin_session.take_changes()
    assert amend(admin_session, replace(patient, revision=1), FRIDAY) == patient
    assert audited(admin_session) == before
    assert admin_session.take_changes() == ChangeSet()


def test_that_an_edit_of_an_older_list_is_refused_and_says_who_changed_what_when(admin_session: Session) -> None:
    seen = admit(admin_session)
    changed = amend(admin_session, seen, FRIDAY)
    with pytest.raises(StaleEdit, match=r"changed to 27 Nov 2026 by Ward Clerk on 23 Nov 2026 \d\d:42"):
        amend(admin_session, seen, SATURDAY)
    withdrawn = amend(admin_session, changed, None)
    with pytest.raises(StaleEdit, match="changed to no date by Ward Clerk"):
        amend(admin_session, seen, SATURDAY)
    assert listed(admin_session) == (withdrawn,)


def test_that_an_edit_of_a_patient_who_left_says_so(admin_session: Session) -> None:
    seen = admit(admin_session)
    gone = answer(admin_session, DischargeInpatient(seen.id, at("2026-11-23T09:00"), seen.revision), Task())
    with pytest.raises(StaleEdit, match="taken off the list by Ward Clerk"):
        amend(admin_session, seen, FRIDAY)
    with pytest.raises(RuleBroken, match="discharged"):
        amend(admin_session, gone, FRIDAY)


def test_that_an_edit_of_a_patient_who_left_and_came_back_is_stale_too(admin_session: Session) -> None:
    seen = admit(admin_session)
    gone = answer(admin_session, DischargeInpatient(seen.id, at("2026-11-23T09:00"), seen.revision), Task())
    answer(admin_session, DischargeInpatient(gone.id, None, gone.revision), Task())
    with pytest.raises(StaleEdit, match="This patient was changed by Ward Clerk"):
        amend(admin_session, seen, FRIDAY)


def test_that_a_date_before_admission_is_refused_and_leaves_no_audit_event(admin_session: Session) -> None:
    patient = admit(admin_session)
    before = audited(admin_session)
    with pytest.raises(RuleBroken) as refused:
        amend(admin_session, patient, date(2026, 11, 19))
    assert refused.value.field == "predicted"
    assert audited(admin_session) == before
    assert predicted(admin_session, patient) == []


def test_that_a_discharged_patient_leaves_the_list_and_can_be_put_back(admin_session: Session) -> None:
    patient = admit(admin_session)
    request = DischargeInpatient(patient.id, at("2026-11-23T09:00"), patient.revision)
    gone = answer(admin_session, request, Task())
    assert listed(admin_session) == ()
    assert answer(admin_session, request, Task()) == gone
    back = answer(admin_session, DischargeInpatient(patient.id, None, gone.revision), Task())
    assert listed(admin_session) == (back,)
    assert [action for action, _, _ in audited(admin_session)] == [
        "Put an inpatient back",
        "Discharged an inpatient",
        "Admitted an inpatient",
    ]


def test_that_a_patient_admitted_again_is_not_put_back_too(admin_session: Session) -> None:
    first = admit(admin_session)
    gone = answer(admin_session, DischargeInpatient(first.id, at("2026-11-21T09:00"), first.revision), Task())
    again = admit(admin_session, admitted="2026-11-22T09:00")
    with pytest.raises(RuleBroken, match="on the ward list already"):
        answer(admin_session, DischargeInpatient(gone.id, None, gone.revision), Task())
    assert listed(admin_session) == (again,)


@pytest.mark.parametrize("when", ["2026-11-20T18:29", "2026-11-24T00:00"])
def test_that_a_discharge_before_admission_or_still_to_come_is_refused(admin_session: Session, when: str) -> None:
    patient = admit(admin_session)
    with pytest.raises(RuleBroken) as refused:
        answer(admin_session, DischargeInpatient(patient.id, at(when), patient.revision), Task())
    assert refused.value.field == "discharged"
    assert listed(admin_session) == (patient,)


def test_that_an_unknown_patient_is_said_to_be_gone(admin_session: Session) -> None:
    with pytest.raises(UserFacingError, match="no longer in the ward list"):
        answer(admin_session, AmendPredictedDischarge(InpatientId("x"), FRIDAY, ReasonCode.FIRST, 1), Task())


def test_that_a_clinician_renamed_since_is_shown_under_the_new_name(session: Session) -> None:
    patient = admit(session)
    ann = next(one for one in answer(session, ListClinicians(), Task()) if one.id == ANN)
    answer(session, SaveClinician(replace(ann, name="Dr Ann Newname")), Task())
    assert [one.clinician for one in listed(session)] == ["Dr Ann Newname"]
    assert amend(session, patient, FRIDAY).clinician == "Dr Ann Newname"


def test_that_the_audit_trail_names_the_act_and_the_clinician_and_no_patient(admin_session: Session) -> None:
    amend(admin_session, admit(admin_session), FRIDAY)
    assert audited(admin_session) == [
        ("Changed a predicted discharge date", "ann", "Ward Clerk"),
        ("Admitted an inpatient", "ann", "Ward Clerk"),
    ]


def test_that_the_ward_list_is_as_it_was_after_closing_and_opening_again(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.ADMINISTRATOR)
    patient = amend(session, admit(session), FRIDAY)
    assert listed(unlock(Role.DIRECTOR)) == (patient,)
