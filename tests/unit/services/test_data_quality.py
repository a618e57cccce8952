"""What the reports say of a real department, and how a line to mend is worked through."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cdconsole.domain.attribution import GivenVote, Vote
from cdconsole.domain.attribution_requests import SaveVotes, ShowMyRecords
from cdconsole.domain.data_quality import Aspect, FixState, QualityLine, QualitySubject
from cdconsole.domain.errors import RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.extract import ImportReport
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.quality_requests import (
    DecideFix,
    ExportFixes,
    ListFixes,
    ListQualitySubjects,
    ShowQualityReport,
)
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

HEADING = "spell_id,patient_id,consultant,admitted,discharged,admission_method,specialty\n"
ROWS = (
    "S1,P1,AE,2026-09-01,2026-09-03,21,GASTRO\n"
    "S1,P1,AE,2026-09-01,2026-09-03,21,GASTRO\n"
    "S2,P2,AE,2026-09-02,2026-09-05,,GASTRO\n"
    "S3,P3,AE,2026-09-09,2026-09-04,21,SURGERY\n"
    "S4,P4,,2026-09-29,2026-09-30,ZZ,GASTRO\n"
)


@pytest.fixture
def imported(session: Session, tmp_path: Path) -> ImportReport:
    path = tmp_path / "september.csv"
    path.write_text(HEADING + ROWS, encoding="utf-8")
    seen = answer(session, PreviewExtract(str(path)), Task())
    return answer(session, ImportExtract(str(path), seen.proposed), Task())


def report(session: Session, batch: object) -> tuple[QualitySubject, tuple[QualityLine, ...]]:
    subject = next(one for one in answer(session, ListQualitySubjects(), Task()) if one.batch == batch)
    return subject, answer(session, ShowQualityReport(subject), Task()).lines


def test_that_a_batch_is_counted_aspect_by_aspect(session: Session, imported: ImportReport) -> None:
    subject, lines = report(session, imported.batch_id)
    assert subject.title == "september.csv, imported 23 Nov 2026"
    methods = next(line for line in lines if line.sentence.startswith("Admission method"))
    assert (methods.n, methods.of, methods.needs_care) == (1, 3, True)
    impossible, doubled = (
        next(line for line in lines if line.aspect is aspect) for aspect in (Aspect.IMPOSSIBLE, Aspect.DUPLICATES)
    )
    assert (impossible.n, impossible.of) == (1, 5)
    assert (doubled.n, doubled.of) == (1, 5)
    nobody = next(line for line in lines if line.aspect is Aspect.CLINICIAN)
    assert (nobody.n, nobody.of, nobody.needs_care) == (1, 3, True)
    lag = next(line for line in lines if line.aspect is Aspect.LAG)
    assert lag.sentence == "The newest record is of 30 Sep 2026, 54 days before the import on 23 Nov 2026."


def test_that_a_batch_is_compared_with_the_one_before(session: Session, imported: ImportReport) -> None:
    _, lines = report(session, imported.batch_id)
    drift = [line for line in lines if line.aspect is Aspect.DRIFT]
    assert any("in the import before" in line.sentence or "before," in line.sentence for line in drift)


def test_that_everything_stored_comes_first(session: Session, imported: ImportReport) -> None:
    first = answer(session, ListQualitySubjects(), Task())[0]
    assert (first.title, first.batch) == ("All spells stored", None)
    assert answer(session, ShowQualityReport(first), Task()).records > imported.spells


def test_that_a_line_is_worked_through_and_opened_again(session: Session, imported: ImportReport) -> None:
    fixes = answer(session, ListFixes(imported.batch_id), Task())
    assert fixes.total == fixes.open == len(fixes.items) >= 4
    refused = next(item for item in fixes.items if item.where.startswith("Row 5,"))
    assert "was not stored" in refused.what
    mended = answer(session, DecideFix(refused.key, FixState.MENDED, "Asked coding", refused.revision), Task())
    assert (mended.state, mended.note, mended.person) == (FixState.MENDED, "Asked coding", "Dr B. Director")
    assert answer(session, ListFixes(imported.batch_id), Task()).open == fixes.open - 1
    assert refused.key not in {item.key for item in answer(session, ListFixes(imported.batch_id), Task()).items}
    again = answer(session, DecideFix(refused.key, FixState.OPEN, "", mended.revision), Task())
    assert answer(session, ListFixes(imported.batch_id), Task()).open == fixes.open
    with pytest.raises(StaleEdit):
        answer(session, DecideFix(refused.key, FixState.MENDED, "", mended.revision), Task())
    assert again.revision == 2


def test_that_giving_up_needs_a_reason(session: Session, imported: ImportReport) -> None:
    item = answer(session, ListFixes(imported.batch_id), Task()).items[0]
    with pytest.raises(RuleBroken) as refused:
        answer(session, DecideFix(item.key, FixState.CANNOT, "  ", 0), Task())
    assert refused.value.field == "note"


def test_that_a_line_that_is_gone_is_said_so(session: Session) -> None:
    with pytest.raises(UserFacingError, match="no longer on the list"):
        answer(session, DecideFix("finding:gone:rejected:0", FixState.MENDED, "", 0), Task())


def test_that_what_is_not_mine_is_on_the_list(session: Session, imported: ImportReport) -> None:
    ann = ClinicianId("ann")
    record = next(one for one in answer(session, ShowMyRecords(ann), Task()).records if one.batch == "september.csv")
    answer(session, SaveVotes(ann, (GivenVote(record.key, Vote.NOT_MINE, "Locum's", ClinicianId("bob")),)), Task())
    items = answer(session, ListFixes(imported.batch_id), Task()).items
    [vote] = [item for item in items if item.what.startswith("Not theirs")]
    assert vote.what == "Not theirs, says Dr Ann Example, who names Dr Bob Sample: Locum's"
    assert vote.aspect is Aspect.CLINICIAN


def test_that_emergency_spells_without_take_are_counted_and_listed(
    session: Session, imported: ImportReport, tmp_path: Path
) -> None:
    path = tmp_path / "take.csv"
    path.write_text(
        "spell number,patient identifier,reviewing consultant,arrived,reviewed,decision\n"
        "S1,P1,AE,2026-08-31 20:00,2026-08-31 21:00,Admitted\n"
        "S1,P1,AE,2026-09-01 09:00,2026-09-01 10:00,Admitted\n"
        "X9,P9,AE,2026-09-20 09:00,2026-09-20 10:00,Admitted\n",
        encoding="utf-8",
    )
    seen = answer(session, PreviewExtract(str(path)), Task())
    answer(session, ImportExtract(str(path), seen.proposed), Task())
    _, lines = report(session, imported.batch_id)
    [take] = [line for line in lines if line.aspect is Aspect.TAKE]
    assert (take.n, take.of) == (0, 1)
    subjects = answer(session, ListQualitySubjects(), Task())
    reviews = next(one for one in subjects if one.title == "All take reviews stored")
    assert answer(session, ShowQualityReport(reviews), Task()).records == 3
    _, everything = report(session, None)
    [take] = [line for line in everything if line.aspect is Aspect.TAKE]
    fixes = answer(session, ListFixes(limit=10_000), Task()).items
    assert take.n == sum(item.aspect is Aspect.TAKE for item in fixes) > 0


def test_that_the_list_goes_out_through_the_export_log(
    session: Session, imported: ImportReport, tmp_path: Path
) -> None:
    out = tmp_path / "mend.csv"
    receipt = answer(session, ExportFixes(str(out), imported.batch_id), Task())
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == receipt.rows >= 4
    assert "P1" not in out.read_text(encoding="utf-8")
