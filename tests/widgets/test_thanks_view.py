from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import SessionSummary
from cdconsole.domain.requests import ListRecognitions, Request, SaveRecognition
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Running, Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.reviews import build
from cdconsole.ui.screens.reviews.drafts import RECOGNITION
from cdconsole.ui.screens.reviews.view import ReviewsView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.thanking.dialog import ThankDialog
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
MARKUP = "For <b>staying</b> & more"


class Refused:
    """A request that was refused at once."""

    def cancel(self) -> None:
        """There is nothing left to cancel."""


class SometimesUnreadable(ImmediateTaskRunner):
    """Answers at once, and refuses to read thank-yous while told to."""

    refuses = False

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        if self.refuses and isinstance(request, ListRecognitions):
            listeners.failed(UserFacingError("The file is in use."))
            return Refused()
        return super().run(request, listeners)


def _nowhere(_to: str, /, **_ids: str) -> None:
    raise AssertionError("nobody asked to go anywhere")


class Shown:
    """The screen in a window, answered at once."""

    def __init__(self, session: Session, app: QApplication) -> None:
        self.app, self.session = app, session
        feed = ChangeFeed()
        self.runner = SometimesUnreadable(session, feed.changed.emit)
        self.screen = build(
            ScreenContext(
                runner=self.runner,
                feed=feed,
                summary=SessionSummary("", "Gastroenterology", "Gastroenterology", session.person, 2, ""),
                navigate=_nowhere,
                clock=session.clock,
                show_problem=_raise,
                clipboard=Clipboard(app.clipboard()),
            )
        )
        assert isinstance(self.screen.widget, ReviewsView)
        self.screen.visit()
        assert self.screen.widget.room is not None  # else it is built in turns of an event loop
        self.view = self.screen.widget
        self.thanks = self.view.page._thanks
        self.view.resize(1166, 720)
        self.view.show()

    def open_dialog(self) -> ThankDialog:
        self.view.page._thank.click()
        assert self.view._dialog is not None
        return self.view._dialog

    def thank(self, text: str) -> None:
        dialog = self.open_dialog()
        dialog._text.setPlainText(text)
        dialog._thank.click()

    def sees(self, words: str) -> bool:
        QTest.qWait(1)  # a layout shows what was added to it a moment later
        return any(words in each.text() and each.isVisible() for each in self.view.findChildren(QLabel))


def _raise(problem: Exception) -> None:
    raise problem


@pytest.fixture
def open_shown(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[Session], Shown]]:
    made: list[Shown] = []

    def show(session: Session) -> Shown:
        shown = Shown(session, qapp)
        qtbot.addWidget(shown.view)
        made.append(shown)
        return shown

    yield show
    for shown in made:
        shown.screen.close()


@pytest.fixture
def shown(open_shown: Callable[[Session], Shown], session: Session) -> Shown:
    return open_shown(session)


def test_that_a_thank_you_is_written_in_the_dialog_and_stands_in_the_table(shown: Shown) -> None:
    assert shown.sees("No thank-yous yet.")
    assert not shown.thanks._table.isVisible()
    dialog = shown.open_dialog()
    assert dialog._who.currentText() == "Dr Ann Example"
    dialog._who.setCurrentIndex(1)
    QTest.keyClicks(dialog._text, MARKUP)
    dialog._thank.click()
    assert shown.view._dialog is None
    assert not shown.sees("No thank-yous yet.")
    model = shown.thanks._model
    texts = [model.index(0, at).data() for at in range(model.columnCount())]
    assert texts == ["23 Nov 2026", "Dr Bob Sample", MARKUP, "Dr B. Director"]
    assert "<b>" not in model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)


def test_that_without_words_the_field_says_what_is_wrong_and_what_is_typed_stays(shown: Shown) -> None:
    dialog = shown.open_dialog()
    dialog._who.setCurrentIndex(1)
    dialog._thank.click()
    assert shown.sees("A thank-you needs words. Say what for.")
    assert dialog._text.accessibleDescription() == "A thank-you needs words. Say what for."
    assert dialog._who.currentText() == "Dr Bob Sample"
    dialog._text.setPlainText("For staying")
    dialog._thank.click()
    assert [one.clinician_id for one in shown.thanks._model.rows()] == [BOB]


def test_that_leaving_the_dialog_keeps_nothing(shown: Shown) -> None:
    dialog = shown.open_dialog()
    QTest.keyClicks(dialog._text, "For staying")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert shown.view._dialog is None
    assert shown.thanks._model.rows() == ()


def test_that_the_dialog_is_opened_by_a_key_on_the_chosen_line(shown: Shown, qtbot: QtBot) -> None:
    with qtbot.waitActive(shown.view):
        shown.view.activateWindow()
    table = shown.view.page._table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown.view._dialog is not None)  # a button shows for a moment that it was pressed
    dialog = shown.view._dialog
    assert dialog is not None
    assert dialog._who.currentText() == "Dr Bob Sample"
    qtbot.waitUntil(dialog._text.hasFocus)
    dialog.reject()


def test_that_control_c_copies_the_thank_yous_with_headings(shown: Shown, qtbot: QtBot) -> None:
    shown.thank("For the list\nand the night")
    shown.thank("For teaching")
    with qtbot.waitActive(shown.view):
        shown.view.activateWindow()
    shown.thanks._table.setFocus()
    QTest.keyClick(shown.thanks._table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert shown.app.clipboard().text().splitlines() == [
        "When\tThanked\tFor what\tBy",
        "23 Nov 2026\tDr Ann Example\tFor teaching\tDr B. Director",
        "23 Nov 2026\tDr Ann Example\tFor the list and the night\tDr B. Director",
    ]


def test_that_many_thank_yous_leave_the_list_above_its_height(shown: Shown) -> None:
    page = shown.view.page
    QTest.qWait(1)
    before = page._table.height()
    assert before == page._table.sizeHint().height()
    for at in range(30):
        answer(shown.session, SaveRecognition(ANN, f"For night {at}"), Task())
    shown.thank("For staying")
    QTest.qWait(1)
    assert page._table.height() == before
    assert len(shown.thanks._model.rows()) == 31


def test_that_thank_yous_that_cannot_be_read_can_be_asked_for_again(shown: Shown) -> None:
    shown.runner.refuses = True
    shown.thank("For staying")
    assert shown.sees("The file is in use.")
    shown.runner.refuses = False
    shown.thanks._retry.click()
    assert not shown.sees("The file is in use.")
    assert len(shown.thanks._model.rows()) == 1


def test_that_the_room_shows_thank_yous_above_the_box_to_be_read(shown: Shown) -> None:
    shown.thank(MARKUP)
    shown.screen.visit(clinician=BOB, begin="QUARTERLY")
    assert not shown.sees("Thank-yous so far")
    shown.screen.visit(clinician=ANN, begin="QUARTERLY")
    assert shown.sees("Thank-yous so far")
    assert shown.sees(MARKUP)
    words = next(each for each in shown.view.room.findChildren(QLabel) if each.text() == MARKUP)
    note = shown.view.room.record.notes[RECOGNITION]
    assert words.mapTo(note, words.rect().bottomLeft()).y() < note.box.y()
    answer(shown.session, SaveRecognition(ANN, "For the handover"), Task())
    note.box.setFocus()
    QTest.keyClicks(note.box, "Thank you")
    note.box.left.emit()
    assert shown.sees("For the handover")
    assert note.box.toPlainText() == "Thank you"
