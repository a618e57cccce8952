"""Where the keyboard is on the pages before a department is open."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.identity import PersonId
from cdconsole.ui.forms import button
from cdconsole.ui.own_passphrase.state import OwnPassphrase
from cdconsole.ui.own_passphrase.view import OwnPassphraseFields
from cdconsole.ui.shell.create.state import CreateState
from cdconsole.ui.shell.create.view import CreatePage
from cdconsole.ui.shell.entrance import Entrance
from cdconsole.ui.shell.recover.state import RecoverState, Recovery
from cdconsole.ui.shell.recover.view import RecoverPage
from cdconsole.ui.shell.settings import RecentDepartment
from cdconsole.ui.shell.unlock.state import PersonChoice, UnlockState
from cdconsole.ui.shell.unlock.view import UnlockPage


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


# --- the first time, an older folder, and the recovery key -----------------------------------------------------------

FIRST = UnlockState(
    *("/a.cdv", "A", "", (PersonChoice("a", "Ms A."), PersonChoice("b", "Dr B.")), "a"),
    newcomers=frozenset({"a"}),
    suggestion="one two three four five",
)


@pytest.fixture
def unlocking(entrance: Entrance) -> UnlockPage:
    entrance.show_unlock()
    return entrance.unlock


def test_that_a_newcomer_types_the_code_and_chooses_a_passphrase(unlocking: UnlockPage, qtbot: QtBot) -> None:
    unlocking.show_state(FIRST)
    assert unlocking._passphrase.line.accessibleName() == "Introduction code"
    assert unlocking._own is not None
    assert unlocking._own.typed() == OwnPassphrase("one two three four five")
    unlocking._passphrase.line.setText("8H3K-7")
    unlocking._own.again.line.setText("one two three four five")
    with qtbot.waitSignal(unlocking.unlock_requested) as asked:
        qtbot.keyClick(unlocking._own.again.line, Qt.Key.Key_Return)
    attempt = asked.args[0]
    assert (attempt.person, attempt.passphrase) == ("a", "8H3K-7")
    assert attempt.own == OwnPassphrase("one two three four five", "one two three four five")
    unlocking.forget()
    assert unlocking._own.typed() == OwnPassphrase()


def test_that_everybody_else_is_asked_for_their_passphrase_only(unlocking: UnlockPage) -> None:
    unlocking.show_state(FIRST)
    unlocking.show_state(replace(FIRST, chosen="b"))
    assert unlocking._passphrase.line.accessibleName() == "Passphrase"
    assert unlocking._own is not None
    assert not unlocking._own.isVisible()


def test_that_the_keyboard_goes_to_the_own_passphrase_where_that_is_wrong(unlocking: UnlockPage) -> None:
    unlocking.show_state(FIRST)
    unlocking.show_state(replace(FIRST, attempt=1, own_problems={"again": "Not the same."}))
    assert unlocking._own is not None
    assert QApplication.focusWidget() is unlocking._own.again.line


def test_that_an_older_folder_has_a_button_of_its_own(unlocking: UnlockPage, qtbot: QtBot) -> None:
    unlocking.show_state(FIRST)
    assert not unlocking._older.isVisible()
    unlocking.show_state(replace(FIRST, is_older=True, problem="It is older."))
    assert unlocking._older.isVisible()
    with qtbot.waitSignal(unlocking.unlock_requested) as asked:
        unlocking._older.click()
    assert asked.args[0].accept_older


def test_that_capitals_of_a_code_are_no_caps_lock(unlocking: UnlockPage, qtbot: QtBot) -> None:
    unlocking.show_state(FIRST)
    qtbot.keyClicks(unlocking._passphrase.line, "A")
    assert not unlocking._passphrase._caps.isVisible()
    unlocking.show_state(replace(FIRST, chosen="b"))
    unlocking._passphrase._look_at_letter(is_upper=True, has_shift=False)
    assert unlocking._passphrase._caps.isVisible()


def test_that_the_recovery_key_is_offered_where_there_is_one(unlocking: UnlockPage, qtbot: QtBot) -> None:
    unlocking.show_state(FIRST)
    assert not unlocking._recover.isVisible()
    unlocking.show_state(replace(FIRST, has_recovery_key=True))
    with qtbot.waitSignal(unlocking.recovery_requested):
        unlocking._recover.click()


def test_that_the_recovery_page_takes_key_person_and_passphrase(entrance: Entrance, qtbot: QtBot) -> None:
    page = RecoverPage()
    entrance.show_page(page)
    assert QApplication.focusWidget() is page._key.line
    state = RecoverState("A", FIRST.people, "b", "one two three four five")
    page.show_state(state)
    page._key.line.setText("8h3k 7")
    page._own.again.line.setText("one two three four five")
    with qtbot.waitSignal(page.recover_requested) as asked:
        page._recover.click()
    own = OwnPassphrase("one two three four five", "one two three four five")
    assert asked.args[0] == Recovery("8h3k 7", "b", own)
    page.show_state(replace(state, problems={"key": "Mistyped.", "": "The share is gone."}, refusals=1))
    assert page._problem.text() == "The share is gone."
    assert QApplication.focusWidget() is page._key.line


def test_that_words_on_offer_never_replace_what_was_typed_before_they_came(qtbot: QtBot) -> None:
    fields = OwnPassphraseFields("Your passphrase")
    qtbot.addWidget(fields)
    fields.passphrase.line.setText("five words of my own")
    fields.offer("one two three four five")
    assert fields.typed().text == "five words of my own"
    with qtbot.waitSignal(fields.suggest_requested):
        fields._suggest.click()
    fields.offer("six seven eight nine ten")
    assert fields.typed().text == "six seven eight nine ten"
    fields.offer("more words nobody asked for")
    assert fields.typed().text == "more words nobody asked for"
