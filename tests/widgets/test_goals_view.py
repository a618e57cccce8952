from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.goal_follow_up import BeforeAfter
from cdconsole.domain.identity import ClinicianId, GoalId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import SessionSummary
from cdconsole.domain.requests import CloseGoal, PrepareReview, SaveGoal
from cdconsole.domain.review import Goal, GoalStatus
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.guidance_link import GuidanceDialog, GuidanceLink
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.goals import build
from cdconsole.ui.screens.goals.state import GoalsState, Part
from cdconsole.ui.screens.goals.view import GoalsView
from cdconsole.ui.shell.clipboard import Clipboard
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session


class Open(Protocol):
    """Shows the screen; with ids it is gone to after the first visit."""

    def __call__(self, **ids: str) -> GoalsView: ...


@pytest.fixture
def open_view(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[Open]:
    screens = []

    def show(**ids: str) -> GoalsView:
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
        made.visit(**ids)
        screens.append(made)
        assert isinstance(made.widget, GoalsView)
        qtbot.addWidget(made.widget)
        made.widget.resize(1166, 700)
        made.widget.show()
        return made.widget

    yield show
    for screen in screens:
        screen.close()


@pytest.fixture
def view(session: Session, open_view: Open) -> GoalsView:
    review = answer(session, PrepareReview(ClinicianId("ann")), Task()).id
    blank = Goal(GoalId(""), ClinicianId("ann"), review, "", "Ann", None, "", None, "", None, "", date(2027, 2, 23))
    for goal in (
        replace(blank, text="<i>Half</i> before midday", measure=MeasureId.BEFORE_MIDDAY, target=0.5, support="0.5 PA"),
        replace(blank, text="A successor", no_measure_reason="it is handing over", due=date(2027, 3, 1)),
    ):
        answer(session, SaveGoal(goal), Task())
    session.take_changes()
    return open_view()


def _nowhere(_to: str, /, **_ids: str) -> None:
    raise AssertionError("nobody asked to go anywhere")


def _raise(problem: Exception) -> None:
    raise problem


def sees(view: GoalsView, words: str) -> bool:
    QTest.qWait(1)  # a layout shows what was added to it a moment later
    return any(words in each.text() and each.isVisible() for each in view.findChildren(QLabel))


def test_that_without_goals_the_screen_says_where_they_come_from(open_view: Open) -> None:
    view = open_view()
    assert sees(view, "No open goals yet.")
    assert not view._table.isVisible()
    assert not view.detail.isVisible()


def test_that_the_first_goal_is_shown_with_its_chart(view: GoalsView) -> None:
    assert sees(view, "2 due later")
    assert view.detail._card.isVisible()
    assert sees(view, "<i>Half</i> before midday")
    assert sees(view, "Support: 0.5 PA")


def test_that_choosing_a_line_shows_its_goal(view: GoalsView) -> None:
    view._table.selectRow(1)
    assert sees(view, "A successor")
    assert not view.detail._card.isVisible()
    assert sees(view, "No measure fits: it is handing over")


def test_that_the_definition_opens_beside_the_chart_and_goes_with_the_goal(view: GoalsView) -> None:
    view.detail._card.head.definition.click()
    assert view.detail._definition.isVisible()
    assert not view.detail._side.isVisible()
    view._table.selectRow(1)
    assert view.detail._side.isVisible()


def test_that_the_table_is_copied_with_headings(view: GoalsView, qapp: QApplication) -> None:
    view._copy.click()
    lines = qapp.clipboard().text().splitlines()
    assert lines[0].startswith("Stands\tWhose\tGoal\tMeasure\tBaseline, frozen\tNow\tTarget\tNext date")
    assert len(lines) == 3


def test_that_a_cycle_is_added_and_changed_in_the_dialog(view: GoalsView) -> None:
    view.detail._add.click()
    dialog = view._cycle_dialog
    assert dialog is not None
    dialog._save.click()
    assert "needs a plan" in dialog._boxes["plan"].accessibleDescription()
    dialog._boxes["plan"].setPlainText("Huddle at four")
    dialog._save.click()
    assert view._cycle_dialog is None
    assert sees(view, "Plan: Huddle at four")
    view.detail._cycles[0]._edit()
    changing = view._cycle_dialog
    assert changing is not None
    changing._boxes["study"].setPlainText("It helped")
    changing._act.button(1).click()
    changing._save.click()
    assert sees(view, "decided: adopt")


def test_that_a_cycle_dialog_can_be_left(view: GoalsView) -> None:
    view.detail._add.click()
    assert view._cycle_dialog is not None
    view._cycle_dialog.reject()
    assert view._cycle_dialog is None
    assert sees(view, "No cycle yet.")


def test_that_a_goal_is_closed_hidden_and_found_again(view: GoalsView) -> None:
    view.detail._close.click()
    dialog = view._closing_dialog
    assert dialog is not None
    dialog._answers.button(0).click()
    dialog._outcome.setPlainText("Held at half.")
    dialog._close.click()
    assert view._closing_dialog is None
    assert [line.part for line in view._model.rows()] == [Part.LATER, Part.WAITING]
    assert sees(view, "1 due later, 1 look back later")
    view._table.selectRow(1)
    assert sees(view, "Whether it held is looked at on 23 Nov 2027.")
    view.detail._reopen.click()
    assert view.detail._close.isVisible()


def test_that_a_goal_that_is_gone_to_is_shown_though_it_is_closed(session: Session, open_view: Open) -> None:
    review = answer(session, PrepareReview(ClinicianId("ann")), Task()).id
    words = ("A successor", "Ann", None, "it is handing over", None, "", None, "", date(2027, 2, 23))
    blank = Goal(GoalId(""), ClinicianId("ann"), review, *words)
    stopped, _other = (answer(session, SaveGoal(goal), Task()) for goal in (blank, replace(blank, text="Another")))
    answer(session, CloseGoal(stopped.id, GoalStatus.STOPPED, "Retired", stopped.revision), Task())
    assert [line.goal.text for line in open_view()._model.rows()] == ["Another"]
    view = open_view(goal=stopped.id)
    assert len(view._model.rows()) == 2
    assert view._model.row_at(view._table.currentIndex().row()).goal.id == stopped.id


def test_that_what_not_to_conclude_is_a_link_away(view: GoalsView) -> None:
    view.findChild(GuidanceLink).click()
    [card] = view.window().findChildren(GuidanceDialog)
    assert card.windowTitle() == "What not to conclude from a chart"
    card.reject()


def test_that_a_closing_dialog_can_be_left(view: GoalsView) -> None:
    view.detail._close.click()
    assert view._closing_dialog is not None
    view._closing_dialog.reject()
    assert view._closing_dialog is None


def test_that_a_problem_takes_the_tables_place_and_offers_to_try_again(view: GoalsView, qtbot: QtBot) -> None:
    view.show_state(GoalsState(date(2026, 11, 23), problem="The file is in use."))
    assert sees(view, "The file is in use.")
    assert not view._table.isVisible()
    with qtbot.waitSignal(view.retry_requested):
        view._retry.click()
    assert view._table.isVisible()


def test_that_a_groups_goal_is_typed_in_a_form_and_stands_on_the_board(view: GoalsView, qtbot: QtBot) -> None:
    view._add.click()
    form = view._forms.dialog
    assert form is not None
    lines = form.findChild(QListWidget, "members")
    assert lines is not None
    lines.item(0).setCheckState(Qt.CheckState.Checked)
    for name, words in (("text", "Home by noon"), ("action", "Board rounds at nine")):
        form.findChild(TextEdit, name).setPlainText(words)
    form.findChild(QLineEdit, "no_measure_reason").setText("It is about the round")
    form._save.click()
    assert view._forms.dialog is None
    assert sees(view, "Goal of a group: The whole team.")
    view.detail._change.click()
    changing = view._forms.dialog
    assert changing is not None
    ticked = changing.findChild(QListWidget, "members")
    assert [ticked.item(at).checkState() for at in range(2)] == [Qt.CheckState.Checked, Qt.CheckState.Unchecked]
    changing._cancel.click()
    assert view._forms.dialog is None


def test_that_the_board_is_filtered_by_typing_and_choosing_with_the_keyboard(view: GoalsView, qtbot: QtBot) -> None:
    qtbot.keyClick(view._table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.filters.search.hasFocus()
    qtbot.keyClicks(view.filters.search, "successor")
    assert [line.goal.text for line in view._model.rows()] == ["A successor"]
    assert sees(view, "1 of 2 shown")
    view.filters.search.setText("nothing")
    assert sees(view, "No goal is left by what is typed and chosen above.")
    assert view.filters.isVisible()
    view.filters.search.clear()
    view.filters._whose.setCurrentIndex(1)
    view.filters._whose.activated.emit(1)
    assert len(view._model.rows()) == 2


def test_that_before_and_since_is_said_of_the_day_that_is_chosen(view: GoalsView) -> None:
    line = view._model.row_at(0)
    day = date(2026, 6, 10)
    first, second = BeforeAfter(day, "the agreement", "B1", "S1", "D1"), BeforeAfter(day, "PDSA 1", "B2", "S2", "D2")
    changed = replace(line, progress=replace(line.progress, comparisons=(first, replace(second, cautions=("C2",)))))
    view.detail.show_line(changed, "")
    assert sees(view, "B1\nS1")
    assert sees(view, "D1")
    assert view.detail.comparison.day.itemText(1) == "At PDSA 1, 10 Jun 2026"
    view.detail.comparison.day.activated.emit(1)
    assert sees(view, "D2")
    assert sees(view, "C2")


def test_that_a_cycle_is_taken_back_with_ctrl_z(view: GoalsView, qtbot: QtBot) -> None:
    view.detail._add.click()
    dialog = view._cycle_dialog
    assert dialog is not None
    dialog._boxes["plan"].setPlainText("Huddle at four")
    dialog._act.button(2).click()
    dialog._boxes["study"].setPlainText("Some days")
    dialog._save.click()
    assert view.detail._next.isVisible()
    view.detail._next.click()
    following = view._cycle_dialog
    assert following is not None
    assert following._boxes["plan"].toPlainText() == "Huddle at four"
    following.reject()
    assert sees(view, "Huddle at four")
    view.activateWindow()
    view._table.setFocus()
    qtbot.waitUntil(view.isActiveWindow)
    qtbot.keyClick(view._table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sees(view, "No cycle yet.")
    assert not view.detail._undo.isVisible()
