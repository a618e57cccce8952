from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.people import Role, SessionSummary
from cdconsole.domain.requests import SaveReviewNote, ShowReview
from cdconsole.domain.review import Domain, GoalStatus, NoteKind, Party
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.follow_up.day_edit import DayEdit
from cdconsole.ui.saving.autosave import AT_LATEST_MS, PAUSE_MS
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.reviews import build
from cdconsole.ui.screens.reviews.drafts import AGREED_FACTS, DISCUSSION, RECOGNITION
from cdconsole.ui.screens.reviews.note_editor import NoteEditor
from cdconsole.ui.screens.reviews.state import Step
from cdconsole.ui.screens.reviews.view import ReviewsView
from cdconsole.ui.shell.clipboard import Clipboard
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
MARKUP = "<b>bold</b> & thanks"


class Shown:
    """The screen in a window, answered at once."""

    def __init__(self, session: Session, app: QApplication) -> None:
        self.session = session
        self.told: list[Exception] = []
        self.is_closed = False
        feed = ChangeFeed()
        self.screen = build(
            ScreenContext(
                runner=ImmediateTaskRunner(session, feed.changed.emit),
                feed=feed,
                summary=SessionSummary("", "Gastroenterology", "Gastroenterology", session.person, 2, ""),
                navigate=_nowhere,
                clock=session.clock,
                show_problem=self.told.append,
                clipboard=Clipboard(app.clipboard()),
            )
        )
        assert isinstance(self.screen.widget, ReviewsView)
        self.screen.visit()
        self.view = self.screen.widget
        self.room = self.view.room
        self.view.resize(1166, 700)
        self.view.show()

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            self.screen.close()

    def note(self, kind: NoteKind) -> str:
        combo = self.room.findChild(QComboBox)
        assert combo is not None
        review = answer(self.session, ShowReview(combo.currentData()), Task())
        found = review.note(kind)
        return "" if found is None else found.text

    def button(self, words: str, inside: QWidget | None = None) -> QAbstractButton:
        QTest.qWait(1)
        for each in (inside or self.view).findChildren(QAbstractButton):
            if each.text() == words and each.isVisible():
                return each
        raise LookupError(words)

    def sees(self, words: str) -> bool:
        QTest.qWait(1)  # a layout shows what was added to it a moment later
        return any(words in each.text() and each.isVisible() for each in self.view.findChildren(QLabel))


def _nowhere(_to: str, /, **_ids: str) -> None:
    raise AssertionError("nobody asked to go anywhere")


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
        shown.close()


@pytest.fixture
def shown(open_shown: Callable[[Session], Shown], session: Session) -> Shown:
    return open_shown(session)


@pytest.fixture
def room(shown: Shown) -> Shown:
    shown.screen.visit(clinician="ann", begin="QUARTERLY")
    return shown


def recognition(shown: Shown) -> NoteEditor:
    return shown.room.record.notes[RECOGNITION]


def mark(shown: Shown, party: Party, choice: int, comment: str = "") -> None:
    part = shown.room.record.agreement.marks[party]
    part._choices.button(choice).click()
    part._comment.setPlainText(comment)
    part._enter.click()


def lock(shown: Shown, *answers: str) -> None:
    for words in ("Lock the record", *(answers or ("Yes, lock it",))):
        shown.button(words).click()


def test_that_the_list_offers_to_prepare_and_then_to_open(shown: Shown) -> None:
    shown.button("Prepare review").click()
    assert shown.view.currentWidget() is shown.view.sheet
    assert shown.sees("To prepare: Dr Ann Example")
    shown.button("Start the review").click()
    assert shown.view.currentWidget() is shown.room
    shown.button("All reviews").click()
    assert shown.view.currentWidget() is shown.view.page
    shown.button("Continue review").click()
    assert shown.view.currentWidget() is shown.room
    shown.button("All reviews").click()
    shown.button("Prepare review").click()
    assert shown.button("Continue the review").hasFocus() or not QApplication.focusWidget()
    shown.button("All reviews").click()
    assert shown.view.currentWidget() is shown.view.page


def test_that_the_sheet_says_its_parts_by_domain_and_leads_to_a_thank_you(shown: Shown) -> None:
    shown.button("Prepare review").click()
    for words in ("Recognition to give", "Their own view", *(domain.value for domain in Domain)):
        assert shown.sees(words)
    shown.button("Say thank you…").click()
    assert shown.view._dialog is not None
    shown.view._dialog._text.setPlainText("For the nights")
    shown.view._dialog._thank.click()
    assert shown.sees("For the nights")
    assert shown.session.person.name in "".join(each.text() for each in shown.view.sheet.findChildren(QLabel))


def test_that_a_conversation_is_begun_with_a_topic_and_listed_with_its_kind(shown: Shown) -> None:
    shown.button("Begin a conversation…").click()
    dialog = shown.view._talk
    assert dialog is not None
    dialog._begin.click()
    assert "no topic yet" in dialog._topic.accessibleDescription()
    dialog._topic.setPlainText("The take and the lead role")
    dialog._begin.click()
    assert shown.view._talk is None
    assert shown.sees("Asked for by the clinician: The take and the lead role")
    moves = shown.room.record.agreement._moves
    assert moves.isVisibleTo(shown.room)
    assert not shown.room.record.agreement._next.isVisibleTo(shown.room)
    moves.click()
    assert shown.room.record.agreement._next.isVisibleTo(shown.room)
    shown.button("All reviews").click()
    assert shown.view.page._row is not None
    assert shown.view.page._row.row.conversation == "Asked for, open since 23 Nov 2026"
    shown.button("Open conversation").click()
    assert shown.sees("Asked for by the clinician: The take and the lead role")


def test_that_enter_on_an_unreviewed_clinician_starts_nothing_and_offers_the_button(shown: Shown) -> None:
    table = shown.view.page._table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert shown.view.page._row is not None
    assert shown.view.page._row.row.clinician == "Dr Bob Sample"
    table.row_activated.emit(shown.view.page._row)
    assert shown.view.currentWidget() is shown.view.page
    assert shown.view.page._prepare.accessibleName() == "Prepare review, Dr Bob Sample"


def test_that_a_note_saves_itself_after_a_pause(room: Shown, qtbot: QtBot) -> None:
    QTest.keyClicks(recognition(room).box, "Thank you")
    assert room.note(NoteKind.RECOGNITION) == ""
    qtbot.waitUntil(lambda: room.note(NoteKind.RECOGNITION) == "Thank you", timeout=PAUSE_MS + 500)
    assert room.sees("Saved 10:42") or room.sees("Saved ")


def test_that_somebody_who_types_on_and_on_loses_at_most_two_seconds(room: Shown, qtbot: QtBot) -> None:
    note = recognition(room)
    assert PAUSE_MS <= AT_LATEST_MS < 2000
    with qtbot.waitSignal(note.save_due, timeout=2000):
        note._autosave._pause.setInterval(60_000)  # as if no pause ever came
        QTest.keyClicks(note.box, "Thank you")
    assert room.note(NoteKind.RECOGNITION) == "Thank you"


def test_that_a_note_saves_itself_when_the_focus_goes(room: Shown) -> None:
    QTest.keyClicks(recognition(room).box, "Thank you")
    recognition(room).box.left.emit()
    assert room.note(NoteKind.RECOGNITION) == "Thank you"


def test_that_closing_stores_what_no_timer_has_stored_yet(room: Shown, session: Session) -> None:
    combo = room.room.findChild(QComboBox)
    assert combo is not None
    review = combo.currentData()
    QTest.keyClicks(recognition(room).box, "Thank you")
    room.close()
    found = answer(session, ShowReview(review), Task()).note(NoteKind.RECOGNITION)
    assert found is not None
    assert found.text == "Thank you"


def test_that_the_cursor_stays_while_a_note_is_saved(room: Shown) -> None:
    box = recognition(room).box
    QTest.keyClicks(box, "Thank you")
    cursor = box.textCursor()
    cursor.setPosition(3)
    box.setTextCursor(cursor)
    box.left.emit()
    assert box.textCursor().position() == 3


def test_that_two_texts_are_shown_and_a_choice_asked(room: Shown, session: Session) -> None:
    combo = room.room.findChild(QComboBox)
    assert combo is not None
    request = SaveReviewNote(combo.currentData(), NoteKind.RECOGNITION, None, MARKUP, 0)
    answer(session, request, Task())
    session.take_changes()
    QTest.keyClicks(recognition(room).box, "Mine")
    recognition(room).box.left.emit()
    assert room.sees(MARKUP)
    assert recognition(room).box.toPlainText() == "Mine"
    room.button("Keep both").click()
    assert recognition(room).box.toPlainText() == f"{MARKUP}\n\nMine"
    assert not room.sees("saved another text")


def test_that_every_label_shows_plain_text(room: Shown) -> None:
    labels = room.view.findChildren(QLabel)
    assert labels
    own = [each for each in labels if each.parent() is not None and not each.objectName().startswith("qt_")]
    assert {each.textFormat() for each in own} == {Qt.TextFormat.PlainText}


def test_that_everything_that_takes_the_keyboard_has_a_name(room: Shown) -> None:
    room.button("Add goal").click()
    kinds = (QPlainTextEdit, QLineEdit, QComboBox, DayEdit, QPushButton)
    nameless = [
        type(each).__name__
        for kind in kinds
        for each in room.view.findChildren(kind)
        if each.isVisible()
        and not each.objectName().startswith("qt_")
        and not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert nameless == []


def test_that_left_and_right_turn_the_charts(room: Shown, qtbot: QtBot) -> None:
    qtbot.waitExposed(room.view)
    room.view.activateWindow()
    charts = room.room.charts
    charts.take_focus()
    assert room.sees("1 of 4")
    QTest.keyClick(charts._card.chart, Qt.Key.Key_Right)
    assert room.sees("2 of 4")
    QTest.keyClick(charts._card.chart, Qt.Key.Key_Left)
    assert room.sees("1 of 4")
    assert not charts._before.isEnabled()


def test_that_presenter_mode_leaves_the_chart_and_its_sentence(room: Shown) -> None:
    room.button("Presenter mode").click()
    assert not room.room.past.isVisible()
    assert not room.room.record.isVisible()
    page = room.room.presented
    assert page.chart.isVisible()
    said = page._reading.text()
    assert said == room.room.charts._card._reading.text()
    assert page._n.text().startswith("n ")
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page._place.text() == "2 of 4"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert room.room.past.isVisible()
    QTest.keyClick(room.room, Qt.Key.Key_F11)
    assert not room.room.past.isVisible()
    QTest.keyClick(page, Qt.Key.Key_F11)
    assert room.room.record.isVisible()


@pytest.mark.parametrize("step", list(Step))
def test_that_each_step_brings_its_part_into_sight(room: Shown, step: Step) -> None:
    room.button(step.value, room.room._steps).click()
    marked = [part for part in room.room._steps._parts.values() if part.isChecked()]
    assert [part.text() for part in marked] == [step.value]
    assert marked[0].accessibleDescription() == "The conversation is here"
    shows_the_end = room.room.record.verticalScrollBar().value() > 0
    assert shows_the_end is (step in (Step.DISCUSS, Step.AGREE))


def test_that_writing_says_where_the_conversation_is(room: Shown) -> None:
    room.room.record.notes[DISCUSSION[0]].box.entered.emit()
    assert room.room._steps._parts[Step.DISCUSS].isChecked()
    room.room.past.view.box.entered.emit()
    assert room.room._steps._parts[Step.THEIR_VIEW].isChecked()
    recognition(room).box.entered.emit()
    assert room.room._steps._parts[Step.RECOGNISE].isChecked()
    room.room.record.agreement.entered.emit()
    assert room.room._steps._parts[Step.AGREE].isChecked()


def test_that_prompts_are_there_when_asked_for(room: Shown) -> None:
    assert not room.sees("Relationship:")
    room.button("Prompts").click()
    assert room.sees("Relationship:")


def test_that_the_definition_opens_in_place_of_the_job_plan(room: Shown) -> None:
    charts = room.room.charts
    assert room.sees("Job plan v1")
    charts._card.head.definition.click()
    assert not charts._plan_part.isVisible()
    assert charts._definition.isVisible()
    charts._card.head.definition.click()
    assert charts._plan_part.isVisible()


def add_goal(shown: Shown, text: str = "Half leave before midday") -> None:
    shown.button("Add goal").click()
    form = shown.room.record.form
    form._text.setPlainText(text)
    form._action.setPlainText("Dr Ann names early leavers")
    form._target.setText("12")
    form._save.click()


def test_that_a_goal_is_agreed_in_the_form_and_read_as_a_card(room: Shown) -> None:
    add_goal(room, MARKUP)
    assert not room.room.record.form.isVisible()
    assert room.sees(MARKUP)
    assert room.sees("target 12")
    room.button("Edit").click()
    assert room.room.record.form._text.toPlainText() == MARKUP
    assert "Frozen baseline: " in room.room.record.form._baseline.text()
    room.button("Cancel", room.room.record.form).click()
    assert not room.room.record.form.isVisible()


def test_that_without_a_measure_the_form_asks_why(room: Shown) -> None:
    room.button("Add goal").click()
    form = room.room.record.form
    form._measure.setCurrentIndex(form._measure.count() - 1)
    form._measure.activated.emit(form._measure.count() - 1)
    assert form._reason.isVisible()
    assert not form._target.isVisible()
    form._text.setPlainText("A successor")
    form._action.setPlainText("Share the rota")
    form._save.click()
    assert room.sees("say why none fits")
    form._reason.setPlainText("It is handing over")
    form._save.click()
    assert room.sees("No measure fits: It is handing over")


def test_that_choosing_a_measure_in_the_form_brings_its_chart(room: Shown) -> None:
    room.button("Add goal").click()
    form = room.room.record.form
    form._measure.setCurrentIndex(2)
    form._measure.activated.emit(2)
    assert room.sees("3 of 4")


def test_that_both_marks_open_the_lock_and_a_change_takes_them_back(room: Shown) -> None:
    part = room.room.record.agreement
    assert not part._lock.isEnabled()
    mark(room, Party.DIRECTOR, 0)
    mark(room, Party.CLINICIAN, 1, "If staffed.")
    assert part._lock.isEnabled()
    assert room.sees("“If staffed.”")
    box = room.room.record.notes[AGREED_FACTS].box
    QTest.keyClicks(box, "Moved.")
    box.left.emit()
    assert room.sees("Taken back: Agreed on ")
    assert not part._lock.isEnabled()


def test_that_a_mark_can_be_changed_before_the_lock(room: Shown) -> None:
    mark(room, Party.DIRECTOR, 0)
    room.button("Mark anew").click()
    mark(room, Party.DIRECTOR, 2, "On reflection")
    assert room.sees("Not agreed, ")


def test_that_locking_without_recognition_asks_in_place(room: Shown) -> None:
    mark(room, Party.DIRECTOR, 0)
    mark(room, Party.CLINICIAN, 0)
    room.button("Lock the record").click()
    assert room.sees("No recognition is recorded; lock anyway?")
    room.button("Write it now").click()
    assert not room.sees("No recognition is recorded; lock anyway?")
    assert room.room.record.verticalScrollBar().value() < 20
    room.button("Lock the record").click()
    room.button("Lock without recognition").click()
    assert room.sees("Nobody has set the day of the next review. Is it 23 Feb 2027?")
    room.button("Choose another day").click()
    assert room.room.record.agreement._next.hasFocus() or not QApplication.focusWidget()
    lock(room, "Lock without recognition", "Yes, lock it")
    assert room.sees("Agreed and locked")


def test_that_a_locked_review_is_read_and_takes_addenda(room: Shown) -> None:
    QTest.keyClicks(recognition(room).box, MARKUP)
    add_goal(room)
    for party in Party:
        mark(room, party, 0)
    lock(room)
    assert not recognition(room).box.isVisible()
    assert room.sees(MARKUP)
    assert room.sees("Held 23 Nov 2026. Next review 23 Feb 2027.")
    with pytest.raises(LookupError):
        room.button("Edit")
    room.room.record.agreement.addendum.setPlainText("Pharmacy confirmed.")
    room.button("Add addendum").click()
    assert room.sees("Pharmacy confirmed.")
    assert room.room.record.agreement.addendum.toPlainText() == ""


def test_that_days_are_stored_when_they_were_entered(room: Shown) -> None:
    part = room.room.record.agreement
    part._next.show_day(date(2026, 12, 1))
    part._next.editingFinished.emit()
    assert part._next.day() == date(2026, 12, 1)
    part._next.show_day(date(2026, 11, 1))
    part._next.editingFinished.emit()
    assert room.sees("The next review must be after this one.")


def test_that_goals_from_last_time_stand_on_the_left_and_are_closed_there(
    room: Shown, open_shown: Callable[[Session], Shown], unlock: services.Unlock
) -> None:
    box = room.room.record.notes[AGREED_FACTS].box
    QTest.keyClicks(recognition(room).box, "Thank you")
    QTest.keyClicks(box, "Two clinics moved.")
    add_goal(room)
    for party in Party:
        mark(room, party, 0)
    lock(room)
    later = open_shown(unlock(Role.DIRECTOR, FixedClock(services.CLOCK.at.replace(year=2027))))
    later.screen.visit(clinician="ann", begin="QUARTERLY")
    assert later.sees("Last review 23 Nov 2026")
    assert later.sees("Two clinics moved.")
    assert later.sees("9 months over, 23 Feb 2027")
    later.button("Close goal…").click()
    dialog = later.room._dialog
    assert dialog is not None
    assert not dialog._close.isEnabled()
    dialog._answers.button(1).click()
    dialog._close.click()
    assert "needs words" in dialog._outcome.accessibleDescription()
    dialog._outcome.setPlainText("Turned to weekends.")
    dialog._close.click()
    assert later.room._dialog is None
    assert later.sees(f"{GoalStatus.CHANGED.value}: Turned to weekends.")
    later.button("Reopen").click()
    later.button("Close goal…").click()
    assert later.room._dialog is not None
    later.room._dialog.reject()
    assert later.room._dialog is None


def test_that_an_earlier_review_is_opened_from_the_chooser(
    room: Shown, open_shown: Callable[[Session], Shown], unlock: services.Unlock
) -> None:
    QTest.keyClicks(recognition(room).box, "Thank you")
    for party in Party:
        mark(room, party, 0)
    lock(room)
    later = open_shown(unlock(Role.DIRECTOR, FixedClock(services.CLOCK.at.replace(year=2027))))
    later.screen.visit(clinician="ann", begin="QUARTERLY")
    chooser = later.room._chooser
    assert [chooser.itemText(at) for at in range(chooser.count())] == [
        "In preparation since 23 Nov 2027",
        "Held 23 Nov 2026",
    ]
    chooser.activated.emit(1)
    assert later.sees("Agreed and locked")
    assert later.sees("Thank you")


def test_that_a_locked_review_says_how_its_goals_stood_and_not_how_far_off_their_days_are_now(
    room: Shown, open_shown: Callable[[Session], Shown], unlock: services.Unlock
) -> None:
    QTest.keyClicks(recognition(room).box, "Thank you")
    add_goal(room)
    for party in Party:
        mark(room, party, 0)
    lock(room)
    later = open_shown(unlock(Role.DIRECTOR, FixedClock(services.CLOCK.at.replace(year=2027))))
    later.screen.visit(clinician="ann", begin="QUARTERLY")
    assert later.sees("9 months over, 23 Feb 2027")
    later.room._chooser.activated.emit(1)
    assert later.sees("Open when the record was locked, due 23 Feb 2027")
