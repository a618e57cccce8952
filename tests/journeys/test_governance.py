"""The quarter's workbook: written where the director says, and in the export log for good."""

from pathlib import Path

from openpyxl import load_workbook

from journeys.conftest import SitDown
from journeys.department import ReadyDepartment
from journeys.test_challenge import open_page

LOGGED = 3  # the workbook, after the two packs of the demonstration


def test_that_a_quarter_is_written_as_a_workbook_and_logged(
    sits_down: SitDown, ready: ReadyDepartment, tmp_path: Path
) -> None:
    target = tmp_path / "quarter.xlsx"
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    person.go("governance")
    open_page(person, "Governance", "Workbook")
    person.answer_file_dialog(target)
    person.press("Write workbook…")
    person.wait(lambda: person.rows("Export log") == LOGGED, "the export log")
    assert len(load_workbook(target).sheetnames) > 4
    assert person.meter.too_long() == []
    person.leave()

    person = sits_down(ready.folder)
    person.get_in(ready.director)
    person.go("governance")
    open_page(person, "Governance", "Workbook")
    person.wait(lambda: person.rows("Export log") == LOGGED, "the export log after the night")
