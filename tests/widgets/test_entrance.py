"""Where the keyboard is on the pages before a department is open."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.identity import PersonId
from cdconsole.ui.forms import button
from cdconsole.ui.shell.create.state import CreateState
from cdconsole.ui.shell.create.view import CreatePage
from cdconsole.ui.shell.entrance import Entrance
from cdconsole.ui.shell.settings import RecentDepartment
from cdconsole.ui.shell.unlock.state import PersonChoice, UnlockState


@pytest.fixture
def entrance(qtbot: QtBot) -> Entrance:
    entrance = Entrance()
    qtbot.addWidget(entrance)
    with qtbot.waitActive(entrance):
        entrance.show()
        entrance.activateWindow()
    return entrance


def test_that_a_new_department_can_be_typed_at_once(entrance: Entrance) -> None:
    page = CreatePage("Documents")
    entrance.show_page(page)
    assert QApplication.focusWidget() is page._department


def test_that_the_newest_department_can_be_opened_with_enter(entrance: Entrance) -> None:
    entrance.welcome.show_recent([RecentDepartment("/a.cdv", "A", "1", "Dr B.", "1 Jul 2026")])
    entrance.show_welcome()
    assert QApplication.focusWidget() is entrance.welcome._names[0]


def test_that_without_one_a_new_department_is_offered_first(entrance: Entrance) -> None:
    entrance.welcome.show_recent([])
    entrance.show_welcome()
    assert QApplication.focusWidget() is entrance.welcome._new


def test_that_the_keyboard_goes_to_the_first_field_that_is_wrong_once_a_refusal(entrance: Entrance) -> None:
    page = CreatePage("Documents")
    entrance.show_page(page)
    refused = CreateState(problems={"passphrase": "Too short.", "again": "Not the same."}, refusals=1)
    page.show_state(refused)
    assert QApplication.focusWidget() is page._own.passphrase.line
    page._own.again.setFocus()
    page.show_state(refused)
    assert QApplication.focusWidget() is page._own.again.line


def _disable(widget: QWidget) -> None:
    widget.setEnabled(False)


@pytest.mark.parametrize("go_away", [_disable, QWidget.hide])
def test_that_a_button_that_goes_away_hands_the_keyboard_back_and_not_on(
    qtbot: QtBot, go_away: Callable[[QWidget], None]
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    before, pressed, after = button("Back"), button("Save"), button("Elsewhere")
    for each in (before, pressed, after):
        column.addWidget(each)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    pressed.setFocus()
    go_away(pressed)
    assert QApplication.focusWidget() is before


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_that_enter_presses_a_button_as_space_does(qtbot: QtBot, key: Qt.Key) -> None:
    pressed = button("Add goal")
    qtbot.addWidget(pressed)
    with qtbot.waitSignal(pressed.clicked, timeout=500):
        qtbot.keyClick(pressed, key)


def test_that_arrow_keys_pass_over_names_and_keep_the_keyboard_there(entrance: Entrance, qtbot: QtBot) -> None:
    people = tuple(PersonChoice(PersonId(name), name) for name in ("Dr A.", "Dr B.", "Dr C."))
    entrance.unlock.show_state(UnlockState("/a.cdv", "A", "", people, people[0].id))
    entrance.show_unlock()
    names = entrance.unlock._person
    names.setFocus()
    qtbot.keyClick(names, Qt.Key.Key_Down)
    qtbot.keyClick(names, Qt.Key.Key_Down)
    assert names.currentText() == "Dr C."
    assert QApplication.focusWidget() is names
