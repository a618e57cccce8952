from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.framework import Charter
from cdconsole.domain.framework_requests import ListCharters, SaveWorkStream, ShowReviewForm
from cdconsole.domain.identity import ClinicianId, WorkStreamId
from cdconsole.domain.people import SessionSummary
from cdconsole.domain.requests import SaveCharter, SaveClinician, ShowFramework
from cdconsole.domain.work_stream import WorkStream
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.form_dialog.dialog import FormDialog
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.framework import build
from cdconsole.ui.screens.framework.stages.stage_card import StageCard
from cdconsole.ui.screens.framework.stages.state import SOURCE
from cdconsole.ui.screens.framework.stages.template_dialog import TemplateDialog
from cdconsole.ui.shell.clipboard import Clipboard
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
admin_session = services.admin_session
Kind = TypeVar("Kind", bound=QWidget)


def made_for(session: Session, qapp: QApplication, qtbot: QtBot) -> Screen:
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
    return made


@pytest.fixture
def screen(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    made = made_for(session, qapp, qtbot)
    yield made
    made.close()


def test_that_the_board_shows_eight_stages_its_source_once_and_what_the_records_say(screen: Screen) -> None:
    cards = screen.widget.findChildren(StageCard)
    assert [card.accessibleName().split(",")[0] for card in cards] == [f"Stage {number}" for number in range(1, 9)]
    assert texts(screen.widget).count(SOURCE) == 1
    assert "0 of 4" in texts(cards[0])
    assert any("No charter is written yet." in text for text in texts(cards[0]))


def test_that_an_item_is_ticked_with_the_keyboard_and_with_its_words(screen: Screen, session: Session) -> None:
    [card, *_] = screen.widget.findChildren(StageCard)
    first, second, *_ = card.findChildren(QCheckBox)
    QTest.keyClick(first, Qt.Key.Key_Space)
    words = next(each for each in card.findChildren(QLabel) if each.text() == second.accessibleName())
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    items = answer(session, ShowFramework(), Task()).stages[0].items
    assert [bool(item.done_at) for item in items] == [True, True, False, False]
    assert first.accessibleDescription().startswith("Dr B. Director, ")


def test_that_an_item_is_added_by_keyboard_and_taken_off_in_its_menu(screen: Screen) -> None:
    [card, *_] = screen.widget.findChildren(StageCard)
    press(card, "Add an item to stage 1")
    dialog = child(screen.widget, FormDialog)
    child(dialog, QPlainTextEdit).setPlainText("Ask the ward managers")
    press(dialog, "Save item")
    assert "Ask the ward managers" in texts(card)
    menu = named(card, QPushButton, "Change “Ask the ward managers”").menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Take off the board").trigger()
    assert "Ask the ward managers" not in texts(card)
    back = named(card, QPushButton, "Put an item of stage 1 back").menu()
    assert back is not None
    back.actions()[0].trigger()
    assert "Ask the ward managers" in texts(card)


def test_that_the_chooser_shows_another_work_stream(screen: Screen, session: Session) -> None:
    box = named(screen.widget, QComboBox, "Work stream")
    menu = named(screen.widget, QPushButton, "Make or change work streams").menu()
    assert menu is not None
    menu.actions()[0].trigger()
    dialog = child(screen.widget, FormDialog)
    dialog.findChildren(QLineEdit)[0].setText("Acute medical take")
    press(dialog, "Save work stream")
    assert [box.itemText(at) for at in range(box.count())] == ["Gastroenterology", "Acute medical take"]
    assert any(text.startswith("Acute medical take: every item") for text in texts(screen.widget))
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert any(text.startswith("Gastroenterology: every item") for text in texts(screen.widget))


def test_that_a_template_is_looked_at_before_it_is_used(screen: Screen, session: Session) -> None:
    press(screen.widget, "Start from a template…")
    dialog = child(screen.widget, TemplateDialog)
    assert any(text.startswith("4 outcomes: ") for text in texts(dialog))
    assert answer(session, ShowFramework(), Task()).outcomes == ()
    press(dialog, "Add to this work stream")
    assert len(answer(session, ShowFramework(), Task()).outcomes) == 4
    press(screen.widget, "Undo “Medicine”")
    assert answer(session, ShowFramework(), Task()).outcomes == ()


def test_that_the_charter_is_written_and_signed(screen: Screen, session: Session) -> None:
    open_page(screen, "Charter")
    press(screen.widget, "Write the charter…")
    dialog = child(screen.widget, FormDialog)
    dialog.findChildren(QPlainTextEdit)[0].setPlainText("Seen soon, treated well")
    press(dialog, "Save as version 1")
    assert "Seen soon, treated well" in texts(screen.widget)
    press(screen.widget, "Sign as clinical director")
    [charter] = answer(session, ListCharters(), Task())
    assert [one.name for one in charter.signatures] == ["Dr B. Director"]
    assert not any(each.text() == "Sign as clinical director" for each in visible(screen.widget, QPushButton))
    assert named(screen.widget, QAbstractButton, "Print the charter").isVisible()


def test_that_the_outcome_tree_is_walked_by_keyboard(screen: Screen, session: Session) -> None:
    answer(session, SaveCharter(Charter("Aims")), Task())
    press(screen.widget, "Start from a template…")
    press(child(screen.widget, TemplateDialog), "Add to this work stream")
    open_page(screen, "Outcomes")
    tree = named(screen.widget, QTreeWidget, "Outcome tree")
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Home)
    assert "Patients leave as soon as they are ready" in texts(screen.widget)
    QTest.keyClick(tree, Qt.Key.Key_Down)
    assert "Read beside it" in texts(screen.widget)
    QTest.keyClick(tree, Qt.Key.Key_Home)
    press(screen.widget, "Park…")
    dialog = child(screen.widget, FormDialog)
    child(dialog, QPlainTextEdit).setPlainText("No data yet")
    press(dialog, "Park")
    item = tree.topLevelItem(0)
    assert item is not None
    assert item.text(1) == "Parked: No data yet"


def test_that_marks_are_entered_for_the_clinicians_selected(screen: Screen, session: Session) -> None:
    answer(session, SaveClinician(Clinician(ClinicianId(""), "Dr Ann Ash", Grade.CONSULTANT)), Task())
    open_page(screen, "Ownership && transparency")
    press(screen.widget, "Enter a mark…")
    assert "Select one or more clinicians in the table first." in texts(screen.widget)
    press(screen.widget, "Put into use…")
    press(child(screen.widget, FormDialog), "Save as version 1")
    table = named(screen.widget, QWidget, "Clinicians and what they have read")
    table.selectAll()  # type: ignore[attr-defined]
    press(screen.widget, "Enter a mark…")
    press(child(screen.widget, FormDialog), "Enter")
    assert any("have read the transparency sheet, version 1." in text for text in texts(screen.widget))
    assert not any(text.startswith("0 of") and "have read" in text for text in texts(screen.widget))


def test_that_the_review_form_is_changed(screen: Screen, session: Session) -> None:
    open_page(screen, "Review form")
    press(screen.widget, "Change the questions…")
    dialog = child(screen.widget, FormDialog)
    dialog.findChildren(QPlainTextEdit)[0].setPlainText("How was it?")
    press(dialog, "Save as version 1")
    assert answer(session, ShowReviewForm(), Task()).sections[0].questions == ("How was it?",)
    assert "•  How was it?" in texts(screen.widget)


def test_that_an_administrator_has_no_page_of_the_review_form(
    admin_session: Session, qapp: QApplication, qtbot: QtBot
) -> None:
    screen = made_for(admin_session, qapp, qtbot)
    tabs = child(screen.widget, QTabBar)
    assert [tabs.tabText(at) for at in range(tabs.count())] == [
        "Stages", "Charter", "Outcomes", "Ownership && transparency",
    ]  # fmt: skip
    screen.close()


def test_that_a_closed_work_stream_can_only_be_read(screen: Screen, session: Session) -> None:
    answer(session, SaveWorkStream(WorkStream(WorkStreamId(""), "Take")), Task())
    menu = named(screen.widget, QPushButton, "Make or change work streams").menu()
    assert menu is not None
    screen.visit()
    next(action for action in menu.actions() if action.text() == "Close this one…").trigger()
    dialog = child(screen.widget, FormDialog)
    child(dialog, QPlainTextEdit).setPlainText("Over")
    press(dialog, "Close work stream")
    assert not any(card.isEnabled() for card in screen.widget.findChildren(StageCard))
    assert any("Closed by Dr B. Director: Over." in text for text in texts(screen.widget))


def test_that_every_control_has_a_name(screen: Screen) -> None:
    for page in ("Charter", "Outcomes", "Ownership && transparency", "Review form", "Stages"):
        open_page(screen, page)
        for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTreeWidget):
            for each in visible(screen.widget, kind):
                if each.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                    assert each.accessibleName() or getattr(each, "text", str)(), (page, each)


def open_page(screen: Screen, title: str) -> None:
    tabs = child(screen.widget, QTabBar)
    tabs.setCurrentIndex([tabs.tabText(at) for at in range(tabs.count())].index(title))


def press(inside: QWidget, words: str) -> None:
    found = [each for each in visible(inside, QAbstractButton) if words in (each.text(), each.accessibleName())]
    assert found, words
    found[0].setFocus()
    QTest.keyClick(found[0], Qt.Key.Key_Space)


def named(inside: QWidget, kind: type[Kind], name: str) -> Kind:
    return next(each for each in inside.findChildren(kind) if each.accessibleName() == name)


def child(inside: QWidget, kind: type[Kind]) -> Kind:
    return visible(inside, kind)[-1]


def visible(inside: QWidget, kind: type[Kind]) -> list[Kind]:
    return [each for each in inside.findChildren(kind) if each.isVisible()]


def texts(inside: QWidget) -> list[str]:
    QApplication.processEvents()  # a layout shows what was added to it when it is laid out
    return [each.text() for each in visible(inside, QLabel)]


def _nowhere(to: str, /, **ids: str) -> None:
    raise AssertionError((to, ids))


def _raise(problem: Exception) -> None:
    raise problem
