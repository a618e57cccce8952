"""Records of every kind are stored once, corrected by a later file, withdrawn whole, and shown without a patient."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.identity import BatchId
from cdconsole.domain.import_requests import (
    ImportExtract,
    ListRecords,
    PreviewExtract,
    ReinstateBatch,
    ShowBatchDifference,
    ShowImportReport,
    WithdrawBatch,
)
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowPredictedHistory, ShowWardList
from cdconsole.domain.ward import ReasonCode
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from unit.importing.test_kinds import ROWS
from unit.services.conftest import Bring

STORED = sorted(set(ROWS) - {ExtractKind.WARD_LIST}, key=lambda kind: kind.value)


@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.value)
def test_that_a_kind_is_stored_and_the_same_file_brings_nothing_new(
    kind: ExtractKind, session: Session, bring: Bring
) -> None:
    first = bring(kind, ROWS[kind])
    assert (first.stored_rows, first.unchanged_rows, first.rejected_rows, first.kind) == (1, 0, 0, kind)
    assert first.batch_id is not None
    shown = answer(session, ListRecords(first.batch_id), Task())
    assert shown.total == 1
    assert shown.records[0].clinician == "C1234567"
    told = " ".join(value for _, value in shown.records[0].facts)
    assert "P1" not in told.split()
    again = bring(kind, ROWS[kind])
    assert (again.stored_rows, again.unchanged_rows, again.batch_id) == (0, 1, None)


def test_that_a_correction_is_a_new_version_and_a_withdrawal_takes_it_back(session: Session, bring: Bring) -> None:
    row = ROWS[ExtractKind.THEATRE]
    first = bring(ExtractKind.THEATRE, row)
    second = bring(ExtractKind.THEATRE, row | {"out of theatre": "10:30"})
    assert (second.stored_rows, second.changed) == (1, 1)
    assert second.batch_id is not None
    difference = answer(session, ShowBatchDifference(second.batch_id), Task())
    [(field, before, after)] = difference.records[0].changes
    assert (field, before, after) == ("out of theatre", "1 Sep 2026 10:10", "1 Sep 2026 10:30")
    answer(session, WithdrawBatch(second.batch_id, "Sent by mistake"), Task())
    assert first.batch_id is not None
    shown = answer(session, ListRecords(first.batch_id), Task())
    assert ("Out of theatre", "1 Sep 2026 10:10") in shown.records[0].facts
    answer(session, ReinstateBatch(second.batch_id), Task())
    assert answer(session, ListRecords(first.batch_id), Task()).total == 0


def test_that_counts_may_be_an_organisations(session: Session, bring: Bring) -> None:
    row = {"period": "2026-09", "organisation": "RF4", "count of": "Type 1", "numerator": "3", "denominator": "120"}
    report = bring(ExtractKind.COUNTS, row)
    assert report.new_clinicians == ()
    assert report.batch_id is not None
    assert answer(session, ListRecords(report.batch_id), Task()).records[0].clinician == ""


def test_that_a_ward_snapshot_admits_moves_predicts_and_discharges(session: Session, bring: Bring) -> None:
    row = ROWS[ExtractKind.WARD_LIST]
    report = bring(ExtractKind.WARD_LIST, row)
    assert (report.stored_rows, report.rejected_rows) == (1, 0)
    [patient] = answer(session, ShowWardList(), Task()).inpatients
    assert (patient.bay, patient.bed, patient.clinician) == ("A", "3", "C1234567")
    assert patient.predicted is not None
    assert (patient.predicted.on is not None and patient.predicted.on.isoformat()) == "2026-11-27"
    bring(ExtractKind.WARD_LIST, row | {"bed": "4", "predicted discharge date": "2026-11-28"})
    [patient] = answer(session, ShowWardList(), Task()).inpatients
    assert patient.bed == "4"
    reasons = [one.reason for one in answer(session, ShowPredictedHistory(patient.id), Task())]
    assert reasons == [ReasonCode.IMPORTED, ReasonCode.FIRST]
    again = bring(ExtractKind.WARD_LIST, row | {"bed": "4", "predicted discharge date": "2026-11-28"})
    assert (again.stored_rows, again.unchanged_rows) == (0, 1)


def test_that_no_hospital_number_reaches_the_records(session: Session, bring: Bring) -> None:
    bring(ExtractKind.WARD_LIST, ROWS[ExtractKind.WARD_LIST] | {"hospital number": "H98765"})
    with session.snapshot(Section.RECORDS) as snapshot:
        tables = [name for (name,) in snapshot.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            assert "H98765" not in str(snapshot.rows(f"SELECT * FROM {table}"))


def test_that_a_patient_nobody_admitted_is_refused_with_what_to_do(session: Session, bring: Bring) -> None:
    row = {key: value for key, value in ROWS[ExtractKind.WARD_LIST].items() if key != "admission date"}
    report = bring(ExtractKind.WARD_LIST, row, ROWS[ExtractKind.WARD_LIST] | {"hospital number": "H2"})
    assert (report.stored_rows, report.rejected_rows) == (1, 1)
    assert "not on the ward list" in report.rejected[0].reason


@pytest.mark.parametrize("column", ["predicted discharge date", "discharge date"])
def test_that_a_refused_row_changes_nothing_on_the_ward_list(session: Session, bring: Bring, column: str) -> None:
    row = ROWS[ExtractKind.WARD_LIST]
    bring(ExtractKind.WARD_LIST, row)
    moved = row | {"bed": "9", "admission date": "", "predicted discharge date": "", column: "2026-11-01"}
    report = bring(ExtractKind.WARD_LIST, moved, row | {"hospital number": "H2"})
    assert (report.stored_rows, report.rejected_rows) == (1, 1)
    assert {(one.hospital_number, one.bed) for one in answer(session, ShowWardList(), Task()).inpatients} == {
        ("H1", "3"),
        ("H2", "3"),
    }


@pytest.mark.parametrize(("left", "stored"), [("2026-11-20", 1), ("2026-11-20 16:00", 1), ("2026-11-20 14:00", 0)])
def test_that_a_patient_may_leave_on_the_day_of_admission_but_not_before_it(
    session: Session, bring: Bring, left: str, stored: int
) -> None:
    row = ROWS[ExtractKind.WARD_LIST] | {"admission date": "2026-11-20 15:00", "predicted discharge date": ""}
    bring(ExtractKind.WARD_LIST, row)
    last = bring(ExtractKind.WARD_LIST, row | {"discharge date": left}, row | {"hospital number": "H2"})
    assert (last.stored_rows, last.rejected_rows) == (stored + 1, 1 - stored)


def test_that_a_patient_who_is_not_in_a_snapshot_is_told_of_and_stays(session: Session, bring: Bring) -> None:
    row = ROWS[ExtractKind.WARD_LIST]
    bring(ExtractKind.WARD_LIST, row, row | {"hospital number": "H2"})
    report = bring(ExtractKind.WARD_LIST, row)
    assert "1 patient on the ward list is not in this file" in report.questioned[0].reason
    assert len(answer(session, ShowWardList(), Task()).inpatients) == 2


def test_that_a_ward_list_is_not_said_to_be_withdrawn_while_its_patients_stay(session: Session, bring: Bring) -> None:
    batch = bring(ExtractKind.WARD_LIST, ROWS[ExtractKind.WARD_LIST]).batch_id
    assert batch is not None
    with pytest.raises(UserFacingError, match="can't be withdrawn"):
        answer(session, WithdrawBatch(batch, "Sent by mistake"), Task())
    assert not answer(session, ShowImportReport(batch), Task()).withdrawn


def test_that_records_say_codes_in_words(session: Session, bring: Bring) -> None:
    report = bring(ExtractKind.CLINICS, ROWS[ExtractKind.CLINICS])
    assert report.batch_id is not None
    shown = answer(session, ListRecords(report.batch_id), Task())
    assert {"New", "Did not attend", "1 Sep 2026"} <= {value for _, value in shown.records[0].facts}
    assert [name for name, _ in shown.records[0].facts] == list(shown.columns)


def test_that_spells_are_listed_a_page_at_a_time_under_the_beginning_of_a_pseudonym(
    session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "spells.csv"
    path.write_text(
        "spell_id,patient_id,consultant,admitted,discharged,admission method,ward,specialty\n"
        "S1,P1,AE,2026-09-01 10:00,2026-09-03 11:00,11,W7,GASTRO\n"
        "S2,P2,AE,2026-09-02 10:00,2026-09-05 15:00,21,W8,GASTRO\n",
        encoding="utf-8",
    )
    seen = answer(session, PreviewExtract(str(path)), Task())
    report = answer(session, ImportExtract(str(path), seen.proposed), Task())
    assert report.batch_id is not None
    shown = answer(session, ListRecords(report.batch_id, 1, 1), Task())
    assert (shown.total, shown.first, len(shown.records)) == (2, 1, 1)
    facts = dict(shown.records[0].facts)
    assert len(facts.pop("Pseudonym")) == 8
    assert facts == {
        "Admission date": "2 Sep 2026 10:00",
        "Discharge date": "5 Sep 2026 15:00",
        "Admission method": "Emergency",
        "Ward or site": "W8",
        "Specialty": "GASTRO",
    }


def test_that_an_import_that_is_not_there_has_no_records(session: Session) -> None:
    with pytest.raises(UserFacingError, match="not in this department"):
        answer(session, ListRecords(BatchId("nowhere")), Task())
