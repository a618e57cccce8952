from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.identity import ClinicianId, InpatientId, PersonId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.domain.ward import Inpatient, PredictedDischarge, ReasonCode
from cdconsole.storage import inpatients
from cdconsole.storage.history import LastChange, last_change
from cdconsole.storage.section_file import SectionFile

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
NURSE = Person(PersonId("p1"), "Ward Clerk", Role.ADMINISTRATOR, NOW)
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[SectionFile]:
    with closing(SectionFile.create(tmp_path / "ward.db", bytes(32), Section.WARD, FixedClock(NOW))) as file:
        yield file


def patient(name: str = "a", bay: str = "A", bed: str = "1") -> Inpatient:
    return Inpatient(
        id=InpatientId(name),
        bay=bay,
        bed=bed,
        hospital_number=f"RX{name}",
        clinician_id=ClinicianId("c1"),
        clinician="Dr A. Example",
        admitted=datetime.fromisoformat("2026-11-20T18:30"),
        predicted=None,
    )


def admitted(ward: SectionFile, *patients: Inpatient) -> None:
    with ward.unit_of_work(NURSE) as work:
        for one in patients:
            inpatients.add(work, one)
        work.commit()


def predicted(ward: SectionFile, on: date | None, reason: ReasonCode) -> Inpatient:
    with ward.unit_of_work(NURSE) as work:
        now = inpatients.by_id(work, InpatientId("a"))
        assert now is not None
        amended = inpatients.amend_prediction(work, now, on, reason)
        work.commit()
    return amended


def refused(ward: SectionFile, sql: str) -> None:
    with ward.unit_of_work(NURSE) as work, pytest.raises(IntegrityError):
        work.execute(sql)


def test_that_inpatients_come_in_ward_order(ward: SectionFile) -> None:
    beds = [("a", "10", "1"), ("b", "2", "10"), ("c", "2", "9"), ("d", "Side room", "1"), ("e", "2", "")]
    admitted(ward, *(patient(*bed) for bed in beds))
    with ward.snapshot() as snapshot:
        assert [one.id for one in inpatients.current(snapshot)] == ["e", "c", "b", "a", "d"]


def test_that_an_inpatient_comes_back_as_stored(ward: SectionFile) -> None:
    admitted(ward, patient())
    with ward.snapshot() as snapshot:
        assert inpatients.current(snapshot) == (patient(),)
        assert inpatients.by_id(snapshot, InpatientId("a")) == patient()
        assert inpatients.by_id(snapshot, InpatientId("nobody")) is None


def test_that_every_revision_of_a_prediction_is_kept_newest_first(ward: SectionFile) -> None:
    admitted(ward, patient())
    predicted(ward, FRIDAY, ReasonCode.REVIEWED)
    predicted(ward, None, ReasonCode.CLINICAL)
    with ward.snapshot() as snapshot:
        assert inpatients.history(snapshot, InpatientId("a")) == (
            PredictedDischarge(None, ReasonCode.CLINICAL, NOW, "Ward Clerk", 2),
            PredictedDischarge(FRIDAY, ReasonCode.FIRST, NOW, "Ward Clerk", 1),
        )


def test_that_the_inpatient_returned_is_the_one_stored(ward: SectionFile) -> None:
    admitted(ward, patient())
    returned = predicted(ward, FRIDAY, ReasonCode.FIRST)
    with ward.snapshot() as snapshot:
        assert inpatients.current(snapshot) == (returned,)
    assert returned.revision == 2


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE predicted_discharge SET predicted_on = '2026-12-24'",
        "DELETE FROM predicted_discharge",
        "DELETE FROM inpatient",
        "INSERT INTO predicted_discharge VALUES ('x', 'a', 2, NULL, 'FIRST', 'Somebody', '2026-11-23')",
        "INSERT INTO predicted_discharge VALUES ('x', 'a', 1, NULL, 'FIRST', 'Somebody', '2026-11-23')",
    ],
)
def test_that_stored_predictions_cannot_be_altered_or_deleted(ward: SectionFile, sql: str) -> None:
    admitted(ward, patient())
    predicted(ward, FRIDAY, ReasonCode.FIRST)
    refused(ward, sql)
    with ward.snapshot() as snapshot:
        assert [entry.on for entry in inpatients.history(snapshot, InpatientId("a"))] == [FRIDAY]


def test_that_a_discharged_inpatient_leaves_the_list_and_keeps_the_prediction(ward: SectionFile) -> None:
    admitted(ward, patient())
    one = predicted(ward, FRIDAY, ReasonCode.FIRST)
    with ward.unit_of_work(NURSE) as work:
        gone = inpatients.set_discharged(work, one, datetime.fromisoformat("2026-11-23T09:00"))
        work.commit()
    with ward.snapshot() as snapshot:
        assert inpatients.current(snapshot) == ()
        assert inpatients.current_with_number(snapshot, "RXa") is None
        assert inpatients.by_id(snapshot, InpatientId("a")) == gone
    assert gone.predicted == one.predicted


def test_that_one_hospital_number_lies_in_one_bed_only(ward: SectionFile) -> None:
    admitted(ward, patient())
    with ward.unit_of_work(NURSE) as work, pytest.raises(IntegrityError):
        inpatients.add(work, Inpatient(**{**vars(patient("b")), "hospital_number": "RXa"}))
    with ward.snapshot() as snapshot:
        assert inpatients.current_with_number(snapshot, "RXa") == patient()


def test_that_the_history_says_who_changed_a_patient_last(ward: SectionFile) -> None:
    admitted(ward, patient())
    with ward.snapshot() as snapshot:
        assert last_change(snapshot, "inpatient", "a") == LastChange("Ward Clerk", NOW)
        with pytest.raises(LookupError):
            last_change(snapshot, "inpatient", "nobody")


def test_that_the_history_of_a_patient_holds_no_hospital_number(ward: SectionFile) -> None:
    admitted(ward, patient())
    predicted(ward, FRIDAY, ReasonCode.FIRST)
    with ward.snapshot() as snapshot:
        kept = snapshot.rows("SELECT after FROM history WHERE row_id = 'a' ORDER BY revision")
    assert len(kept) == 2
    assert "2026-11-27" in kept[1][0]
    assert not any("RXa" in after for (after,) in kept)


def test_that_a_date_of_a_list_taken_over_keeps_the_moment_it_was_entered(ward: SectionFile) -> None:
    entered = datetime(2026, 11, 21, 9, 15, tzinfo=UTC)
    admitted(ward, patient())
    with ward.unit_of_work(NURSE) as work:
        now = inpatients.by_id(work, InpatientId("a"))
        assert now is not None
        inpatients.amend_prediction(work, now, FRIDAY, ReasonCode.CLINICAL, entered)
        work.commit()
    with ward.snapshot() as snapshot:
        assert inpatients.history(snapshot, InpatientId("a")) == (
            PredictedDischarge(FRIDAY, ReasonCode.FIRST, entered, "Ward Clerk", 1),
        )
    assert predicted(ward, date(2026, 11, 28), ReasonCode.CLINICAL).predicted == PredictedDischarge(
        date(2026, 11, 28), ReasonCode.CLINICAL, NOW, "Ward Clerk", 2
    )
