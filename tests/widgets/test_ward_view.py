"""The ward list at the keyboard, as a person meets it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.people import Person, Role, SessionSummary
from cdconsole.domain.ward import ReasonCode
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens import ward as ward_screen
from cdconsole.ui.screens.context import BuiltScreen, ScreenContext
from cdconsole.ui.screens.ward.dialogs import AdmitDialog, DischargeDialog
from cdconsole.ui.screens.ward.grid import WardGrid
from cdconsole.ui.shell.clipboard import Clipboard
from unit.services.conftest import CLOCK, admin_session, department_template, unlock  # noqa: F401
from unit.ui.screens.ward.conftest import TODAY, admit, predict


def go_nowhere(_to: str, /, **_ids: str) -> None:
    raise AssertionError


@pytest.fixture
def screen(qtbot: QtBot, qapp: QApplication, admin_session: Session) -> Iterator[BuiltScreen]:  # noqa: F811
    admit(admin_session, "1", "A100")
    predict(admin_session, admit(admin_session, "2", "B200", "bob"), date(2026, 11, 25))
    predict(admin_session, admit(admin_session, "3", "C300", days=12), TODAY)
    feed = ChangeFeed()
    summary = SessionSummary("", "Ward", "", Person("p", "Ward Clerk", Role.ADMINISTRATOR, CLOCK.now()), 2, "")
    runner = ImmediateTaskRunner(admin_session, feed.changed.emit)
    context = ScreenContext(runner, feed, summary, go_nowhere, CLOCK, pytest.fail, Clipboard(qapp.clipboard()))
    built = ward_screen.build(context)
    built.visit()
    built.widget.resize(1166, 690)
    qtbot.addWidget(built.widget)
    built.widget.show()
    qtbot.waitExposed(built.widget)
    yield built
    built.close()


def grid_of(screen: BuiltScreen) -> WardGrid:
    return screen.widget.grid


def cell(screen: BuiltScreen) -> QLineEdit:
    return screen.widget.findChild(QLineEdit, "predicted_date")


def reasons(screen: BuiltScreen) -> QWidget:
    return screen.widget.findChild(QWidget, "reasons")


def text_of(screen: BuiltScreen, bed: int, title: str) -> str:
    model = grid_of(screen).model()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    return model.index(bed - 1, titles.index(title)).data()


def current_bed(screen: BuiltScreen) -> str:
    grid = grid_of(screen)
    return grid.model().index(grid.currentIndex().row(), 1).data()


def test_that_two_dates_are_entered_without_the_mouse(qtbot: QtBot, screen: BuiltScreen) -> None:
    grid = grid_of(screen)
    grid.setFocus()
    qtbot.keyClicks(grid, "f")
    assert cell(screen).isVisible()
    qtbot.keyClicks(cell(screen), "ri")
    qtbot.keyClick(cell(screen), Qt.Key.Key_Return)
    assert text_of(screen, 1, "Predicted date") == "Fri 27 Nov 2026"
    assert current_bed(screen) == "2"
    qtbot.keyClicks(grid, "t")
    qtbot.keyClick(cell(screen), Qt.Key.Key_Tab)
    assert reasons(screen).isVisible()
    qtbot.keyClick(reasons(screen), Qt.Key.Key_Up)
    qtbot.keyClick(reasons(screen), Qt.Key.Key_Return)
    assert text_of(screen, 2, "Reason") == ReasonCode.TRANSPORT.value
    assert text_of(screen, 2, "Status") == "today"
    assert current_bed(screen) == "3"
    assert not cell(screen).isVisible()
    assert not reasons(screen).isVisible()


def test_that_a_refused_date_keeps_the_text_and_says_why_beside_it(qtbot: QtBot, screen: BuiltScreen) -> None:
    qtbot.keyClicks(grid_of(screen), "3")
    qtbot.keyClicks(cell(screen), "0/2")
    qtbot.keyClick(cell(screen), Qt.Key.Key_Return)
    note = screen.widget.findChild(QLabel, "cell_note")
    assert cell(screen).text() == "30/2"
    assert note.isVisible()
    assert "There is no day 30/2" in note.text()
    assert cell(screen).accessibleDescription() == note.text()
    assert note.textFormat() is Qt.TextFormat.PlainText
    qtbot.keyClick(cell(screen), Qt.Key.Key_Escape)
    assert not cell(screen).isVisible()
    assert text_of(screen, 1, "Predicted date") == ""


def test_that_escape_and_backtab_go_back_from_the_reasons_to_the_date(qtbot: QtBot, screen: BuiltScreen) -> None:
    grid = grid_of(screen)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Backtab):
        qtbot.keyClick(grid, Qt.Key.Key_Delete)
        qtbot.keyClicks(cell(screen), "fri")
        qtbot.keyClick(cell(screen), Qt.Key.Key_Return)
        qtbot.keyClick(reasons(screen), key)
        assert not reasons(screen).isVisible()
        assert cell(screen).text() == "fri"
        qtbot.keyClick(cell(screen), Qt.Key.Key_Escape)
    assert text_of(screen, 2, "Predicted date") == "Wed 25 Nov 2026"


def test_that_f2_and_a_double_click_open_the_date_that_stands(qtbot: QtBot, screen: BuiltScreen) -> None:
    grid = grid_of(screen)
    middle = grid.visualRect(grid.model().index(1, 3)).center()
    qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert cell(screen).text() == "25 Nov 2026"
    assert cell(screen).selectedText() == "25 Nov 2026"
    qtbot.keyClick(cell(screen), Qt.Key.Key_Escape)
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    assert cell(screen).text() == "25 Nov 2026"


def test_that_a_click_elsewhere_does_not_lose_what_was_typed(qtbot: QtBot, screen: BuiltScreen) -> None:
    grid = grid_of(screen)
    qtbot.keyClicks(grid, "f")
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(grid.model().index(2, 3)).center())
    assert current_bed(screen) == "1"
    assert cell(screen).text() == "f"
    qtbot.keyClick(cell(screen), Qt.Key.Key_Escape)
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(grid.model().index(2, 3)).center())
    assert current_bed(screen) == "3"


def test_that_a_sorted_row_stays_where_it_is_while_dates_change(qtbot: QtBot, screen: BuiltScreen) -> None:
    grid = grid_of(screen)
    grid.sortByColumn(6, Qt.SortOrder.AscendingOrder)
    assert [grid.model().index(row, 1).data() for row in range(3)] == ["3", "2", "1"]
    grid.setCurrentIndex(grid.model().index(0, 0))
    qtbot.keyClicks(grid, "+")
    qtbot.keyClicks(cell(screen), "9")
    qtbot.keyClick(cell(screen), Qt.Key.Key_Return)
    qtbot.keyClick(reasons(screen), Qt.Key.Key_Return)
    assert [grid.model().index(row, 1).data() for row in range(3)] == ["3", "2", "1"]
    assert current_bed(screen) == "2"


def test_that_ctrl_z_takes_the_last_date_back(qtbot: QtBot, screen: BuiltScreen) -> None:
    qtbot.keyClicks(grid_of(screen), "t")
    qtbot.keyClick(cell(screen), Qt.Key.Key_Return)
    assert text_of(screen, 1, "Status") == "today"
    undo = next(
        action for action in screen.widget.actions() if action.shortcut() == QKeySequence(QKeySequence.StandardKey.Undo)
    )
    undo.trigger()
    assert text_of(screen, 1, "Status") == "not set"
    assert text_of(screen, 1, "Reason") == "Undone"


def test_that_rows_are_copied_with_headings(qtbot: QtBot, qapp: QApplication, screen: BuiltScreen) -> None:
    grid_of(screen).copy()
    lines = qapp.clipboard().text().splitlines()
    assert lines[0].startswith("Bay\tBed\tHospital no.")
    assert len(lines) == 4


def test_that_the_filters_narrow_the_grid(qtbot: QtBot, screen: BuiltScreen) -> None:
    qtbot.keyClicks(screen.widget.findChild(QLineEdit, "search"), "b200")
    assert grid_of(screen).model().rowCount() == 1
    screen.widget.findChild(QLineEdit, "search").clear()
    status = screen.widget.findChild(QComboBox, "status_filter")
    status.setCurrentIndex(1)
    status.activated.emit(1)
    assert grid_of(screen).model().rowCount() == 1
    status.setCurrentIndex(0)
    status.activated.emit(0)
    consultant = screen.widget.findChild(QComboBox, "consultant_filter")
    assert [consultant.itemText(at) for at in range(consultant.count())] == [
        "Every consultant",
        "Dr Ann Example",
        "Dr Bob Sample",
    ]
    consultant.setCurrentIndex(2)
    consultant.activated.emit(2)
    assert grid_of(screen).model().rowCount() == 1


def press(screen: BuiltScreen, text: str) -> None:
    next(each for each in screen.widget.findChildren(QAbstractButton) if each.text() == text).click()


def test_that_a_patient_is_added_in_the_dialog(qtbot: QtBot, screen: BuiltScreen) -> None:
    press(screen, "Add patient…")
    dialog = screen.widget.findChild(AdmitDialog)
    press_in(dialog, "Add patient")
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert "Type the hospital number." in said
    assert "Choose the consultant." in said
    for line, text in zip(dialog.findChildren(QLineEdit)[:3], ("Oak", "7", "E500"), strict=True):
        line.setText(text)
    dialog.findChild(QComboBox).setCurrentIndex(1)
    press_in(dialog, "Add patient")
    assert grid_of(screen).model().rowCount() == 4
    assert current_bed(screen) == "7"


def test_that_a_discharge_is_asked_for_and_can_be_put_back(qtbot: QtBot, screen: BuiltScreen) -> None:
    press(screen, "Discharge…")
    press_in(screen.widget.findChild(DischargeDialog), "Cancel")
    assert grid_of(screen).model().rowCount() == 3
    press(screen, "Discharge…")
    open_one = [each for each in screen.widget.findChildren(DischargeDialog) if each.isVisible()]
    press_in(open_one[0], "Discharge")
    assert grid_of(screen).model().rowCount() == 2
    press(screen, "Undo")
    assert grid_of(screen).model().rowCount() == 3


def press_in(dialog: QWidget, text: str) -> None:
    next(each for each in dialog.findChildren(QAbstractButton) if each.text() == text).click()


def test_that_the_reasons_open_upwards_where_there_is_no_room_below(qtbot: QtBot, screen: BuiltScreen) -> None:
    screen.widget.resize(1000, 420)
    grid = grid_of(screen)
    grid.setCurrentIndex(grid.model().index(2, 0))
    qtbot.keyClicks(grid, "fri")
    qtbot.keyClick(cell(screen), Qt.Key.Key_Return)
    room = grid.viewport().rect()
    assert reasons(screen).geometry().top() >= 0
    assert reasons(screen).geometry().bottom() <= max(room.bottom(), reasons(screen).height())
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def test_that_everything_that_takes_the_focus_has_a_name(screen: BuiltScreen) -> None:
    unnamed = [
        each
        for each in screen.widget.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
    ]
    assert unnamed == []
