"""The page about a person and the retention page, over a real department."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import SessionSummary
from cdconsole.domain.rectification import Decision
from cdconsole.domain.rectification_requests import ListRectifications
from cdconsole.domain.requests import ListExports, SaveRecognition
from cdconsole.domain.retention_requests import SaveLeavingDay, ShowRetention
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.form_dialog.dialog import FormDialog
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.screens import people
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.person.view import PersonView
from cdconsole.ui.screens.people.retention.view import RetentionView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
admin_session = services.admin_session
ANN = ClinicianId("ann")

Opened = Callable[[Session, str], QWidget]


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot) -> Iterator[Opened]:
    """Return a way to open a page of People & access."""
    screens: list[people.Screen] = []

    def open_page(session: Session, page: str) -> QWidget:
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
        screen = people.build(context)
        screens.append(screen)
        qtbot.addWidget(screen.widget)
        screen.widget.resize(1118, 640)
        screen.visit(page=page)
        screen.widget.show()
        return screen.widget

    yield open_page
    for screen in screens:
        screen.close()


@contextmanager
def asking(page: QWidget) -> Iterator[FormDialog]:
    """Yield the form that is open; it is gone afterwards."""
    yield next(each for each in page.findChildren(FormDialog) if each.isVisible())
    assert not any(each.isVisible() for each in page.findChildren(FormDialog))


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def press(widget: QWidget, name: str) -> None:
    next(each for each in widget.findChildren(QPushButton) if each.text() == name and each.isVisible()).click()


def table(widget: QWidget, name: str) -> RecordTable:
    return next(each for each in widget.findChildren(RecordTable) if each.accessibleName() == name)


def rows(widget: QWidget, name: str) -> list[list[str]]:
    model = table(widget, name).model()
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(page: QWidget, name: str) -> None:
    box = next(each for each in page.findChildren(QComboBox) if each.accessibleName() == "Whom it is about")
    place = box.findText(name)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_that_nothing_is_read_about_anybody_before_they_are_chosen(session: Session, opened: Opened) -> None:
    page = opened(session, "person")
    assert "Choose a clinician" in words(page)
    session.catch_up()
    assert not any("everything held" in event.action for event in answer(session, ListAuditEvents(), Task()).events)
    choose(page, "Dr Ann Example")
    assert "are held about Dr Ann Example" in words(page)
    held = {row[1]: row[2] for row in rows(page, "What is held")}
    assert held["Job plans, every version"] == "1"
    assert "0" not in held.values()
    session.catch_up()
    assert any("everything held" in event.action for event in answer(session, ListAuditEvents(), Task()).events)


def test_that_the_files_are_saved_and_listed(session: Session, opened: Opened, tmp_path: Path) -> None:
    page = opened(session, "person")
    choose(page, "Dr Ann Example")
    view = page.findChild(PersonView)
    assert view is not None
    view.csv_place_chosen.emit(str(tmp_path / "ann.zip"))
    assert "are in ann.zip; the export log has it." in words(page)
    assert (tmp_path / "ann.zip").exists()
    assert rows(page, "Earlier reports")[0][2] == "ann.zip (written)"
    view.csv_place_chosen.emit(str(tmp_path / "nowhere" / "ann.zip"))
    assert "there is no folder" in words(page)
    assert len(answer(session, ListExports(), Task())) == 1


def test_that_a_correction_is_asked_for_and_decided(session: Session, opened: Opened) -> None:
    answer(session, SaveRecognition(ANN, "For June"), Task())
    page = opened(session, "person")
    choose(page, "Dr Ann Example")
    press(page, "Ask for one…")
    with asking(page) as form:
        [box] = form.findChildren(QComboBox)
        assert box.currentText() == "Thank-you, 23 Nov 2026: For June"
        press(form, "Record it")
        assert "needs the words it should say" in words(form)
        should_say, reason = form.findChildren(QPlainTextEdit)
        [asked_by] = form.findChildren(QLineEdit)
        assert asked_by.text() == "Dr Ann Example"
        should_say.setPlainText("For July")
        reason.setPlainText("It was July.")
        press(form, "Record it")
    assert rows(page, "Corrections asked for") == [["23 Nov 2026", "Thank-you", "Not decided yet"]]
    table(page, "Corrections asked for").selectRow(0)
    press(page, "Decide…")
    with asking(page) as form:
        assert "Thank-you says:\nFor June" in words(form)
        press(form, "Decide")
    [decided] = answer(session, ListRectifications(ANN), Task())
    assert decided.decision is Decision.ACCEPTED
    assert rows(page, "Corrections asked for")[0][2] == "Accepted"


def test_that_the_retention_page_says_that_it_deletes_nothing(session: Session, opened: Opened) -> None:
    page = opened(session, "retention")
    assert "nothing is deleted" in words(page)
    assert "nothing is past its period" in words(page)
    assert len(rows(page, "Periods")) == 10


def test_that_a_period_a_day_and_a_hold_are_set_on_the_page(session: Session, opened: Opened, tmp_path: Path) -> None:
    answer(session, SaveRecognition(ANN, "Thank you"), Task())
    page = opened(session, "retention")
    table(page, "Periods").selectRow(0)
    press(page, "Change…")
    with asking(page) as form:
        years, source = form.findChildren(QLineEdit)
        years.setText("ten")
        source.setText("Trust schedule 2026, row 4")
        press(form, "Set the period")
        assert "1-100 years" in words(form)
        years.setText("2")
        press(form, "Set the period")
    assert rows(page, "Periods")[0][1] == "2 years after leaving"
    answer(session, SaveLeavingDay(ANN, date(2017, 3, 31), 0), Task())
    table(page, "Clinicians and holds").selectRow(0)
    press(page, "Hold…")
    with asking(page) as form:
        form.findChildren(QLineEdit)[0].setText("A claim is open")
        press(form, "Hold them")
    assert rows(page, "Clinicians and holds")[0] == ["Dr Ann Example", "31 Mar 2017", "A claim is open"]
    assert all(row[4] == "Held: A claim is open" for row in rows(page, "Past its period"))
    table(page, "Clinicians and holds").selectRow(0)
    press(page, "When they left…")
    with asking(page) as form:
        [box] = form.findChildren(QComboBox)
        box.setCurrentIndex(1)
        press(form, "Record it")
    assert answer(session, ShowRetention(), Task()).leavers[0].left_on is None
    view = page.findChild(RetentionView)
    assert view is not None
    view.place_chosen.emit(str(tmp_path / "list.csv"))
    assert "lines are in list.csv" in words(page)


def test_that_an_administrator_sees_no_sign_of_either_page(admin_session: Session, opened: Opened) -> None:
    page = opened(admin_session, "person")
    tabs = page.findChild(PageTabs)
    assert tabs is not None
    assert [tabs.tabText(place) for place in range(tabs.count())] == ["Access", "Audit trail", "Backups"]
    assert page.findChild(PersonView) is None


def _raise(problem: Exception) -> None:
    raise problem


def _nowhere(_to: str, **_ids: str) -> None:
    """Go nowhere."""
