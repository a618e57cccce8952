"""A chart's picture leaves through the export log, or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.chart_picture_requests import SaveChartPicture
from cdconsole.domain.errors import ExportRefused, NotEntitled
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import export_log

ANN = ClinicianId("ann")
PNG = b"\x89PNG\r\n\x1a\n and what follows"


def logged(session: Session) -> list[tuple[str, str]]:
    with session.snapshot(Section.REVIEW) as snapshot:
        return [(row.what, row.file_name) for row in export_log.entries(snapshot)]


def test_that_a_picture_is_written_and_logged_with_whose_chart_it_is(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "stay.png"
    digest = answer(session, SaveChartPicture(ANN, str(target), PNG), Task())
    assert target.read_bytes() == PNG
    assert digest == hashlib.sha256(PNG).hexdigest()
    assert logged(session) == [("Picture of a clinician's chart", "stay.png")]
    events = answer(session, ListAuditEvents(), Task()).events
    assert ("export written", "picture of a clinician's chart: Dr Ann Example") in {
        (event.action, event.subject) for event in events
    }


@pytest.mark.parametrize(("name", "png"), [("stay.txt", PNG), ("nowhere/stay.png", PNG), ("stay.png", b"something")])
def test_that_what_cannot_be_written_is_refused_and_not_logged(
    session: Session, tmp_path: Path, name: str, png: bytes
) -> None:
    with pytest.raises(ExportRefused):
        answer(session, SaveChartPicture(ANN, str(tmp_path / name), png), Task())
    assert logged(session) == []
    assert not (tmp_path / name).exists()


def test_that_an_administrator_saves_no_clinicians_chart(admin_session: Session, tmp_path: Path) -> None:
    with pytest.raises(NotEntitled):
        answer(admin_session, SaveChartPicture(ANN, str(tmp_path / "stay.png"), PNG), Task())


def test_that_the_request_shows_nothing_of_the_picture() -> None:
    assert repr(SaveChartPicture(ANN, "/home/x.png", PNG)) == "SaveChartPicture(...)"
