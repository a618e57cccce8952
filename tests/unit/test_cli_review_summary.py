"""`cdconsole review-summary` as the director types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cdconsole import cli
from cdconsole.cli.unlocking import opened
from cdconsole.domain.requests import ListClinicians, ListExports, PrepareReview
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task
from unit.commands import run
from unit.test_cli import as_director, department, extract  # noqa: F401

NAME = "C1"


@pytest.mark.usefixtures("qapp")
def test_that_the_newest_review_is_written_as_a_pdf_and_logged(
    department: Path,  # noqa: F811
    extract: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    who, target = as_director(department), tmp_path / "review.pdf"
    run(capsys, "import", department, extract, *who)
    command = ("review-summary", department, *who)
    assert run(capsys, *command, "Nobody", target)[0] == 1
    code, _, error = run(capsys, *command, NAME, target)
    assert (code, "has had no review" in error) == (1, True)
    options = cli._parser("review-summary").parse_args([str(part) for part in (*command, NAME, target)])
    with opened(options) as session:
        clinician = next(one for one in answer(session, ListClinicians(), Task()) if one.name == NAME)
        answer(session, PrepareReview(clinician.id), Task())
    code, said, _ = run(capsys, *command, NAME, target)
    assert code == 0
    assert "Draft: Quarterly review, C1. A draft: not locked, and it may still change." in said
    assert target.read_bytes().startswith(b"%PDF-")
    with opened(options) as session:
        assert any(row.sha256 in said for row in answer(session, ListExports(), Task()))
    assert QApplication.instance() is not None
