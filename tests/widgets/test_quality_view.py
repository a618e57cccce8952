from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.people import SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.quality import build_page
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session

EXTRACT = (
    "spell_id,patient_id,consultant,admitted,discharged,specialty\n"
    "S1,P1,AE,2026-09-01,2026-09-03,GASTRO\n"
    "S2,P2,AE,2026-09-09,2026-09-04,GASTRO\n"
    "S3,P3,,2026-09-09,2026-09-14,GASTRO\n"
)


@pytest.fixture
def page(session: Session, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
    path = tmp_path / "september.csv"
    path.write_text(EXTRACT, encoding="utf-8")
    answer(session, ImportExtract(str(path), answer(session, PreviewExtract(str(path)), Task()).proposed), Task())
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
    widget, presenter = build_page(context)
    feed.changed.connect(presenter.changed)
    qtbot.addWidget(widget)
    widget.resize(1118, 640)
    presenter.start()
    widget.show()
    yield widget
    feed.changed.disconnect(presenter.changed)
    presenter.close()


def test_that_the_report_and_the_list_are_named_for_a_screen_reader(page: QWidget) -> None:
    assert {table.accessibleName() for table in page.findChildren(RecordTable)} == {"Quality report", "Data to mend"}
    assert page.findChild(QComboBox).accessibleName() == "What the report is about"
    assert page.findChild(QLineEdit).accessibleName() == "Note on the marked line"


def test_that_lines_are_worked_through_with_the_keyboard(page: QWidget, qtbot: QtBot) -> None:
    fixes = next(table for table in page.findChildren(RecordTable) if table.accessibleName() == "Data to mend")
    lines = fixes.model().rowCount()
    note = page.findChild(QLineEdit)
    qtbot.keyClicks(note, "Asked the coders")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert fixes.model().rowCount() == lines - 1
    assert fixes.currentIndex().row() == 0
    assert not note.text()
    decided = page.findChild(QCheckBox)
    qtbot.mouseClick(decided, Qt.MouseButton.LeftButton)
    assert fixes.model().rowCount() == lines


def test_that_what_needs_care_stands_first_in_the_report(page: QWidget) -> None:
    report = next(table for table in page.findChildren(RecordTable) if table.accessibleName() == "Quality report")
    said = [bool(report.model().index(row, 3).data()) for row in range(report.model().rowCount())]
    assert True in said
    assert said == sorted(said, reverse=True)


def test_that_the_marked_line_can_be_read_whole_without_a_mouse(page: QWidget) -> None:
    fixes = next(table for table in page.findChildren(RecordTable) if table.accessibleName() == "Data to mend")
    where, what, advice = (fixes.model().index(0, column).data() for column in (1, 2, 3))
    assert f"{where}: {what}\n{advice}" in {part.text() for part in page.findChildren(QLabel) if part.isVisibleTo(page)}


def test_that_a_reason_is_asked_for(page: QWidget, qtbot: QtBot) -> None:
    qtbot.mouseClick(pressed(page, "Can't be mended"), Qt.MouseButton.LeftButton)
    assert any("Say why" in each.text() for each in page.findChildren(QLabel) if each.isVisible())
    assert "Say why" in page.findChild(QLineEdit).accessibleDescription()


def pressed(page: QWidget, text: str) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.text() == text)


def _nowhere(_screen: str, _ids: dict[str, str]) -> None:
    raise AssertionError


def _raise(problem: Exception) -> None:
    raise problem
