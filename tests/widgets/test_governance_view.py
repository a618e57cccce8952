from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.people import SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.elided import ElidedLabel
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.governance import build
from cdconsole.ui.screens.governance.outcome import OutcomeBanner
from cdconsole.ui.screens.governance.state import GovernanceState, Notice
from cdconsole.ui.screens.governance.view import GovernanceView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
Kind = TypeVar("Kind", bound=QWidget)
RECEIPT = ExportReceipt("/share/<b>papers</b>/pack.xlsx", 7, 140, 3, "ab" * 32)


class Folders(QObject):
    """Stands for the computer's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def screen(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    feed = ChangeFeed()
    context = ScreenContext(
        runner=ImmediateTaskRunner(session, feed.changed.emit),
        feed=feed,
        summary=SessionSummary("", "Gastroenterology", "Gastroenterology", session.person, 2, ""),
        navigate=_nowhere,
        clock=session.clock,
        show_problem=_raise,
        clipboard=Clipboard(qapp.clipboard()),
    )
    made = build(context)
    made.visit(page="workbook")
    qtbot.addWidget(made.widget)
    made.widget.resize(1166, 700)
    made.widget.show()
    yield made
    made.close()


def test_that_a_workbook_is_written_where_the_dialog_says(screen: Screen, tmp_path: Path) -> None:
    press(screen.widget, "Write workbook…")
    [dialog] = screen.widget.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "Gastroenterology governance 2026Q3.xlsx"
    target = tmp_path / "pack.xlsx"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    assert target.exists()
    [view] = screen.widget.findChildren(GovernanceView)
    table = child(view, RecordTable)
    assert table.isVisible()
    assert table.model().index(0, 5).data() == "pack.xlsx"
    assert any(text.startswith("SHA-256 ") for text in texts(screen.widget))


def test_that_the_log_is_copied_with_headings(screen: Screen, tmp_path: Path) -> None:
    [view] = screen.widget.findChildren(GovernanceView)
    view.place_chosen.emit(str(tmp_path / "pack.xlsx"))
    table = child(view, RecordTable)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heading, row = QApplication.clipboard().text().splitlines()
    assert heading.split("\t") == ["When", "Who", "What", "State", "SHA-256", "File"]
    assert len(row.split("\t")[4]) == 64


def test_that_another_quarter_is_chosen_with_the_keyboard(screen: Screen) -> None:
    [view] = screen.widget.findChildren(GovernanceView)
    box = child(view, QComboBox)
    assert box.itemText(0) == "2026Q3, Jul to Sep 2026"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    press(screen.widget, "Write workbook…")
    [dialog] = screen.widget.findChildren(QFileDialog)
    assert "2026Q2" in dialog.selectedFiles()[0]
    dialog.close()


def test_that_what_was_refused_is_said_in_place(screen: Screen, tmp_path: Path) -> None:
    [view] = screen.widget.findChildren(GovernanceView)
    view.place_chosen.emit(str(tmp_path / "missing" / "pack.xlsx"))
    assert any("there is no folder" in text for text in texts(view))
    assert "Nothing has been exported yet. Every export is listed here, for good." in texts(view)


def test_that_without_a_quarter_there_is_a_way_to_the_imports(qapp: QApplication, qtbot: QtBot) -> None:
    view = GovernanceView(Clipboard(qapp.clipboard()), "Gastroenterology")
    qtbot.addWidget(view)
    view.show()
    view.show_state(GovernanceState(notice=Notice("No calendar quarter is complete yet.", "Import an extract.")))
    assert {"No calendar quarter is complete yet.", "Import an extract."} <= set(texts(view))
    with qtbot.waitSignal(view.imports_requested, timeout=1000):
        press(view, "Go to imports")
    press(view, "Write workbook…")
    assert view.findChildren(QFileDialog) == []


def test_that_what_is_being_written_is_said_and_cannot_be_written_twice(screen: Screen) -> None:
    [view] = screen.widget.findChildren(GovernanceView)
    view.show_state(GovernanceState(chosen=Quarter(2026, 3), writing="Writing Spells"))
    assert not button(view, "Write workbook…").isEnabled()


def test_that_the_folder_of_the_workbook_is_shown(qtbot: QtBot) -> None:
    folders = Folders()
    QDesktopServices.setUrlHandler("file", folders, "open")
    try:
        banner = OutcomeBanner()
        qtbot.addWidget(banner)
        banner.show_state(GovernanceState(receipt=RECEIPT))
        press(banner, "Show in folder")
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert folders.opened == ["/share/<b>papers</b>"]


def test_that_a_long_path_is_shortened_and_never_read_as_markup(qtbot: QtBot) -> None:
    shown = ElidedLabel("strong", Qt.TextElideMode.ElideMiddle)
    qtbot.addWidget(shown)
    shown.show_text("/share/<b>papers</b>/" + "a" * 200)
    shown.resize(300, 24)
    shown.show()
    assert "…" in shown.text()
    assert shown.textFormat() is Qt.TextFormat.PlainText
    assert "&lt;b&gt;papers" in shown.toolTip()
    assert shown.accessibleName().endswith("a" * 200)
    assert shown.minimumSizeHint().width() == 0


def press(within: QWidget, text: str) -> None:
    button(within, text).click()


def button(within: QWidget, text: str) -> QPushButton:
    return next(each for each in within.findChildren(QPushButton) if each.text() == text)


def child(within: QWidget, kind: type[Kind]) -> Kind:
    return next(each for each in within.findChildren(kind) if each.accessibleName())


def texts(within: QWidget) -> list[str]:
    return [each.text() for each in within.findChildren(QLabel) if each.isVisible()]


def _nowhere(to: str, /, **ids: str) -> None:
    raise AssertionError(to, ids)


def _raise(problem: Exception) -> None:
    raise problem
