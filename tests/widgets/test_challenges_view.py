from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Month
from cdconsole.domain.challenge import ChallengeDraft
from cdconsole.domain.challenge_requests import ListChallenges, ListDataQueries, RaiseChallenge
from cdconsole.domain.exposure_requests import ListExposureLog
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import ExposureKind
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.form_dialog.dialog import FormDialog
from cdconsole.ui.screens import data, governance
from cdconsole.ui.screens.context import Screen, ScreenContext, ScreenFactory
from cdconsole.ui.screens.data.exposure.year_calendar import YearCalendar
from cdconsole.ui.screens.governance.pulse.share_chart import ShareChart
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
Open = Callable[..., QWidget]
DRAFT = ChallengeDraft(
    ClinicianId("ann"), MeasureId.LENGTH_OF_STAY, Month(2026, 8), Month(2026, 10), "Covered for Dr Bob", "The rota"
)


@pytest.fixture
def open_page(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[Open]:
    screens: list[Screen] = []

    def show(build: ScreenFactory, **ids: str) -> QWidget:
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
        screens.append(made)
        qtbot.addWidget(made.widget)
        made.widget.resize(1166, 700)
        made.widget.show()
        made.visit(**ids)
        return made.widget

    yield show
    for screen in screens:
        screen.close()


def _nowhere(_to: str, /, **_ids: str) -> None:
    raise AssertionError("nothing was to be navigated to")


def _raise(problem: Exception) -> None:
    raise problem


def press(inside: QWidget, words: str) -> None:
    [found] = [each for each in inside.findChildren(QPushButton) if each.text() == words and each.isVisible()]
    QTest.keyClick(found, Qt.Key.Key_Return)


def form(inside: QWidget) -> FormDialog:
    [dialog] = [each for each in inside.findChildren(FormDialog) if each.isVisible()]
    return dialog


def write(inside: QWidget, name: str, words: str) -> None:
    [box] = form(inside).findChildren(TextEdit, name)
    box.setPlainText(words)


def texts(inside: QWidget) -> str:
    return "\n".join(each.text() for each in inside.findChildren(QLabel) if each.isVisible())


def test_that_a_challenge_is_raised_decided_and_opened_again(open_page: Open, session: Session) -> None:
    page = open_page(governance.build, page="challenges")
    assert "Nobody has challenged a figure yet" in texts(page)
    press(page, "Raise a challenge…")
    press(form(page), "Raise challenge")
    assert "A challenge needs a claim." in texts(form(page))
    write(page, "claim", "Covered for Dr Bob")
    press(form(page), "Raise challenge")
    assert "Claim: Covered for Dr Bob" in texts(page)
    press(page, "Decide…")
    write(page, "decision", "The spells were Dr Bob's")
    write(page, "dissent", "Not all of them")
    press(form(page), "Store decision")
    assert "median turnaround 0 days (n 1 decided)" in texts(page)
    assert "Dissent: Not all of them" in texts(page)
    press(page, "Open again…")
    write(page, "reason", "A new rota")
    press(form(page), "Open again")
    [row] = answer(session, ListChallenges(), Task()).rows
    assert row.challenge.is_open


def test_that_a_chart_leads_to_the_form_with_its_clinician_and_measure(open_page: Open) -> None:
    page = open_page(governance.build, page="challenges", clinician="bob", measure=MeasureId.SPELLS)
    chosen = {box.objectName(): box.currentText() for box in form(page).findChildren(QComboBox)}
    assert (chosen["clinician"], chosen["measure"]) == ("Dr Bob Sample", "Spells")
    assert (chosen["first"], chosen["last"]) == ("Aug 2026", "Oct 2026")
    form(page).reject()


def test_that_data_are_asked_for_and_answered(open_page: Open, session: Session) -> None:
    challenge = answer(session, RaiseChallenge(DRAFT), Task())
    page = open_page(governance.build, challenge=challenge.id)
    press(page, "Ask for data…")
    write(page, "question", "Whose were they?")
    press(form(page), "Ask")
    queries = open_page(data.build, page="data_queries")
    assert "1 of 1 wait for an answer" in texts(queries)
    press(queries, "Answer…")
    write(queries, "answer", "Twelve were Dr Bob's")
    press(form(queries), "Store answer")
    [query] = answer(session, ListDataQueries(), Task())
    assert query.answer == "Twelve were Dr Bob's"
    assert "Twelve were Dr Bob's" in texts(queries)


def test_that_nothing_to_answer_is_said(open_page: Open) -> None:
    assert "Nothing has been asked." in texts(open_page(data.build, page="data_queries"))


def test_that_days_are_marked_by_keyboard_and_become_an_entry(open_page: Open, session: Session) -> None:
    page = open_page(data.build, page="exposure")
    [calendar] = page.findChildren(YearCalendar)
    calendar.setFocus()
    QTest.keyClick(calendar, Qt.Key.Key_Up)
    QTest.keyClick(calendar, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(calendar, Qt.Key.Key_Return)
    [fraction] = form(page).findChildren(QLineEdit, "fraction")
    fraction.setText("half")
    press(form(page), "Save entry")
    assert "not a number" in texts(form(page))
    fraction.setText("50")
    press(form(page), "Save entry")
    [entry] = answer(session, ListExposureLog(2026), Task())
    assert (entry.first, entry.last, entry.fraction) == (date(2026, 10, 23), date(2026, 10, 24), 0.5)
    assert (entry.kind, entry.clinician_id) == (ExposureKind.CLOSURE, None)
    assert "Closure, The whole department" in calendar.accessibleDescription()


def test_that_an_entry_is_withdrawn_and_put_back(open_page: Open, session: Session) -> None:
    page = open_page(data.build, page="exposure")
    press(page, "Add entry…")
    press(form(page), "Save entry")
    press(page, "Withdraw…")
    write(page, "reason", "Entered twice")
    press(form(page), "Withdraw")
    [table] = page.findChildren(RecordTable, "exposure_log")
    assert table.model().rowCount() == 1
    [entry] = answer(session, ListExposureLog(2026), Task())
    assert entry.withdrawn == "Entered twice"
    press(page, "Put back")
    [entry] = answer(session, ListExposureLog(2026), Task())
    assert not entry.withdrawn
    [calendar] = page.findChildren(YearCalendar)
    calendar.grab()


def test_that_a_round_of_the_pulse_is_entered_corrected_and_the_questions_changed(open_page: Open) -> None:
    page = open_page(governance.build, page="pulse")
    assert "No round yet" in texts(page)
    press(page, "Enter a round…")
    for name, words in (("clinicians", "9"), ("counts1", "many"), ("counts2", "0 0 1 1 2"), ("counts3", "1,1,1,1,1")):
        type_line(page, name, words)
    press(form(page), "Store round")
    assert "not whole numbers" in texts(form(page))
    type_line(page, "counts1", "0 1 1 3 1")
    press(form(page), "Store round")
    assert "6 of 9 clinicians answered" in texts(page)
    assert "Too few to show." in texts(page)
    press(page, "Change the questions…")
    type_line(page, "question1", "Were they right?")
    press(form(page), "Store questions")
    assert "1.  Were they right?" in texts(page)
    press(page, "Correct this round…")
    assert "The data shown about my work were right." in texts(form(page))
    type_line(page, "clinicians", "12")
    press(form(page), "Store round")
    assert "6 of 12 clinicians answered" in texts(page)
    [chart] = page.findChildren(ShareChart)
    assert "2026Q4 67% (4 of 6)" in chart.accessibleDescription()
    chart.grab()


def type_line(inside: QWidget, name: str, words: str) -> None:
    [line] = form(inside).findChildren(QLineEdit, name)
    line.setText(words)
