"""Reviews are searched while one types, by button or keys, and a hit opens where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from cdconsole.domain.identity import ClinicianId, GoalId
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.lesson_requests import SaveLesson
from cdconsole.domain.people import SessionSummary
from cdconsole.domain.quarter import InterpretationWords
from cdconsole.domain.requests import (
    AddAddendum,
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveGoal,
    SavePdsaCycle,
    SaveRecognition,
    SaveReviewNote,
)
from cdconsole.domain.review import Agreement, Domain, Goal, NoteKind, Party, PdsaCycle
from cdconsole.domain.support import Rung, SupportCause, SupportStep
from cdconsole.domain.support_requests import SaveSupportStep
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.reviews import build
from cdconsole.ui.screens.reviews.view import ReviewsView
from cdconsole.ui.shell.clipboard import Clipboard
from unit.services import conftest as services
from unit.services.frozen_quarters import freeze, write

department_template, unlock, session = services.department_template, services.unlock, services.session
ANN = ClinicianId("ann")
TALENT = "She leads the aardvark clinic well. " * 6


class Desk:
    def __init__(self, session: Session, qtbot: QtBot, app: QApplication) -> None:
        self.went: list[tuple[str, dict[str, str]]] = []
        self.told: list[Exception] = []
        feed = ChangeFeed()
        self.context = ScreenContext(
            runner=ImmediateTaskRunner(session, feed.changed.emit),
            feed=feed,
            summary=SessionSummary("", "Gastroenterology", "Gastroenterology", session.person, 2, ""),
            navigate=self._go,
            clock=session.clock,
            show_problem=self.told.append,
            clipboard=Clipboard(app.clipboard()),
        )
        self.screen = build(self.context)
        assert isinstance(self.screen.widget, ReviewsView)
        self.view = self.screen.widget
        qtbot.addWidget(self.view)
        self.screen.visit()
        self.view.resize(1166, 700)
        self.view.show()
        qtbot.waitExposed(self.view)
        self.view.activateWindow()
        self.page = self.view.search

    def _go(self, to: str, /, **ids: str) -> None:
        self.went.append((to, ids))

    @property
    def field(self) -> QLineEdit:
        return self.page._field

    def search(self, text: str) -> list[str]:
        self.view.page._search.click()
        self.field.setFocus()
        self.field.selectAll()
        QTest.keyClicks(self.field, text)
        QTest.qWait(1)
        table = self.page._table
        return [table.model().index(row, 2).data() for row in range(table.model().rowCount())]

    def open_first(self) -> None:
        QTest.keyClick(self.field, Qt.Key.Key_Return)
        QTest.qWait(1)

    def close(self) -> None:
        self.screen.close()
        self.context.close()


@pytest.fixture
def written(session: Session) -> Session:
    review = answer(session, PrepareReview(ANN), Task())
    for kind, domain, text in (
        (NoteKind.DIRECTOR_NOTE, Domain.TALENT, TALENT + "Then bison."),
        (NoteKind.CLINICIAN_VIEW, None, "proud of the caribou"),
    ):
        answer(session, SaveReviewNote(review.id, kind, domain, text, 0), Task())
    words = ("Leave with dolphins", "Walk round", None, "None fits", None, "", None, "")
    goal = answer(session, SaveGoal(Goal(GoalId(""), ANN, review.id, *words, date(2027, 2, 1))), Task())
    answer(session, SavePdsaCycle(goal.id, PdsaCycle("", date(2026, 11, 1), "a plan for eagles", "more")), Task())
    answer(session, SaveRecognition(ANN, "Thanks for the flamingo"), Task())
    step = SupportStep("", ANN, "", Rung.AWARENESS, "A jackdaw", SupportCause.SYSTEM, "A fixed time", date(2027, 1, 5))
    answer(session, SaveSupportStep(step), Task())
    answer(session, SaveLesson(Lesson("", "Rounds", "A kestrel.", "Ask.", "At 8.")), Task())
    write(session, freeze(session), ANN, None, InterpretationWords("A quiet nuthatch."))
    return session


@pytest.fixture
def desk(written: Session, qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    made = Desk(written, qtbot, qapp)
    yield made
    made.close()
    assert made.told == []


def test_that_typing_finds_and_says_how_much(desk: Desk) -> None:
    assert desk.search("aard") == ["Talent management"]
    assert desk.page._said.text() == "1 text, the newest first"
    assert desk.search("zebra") == []
    assert desk.page._said.text().startswith("Nothing found")
    assert desk.search("z") == []
    assert "at least 2 letters" in desk.page._said.text()


def test_that_the_keys_open_the_search_and_escape_goes_back(desk: Desk) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    desk.view.page.setFocus()
    QTest.keyClick(desk.view, Qt.Key.Key_F, keys)
    assert desk.view.currentWidget() is desk.page
    assert desk.field.hasFocus()
    QTest.keyClick(desk.field, Qt.Key.Key_Escape)
    assert desk.view.currentWidget() is desk.view.page


def test_that_down_goes_to_the_hits_and_enter_opens_one(desk: Desk) -> None:
    desk.search("aard")
    QTest.keyClick(desk.field, Qt.Key.Key_Down)
    table = desk.page.findChild(QTableView)
    assert table is not None
    assert table.hasFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert desk.view.currentWidget() is desk.view.room


def test_that_a_note_opens_with_the_word_selected(desk: Desk) -> None:
    desk.search("bison")
    desk.open_first()
    room = desk.view.room
    box = room.record.notes[NoteKind.DIRECTOR_NOTE, Domain.TALENT].box
    assert box.textCursor().selectedText() == "bison"
    assert not box.visibleRegion().isEmpty()
    desk.view.search_requested.emit()
    assert desk.field.text() == "bison"
    desk.search("caribou")
    desk.open_first()
    assert room.past.view.box.textCursor().selectedText() == "caribou"


def test_that_a_goal_opens_in_its_review_and_a_cycle_on_the_screen_of_goals(desk: Desk) -> None:
    desk.search("dolphin")
    desk.open_first()
    assert desk.view.currentWidget() is desk.view.room
    desk.search("eagle")
    desk.open_first()
    [(to, ids)] = desk.went
    assert (to, list(ids)) == ("goals", ["goal"])


def test_that_what_stands_on_another_screen_opens_there(desk: Desk) -> None:
    for word in ("jackdaw", "kestrel", "nuthatch"):
        desk.search(word)
        desk.open_first()
        assert desk.view.currentWidget() is desk.view.page
    support, lesson, quarter = desk.went
    assert support == ("support", {"page": "support", "clinician": ANN})
    assert (lesson[0], list(lesson[1])) == ("support", ["lesson"])
    assert quarter == ("governance", {"page": "quarters", "quarter": "2026Q3", "whose": ANN})


def test_that_a_thank_you_opens_in_the_list_of_thank_yous(desk: Desk) -> None:
    desk.search("flamingo")
    desk.open_first()
    assert desk.view.currentWidget() is desk.view.page
    table = desk.view.page._thanks._table
    assert table.selectionModel().hasSelection()


def test_that_words_of_a_locked_review_and_of_its_addendum_are_selected_too(
    written: Session, qtbot: QtBot, qapp: QApplication
) -> None:
    review = answer(written, PrepareReview(ANN), Task())
    for party in Party:
        answer(written, MarkAgreement(review.id, party, Agreement.AGREED, ""), Task())
    answer(written, LockReview(review.id), Task())
    answer(written, AddAddendum(review.id, "Later a gibbon came"), Task())
    desk = Desk(written, qtbot, qapp)
    for word in ("bison", "gibbon"):
        desk.search(word)
        desk.open_first()
        selected = [each.selectedText() for each in desk.view.room.findChildren(QLabel) if each.hasSelectedText()]
        assert word in selected
    desk.close()
    assert desk.told == []
