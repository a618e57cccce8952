"""Two people work the ward list at once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId, InpatientId
from cdconsole.domain.people import Section
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.storage import inpatients
from cdconsole.storage.section_file import Work
from unit.storage.merging.trio import Edit, Trio

FRIDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 29)
CONFLICTS = "SELECT kind, table_name, row_key, column_name, ours, theirs, our_person, their_person FROM conflict"


def patient(number: str, bed: str = "3", id_: str | None = None) -> Inpatient:
    return Inpatient(
        id=InpatientId(id_ or number * 4),
        bay="A",
        bed=bed,
        hospital_number=number,
        clinician_id=ClinicianId("ann"),
        clinician="Dr Ann Example",
        admitted=datetime.fromisoformat("2026-11-20T09:00"),
        predicted=None,
    )


def admit(one: Inpatient) -> Edit:
    return lambda work: (inpatients.add(work, one), work.audit("Admitted an inpatient", "ann"))


def predict(one: Inpatient, on: date | None, reason: ReasonCode = ReasonCode.CLINICAL) -> Edit:
    def edit(work: Work) -> Inpatient:
        found = inpatients.by_id(work, one.id)
        assert found is not None
        work.audit("Changed a predicted discharge date", "ann")
        return inpatients.amend_prediction(work, found, on, reason)

    return edit


def discharge(one: Inpatient, at: datetime | None) -> Edit:
    def edit(work: Work) -> Inpatient:
        found = inpatients.by_id(work, one.id)
        assert found is not None
        return inpatients.set_discharged(work, found, at)

    return edit


@pytest.fixture
def ward(tmp_path: Path) -> Trio:
    trio = Trio(tmp_path, Section.WARD)
    trio.before(admit(patient("H1")))
    trio.before(admit(patient("H2", bed="4")))
    return trio


def predicted(trio: Trio, one: Inpatient, name: str = "merged") -> Inpatient:
    found: Inpatient = trio.read(lambda reading: inpatients.by_id(reading, one.id), name)
    return found


def test_that_edits_of_different_patients_merge_without_a_question(ward: Trio) -> None:
    ward.we(predict(patient("H1"), FRIDAY))
    ward.they(predict(patient("H2"), SUNDAY))
    outcome = ward.merge()
    assert (outcome.conflicts, ward.rows(CONFLICTS)) == (0, [])
    assert outcome.changes.topics == {Topic.INPATIENT, Topic.PREDICTED_DISCHARGE}
    assert predicted(ward, patient("H1")) == predicted(ward, patient("H1"), "ours")
    assert predicted(ward, patient("H2")) == predicted(ward, patient("H2"), "theirs")
    assert ward.problems() == ()


def test_that_two_first_dates_of_one_patient_are_both_kept_and_asked_about(ward: Trio) -> None:
    ward.we(predict(patient("H1"), FRIDAY))
    ward.they(predict(patient("H1"), SUNDAY))
    assert ward.merge().conflicts == 1
    history = ward.read(lambda reading: inpatients.history(reading, patient("H1").id))
    assert [(one.on, one.reason, one.person, one.revision) for one in history] == [
        (FRIDAY, ReasonCode.CONCURRENT, "Dr Us", 2),
        (SUNDAY, ReasonCode.FIRST, "Dr Them", 1),
    ]
    [(kind, table, key, _column, ours, theirs, our_person, their_person)] = ward.rows(CONFLICTS)
    assert (kind, table, our_person, their_person) == ("VERSION", "predicted_discharge", "Dr Us", "Dr Them")
    assert json.loads(ours)["id"] == json.loads(key)[0]
    assert [json.loads(side)["predicted_on"] for side in (ours, theirs)] == [str(FRIDAY), str(SUNDAY)]
    assert ward.problems() == ()


def test_that_a_row_both_changed_gets_a_revision_above_both(ward: Trio) -> None:
    ward.we(predict(patient("H1"), FRIDAY))
    ward.we(predict(patient("H1"), SUNDAY))
    ward.they(predict(patient("H1"), FRIDAY))
    ward.merge()
    assert predicted(ward, patient("H1")).revision == 4


def test_that_the_same_date_twice_asks_nothing(ward: Trio) -> None:
    ward.we(predict(patient("H1"), FRIDAY))
    ward.they(predict(patient("H1"), FRIDAY))
    assert ward.merge().conflicts == 0
    assert len(ward.read(lambda reading: inpatients.history(reading, patient("H1").id))) == 2


def test_that_a_patient_admitted_by_both_is_one_patient(ward: Trio) -> None:
    ours, theirs = patient("H3", "5", "ours"), replace(patient("H3", "6", "theirs"), bay="B")
    ward.we(admit(ours))
    ward.we(predict(ours, FRIDAY))
    ward.they(admit(theirs))
    ward.they(predict(theirs, SUNDAY))
    outcome = ward.merge()
    assert len(ward.rows("SELECT 1 FROM inpatient")) == 3
    merged = predicted(ward, theirs)
    assert (merged.bay, merged.bed) == ("B", "6")
    assert merged.predicted is not None
    assert merged.predicted.on == FRIDAY
    assert [(row[0], row[3], json.loads(row[4]), json.loads(row[5])) for row in ward.rows(CONFLICTS)[:2]] == [
        ("VALUE", "bay", {"bay": "A"}, {"bay": "B"}),
        ("VALUE", "bed", {"bed": "5"}, {"bed": "6"}),
    ]
    assert outcome.conflicts == 3
    histories = ward.rows("SELECT DISTINCT row_id FROM history WHERE table_name = 'inpatient'")
    assert set(histories) == {("H1" * 4,), ("H2" * 4,), ("theirs",)}
    assert ward.problems() == ()


def test_that_a_bed_freed_and_given_again_by_one_person_merges(ward: Trio) -> None:
    ward.we(discharge(patient("H1"), datetime.fromisoformat("2026-11-23T09:00")))
    ward.we(admit(patient("H1", id_="again")))
    ward.they(predict(patient("H1"), FRIDAY))
    assert ward.merge().conflicts == 0
    current = ward.read(inpatients.current)
    assert {one.id for one in current} == {"H2" * 4, "again"}
    assert ward.problems() == ()


def test_that_a_patient_put_back_by_us_and_admitted_anew_by_them_is_asked_about(ward: Trio) -> None:
    trio_patient = patient("H1")
    ward.before(discharge(trio_patient, datetime.fromisoformat("2026-11-22T09:00")))
    ward.we(discharge(trio_patient, None))
    ward.they(admit(patient("H1", id_="anew")))
    assert ward.merge().conflicts == 1
    assert {one.id for one in ward.read(inpatients.current)} == {"H2" * 4, "anew"}
    [(kind, table, *_)] = ward.rows(CONFLICTS)
    assert (kind, table) == ("LEFT_OUT", "inpatient")
    assert ward.problems() == ()


def test_that_audit_events_of_ours_follow_theirs_in_one_chain_under_the_newest_key(ward: Trio) -> None:
    ward.they(predict(patient("H1"), SUNDAY))
    ward.they_get_a_new_key()
    ward.we(predict(patient("H2"), FRIDAY))
    ward.merge()
    events = ward.rows("SELECT sequence, person, action FROM audit_event ORDER BY sequence")
    assert events[2:] == [
        (3, "Dr Them", "Changed a predicted discharge date"),
        (4, "Dr Us", "Changed a predicted discharge date"),
        (5, "Dr Us", "merged"),
    ]
    ids = {name: {id_ for (id_,) in ward.rows("SELECT id FROM audit_event", name=name)} for name in ("ours", "merged")}
    assert ids["ours"] < ids["merged"]
    assert ward.problems() == ()


def test_that_work_which_theirs_holds_already_is_not_doubled(ward: Trio) -> None:
    ward.we(predict(patient("H1"), FRIDAY))
    ward.path("theirs").write_bytes(ward.path("ours").read_bytes())
    ward.we(predict(patient("H2"), SUNDAY))
    assert ward.merge().conflicts == 0
    assert len(ward.rows("SELECT 1 FROM predicted_discharge")) == 2
    assert len(ward.rows("SELECT 1 FROM history")) == 4
    assert ward.rows("SELECT action FROM audit_event")[:4] == ward.rows("SELECT action FROM audit_event", name="ours")
    assert ward.problems() == ()
