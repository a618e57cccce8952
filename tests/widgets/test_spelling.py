"""Words are underlined where they are spelt wrongly, and mended, added or let pass by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.people import Role
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.spelling.spelled_box import SpelledBox
from cdconsole.ui.spelling.speller import Speller
from cdconsole.ui.spelling.underlines import words_of
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session


class Desk:
    """A box of text with spelling, and another field to go to."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.told: list[Exception] = []
        feed = ChangeFeed()
        runner = ImmediateTaskRunner(session, feed.changed.emit)
        may_add = session.person.role is Role.DIRECTOR
        self.speller = Speller(TaskScope(runner, self.told.append), feed, may_add=may_add)
        self.window, self.box, self.elsewhere = QWidget(), TextEdit(3), QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.box)
        column.addWidget(self.elsewhere)
        self.typed: list[str] = []
        self.box.typed.connect(self.typed.append)
        SpelledBox(self.box, self.speller)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.box.setFocus()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.box, text)
        QTest.qWait(250)

    @property
    def underlined(self) -> list[str]:
        found: list[str] = []
        block = self.box.document().firstBlock()
        while block.isValid():
            marked = {(each.start, each.length) for each in block.layout().formats()}
            found += [
                each.word
                for each in words_of(block)
                if (each.first - block.position(), each.end - each.first) in marked
            ]
            block = block.next()
        return found

    def menu(self) -> QMenu:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu

    def offered(self) -> list[str]:
        return [action.text() for action in self.menu().actions()]

    def choose(self, words: str) -> None:
        menu = self.menu()
        menu.setActiveAction(self.action(words))
        QTest.keyClick(menu, Qt.Key.Key_Return)
        QTest.qWait(250)
        self.window.activateWindow()  # without a window manager nobody else does once a menu is gone
        self.box.setFocus()
        self.qtbot.waitUntil(self.box.hasFocus)

    def action(self, words: str) -> QAction:
        return next(action for action in self.menu().actions() if action.text().startswith(words))

    def close(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self.speller.close()


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[Callable[[Session], Desk]]:
    made: list[Desk] = []

    def at(session: Session) -> Desk:
        made.append(Desk(session, qtbot))
        return made[-1]

    yield at
    for desk in made:
        desk.close()
        assert desk.told == []


@pytest.fixture
def desk(open_desk: Callable[[Session], Desk], session: Session) -> Desk:
    return open_desk(session)


def test_that_misspelt_words_are_underlined_and_right_ones_are_not(desk: Desk) -> None:
    desk.type("I recieve the polypectomy clinic's colour and CT lists; thier B12 too ")
    assert desk.underlined == ["recieve", "thier"]


def test_that_the_word_being_typed_is_left_alone_until_the_caret_leaves_it(desk: Desk) -> None:
    desk.type("well recieve")
    assert desk.underlined == []
    desk.elsewhere.setFocus()
    QTest.qWait(250)
    assert desk.underlined == ["recieve"]


def test_that_underlining_is_no_typing_and_nothing_to_undo(desk: Desk) -> None:
    desk.type("recieve ")
    typed = len(desk.typed)
    assert typed == len("recieve ")
    desk.speller.ignore("recieve")
    desk.elsewhere.setFocus()
    QTest.qWait(50)
    assert len(desk.typed) == typed
    desk.box.undo()
    assert desk.box.toPlainText() == ""


def test_that_f7_goes_from_one_misspelt_word_to_the_next_and_enter_mends_it(desk: Desk) -> None:
    desk.type("recieve and thier notes ")
    QTest.keyClick(desk.box, Qt.Key.Key_F7)
    assert desk.box.textCursor().selectedText() == "recieve"
    assert desk.offered()[0] == "receive"
    QTest.keyClick(desk.menu(), Qt.Key.Key_Return)
    assert desk.box.toPlainText() == "receive and thier notes "
    QTest.keyClick(desk.box, Qt.Key.Key_F7)
    assert desk.box.textCursor().selectedText() == "thier"
    QTest.keyClick(desk.menu(), Qt.Key.Key_Escape)
    desk.box.undo()
    assert desk.box.toPlainText() == "recieve and thier notes "


def test_that_f7_says_when_nothing_is_wrong(desk: Desk) -> None:
    from PySide6.QtWidgets import QToolTip

    desk.type("all is well ")
    QTest.keyClick(desk.box, Qt.Key.Key_F7)
    assert QToolTip.text() == "No misspelt word in this box"
    QToolTip.hideText()


def test_that_the_menu_key_offers_what_was_meant_for_the_word_at_the_cursor(desk: Desk) -> None:
    desk.type("colour recieve ")
    for position, first in ((8, "receive"), (2, "Undo")):
        cursor = desk.box.textCursor()
        cursor.setPosition(position)
        desk.box.setTextCursor(cursor)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
        QApplication.sendEvent(desk.box.viewport(), event)
        assert desk.offered()[0].replace("&", "").startswith(first)
        desk.menu().close()


def test_that_a_click_is_about_the_word_under_the_mouse(desk: Desk) -> None:
    desk.type("thier recieve ")
    cursor = QTextCursor(desk.box.document())
    cursor.setPosition(9)
    at = desk.box.cursorRect(cursor).center()
    QApplication.sendEvent(desk.box.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, at))
    assert desk.offered()[0] == "receive"


def test_that_a_word_after_a_picture_sign_is_mended_where_it_is(desk: Desk) -> None:
    desk.box.setPlainText("😀 recieve it")
    QTest.qWait(250)
    QTest.keyClick(desk.box, Qt.Key.Key_F7)
    desk.choose("receive")
    assert desk.box.toPlainText() == "😀 receive it"


def test_that_an_ignored_word_passes_and_an_added_one_can_be_taken_out_again(desk: Desk) -> None:
    desk.type("zwibble zwobble ")
    QTest.keyClick(desk.box, Qt.Key.Key_F7)
    desk.choose("Ignore")
    assert desk.underlined == ["zwobble"]
    QTest.keyClick(desk.box, Qt.Key.Key_F7)
    desk.choose("Add")
    assert desk.underlined == []
    cursor = desk.box.textCursor()
    cursor.setPosition(10)
    desk.box.setTextCursor(cursor)
    desk.box.open_menu(QPoint(1, 1))
    desk.choose("Take “zwobble” out")
    desk.elsewhere.setFocus()
    QTest.qWait(250)
    assert desk.underlined == ["zwobble"]


def test_that_who_may_not_write_the_dictionary_is_not_offered_to(
    open_desk: Callable[[Session], Desk], unlock: services.Unlock
) -> None:
    desk = open_desk(unlock(Role.ADMINISTRATOR))
    desk.type("zwibble ")
    QTest.keyClick(desk.box, Qt.Key.Key_F7)
    assert any(words.startswith("Ignore") for words in desk.offered())
    assert not any(words.startswith("Add") for words in desk.offered())
