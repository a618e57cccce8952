from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.conflict import Choice, Conflict, ConflictKind
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.shell.conflicts.dialog import ConflictsDialog
from cdconsole.ui.shell.conflicts.state import ConflictsState
from cdconsole.ui.shell.conflicts.view import ConflictsView
from unit.ui.test_conflicts_presenter import conflict

LEFT_OUT = conflict("c3", ConflictKind.LEFT_OUT, (Choice.OURS, Choice.SEEN))


class Window:
    def __init__(self, clipboard: Clipboard) -> None:
        self.widget = QWidget()
        self.view = ConflictsView(clipboard)
        self.screen = QPushButton("A screen")
        column = QVBoxLayout(self.widget)
        column.addWidget(self.view)
        column.addWidget(self.screen)
        self.widget.resize(900, 600)
        self.widget.show()

    def show(self, *conflicts: Conflict, is_asking: bool = True, busy: str = "", problem: str = "") -> None:
        self.view.show_state(ConflictsState(conflicts, is_asking, busy, problem))

    @property
    def dialogs(self) -> list[ConflictsDialog]:
        return [one for one in self.widget.findChildren(ConflictsDialog) if one.isVisible()]


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    made = Window(Clipboard(qapp.clipboard()))
    qtbot.addWidget(made.widget)
    yield made
    made.show(is_asking=False)


def button(within: QWidget, name: str) -> QPushButton:
    return next(one for one in within.findChildren(QPushButton) if (one.accessibleName() or one.text()) == name)


def test_that_the_bar_is_hidden_until_something_waits_and_takes_no_keyboard(window: Window) -> None:
    window.screen.setFocus()
    assert not window.view.isVisible()
    window.show(conflict(), is_asking=False)
    assert window.view.isVisible()
    assert window.dialogs == []
    assert window.widget.focusWidget() is window.screen
    window.show(is_asking=False)
    assert not window.view.isVisible()


def test_that_enter_on_the_bar_asks(window: Window, qtbot: QtBot) -> None:
    window.show(conflict(), is_asking=False)
    ask = button(window.view, "Choose which of the two values holds")
    assert ask.accessibleDescription() == "1 thing was changed by two people."
    with qtbot.waitSignal(window.view.ask_requested, timeout=1000):
        QTest.keyClick(ask, Qt.Key.Key_Return)


def test_that_both_values_are_shown_with_a_named_button_each(window: Window, qtbot: QtBot) -> None:
    window.show(conflict("c1"), conflict("c2"))
    [dialog] = window.dialogs
    texts = [one.text() for one in dialog.findChildren(QLabel)]
    assert {"Predicted date of a patient", "27 Nov 2026", "29 Nov 2026", "Dr Them"} <= set(texts)
    assert all(one.accessibleName() or one.text() for one in dialog.findChildren(QPushButton))
    theirs = button(dialog, "This one holds: Predicted date of a patient, 29 Nov 2026, Dr Them")
    with qtbot.waitSignal(window.view.chosen, timeout=1000) as chosen:
        QTest.keyClick(theirs, Qt.Key.Key_Space)
    assert chosen.args == ["c1", Choice.THEIRS]


def test_that_a_decided_card_goes_and_the_others_stay(window: Window) -> None:
    window.show(conflict("c1"), conflict("c2"))
    [dialog] = window.dialogs
    window.show(conflict("c2"))
    shown = [one for one in dialog.findChildren(QPushButton) if one.text() == "This one holds" and one.isVisible()]
    assert len(shown) == 2


def test_that_nothing_can_be_pressed_while_a_choice_is_stored(window: Window) -> None:
    window.show(conflict("c1"), busy="c1")
    [dialog] = window.dialogs
    assert not any(one.isEnabled() for one in dialog.findChildren(QPushButton) if one.text() == "This one holds")
    window.show(conflict("c1"), problem="It was locked.")
    assert "It was locked." in [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    assert all(one.isEnabled() for one in dialog.findChildren(QPushButton))


def test_that_what_was_left_out_can_be_copied_added_or_seen(window: Window, qapp: QApplication, qtbot: QtBot) -> None:
    window.show(LEFT_OUT)
    [dialog] = window.dialogs
    button(dialog, "Copy: Predicted date of a patient").click()
    assert qapp.clipboard().text() == "27 Nov 2026"
    with qtbot.waitSignal(window.view.chosen, timeout=1000) as chosen:
        button(dialog, "Add as an addendum: Predicted date of a patient").click()
    assert chosen.args == ["c3", Choice.OURS]


def test_that_leaving_the_dialog_is_told_and_it_can_be_opened_again(window: Window, qtbot: QtBot) -> None:
    window.show(conflict())
    with qtbot.waitSignal(window.view.left, timeout=1000):
        QTest.keyClick(window.dialogs[0], Qt.Key.Key_Escape)
    window.show(conflict(), is_asking=False)
    assert window.dialogs == []
    window.show(conflict())
    assert len(window.dialogs) == 1


def test_that_the_keyboard_begins_where_nothing_is_chosen_and_comes_to_each_value(window: Window) -> None:
    window.show(conflict("c1"), conflict("c2"))
    [dialog] = window.dialogs
    button(dialog, "Decide later").setFocus()
    reached = []
    for _ in range(20):
        focused = dialog.focusWidget()
        reached.append(focused.text() if isinstance(focused, QPushButton) else "")
        dialog.focusNextChild()
    assert reached[0] == "Decide later"
    assert reached.count("This one holds") >= 4


def test_that_text_from_data_is_never_rich(window: Window) -> None:
    window.show(conflict())
    assert {one.textFormat() for one in window.dialogs[0].findChildren(QLabel)} == {Qt.TextFormat.PlainText}
