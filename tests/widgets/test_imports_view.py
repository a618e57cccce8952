"""The imports page as a person meets it: several files, one import and its withdrawal, where files come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLineEdit, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from cdconsole.ui.screens.context import BuiltScreen
from cdconsole.ui.screens.data.imports.view import ImportsView
from unit.services.conftest import admin_session, department_template, unlock  # noqa: F401
from unit.ui.screens.data.conftest import HEADING, extract  # noqa: F401
from widgets.test_data_view import choose_file, press, says, screen, tables, unnamed  # noqa: F401

ROW = "S1,P1,AE,2026-09-01 10:00,2026-09-03 11:00,GASTRO\n"


@pytest.fixture
def page(screen: BuiltScreen) -> BuiltScreen:  # noqa: F811
    return screen


def a_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def named(page: BuiltScreen, text: str) -> QPushButton:
    return next(each for each in page.widget.findChildren(QPushButton) if each.text() == text)


def cells(page: BuiltScreen, table: str, column: int) -> list[str]:
    model = tables(page)[table].model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_that_several_files_wait_in_a_queue_and_the_known_ones_are_imported(
    page: BuiltScreen,
    extract: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_file(monkeypatch, extract)
    press(page, "Import files…")
    press(page, "Import")
    known = a_file(tmp_path, "october.csv", HEADING + ROW.replace("S1", "S8"))
    other = a_file(tmp_path, "other.csv", "spell_id,came,went,consultant\nS9,03/04/2026,05/04/2026,AE\n")
    choose_file(monkeypatch, known, other)
    press(page, "Import files…")
    assert cells(page, "Files to import", 1) == ["Ready to import", "Needs your answer"]
    press(page, "Import all that are ready")
    assert cells(page, "Files to import", 1) == ["Imported", "Needs your answer"]
    tables(page)["Files to import"].selectRow(1)
    press(page, "Look at the columns…")
    assert says(page, "No column for: Admission date (and time); Discharge date (and time).")
    for name, heading in (("column_admitted", "came"), ("column_discharged", "went")):
        chooser = page.widget.findChild(QComboBox, name)
        chooser.setCurrentText(heading)
        chooser.activated.emit(chooser.currentIndex())
    press(page, "Import")
    assert says(page, "Say how to read: came, went.")
    for name in ("reading_admitted", "reading_discharged"):
        reading = page.widget.findChild(QComboBox, name)
        assert reading.currentIndex() == -1
        reading.setCurrentIndex(0)
        reading.activated.emit(0)
    assert unnamed(page) == []
    press(page, "Import")
    assert cells(page, "Files to import", 1) == ["Imported", "Imported"]
    press(page, "Clear")
    assert not named(page, "Clear").isVisible()


def test_that_an_import_is_withdrawn_and_brought_back_and_shows_what_it_changed(
    qtbot: QtBot, page: BuiltScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, row in (("first.csv", ROW), ("second.csv", ROW.replace("03 11:00", "04 11:00"))):
        choose_file(monkeypatch, a_file(tmp_path, name, HEADING + row))
        press(page, "Import files…")
        press(page, "Import")
    tabs = next(
        each for each in page.widget.findChildren(QTabBar) if each.accessibleName() == "What to see of the import"
    )
    tabs.setCurrentIndex(1)
    assert cells(page, "What it changed", 3) == ["3 Sep 2026 11:00"]
    press(page, "Copy for a spreadsheet")
    assert QApplication.clipboard().text().startswith("Record\tRow\tField\tBefore\tSince\n")
    tabs.setCurrentIndex(2)
    assert says(page, "1 record of it in force.")
    assert cells(page, "Records of the import", 3) == ["4 Sep 2026 11:00"]
    press(page, "Copy for a spreadsheet")
    assert QApplication.clipboard().text().startswith("Clinician\tPseudonym\tAdmission date\tDischarge date\t")
    assert not named(page, "Later records").isVisible()
    tabs.setCurrentIndex(0)
    press(page, "Withdraw…")
    dialog = page.widget.findChild(QDialog)
    reason = dialog.findChild(QLineEdit)
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert "Say why" in reason.accessibleDescription()
    qtbot.keyClicks(reason, "Wrong file")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert says(page, "second.csv is withdrawn.")
    assert cells(page, "Imports", 10)[0] == "Withdrawn"
    press(page, "Bring back")
    assert says(page, "second.csv counts again.")
    next(action for action in tables(page)["Imports"].actions() if action.text() == "Withdraw…").trigger()
    page.widget.findChild(QDialog).reject()
    assert cells(page, "Imports", 10)[0] != "Withdrawn"


def test_that_files_dropped_on_the_page_are_imported(page: BuiltScreen, extract: Path) -> None:  # noqa: F811
    view = page.widget.findChild(ImportsView)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(extract))])
    buttons = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(1, 1), Qt.DropAction.CopyAction, dropped, *buttons)
    view.dragEnterEvent(entering)
    assert entering.isAccepted()
    view.dropEvent(QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, dropped, *buttons))
    assert says(page, "september.csv")


def test_that_the_watched_folder_offers_what_is_new(
    page: BuiltScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "extracts"
    folder.mkdir()
    for month in ("august", "september"):
        a_file(folder, f"{month}.csv", HEADING + ROW.replace("S1", month))
    press(page, "Where files come from…")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    press(page, "Choose a folder…")
    assert cells(page, "Files in the watched folder", 2) == ["Still arriving", "Still arriving"]
    view = page.widget.findChild(ImportsView)
    for _look in range(2):
        view.look_due.emit()
    assert unnamed(page) == []
    press(page, "Back to the imports")
    assert says(page, "2 new files in the watched folder “extracts”")
    press(page, "Look at them")
    assert len(cells(page, "Files to import", 0)) == 2
    assert not says(page, "new files in the watched folder")
    press(page, "Where files come from…")
    tables(page)["Files in the watched folder"].selectRow(0)
    press(page, "Look at this file")
    press(page, "Where files come from…")
    press(page, "Watch none")
    assert not tables(page)["Files in the watched folder"].isVisible()


def test_that_a_mapping_is_forgotten_with_undo_and_a_template_saved(
    page: BuiltScreen,
    extract: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_file(monkeypatch, extract)
    press(page, "Import files…")
    press(page, "Import")
    press(page, "Where files come from…")
    known = len(cells(page, "Remembered mappings", 0))
    tables(page)["Remembered mappings"].selectRow(0)
    press(page, "Forget this mapping")
    assert len(cells(page, "Remembered mappings", 0)) == known - 1
    press(page, "Undo")
    assert len(cells(page, "Remembered mappings", 0)) == known
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "ask.csv"), ""))
    press(page, "Save a template…")
    assert says(page, "Saved as ask.csv.")
    assert (tmp_path / "ask.csv").exists()


def test_that_the_list_is_searched(page: BuiltScreen) -> None:
    search = next(each for each in page.widget.findChildren(QLineEdit) if each.accessibleName() == "Search the imports")
    search.setText("nothing like it")
    assert says(page, "No import has these words.")
    search.setText("spells")
    assert cells(page, "Imports", 1) == ["spells.csv"]


def test_that_the_wizard_is_worked_with_the_keyboard(
    qtbot: QtBot,
    page: BuiltScreen,
    extract: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_file(monkeypatch, extract)
    press(page, "Import files…")
    view = page.widget.findChild(ImportsView)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Each row"
    qtbot.keyClick(view.mapping, Qt.Key.Key_Escape)
    qtbot.waitUntil(tables(page)["Imports"].isVisible)
    press(page, "Import files…")
    qtbot.keyClick(view.mapping, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: says(page, "3 rows read, 2 spells stored; 1 row not stored."))


def test_that_a_job_plan_file_shows_no_columns_to_choose_and_is_stored(
    page: BuiltScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading = "clinician,effective_from,activity,category,pas,day,half_day\n"
    plans = a_file(tmp_path, "plans.csv", heading + "Dr C,01/04/2026,Ward round,DCC,1.5,Mon,am\n")
    choose_file(monkeypatch, plans)
    press(page, "Import files…")
    kind = next(each for each in page.widget.findChildren(QComboBox) if each.accessibleName() == "Each row")
    assert kind.currentText() == "is a programmed activity"
    assert says(page, "Job plans are read by the headings of their own template")
    assert not says(page, "Column of the file")
    dates = next(each for each in page.widget.findChildren(QComboBox) if each.accessibleName() == "Dates")
    dates.setCurrentIndex(1)
    dates.activated.emit(1)
    assert unnamed(page) == []
    press(page, "Import")
    assert says(page, "1 row read, 1 job plan stored.")
    assert not tables(page)["Imports"].selectionModel().hasSelection()
    tables(page)["Imports"].selectRow(0)
    assert says(page, "spells stored")


def test_that_a_ward_list_is_not_withdrawn_and_the_page_says_why(
    qtbot: QtBot, page: BuiltScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = "hospital number,consultant,ward,bay,bed,admission date,predicted discharge date\n"
    choose_file(monkeypatch, a_file(tmp_path, "ward.csv", ward + "H1,AE,W7,1,2,2026-11-20,2026-11-25\n"))
    press(page, "Import files…")
    press(page, "Import")
    press(page, "Withdraw…")
    reason = page.widget.findChild(QDialog).findChild(QLineEdit)
    qtbot.keyClicks(reason, "Old")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert says(page, "A ward list can't be withdrawn: its patients may have moved or left since.")
    assert cells(page, "Imports", 10)[0] != "Withdrawn"
    next(
        each for each in page.widget.findChildren(QTabBar) if each.accessibleName() == "What to see of the import"
    ).setCurrentIndex(2)
    assert says(page, "It brought patients on the ward: they are on the ward list.")
