from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.people import SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.data.validation import build_page
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session


@pytest.fixture
def page(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
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


def table(page: QWidget, name: str) -> RecordTable:
    return next(each for each in page.findChildren(RecordTable) if each.accessibleName() == name)


def said(records: RecordTable) -> list[str]:
    return [records.model().index(row, 0).data() for row in range(records.model().rowCount())]


def test_that_records_are_ticked_with_one_key_each(page: QWidget, qtbot: QtBot) -> None:
    records = table(page, "Records of the clinician")
    records.setFocus()
    qtbot.waitUntil(records.hasFocus)
    for key in (Qt.Key.Key_M, Qt.Key.Key_N, Qt.Key.Key_S):
        qtbot.keyClick(records, key)
    assert said(records)[:4] == ["Mine", "Not mine", "Shared", ""]
    assert records.currentIndex().row() == 3
    qtbot.keyClick(records, Qt.Key.Key_Up)
    qtbot.keyClick(records, Qt.Key.Key_Delete)
    assert said(records)[:4] == ["Mine", "Not mine", "", ""]
    qtbot.keyClick(records, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert said(records)[:4] == ["Mine", "Not mine", "Shared", ""]


def test_that_one_month_is_listed(page: QWidget, qtbot: QtBot) -> None:
    records = table(page, "Records of the clinician")
    every = records.model().rowCount()
    month = next(box for box in page.findChildren(QComboBox) if box.accessibleName().startswith("Month in"))
    month.setCurrentIndex(1)
    month.activated.emit(1)
    assert 0 < records.model().rowCount() < every
    assert month.currentIndex() == 1


def test_that_many_are_ticked_with_a_comment_and_a_colleague(page: QWidget, qtbot: QtBot) -> None:
    records = table(page, "Records of the clinician")
    chosen = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    records.selectionModel().clear()
    for row in (0, 2):
        records.selectionModel().select(records.model().index(row, 0), chosen)
    comment = page.findChild(QLineEdit)
    comment.setText("Joint ward round")
    colleague = next(box for box in page.findChildren(QComboBox) if "shared with" in box.accessibleName())
    colleague.setCurrentIndex(1)
    records.setFocus()
    qtbot.keyClick(records, Qt.Key.Key_S)
    assert said(records)[:3] == ["Shared", "", "Shared"]
    assert records.model().index(0, 7).data() == "Joint ward round"


def test_that_everything_is_named(page: QWidget) -> None:
    for kind in (QComboBox, QLineEdit, RecordTable):
        assert all(each.accessibleName() for each in page.findChildren(kind))


def _nowhere(_screen: str, _ids: dict[str, str]) -> None:
    raise AssertionError


def _raise(problem: Exception) -> None:
    raise problem
