"""Withdrawing an import, bringing it back, what it changed, and the mapping remembered from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.extract import ImportReport
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import BatchId
from cdconsole.domain.import_requests import (
    ForgetMapping,
    ImportExtract,
    ListBatches,
    ListRememberedMappings,
    PreviewExtract,
    ReinstateBatch,
    ShowBatchDifference,
    ShowImportReport,
    WithdrawBatch,
)
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

HEADING = "spell,patient,consultant,admitted,discharged,ward\n"


def bring(session: Session, path: Path, *rows: str) -> ImportReport:
    path.write_text(HEADING + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    seen = answer(session, PreviewExtract(str(path)), Task())
    return answer(session, ImportExtract(str(path), seen.proposed), Task())


@pytest.fixture
def two(session: Session, tmp_path: Path) -> tuple[BatchId, BatchId]:
    """An import, and one that corrects one of its spells and adds another."""
    first = bring(session, tmp_path / "one.csv", "S1,1,AE,2026-03-01,2026-03-04,W1", "S2,2,AE,2026-03-02,2026-03-04,W1")
    later = bring(session, tmp_path / "two.csv", "S1,1,AE,2026-03-01,2026-03-09,W2", "S3,3,AE,2026-03-02,2026-03-04,W1")
    assert first.batch_id is not None
    assert later.batch_id is not None
    assert (later.spells, later.changed, later.unchanged_rows) == (2, 1, 0)
    return first.batch_id, later.batch_id


def test_that_what_a_batch_changed_is_shown_field_by_field(session: Session, two: tuple[BatchId, BatchId]) -> None:
    shown = answer(session, ShowBatchDifference(two[1]), Task())
    assert shown.changed == 1
    assert shown.records[0].row == 2
    assert shown.records[0].changes == (("discharged", "4 Mar 2026", "9 Mar 2026"), ("ward", "W1", "W2"))
    assert "S1" not in shown.records[0].record
    assert answer(session, ShowBatchDifference(two[0]), Task()).changed == 0


def test_that_a_batch_is_withdrawn_with_a_reason_and_comes_back(session: Session, two: tuple[BatchId, BatchId]) -> None:
    with pytest.raises(RuleBroken):
        answer(session, WithdrawBatch(two[1], " "), Task())
    report = answer(session, WithdrawBatch(two[1], "Wrong month"), Task())
    assert report.withdrawn == "Withdrawn on 23 Nov 2026 10:42 by Dr B. Director: Wrong month"
    assert answer(session, ListBatches(), Task())[0].withdrawn == report.withdrawn
    assert session.file.check() == ()
    with pytest.raises(UserFacingError):
        answer(session, WithdrawBatch(two[1], "Again"), Task())
    answer(session, ReinstateBatch(two[1]), Task())
    assert answer(session, ShowImportReport(two[1]), Task()).withdrawn == ""
    assert session.file.check() == ()
    with pytest.raises(UserFacingError):
        answer(session, ReinstateBatch(two[1]), Task())


def test_that_a_withdrawn_file_may_be_imported_again(
    session: Session, two: tuple[BatchId, BatchId], tmp_path: Path
) -> None:
    answer(session, WithdrawBatch(two[1], "Wrong mapping"), Task())
    seen = answer(session, PreviewExtract(str(tmp_path / "two.csv")), Task())
    assert seen.already_imported == ""
    report = answer(session, ImportExtract(str(tmp_path / "two.csv"), seen.proposed), Task())
    assert (report.spells, report.changed) == (2, 1)


def test_that_a_confirmed_mapping_is_proposed_for_the_next_file_with_its_headings(
    session: Session, tmp_path: Path
) -> None:
    heading = "id,who,doc,came,went\n"
    path, later = tmp_path / "one.csv", tmp_path / "two.csv"
    path.write_text(heading + "S1,1,AE,2026-03-01,2026-03-04\n", encoding="utf-8")
    later.write_text("went,came,doc,who,id\n2026-03-04,2026-03-01,AE,2,S2\n", encoding="utf-8")
    columns = {
        Field.SPELL_KEY: "id",
        Field.PATIENT: "who",
        Field.CLINICIAN: "doc",
        Field.ADMITTED: "came",
        Field.DISCHARGED: "went",
    }
    seen = answer(session, PreviewExtract(str(path)), Task())
    assert seen.remembered == ""
    answer(session, ImportExtract(str(path), replace(seen.proposed, columns=columns)), Task())
    seen = answer(session, PreviewExtract(str(later)), Task())
    assert seen.remembered == "as Dr B. Director mapped one.csv on 23 Nov 2026 10:42"
    assert seen.proposed.columns == columns
    assert answer(session, ImportExtract(str(later), seen.proposed), Task()).spells == 1
    [known] = answer(session, ListRememberedMappings(), Task())
    assert known.mapping.columns == columns
    assert answer(session, ForgetMapping(known.headings_sha256), Task()) == ()
    assert answer(session, PreviewExtract(str(later)), Task()).remembered == ""
