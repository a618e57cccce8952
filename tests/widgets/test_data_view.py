"""The pages of Data as a person meets them, over a real department."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdconsole.domain.people import Person, Role, SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens import data as data_screen
from cdconsole.ui.screens.context import BuiltScreen, ScreenContext
from cdconsole.ui.screens.data.job_plans.week_picture import WeekPicture
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.theme import Theme, apply
from unit.services.conftest import CLOCK, admin_session, department_template, unlock  # noqa: F401
from unit.ui.screens.data.conftest import extract  # noqa: F401


def go_nowhere(_to: str, /, **_ids: str) -> None:
    raise AssertionError


@pytest.fixture
def screen(qtbot: QtBot, qapp: QApplication, admin_session: Session) -> Iterator[BuiltScreen]:  # noqa: F811
    feed = ChangeFeed()
    summary = SessionSummary("", "Ward", "", Person("p", "Ward Clerk", Role.ADMINISTRATOR, CLOCK.now()), 2, "")
    runner = ImmediateTaskRunner(admin_session, feed.changed.emit)
    context = ScreenContext(runner, feed, summary, go_nowhere, CLOCK, pytest.fail, Clipboard(qapp.clipboard()))
    built = data_screen.build(context)
    built.visit()
    built.widget.resize(1166, 690)
    qtbot.addWidget(built.widget)
    built.widget.show()
    qtbot.waitExposed(built.widget)
    yield built
    built.close()


def tables(screen: BuiltScreen) -> dict[str, QTableView]:
    return {each.accessibleName(): each for each in screen.widget.findChildren(QTableView)}


def press(screen: BuiltScreen, text: str) -> None:
    next(
        each for each in screen.widget.findChildren(QAbstractButton) if each.isVisible() and each.text() == text
    ).click()


def says(screen: BuiltScreen, text: str) -> bool:
    return any(text in each.text() for each in screen.widget.findChildren(QLabel) if each.isVisible())


def give_reason(qtbot: QtBot, screen: BuiltScreen) -> None:
    lines = screen.widget.findChildren(QLineEdit)
    qtbot.keyClicks(next(each for each in lines if each.accessibleName() == "Why this version"), "agreed anew")


def choose_file(monkeypatch: pytest.MonkeyPatch, *paths: Path | str) -> None:
    chosen = [str(path) for path in paths if path]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (chosen[0] if chosen else "", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: (chosen, ""))


def unnamed(screen: BuiltScreen) -> list[QWidget]:
    return [
        each
        for each in screen.widget.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
        and not isinstance(each.parent(), QComboBox)
    ]


def test_that_a_file_is_imported_through_the_wizard(
    qtbot: QtBot,
    screen: BuiltScreen,
    extract: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_file(monkeypatch, extract)
    press(screen, "Import files…")
    assert says(screen, "september.csv")
    assert says(screen, "3 rows, 6 columns")
    assert not any("P1" in each.text() for each in screen.widget.findChildren(QLabel))
    assert unnamed(screen) == []
    clinician = screen.widget.findChild(QComboBox, "column_clinician")
    assert clinician.currentText() == "consultant"
    clinician.setCurrentIndex(0)
    clinician.activated.emit(0)
    press(screen, "Import")
    assert says(screen, "Choose the clinician's column, or tick this.")
    screen.widget.findChild(QCheckBox, "unattributed").click()
    press(screen, "Import")
    assert says(screen, "3 rows read, 2 spells stored; 1 row not stored.")
    assert tables(screen)["Rows to look at"].model().rowCount() >= 1
    assert tables(screen)["Imports"].model().rowCount() == 2
    press(screen, "Copy for a spreadsheet")
    assert QApplication.clipboard().text().startswith("Row\tOutcome\tColumn\tReason\tValue\n4\tNot stored")
    press(screen, "Import files…")
    assert says(screen, "Rows that are stored stay as they are.")
    press(screen, "Back")
    assert tables(screen)["Imports"].isVisible()


def test_that_each_answer_of_the_wizard_is_taken(
    screen: BuiltScreen,
    extract: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_file(monkeypatch, extract)
    press(screen, "Import files…")
    boxes = {each.accessibleName(): each for each in screen.widget.findChildren(QComboBox)}
    for name, index in (("Each row", 1), ("Keep", 1)):
        boxes[name].setCurrentIndex(index)
        boxes[name].activated.emit(index)
    assert screen.widget.findChild(QComboBox, "column_episode_start") is None
    more = next(each for each in screen.widget.findChildren(QAbstractButton) if each.text().endswith("more fields"))
    more.click()
    assert screen.widget.findChild(QComboBox, "column_episode_start").isVisible()
    assert boxes["Keep"].currentText() == "GASTRO"
    assert screen.widget.findChild(QComboBox, "reading_admitted").currentText() == "Year first (2026-11-23)"
    assert tables(screen)["First rows of the file"].model().columnCount() == 6


def test_that_a_refused_file_is_said_above_the_list(
    screen: BuiltScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_file(monkeypatch, "")
    press(screen, "Import files…")
    choose_file(monkeypatch, tmp_path)
    press(screen, "Import files…")
    assert says(screen, "is a folder")
    assert tables(screen)["Imports"].isVisible()


def test_that_the_report_of_a_chosen_import_is_shown(
    screen: BuiltScreen,
    extract: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_file(monkeypatch, extract)
    press(screen, "Import files…")
    press(screen, "Import")
    tables(screen)["Imports"].selectRow(1)
    assert says(screen, "240 rows read, 240 spells stored.")


def test_that_a_job_plan_is_typed_and_saved_as_the_next_version(qtbot: QtBot, screen: BuiltScreen) -> None:
    screen.visit(page="job_plans", clinician="ann")
    table = tables(screen)["Programmed activities"]
    assert says(screen, "10 PA a week: DCC 7.5, SPA 2.5")
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 2))
    table.edit(table.currentIndex())
    editor = table.findChild(QLineEdit)
    editor.setText("8")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: says(screen, "10.5 PA a week: DCC 8, SPA 2.5"))
    table.setCurrentIndex(table.model().index(1, 1))
    table.edit(table.currentIndex())
    chooser = table.findChild(QComboBox)
    assert chooser.accessibleName() == "Category"
    chooser.setCurrentText("ANR")
    chooser.activated.emit(chooser.currentIndex())
    assert says(screen, "10.5 PA a week: DCC 8, ANR 2.5")
    press(screen, "Add row")
    qtbot.waitUntil(lambda: table.state() is QTableView.State.EditingState)
    qtbot.keyClick(table.findChild(QLineEdit), Qt.Key.Key_Escape)
    press(screen, "Remove row")
    give_reason(qtbot, screen)
    press(screen, "Save as version 2")
    assert says(screen, "Saved as version 2.")
    assert tables(screen)["Versions of the job plan"].model().rowCount() == 2
    assert unnamed(screen) == []


def test_that_the_lines_of_the_plan_are_typed_and_refused_at_their_field(qtbot: QtBot, screen: BuiltScreen) -> None:
    screen.visit(page="job_plans")
    lines = {each.accessibleName(): each for each in screen.widget.findChildren(QLineEdit)}
    for name, text in (("Starts on", "soon"), ("On call 1 in", "4"), ("Note", "Agreed")):
        lines[name].selectAll()
        qtbot.keyClicks(lines[name], text)
    category = next(
        each for each in screen.widget.findChildren(QComboBox) if each.accessibleName() == "On-call category"
    )
    category.textActivated.emit("B")
    press(screen, "Save as version 2")
    assert says(screen, "“soon” is not a date.")
    assert "not a date" in lines["Starts on"].accessibleDescription()
    assert (lines["Starts on"].text(), lines["Note"].text(), category.currentText()) == ("soon", "Agreed", "B")
    press(screen, "Revert")
    assert lines["Starts on"].text() == "1 Jan 2025"


def test_that_every_page_of_a_job_plan_says_something_and_is_reached_by_keyboard(
    qtbot: QtBot, screen: BuiltScreen
) -> None:
    screen.visit(page="job_plans")
    bar = next(each for each in screen.widget.findChildren(QTabBar) if each.accessibleName() == "Pages of the job plan")
    bar.setFocus()
    for said in ("", "There is no other version yet.", "Last 12 months", "Sign-off of version 1"):
        qtbot.keyClick(bar, Qt.Key.Key_Right)
        shown = [each.currentText() for each in screen.widget.findChildren(QComboBox) if each.isVisible()]
        assert says(screen, said) or said in shown
        assert unnamed(screen) == []
        screen.widget.grab()
    assert tables(screen)["The week as a table"].model().rowCount() == 2


def test_that_another_version_is_not_chosen_over_unsaved_typing(qtbot: QtBot, screen: BuiltScreen) -> None:
    screen.visit(page="job_plans")
    note = next(each for each in screen.widget.findChildren(QLineEdit) if each.accessibleName() == "Note")
    qtbot.keyClicks(note, "x")
    give_reason(qtbot, screen)
    press(screen, "Save as version 2")
    versions = tables(screen)["Versions of the job plan"]
    versions.selectRow(1)
    qtbot.waitUntil(lambda: note.text() == "")
    qtbot.keyClicks(note, "y")
    versions.selectRow(0)
    qtbot.waitUntil(lambda: says(screen, "Save or revert what you typed first."))
    assert versions.currentIndex().row() == 1
    assert note.text() == "y"


def test_that_job_plans_are_imported_and_rows_not_read_are_listed(
    screen: BuiltScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plans.csv"
    heading = "clinician,effective_from,activity,category,pas,day,half_day\n"
    path.write_text(heading + "Dr New,2026-04-01,Clinic,DCC,lots,Mon,am\n", encoding="utf-8")
    screen.visit(page="job_plans")
    choose_file(monkeypatch, "")
    press(screen, "Import job plans…")
    choose_file(monkeypatch, path)
    press(screen, "Import job plans…")
    assert says(screen, "1 row of 1 not read")
    assert tables(screen)["Rows that were not read"].isVisible()
    clinician = next(each for each in screen.widget.findChildren(QComboBox) if each.accessibleName() == "Clinician")
    clinician.setCurrentIndex(1)
    clinician.activated.emit(1)
    assert tables(screen)["Versions of the job plan"].model().rowCount() == 0


def test_that_a_clinician_is_renamed_beside_the_table(qtbot: QtBot, screen: BuiltScreen) -> None:
    screen.visit(page="clinicians")
    table = tables(screen)["Clinicians"]
    table.selectRow(0)
    lines = {each.accessibleName(): each for each in screen.widget.findChildren(QLineEdit) if each.isVisible()}
    lines["Name"].setText("Dr Ann Married")
    lines["Codes in source systems"].setText("AE, C1")
    qtbot.keyClick(lines["Name"], Qt.Key.Key_Return)
    assert says(screen, "Saved.")
    assert table.model().index(0, 0).data() == "Dr Ann Married"
    assert table.model().index(0, 2).data() == "AE, C1"
    assert unnamed(screen) == []
    press(screen, "Add clinician")
    press(screen, "Save")
    assert says(screen, "Type the name as the department knows it.")
    press(screen, "Revert")
    assert not lines["Name"].isVisible()


def test_that_the_tabs_follow_the_theme(qapp: QApplication, screen: BuiltScreen) -> None:
    tabs = screen.widget.findChild(QTabBar)
    before = tabs.styleSheet()
    apply(qapp, Theme.DARK)
    assert tabs.styleSheet() != before
    apply(qapp, Theme.LIGHT)
    assert tabs.styleSheet() == before


def test_that_all_seven_days_of_the_week_can_be_reached_in_a_low_window(qtbot: QtBot, screen: BuiltScreen) -> None:
    screen.visit(page="job_plans")
    screen.widget.resize(1166, 320)
    week = screen.widget.findChild(WeekPicture)
    qtbot.waitUntil(lambda: week.height() >= week.sizeHint().height())
