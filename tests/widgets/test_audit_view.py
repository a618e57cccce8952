from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import SessionSummary
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.audit import build_page
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session


@pytest.fixture
def page(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
    answer(session, ShowClinicianCharts(ClinicianId("ann")), Task())
    session.catch_up()
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


def test_that_the_filters_narrow_the_table(page: QWidget) -> None:
    table = page.findChildren(RecordTable)[0]
    assert table.model().rowCount() > 3
    choose(page, "Data of", "Dr Ann Example")
    choose(page, "What was done", "Looked at")
    assert table.model().rowCount() == 1
    assert table.model().index(0, 2).data() == "Looked at charts of"
    assert "1 event" in texts(page)
    choose(page, "What was done", "People and keys")
    assert not table.isVisible()
    assert "Nothing of this kind is in the trail. Choose another filter." in texts(page)


def test_that_one_button_proves_the_trail(page: QWidget) -> None:
    press(page, "Verify the trail")
    assert "The audit trail is as it was written." in texts(page)
    [lines] = [text for text in texts(page) if text.startswith("Ward: ")]
    assert "Records: " in lines
    assert any(text.startswith("Nothing can be proved of events after") for text in texts(page))


def test_that_a_head_that_is_none_is_refused_beside_it(page: QWidget) -> None:
    line = page.findChildren(QLineEdit)[0]
    line.setText("0123")
    line.returnPressed.emit()
    assert any(text.startswith("That is not an audit head.") for text in texts(page))
    assert line.accessibleDescription().startswith("That is not an audit head.")
    line.setText("0123 4567 89ab cdef")
    line.returnPressed.emit()
    assert any("not as it was written" in text for text in texts(page))


def test_that_the_trail_is_saved_where_the_dialog_says(page: QWidget, tmp_path: Path) -> None:
    press(page, "Save as CSV…")
    [dialog] = page.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "Audit trail.csv"
    dialog.fileSelected.emit(str(tmp_path / "trail.csv"))
    dialog.close()
    assert (tmp_path / "trail.csv").exists()
    assert any("entered in the export log" in text for text in texts(page))
    press(page, "Show newer events")
    model = page.findChildren(RecordTable)[0].model()
    assert "Export written" in [model.index(row, 2).data() for row in range(model.rowCount())]


def test_that_every_control_has_a_name(page: QWidget) -> None:
    controls = [control for kind in (QComboBox, QLineEdit, RecordTable) for control in page.findChildren(kind)]
    assert len(controls) == 6
    assert all(control.accessibleName() for control in controls)


def choose(page: QWidget, name: str, text: str) -> None:
    box = next(box for box in page.findChildren(QComboBox) if box.accessibleName() == name)
    box.setCurrentText(text)
    box.activated.emit(box.currentIndex())


def press(page: QWidget, text: str) -> None:
    next(button for button in page.findChildren(QPushButton) if button.text() == text).click()


def texts(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def _nowhere(_to: str, /, **_ids: str) -> None:
    raise AssertionError


def _raise(problem: Exception) -> None:
    raise problem
