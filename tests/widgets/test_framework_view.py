from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.definition_requests import RetireMeasure
from cdconsole.domain.framework import Charter, Framework, SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import SessionSummary
from cdconsole.domain.requests import SaveOutcome, ShowFramework
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.framework import build
from cdconsole.ui.screens.framework.stage_card import StageCard
from cdconsole.ui.screens.framework.state import SOURCE
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.theme import Theme, apply
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
Kind = TypeVar("Kind", bound=QWidget)


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
    made.visit()
    qtbot.addWidget(made.widget)
    made.widget.resize(1166, 700)
    made.widget.show()
    yield made
    made.close()


def test_that_the_board_shows_eight_stages_and_its_source_once(screen: Screen) -> None:
    cards = screen.widget.findChildren(StageCard)
    assert [card.accessibleName().split(",")[0] for card in cards] == [f"Stage {number}" for number in range(1, 9)]
    assert texts(screen.widget).count(SOURCE) == 1
    assert "0 of 4" in texts(cards[0])


def test_that_an_item_is_ticked_with_the_space_bar(screen: Screen, session: Session) -> None:
    box = screen.widget.findChildren(StageCard)[0].findChildren(QCheckBox)[0]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert stored(session).stages[0].items[0].done_by == "Dr B. Director"
    assert "Dr B. Director, 23 Nov 2026" in texts(screen.widget)
    assert box.accessibleDescription() == "Dr B. Director, 23 Nov 2026"
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert stored(session).stages[0].items[0].done_at is None


def test_that_a_stage_is_edited_in_place_and_the_focus_comes_back(screen: Screen, session: Session) -> None:
    card = screen.widget.findChildren(StageCard)[1]
    edit = named(card, QPushButton, "Edit stage 2, Engage and empower")
    edit.click()
    title, aim = named(card, QLineEdit, "Title of stage 2"), named(card, QPlainTextEdit, "Aim")
    assert title.hasFocus()
    assert (title.text(), aim.toPlainText()) == ("Engage and empower", stored(session).stages[1].aim)
    assert not any(each.isVisible() for each in screen.widget.findChildren(QPushButton) if each.text() == "Edit")
    title.setText("Bring people in")
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert stored(session).stages[1].title == "Bring people in"
    assert "2  Bring people in" in texts(card)
    assert edit.hasFocus()


def test_that_escape_drops_what_was_typed(screen: Screen, session: Session) -> None:
    card = screen.widget.findChildren(StageCard)[1]
    named(card, QPushButton, "Edit stage 2, Engage and empower").click()
    title = named(card, QLineEdit, "Title of stage 2")
    title.setText("Never mind")
    QTest.keyClick(title, Qt.Key.Key_Escape)
    assert not title.isVisible()
    assert stored(session).stages[1].title == "Engage and empower"


def test_that_what_is_wrong_with_a_stage_stands_at_its_title(screen: Screen) -> None:
    card = screen.widget.findChildren(StageCard)[1]
    named(card, QPushButton, "Edit stage 2, Engage and empower").click()
    title = named(card, QLineEdit, "Title of stage 2")
    title.clear()
    press(card, "Save")
    assert title.accessibleDescription() == "A stage needs a title. Type one or two words."


def test_that_the_board_has_one_column_where_there_is_little_room(screen: Screen, qtbot: QtBot) -> None:
    first, second = screen.widget.findChildren(StageCard)[:2]
    qtbot.waitUntil(lambda: second.x() > first.x(), timeout=2000)
    screen.widget.resize(800, 700)
    qtbot.waitUntil(lambda: second.x() == first.x() and second.y() > first.y(), timeout=2000)


def test_that_the_charter_is_written_as_version_1(screen: Screen, session: Session) -> None:
    screen.widget.findChildren(QTabBar)[0].setCurrentIndex(1)
    assert "Not written yet" in texts(screen.widget)
    press(screen.widget, "Write the charter")
    named(screen.widget, QPlainTextEdit, "Aims").setPlainText("To do well.")
    named(screen.widget, QPlainTextEdit, "What we call a concern").setPlainText("A pattern.")
    named(screen.widget, QLineEdit, "Sponsor").setText("Medical director")
    named(screen.widget, QLineEdit, "Signed by").setText("Both")
    press(screen.widget, "Save as version 1")
    assert stored(session).charter == Charter("To do well.", "Medical director", "A pattern.", 1, "Both")
    assert {"Version 1", "To do well."} <= set(texts(screen.widget))


def test_that_an_outcome_is_added_then_changed(screen: Screen, session: Session, qtbot: QtBot) -> None:
    screen.visit(page="outcomes")
    assert "No outcome yet. Three to seven are usual." in texts(screen.widget)
    press(screen.widget, "Add outcome")
    title = named(screen.widget, QLineEdit, "What must go right")
    assert title.hasFocus()
    title.setText("Beds by lunchtime")
    named(screen.widget, QLineEdit, "Review on").setText("soon")
    press(screen.widget, "Save outcome")
    assert "This is not a date. Write it like 23 Nov 2026." in texts(screen.widget)
    assert title.text() == "Beds by lunchtime"
    named(screen.widget, QLineEdit, "Review on").setText("19 Jan 2027")
    press(screen.widget, "Save outcome")
    qtbot.waitUntil(lambda: "Owner: nobody yet, review on 19 Jan 2027" in texts(screen.widget), timeout=2000)
    assert "└  No measure yet: tie one, or say in the why that it is parked." in texts(screen.widget)

    named(screen.widget, QPushButton, "Edit Beds by lunchtime").click()
    next(box for box in screen.widget.findChildren(QCheckBox) if box.text() == "Spells").setChecked(True)
    press(screen.widget, "Save outcome")
    assert "└  Spells" in texts(screen.widget)
    assert len(stored(session).outcomes) == 1
    assert named(screen.widget, QPushButton, "Edit Beds by lunchtime").hasFocus()


def test_that_a_retired_measure_keeps_its_place_in_an_outcome_that_is_changed(screen: Screen, session: Session) -> None:
    both = (MeasureId.SPELLS, MeasureId.LENGTH_OF_STAY)
    answer(session, SaveOutcome(SuccessCriticalOutcome("", "Flow", "", "", None, both)), Task())
    answer(session, RetireMeasure(MeasureId.LENGTH_OF_STAY, "Case mix", 1), Task())
    screen.widget.findChildren(StageCard)[0].findChildren(QCheckBox)[0].click()  # what is written here is heard here
    screen.visit(page="outcomes")
    named(screen.widget, QPushButton, "Edit Flow").click()
    boxes = screen.widget.findChildren(QCheckBox)
    assert not [box for box in boxes if box.text().startswith("Length of stay") and box.isVisible()]
    named(screen.widget, QLineEdit, "Owner").setText("Dr Ann")
    press(screen.widget, "Save outcome")
    [outcome] = stored(session).outcomes
    assert (outcome.owner, outcome.measures) == ("Dr Ann", both)
    assert any("Length of stay, median days (retired)" in text for text in texts(screen.widget))


def test_that_leaving_the_outcome_form_returns_to_add(screen: Screen, session: Session) -> None:
    screen.visit(page="outcomes")
    press(screen.widget, "Add outcome")
    QTest.keyClick(named(screen.widget, QLineEdit, "What must go right"), Qt.Key.Key_Escape)
    add = next(each for each in screen.widget.findChildren(QPushButton) if each.text() == "Add outcome")
    assert add.hasFocus()
    assert stored(session).outcomes == ()


def test_that_a_person_who_only_uses_the_keyboard_sees_which_tab_has_the_focus(screen: Screen) -> None:
    tabs = screen.widget.findChildren(QTabBar)[0]
    tabs.clearFocus()
    before = tabs.grab().toImage()
    tabs.setFocus()
    assert tabs.grab().toImage() != before
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.currentIndex() == 1


def test_that_the_tabs_follow_the_theme(screen: Screen, qapp: QApplication) -> None:
    tabs = screen.widget.findChildren(QTabBar)[0]
    before = tabs.styleSheet()
    apply(qapp, Theme.DARK)
    assert tabs.styleSheet() != before


def stored(session: Session) -> Framework:
    return answer(session, ShowFramework(), Task())


def press(within: QWidget, text: str) -> None:
    next(each for each in within.findChildren(QPushButton) if each.text() == text and each.isVisible()).click()


def named(within: QWidget, kind: type[Kind], name: str) -> Kind:
    return next(each for each in within.findChildren(kind) if each.accessibleName() == name)


def texts(within: QWidget) -> list[str]:
    return [each.text() for each in within.findChildren(QLabel) if each.isVisible()]


def _nowhere(to: str, /, **ids: str) -> None:
    raise AssertionError(to, ids)


def _raise(problem: Exception) -> None:
    raise problem
