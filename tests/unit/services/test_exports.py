from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.errors import Cancelled, ExportRefused, NotEntitled, RuleBroken
from cdconsole.domain.requests import ExportGovernance, ExportMeasures, ListExports, PreviewGovernance
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

THIRD = Quarter(2026, 3)


def test_that_only_quarters_with_three_months_of_data_are_offered(session: Session) -> None:
    preview = answer(session, PreviewGovernance(), Task())
    assert [str(quarter) for quarter in preview.quarters] == ["2026Q3", "2026Q2", "2026Q1"]
    assert preview.quarter == THIRD
    assert "No clinician and no patient is named" in preview.sentence


def test_that_the_workbook_is_logged_with_its_hash_before_it_is_there(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "pack.xlsx"
    receipt = answer(session, ExportGovernance(THIRD, str(target)), Task())

    [row] = answer(session, ListExports(), Task())
    assert receipt.sha256 == hashlib.sha256(target.read_bytes()).hexdigest() == row.sha256
    assert (row.what, row.file_name, row.state) == ("Governance workbook 2026Q3", "pack.xlsx", "written")
    assert receipt.sheets == len(openpyxl.load_workbook(target).sheetnames)


def test_that_nobody_is_named_in_the_workbook_and_the_quarter_ends_its_charts(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "pack.xlsx"
    answer(session, ExportGovernance(THIRD, str(target)), Task())
    book = openpyxl.load_workbook(target)
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert not any("Ann" in text or "Bob" in text for text in texts)
    assert "Sep 2026" in texts
    assert "Oct 2026" not in texts


def test_that_each_measure_sheet_has_an_editable_chart(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "pack.xlsx"
    answer(session, ExportGovernance(THIRD, str(target)), Task())
    book = openpyxl.load_workbook(target)
    titles = ("Spells", "Length of stay, median days", "Discharged before midday")
    assert [len(book[title]._charts) for title in titles] == [1, 1, 1]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["pack.txt", "missing/pack.xlsx", "folder.xlsx"])
def test_that_a_place_that_cannot_be_written_is_refused_and_nothing_is_logged(
    session: Session, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(ExportRefused):
        answer(session, ExportGovernance(THIRD, str(tmp_path / name)), Task())
    assert answer(session, ListExports(), Task()) == ()
    assert not list(tmp_path.glob(".cdconsole-*"))


def test_that_a_quarter_without_all_its_data_is_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="do not cover all of 2026Q4"):
        answer(session, ExportGovernance(Quarter(2026, 4), str(tmp_path / "pack.xlsx")), Task())


def test_that_stopping_leaves_no_file_and_no_log(session: Session, tmp_path: Path) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        answer(session, ExportGovernance(THIRD, str(tmp_path / "pack.xlsx")), task)
    assert list(tmp_path.glob("*.xlsx")) == []
    assert list(tmp_path.glob(".cdconsole-*")) == []
    assert answer(session, ListExports(), Task()) == ()


def test_that_a_rename_that_fails_is_logged_as_failed(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "pack.xlsx"

    class InTheWay(Task):
        def report(self, done: int, of: int, label: str) -> None:  # noqa: ARG002
            target.mkdir(exist_ok=True)
            (target / "occupied").touch()

    with pytest.raises(ExportRefused):
        answer(session, ExportGovernance(THIRD, str(target)), InTheWay())
    assert [row.state for row in answer(session, ListExports(), Task())] == ["failed", "written"]
    assert list(tmp_path.glob(".cdconsole-*")) == []


def test_that_measures_of_named_clinicians_are_logged_like_any_export(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "measures.csv"
    receipt = answer(session, ExportMeasures(str(target)), Task())
    [row] = answer(session, ListExports(), Task())
    assert (row.what, row.file_name, row.state) == ("Measures of named clinicians", "measures.csv", "written")
    assert row.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert receipt.rows == len(target.read_text(encoding="utf-8").splitlines()) - 1 == 144


def test_that_an_administrator_cannot_export(admin_session: Session, tmp_path: Path) -> None:
    with pytest.raises(NotEntitled):
        answer(admin_session, ExportGovernance(THIRD, str(tmp_path / "pack.xlsx")), Task())
    with pytest.raises(NotEntitled):
        answer(admin_session, ExportMeasures(str(tmp_path / "measures.csv")), Task())
