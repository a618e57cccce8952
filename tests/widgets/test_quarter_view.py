from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.challenge import ChallengeDraft
from cdconsole.domain.challenge_requests import RaiseChallenge
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section, SessionSummary
from cdconsole.domain.quarter import Cause, InterpretationWords
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import spells
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.form_dialog.dialog import FormDialog
from cdconsole.ui.saving.settle import Settle
from cdconsole.ui.screens import governance
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.governance.quarter.drafts import Draft
from cdconsole.ui.screens.governance.quarter.view import QuarterView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from unit.services import conftest as services
from unit.services.frozen_quarters import (
    ANN,
    BOB,
    Q2,
    Q3,
    SENTENCE,
    WRITTEN,
    add_years,
    freeze,
    reading,
    spell,
    write,
    write_all,
)

department_template, unlock, session = services.department_template, services.unlock, services.session
Open = Callable[..., QuarterView]
MIDDAY = MeasureId.BEFORE_MIDDAY


@pytest.fixture
def went() -> list[tuple[str, dict[str, str]]]:
    return []


@pytest.fixture
def open_quarter(
    session: Session, qapp: QApplication, qtbot: QtBot, went: list[tuple[str, dict[str, str]]]
) -> Iterator[Open]:
    screens: list[Screen] = []
    feed = ChangeFeed()

    def go(to: str, /, **ids: str) -> None:
        went.append((to, ids))

    def show(**ids: str) -> QuarterView:
        context = ScreenContext(
            runner=ImmediateTaskRunner(session, feed.changed.emit),
            feed=feed,
            summary=SessionSummary("", "Gastroenterology", "Gastroenterology", session.person, 2, ""),
            navigate=go,
            clock=session.clock,
            show_problem=_raise,
            clipboard=Clipboard(qapp.clipboard()),
        )
        made = governance.build(context)
        screens.append(made)
        qtbot.addWidget(made.widget)
        made.widget.resize(1166, 700)
        made.widget.show()
        made.visit(page="quarters", **ids)
        [view] = made.widget.findChildren(QuarterView)
        return view

    yield show
    for screen in screens:
        screen.close()


@pytest.fixture
def years(session: Session) -> Session:
    add_years(session)
    return session


def _raise(problem: Exception) -> None:
    raise problem


def press(inside: QWidget, words: str) -> None:
    [found] = [one for one in inside.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    QTest.keyClick(found, Qt.Key.Key_Return)


def said(view: QWidget) -> str:
    return "\n".join(one.text() for one in view.findChildren(QLabel) if one.isVisible())


def box(view: QWidget, name: str) -> TextEdit:
    [found] = [one for one in view.findChildren(TextEdit) if one.accessibleName() == name]
    return found


def rows(view: QuarterView, name: str) -> list[str]:
    [table] = [one for one in view.findChildren(RecordTable) if one.accessibleName() == name]
    model = table.model()
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def form(view: QuarterView) -> FormDialog:
    [found] = [one for one in view.findChildren(FormDialog) if one.isVisible()]
    return found


def test_that_a_quarter_is_frozen_from_the_page(years: Session, open_quarter: Open) -> None:
    view = open_quarter()
    assert "This quarter is not frozen yet" in said(view)
    assert rows(view, "Clinicians and the team") == ["not frozen", "not frozen"]
    press(view, "Freeze this quarter")
    assert "Jul-Sep 2026 is frozen." in said(view)
    assert rows(view, "Clinicians and the team") == ["not interpreted"] * 3
    assert "Dr Ann Example" in said(view)


def test_that_freezing_again_asks_why(years: Session, open_quarter: Open) -> None:
    freeze(years)
    view = open_quarter()
    press(view, "Freeze again…")
    press(form(view), "Freeze again")
    assert "Why it is frozen again is kept with it" in said(form(view))
    QTest.keyClicks(form(view).findChild(TextEdit, "reason"), "A late file")
    press(form(view), "Freeze again")
    assert "Version 2: A late file" in said(view)
    [versions] = [one for one in view.findChildren(QComboBox) if one.accessibleName().startswith("Version")]
    versions.setCurrentIndex(1)
    versions.activated.emit(1)
    assert "Version 2" not in said(view)


def test_that_what_is_typed_and_ticked_is_stored_after_a_pause(years: Session, open_quarter: Open) -> None:
    frozen = freeze(years)
    view = open_quarter(whose=ANN, measure=MIDDAY)
    assert "A release waits for: case mix" in said(view)
    for tick in view.pane.editor.findChildren(QCheckBox):
        QTest.keyClick(tick, Qt.Key.Key_Space)
    QTest.keyClicks(box(view, "Note on case mix"), "As ever")
    conclusion = box(view, "What you make of it")
    QTest.keyClicks(conclusion, "It shows.")
    view.pane.editor.save_due.emit()
    view.pane.editor.stop_waiting()
    shown = next(one for one in reading(years, frozen).measures if one.measure == MIDDAY)
    assert shown.missing == ()
    assert shown.interpretation is not None
    assert shown.interpretation.words.causes[0].note == "As ever"
    assert "Dr B. Director's interpretation, saved" in said(view)


def test_that_saving_never_moves_the_caret(years: Session, open_quarter: Open) -> None:
    freeze(years)
    view = open_quarter()
    conclusion = box(view, "What you make of it")
    QTest.keyClicks(conclusion, "one three")
    cursor = conclusion.textCursor()
    cursor.setPosition(4)
    conclusion.setTextCursor(cursor)
    view.pane.editor.save_due.emit()
    assert conclusion.textCursor().position() == 4
    QTest.keyClicks(conclusion, "two ")
    assert conclusion.toPlainText() == "one two three"
    view.pane.editor.save_due.emit()
    view.pane.editor.stop_waiting()


def test_that_words_typed_are_stored_when_another_chart_or_person_is_looked_at(
    years: Session, open_quarter: Open
) -> None:
    frozen = freeze(years)
    view = open_quarter(whose=ANN, measure=MIDDAY)
    view.activateWindow()
    assert QTest.qWaitForWindowActive(view.window())
    conclusion = box(view, "What you make of it")
    conclusion.setFocus()
    QTest.keyClicks(conclusion, "Half a thought")
    QTest.keyClick(conclusion, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    shown = next(one for one in reading(years, frozen).measures if one.measure == MIDDAY)
    assert shown.interpretation is not None
    assert shown.interpretation.words == InterpretationWords("Half a thought")
    QTest.keyClick(conclusion, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert conclusion.toPlainText() == "Half a thought"
    QTest.keyClick(conclusion, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "Dr Bob Sample" in said(view)
    assert conclusion.toPlainText() == ""
    QTest.keyClick(conclusion, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert "Dr Ann Example" in said(view)


def test_that_the_prepared_sentence_is_stored_only_when_it_is_taken(years: Session, open_quarter: Open) -> None:
    frozen = freeze(years)
    view = open_quarter(whose=BOB)
    assert not any(tick.isVisible() for tick in view.pane.editor.findChildren(QCheckBox))
    assert reading(years, frozen, BOB).measures[-1].interpretation is None
    press(view, "Use “Nothing special: common-cause variation on every chart.”")
    kept = reading(years, frozen, BOB).measures[-1].interpretation
    assert kept is not None
    assert kept.words.conclusion.startswith("Nothing special")
    assert rows(view, "Clinicians and the team")[1] == "interpreted, not released"


def test_that_a_release_names_what_is_missing_and_is_recorded_once_it_is_written(
    years: Session, open_quarter: Open
) -> None:
    frozen = freeze(years)
    view = open_quarter(whose=ANN)
    press(view, "Release…")
    assert "Still to be written: " in said(form(view))
    mode = form(view).findChild(QComboBox, "mode")
    mode.setCurrentIndex(mode.findData("IN_PERSON"))
    press(form(view), "Record")
    assert "is not interpreted yet" in said(form(view))
    press(form(view), "Cancel")
    write_all(years, frozen, ANN)
    press(view, "Release…")
    mode = form(view).findChild(QComboBox, "mode")
    mode.setCurrentIndex(mode.findData("IN_PERSON"))
    press(form(view), "Record")
    assert "Dr Ann Example: released 23 Nov 2026 in person." in said(view)
    assert rows(view, "Clinicians and the team")[0] == "released 23 Nov 2026"


def test_that_a_release_in_the_pack_leads_to_the_packs(
    years: Session, open_quarter: Open, went: list[tuple[str, dict[str, str]]]
) -> None:
    frozen = freeze(years)
    write_all(years, frozen, BOB)
    view = open_quarter(whose=BOB)
    press(view, "Release…")
    mode = form(view).findChild(QComboBox, "mode")
    mode.setCurrentIndex(mode.findData("PACK"))
    press(form(view), "Record")
    assert went == [("governance", {"page": "packs", "clinician": BOB})]


def test_that_the_quarter_before_stands_beside(years: Session, open_quarter: Open) -> None:
    freeze(years, Q2)
    freeze(years, Q3)
    view = open_quarter(part="comparison")
    assert rows(view, "Two quarters side by side")
    [tabs] = [one for one in view.findChildren(QTabBar) if one.accessibleName().startswith("Interpretation or")]
    assert tabs.currentIndex() == 1
    tabs.setCurrentIndex(0)
    assert view.pane.isVisible()
    [quarter] = [one for one in view.findChildren(QComboBox) if one.accessibleName() == "Quarter"]
    quarter.activated.emit(1)
    tabs.setCurrentIndex(1)
    assert "No earlier quarter was frozen" in said(view)


def test_that_a_challenge_raised_later_marks_the_page(years: Session, open_quarter: Open) -> None:
    freeze(years)
    view = open_quarter()
    draft = ChallengeDraft(ANN, MIDDAY, Q3.period.first, Q3.period.first, "Not mine", "", "")
    answer(years, RaiseChallenge(draft), Task())
    view.top.quarter_chosen.emit(Quarter(2026, 2))
    view.top.quarter_chosen.emit(Q3)
    assert rows(view, "Clinicians and the team")[0] == "disputed; not interpreted"


def test_that_two_peoples_words_are_asked_about_and_none_is_lost(years: Session, open_quarter: Open) -> None:
    frozen = freeze(years)
    view = open_quarter(whose=ANN, measure=MIDDAY)
    QTest.keyClicks(box(view, "What you make of it"), "Mine")
    write(years, frozen, ANN, MIDDAY, WRITTEN)
    view.pane.editor.save_due.emit()
    view.pane.editor.stop_waiting()
    assert "saved another text meanwhile" in said(view)
    assert WRITTEN.conclusion in said(view)
    press(view, Settle.MINE.value)
    shown = next(one for one in reading(years, frozen).measures if one.measure == MIDDAY)
    assert shown.interpretation is not None
    assert shown.interpretation.words.conclusion == "Mine"


def test_that_figures_that_changed_are_confirmed_by_a_person(years: Session, open_quarter: Open) -> None:
    first = freeze(years)
    write_all(years, first, ANN)
    with years.unit_of_work(Section.RECORDS) as work:
        spells.add_spells(work, [spell("one more", ANN, Q3.period.last, 3, is_morning=True)])
        work.commit()
    second = freeze(years, reason="One more record")
    view = open_quarter(whose=ANN)
    assert "the figures changed since it was written" in said(view)
    outdated = sum(one.is_outdated for one in reading(years, second).measures)
    press(view, "It still holds for these figures")
    assert sum(one.is_outdated for one in reading(years, second).measures) < outdated


def test_that_a_department_without_a_whole_quarter_says_so(
    open_quarter: Open,
) -> None:
    view = open_quarter(quarter="2019Q1")
    assert "Nothing is known of Jan-Mar 2019" in said(view)


def test_that_every_control_has_an_accessible_name(years: Session, open_quarter: Open) -> None:
    freeze(years)
    view = open_quarter()
    for kind in (TextEdit, QComboBox, RecordTable, QTabBar):
        assert all(one.accessibleName() for one in view.findChildren(kind))
    names = {one.accessibleName() for one in view.findChildren(QCheckBox)}
    assert names == {f"{cause.value} considered" for cause in Cause}


def test_that_a_draft_keeps_what_was_typed_while_words_were_on_their_way() -> None:
    draft = Draft(("f", None, None)).typed(SENTENCE).sent()
    typed = draft.typed(InterpretationWords("More"))
    assert typed.is_unsaved
    assert typed.refused("No room").problem == "No room"
    assert not Draft(("f", None, None)).typed(SENTENCE).settled(Settle.THEIRS).theirs
    assert "More" not in repr(typed)


def test_that_closing_the_screen_stores_what_stands_in_the_boxes(years: Session, open_quarter: Open) -> None:
    frozen = freeze(years)
    view = open_quarter(whose=BOB)
    QTest.keyClicks(box(view, "What you make of it"), "Last words")
    view.pane.editor.stop_waiting()
    view.moved_person.emit(-1)
    found = reading(years, frozen, BOB).measures[-1].interpretation
    assert found is not None
    assert found.words.conclusion == "Last words"
