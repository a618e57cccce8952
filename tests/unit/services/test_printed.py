"""A printed document leaves through the export log, on paper as well as in a file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cdconsole.domain.errors import ExportRefused, NotEntitled
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.printed import PrintedKind
from cdconsole.domain.printed_requests import RecordPrinting, SavePrinted
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import export_log

ANN = ClinicianId("ann")
PDF = b"%PDF-1.7 and what follows"


def logged(session: Session, section: Section = Section.REVIEW) -> list[tuple[str, str]]:
    with session.snapshot(section) as snapshot:
        return [(row.what, row.file_name) for row in export_log.entries(snapshot)]


def test_that_a_document_is_written_and_logged_in_the_review_section(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "review.pdf"
    digest = answer(session, SavePrinted(PrintedKind.REVIEW_SUMMARY, ANN, str(target), PDF), Task())
    assert target.read_bytes() == PDF
    assert digest == hashlib.sha256(PDF).hexdigest()
    assert logged(session) == [("Review summary", "review.pdf")]
    assert logged(session, Section.RECORDS) == []


def test_that_paper_is_logged_too(session: Session) -> None:
    answer(session, RecordPrinting(PrintedKind.THANK_YOU_CARD, ANN), Task())
    assert logged(session) == [("Thank-you card", "on paper")]


@pytest.mark.parametrize(
    ("name", "pdf"), [("a.txt", PDF), ("nowhere/a.pdf", PDF), ("a.pdf", b"something else")]
)  # fmt: skip
def test_that_what_cannot_be_written_is_refused_and_not_logged(
    session: Session, tmp_path: Path, name: str, pdf: bytes
) -> None:
    with pytest.raises(ExportRefused):
        answer(session, SavePrinted(PrintedKind.REVIEW_SUMMARY, ANN, str(tmp_path / name), pdf), Task())
    assert logged(session) == []


def test_that_an_administrator_prints_what_is_about_nobody_only(admin_session: Session, tmp_path: Path) -> None:
    sheet = SavePrinted(PrintedKind.TRANSPARENCY_SHEET, None, str(tmp_path / "sheet.pdf"), PDF)
    answer(admin_session, sheet, Task())
    assert logged(admin_session, Section.RECORDS) == [("Transparency sheet", "sheet.pdf")]
    for kind, clinician in ((PrintedKind.REVIEW_SUMMARY, None), (PrintedKind.TRANSPARENCY_SHEET, ANN)):
        with pytest.raises(NotEntitled):
            answer(admin_session, RecordPrinting(kind, clinician), Task())
    assert "%PDF" not in repr(sheet)
