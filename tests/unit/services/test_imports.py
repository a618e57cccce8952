from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdconsole.domain.calendar import Month
from cdconsole.domain.clinician import UNATTRIBUTED
from cdconsole.domain.errors import Cancelled, ImportRefused, RuleBroken, UserFacingError
from cdconsole.domain.extract import ImportReport
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import BatchId, ClinicianId
from cdconsole.domain.import_requests import ImportExtract, ListBatches, PreviewExtract, ShowImportReport
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListClinicians, SaveClinician, ShowPointRecords
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "extracts" / "hospitalflow_sample.csv"
HEADING = "spell,patient,consultant,admitted,discharged\n"


def imported(session: Session, path: Path, **changes: object) -> ImportReport:
    seen = answer(session, PreviewExtract(str(path)), Task())
    return answer(session, ImportExtract(str(path), replace(seen.proposed, **changes)), Task())  # type: ignore[arg-type]


def stored(session: Session) -> list[tuple[str, str, str]]:
    with session.snapshot(Section.RECORDS) as snapshot:
        found = snapshot.rows("SELECT pseudonym, source_key, clinician_id FROM spell WHERE batch_id <> 'batch'")
        return [(pseudonym, key, clinician) for pseudonym, key, clinician in found]


def test_that_an_extract_is_stored_with_its_batch_and_found_again(session: Session) -> None:
    report = imported(session, SAMPLE)
    assert report.spells == report.stored_rows == report.rows - report.rejected_rows
    assert report.batch_id is not None
    assert answer(session, ShowImportReport(report.batch_id), Task()) == report
    newest, _template = answer(session, ListBatches(), Task())
    assert (newest.file_name, newest.spells) == (SAMPLE.name, report.spells)


def test_that_the_same_file_again_is_said_so_and_adds_nothing(session: Session) -> None:
    imported(session, SAMPLE)
    before = stored(session)

    seen = answer(session, PreviewExtract(str(SAMPLE)), Task())
    assert seen.already_imported.startswith("This file was imported on 23 Nov 2026")
    report = answer(session, ImportExtract(str(SAMPLE), seen.proposed), Task())
    assert (report.batch_id, report.stored_rows) == (None, 0)
    assert report.unchanged_rows == report.rows - report.rejected_rows
    assert stored(session) == before
    assert len(answer(session, ListBatches(), Task())) == 2


def test_that_identifiers_are_never_stored_as_they_are(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "spells.csv"
    path.write_text(HEADING + "SPELL77,9434765919,AE,2026-03-01 10:00,2026-03-04 11:00\n", encoding="utf-8")
    imported(session, path)
    [(pseudonym, key, clinician)] = stored(session)
    assert (len(pseudonym), len(key), clinician) == (32, 32, "ann")
    assert "9434765919" not in pseudonym
    assert "SPELL77" not in key


def test_that_a_patient_keeps_one_pseudonym_across_imports(session: Session, tmp_path: Path) -> None:
    for number in (1, 2):
        path = tmp_path / f"spells{number}.csv"
        path.write_text(HEADING + f"S{number},9434765919,AE,2026-03-01 10:00,2026-03-04 11:00\n", encoding="utf-8")
        imported(session, path)
    assert len({pseudonym for pseudonym, _, _ in stored(session)}) == 1


def test_that_spells_stored_before_are_unchanged_and_counted(session: Session, tmp_path: Path) -> None:
    first, second = tmp_path / "march.csv", tmp_path / "april.csv"
    row = "S1,111,AE,2026-03-01 10:00,2026-03-04 11:00\n"
    first.write_text(HEADING + row, encoding="utf-8")
    second.write_text(HEADING + row + "S2,222,AE,2026-04-01 10:00,2026-04-04 11:00\n", encoding="utf-8")
    imported(session, first)
    report = imported(session, second)
    assert (report.rows, report.spells, report.unchanged_rows, report.left_out_rows) == (2, 1, 1, 0)


def test_that_a_spell_stored_while_the_patient_was_in_is_ended_by_a_later_extract(
    session: Session, tmp_path: Path
) -> None:
    march, april = tmp_path / "march.csv", tmp_path / "april.csv"
    march.write_text(
        HEADING + "S1,1,AE,2026-03-01 10:00,\nS2,2,AE,2026-03-02 10:00,\nS3,3,AE,2026-03-03 10:00,2026-03-30 10:00\n",
        encoding="utf-8",
    )
    april.write_text(
        HEADING + "S1,1,AE,2026-03-01 10:00,2026-04-02 11:00\nS2,2,AE,2026-03-02 10:00,\n", encoding="utf-8"
    )
    imported(session, march)
    report = imported(session, april)

    assert (report.spells, report.changed, report.unchanged_rows) == (1, 1, 1)
    assert len(stored(session)) == 3
    records = answer(session, ShowPointRecords(ClinicianId("ann"), MeasureId.LENGTH_OF_STAY, Month(2026, 4)), Task())
    assert [record.length_of_stay_days for record in records.records if record.batch == "april.csv"] == [32]
    assert session.file.check() == ()


def test_that_a_clinician_is_known_by_each_code_and_by_name(session: Session, tmp_path: Path) -> None:
    [ann] = [one for one in answer(session, ListClinicians(), Task()) if one.name == "Dr Ann Example"]
    answer(session, SaveClinician(replace(ann, codes=("AE", "C1234"))), Task())
    path = tmp_path / "spells.csv"
    rows = [
        f"S{n},{n},{who},2026-03-0{n} 10:00,2026-03-09 11:00\n"
        for n, who in enumerate(("AE", "c1234", "Dr Ann Example", "C9"), 1)
    ]
    path.write_text(HEADING + "".join(rows), encoding="utf-8")
    report = imported(session, path)
    assert report.new_clinicians == ("C9",)
    assert [clinician for _, _, clinician in stored(session)].count("ann") == 3


def test_that_work_without_a_clinician_column_must_be_confirmed(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "spells.csv"
    path.write_text("spell,patient,admitted,discharged\nS1,1,2026-03-01,2026-03-04\n", encoding="utf-8")
    with pytest.raises(RuleBroken, match="No column names the clinician"):
        imported(session, path)
    report = imported(session, path, confirm_unattributed=True)
    assert report.spells == 1
    assert [clinician for _, _, clinician in stored(session)] == ["none"]
    assert UNATTRIBUTED in {one.name for one in answer(session, ListClinicians(), Task())}


def test_that_a_cancelled_import_stores_nothing(session: Session) -> None:
    seen = answer(session, PreviewExtract(str(SAMPLE)), Task())

    class StopsWhileStoring(Task):
        def report(self, done: int, of: int, label: str) -> None:  # noqa: ARG002
            if label.startswith("Storing"):
                self.cancel()

    with pytest.raises(Cancelled):
        answer(session, ImportExtract(str(SAMPLE), seen.proposed), StopsWhileStoring())
    assert stored(session) == []
    assert len(answer(session, ListBatches(), Task())) == 1


def test_that_an_import_cancelled_between_parts_leaves_nothing_in_the_way_of_the_next(
    session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    rows = (f"S{n},{n},AE,2026-03-01 10:00,2026-03-04 11:00\n" for n in range(45_000))
    path.write_text(HEADING + "".join(rows), encoding="utf-8")
    seen = answer(session, PreviewExtract(str(path)), Task())
    heard: list[str] = []

    class StopsAfterTheFirstPart(Task):
        def report(self, done: int, of: int, label: str) -> None:
            heard.append(label)
            if done:
                self.cancel()
            super().report(done, of, label)

    with pytest.raises(Cancelled):
        answer(session, ImportExtract(str(path), seen.proposed), StopsAfterTheFirstPart())
    assert stored(session) == []
    assert any("20,000 rows" in label for label in heard)
    assert answer(session, ImportExtract(str(path), seen.proposed), Task()).spells == 45_000
    assert session.file.check() == ()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "S1", "S2", "S3"]),
            st.sampled_from(["", "1", "2"]),
            st.sampled_from(["2026-03-01", "2026-03-02 10:00", "x"]),
            st.sampled_from(["", "2026-03-09", "2026-02-01"]),
            st.sampled_from(["A", "B"]),
        ),
        max_size=8,
    ),
    st.sampled_from(["", "A"]),
)
def test_that_rows_are_stored_unchanged_left_out_or_rejected(
    session: Session, tmp_path: Path, rows: list[tuple[str, ...]], specialty: str
) -> None:
    path = tmp_path / "rows.csv"
    good = ("S0", "1", "2026-03-01", "2026-03-04", "A")
    lines = [f"{key},{patient},AE,{came},{out},{what}\n" for key, patient, came, out, what in (good, *rows)]
    path.write_text("spell,patient,consultant,admitted,discharged,specialty\n" + "".join(lines), encoding="utf-8")
    for _again in range(2):
        report = imported(session, path, specialty=specialty)
        counts = (report.stored_rows, report.unchanged_rows, report.left_out_rows, report.rejected_rows)
        assert report.rows == sum(counts) == len(lines)
    assert report.stored_rows == 0
    assert session.file.check() == ()


def test_that_an_unknown_import_is_refused_plainly(session: Session) -> None:
    with pytest.raises(UserFacingError, match="not in this department"):
        answer(session, ShowImportReport(BatchId("nothing")), Task())


def test_that_an_administrator_may_import(admin_session: Session) -> None:
    assert imported(admin_session, SAMPLE).spells > 0


def test_that_a_column_the_mapping_names_but_the_file_lacks_is_named(session: Session) -> None:
    seen = answer(session, PreviewExtract(str(SAMPLE)), Task())
    wrong = replace(seen.proposed, columns={**seen.proposed.columns, Field.DISCHARGED: "left"})
    with pytest.raises(ImportRefused, match="left"):
        answer(session, ImportExtract(str(SAMPLE), wrong), Task())
