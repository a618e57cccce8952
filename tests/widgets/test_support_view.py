"""Recognise & support, as a person uses it: thank, look for, support in words, learn, read guidance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.framework import Charter, SigningParty
from cdconsole.domain.framework_requests import SignCharter
from cdconsole.domain.guidance import Guidance
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.lesson_requests import ListLessons, SaveLesson
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role, SessionSummary
from cdconsole.domain.rectification import RectifiedRecord
from cdconsole.domain.rectification_requests import AskRectification
from cdconsole.domain.requests import Request, SaveCharter, SaveRecognition
from cdconsole.domain.review import Recognition
from cdconsole.domain.support import STOP_LINE, WHOM_TO_CALL, Rung, SupportStep
from cdconsole.domain.support_requests import SaveSupportStep
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Running, Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.form_dialog.dialog import FormDialog
from cdconsole.ui.guidance_link import GuidanceDialog, GuidanceLink
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.support import build
from cdconsole.ui.screens.support.guidance.view import GuidanceView
from cdconsole.ui.screens.support.learning.view import LearningView
from cdconsole.ui.screens.support.recognition.columns import words_of
from cdconsole.ui.screens.support.recognition.state import Since
from cdconsole.ui.screens.support.recognition.view import RecognitionView
from cdconsole.ui.screens.support.steps.view import StepsView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.shell.places import places_for
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
LESSON = Lesson("", "Board rounds", "A bed stood empty.", "Ask pharmacy first.", "A list.", MeasureId.BEFORE_MIDDAY)


class Refused:
    """A request that was refused at once."""

    def cancel(self) -> None:
        """There is nothing left to cancel."""


class SometimesUnreadable(ImmediateTaskRunner):
    """Answers at once, and refuses what it is told to."""

    refused: type[Request[Any]] | None = None

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        if self.refused is not None and isinstance(request, self.refused):
            listeners.failed(UserFacingError("The file is in use."))
            return Refused()
        return super().run(request, listeners)


def _nowhere(_to: str, /, **_ids: str) -> None:
    raise AssertionError("nobody asked to go anywhere")


def _raise(problem: Exception) -> None:
    raise problem


class Shown:
    """The screen in a window, answered at once."""

    def __init__(self, session: Session, app: QApplication) -> None:
        self.app, self.session, self.practised = app, session, 0
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
                practise=self._practise,
            )
        )
        self.view = self.screen.widget
        self.view.resize(1166, 720)
        self.view.show()

    def visit(self, page: str, **ids: str) -> None:
        self.screen.visit(page=page, **ids)

    def part(self, kind: type[QWidget]) -> Any:
        return self.view.findChild(kind)

    def sees(self, words: str) -> bool:
        QTest.qWait(1)  # a layout shows what was added to it a moment later
        return any(words in each.text() and each.isVisible() for each in self.view.findChildren(QLabel))

    def ask(self, request: Request[Any]) -> Any:
        return answer(self.session, request, Task())

    def _practise(self) -> None:
        self.practised += 1


def fill(dialog: FormDialog, **values: str) -> None:
    """Type into the form's fields, by their names, and enter it."""
    for name, value in values.items():
        editor = dialog.findChild(QWidget, name)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(value)
        else:
            assert isinstance(editor, QPlainTextEdit)
            editor.setPlainText(value)
    dialog._save.click()


@pytest.fixture
def open_shown(qapp: QApplication, qtbot: QtBot, session: Session) -> Iterator[Callable[[], Shown]]:
    made: list[Shown] = []

    def show() -> Shown:
        shown = Shown(session, qapp)
        qtbot.addWidget(shown.view)
        made.append(shown)
        return shown

    yield show
    for shown in made:
        shown.screen.close()


@pytest.fixture
def shown(open_shown: Callable[[], Shown]) -> Shown:
    return open_shown()


def thank(session: Session, clinician: ClinicianId, text: str) -> Recognition:
    return answer(session, SaveRecognition(clinician, text), Task())


# --- who sees it -----------------------------------------------------------------------------------------------------


def test_that_the_screen_stands_between_goals_and_ward_list_and_not_before_an_administrator() -> None:
    names = [place.name for place in places_for(Role.DIRECTOR)]
    assert names[names.index("goals") : names.index("ward") + 1] == ["goals", "support", "ward"]
    assert "support" not in [place.name for place in places_for(Role.ADMINISTRATOR)]


# --- recognition -----------------------------------------------------------------------------------------------------


def test_that_a_thank_you_with_a_measure_stands_in_the_log_with_its_words(shown: Shown) -> None:
    shown.visit("recognition")
    assert shown.sees("No thank-yous yet.")
    page = shown.part(RecognitionView)
    page._thank.click()
    dialog = page._dialog
    assert dialog is not None
    dialog._text.setPlainText("For the board round")
    dialog._measure.setCurrentIndex(dialog._measure.findData(str(MeasureId.BEFORE_MIDDAY)))
    dialog._thank.click()
    assert page._dialog is None
    [given] = page._model.rows()
    assert given.measured.startswith("Discharged before midday")
    assert shown.sees(given.measured)
    assert shown.sees("Dr Ann Example, 23 Nov 2026, by Dr B. Director")


def test_that_without_words_the_field_says_so_and_leaving_keeps_nothing(shown: Shown) -> None:
    shown.visit("recognition")
    page = shown.part(RecognitionView)
    page._thank.click()
    page._dialog._thank.click()
    assert page._dialog._text.accessibleDescription() == "A thank-you needs words. Say what for."
    QTest.keyClick(page._dialog, Qt.Key.Key_Escape)
    assert page._dialog is None
    assert page._model.rows() == ()


def test_that_the_log_is_found_in_as_one_types_and_chooses(session: Session, shown: Shown) -> None:
    thank(session, ANN, "For the night of the storm")
    thank(session, BOB, "For teaching")
    shown.visit("recognition")
    page = shown.part(RecognitionView)
    assert shown.sees("2 thank-yous")
    QTest.keyClicks(page._filters._words, "storm NIGHT")
    assert [one.clinician_id for one in page._model.rows()] == [ANN]
    assert shown.sees("1 of 2 thank-yous")
    page._filters._words.selectAll()
    QTest.keyClicks(page._filters._words, "nothing of this")
    assert shown.sees("No thank-you is found with this.")
    shown.visit("recognition", clinician=BOB)
    assert [one.clinician_id for one in page._model.rows()] == [BOB]
    assert page._filters._whom.currentText() == "Dr Bob Sample"
    page._filters._since.setCurrentIndex(page._filters._since.findData(Since.QUARTER))
    page._filters._since.activated.emit(1)
    assert len(page._model.rows()) == 1


def test_that_what_is_found_is_written_as_csv(session: Session, shown: Shown, tmp_path: Path) -> None:
    thank(session, ANN, "For the night")
    thank(session, BOB, "For teaching")
    shown.visit("recognition")
    page = shown.part(RecognitionView)
    QTest.keyClicks(page._filters._words, "teaching")
    page._csv.click()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "thanks.csv"))
    dialog.close()
    assert shown.sees("1 thank-you written to thanks.csv; the export log has it.")
    assert "night" not in (tmp_path / "thanks.csv").read_text(encoding="utf-8")


def test_that_a_correction_stands_in_the_log_and_is_found(session: Session, shown: Shown) -> None:
    thank(session, BOB, "For teaching")
    given = thank(session, ANN, "For June")
    asked = AskRectification(RectifiedRecord.recognition(given.id), "For July", "It was July.", "Dr Ann Example")
    answer(session, asked, Task())
    shown.visit("recognition")
    page = shown.part(RecognitionView)
    QTest.keyClicks(page._filters._words, "july")
    [line] = page._model.rows()
    assert words_of(line).startswith("For June ")
    assert "For July" in words_of(line)
    assert shown.sees("For July")


def test_that_the_card_of_the_one_that_is_looked_at_is_saved_as_pdf(
    session: Session, shown: Shown, tmp_path: Path
) -> None:
    thank(session, ANN, "For the night")
    shown.visit("recognition")
    page = shown.part(RecognitionView)
    page.print_buttons.save_requested.emit()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "card.pdf"))
    dialog.close()
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF-")
    assert shown.sees("Saved as card.pdf; the export log has it.")


# --- support ---------------------------------------------------------------------------------------------------------


def step(shown: Shown, **values: str) -> Any:
    page = shown.part(StepsView)
    page._record.click()
    fill(page._forms.dialog, **values)
    return page


def test_that_a_step_is_kept_in_words_beside_the_signed_definition_of_a_concern(session: Session, shown: Shown) -> None:
    answer(session, SaveCharter(Charter("Aims", "Sponsor", "Something seen twice")), Task())
    answer(session, SignCharter(1, SigningParty.DIRECTOR, "Dr B. Director", session.clock.today()), Task())
    shown.visit("support")
    assert shown.sees("No support is recorded.")
    assert shown.sees("does not wait for any rung")
    page = step(shown, clinician="bob", basis="Letters waited since 3 Nov 2026", agreed_support="A half day of help")
    assert page._forms.dialog is None
    assert [line.newest.clinician for line in page._model.rows()] == ["Dr Bob Sample"]
    for words in (
        *("Rung 1: Informal conversation", "Basis: Letters waited since 3 Nov 2026", "Something seen twice"),
        *("From the charter. Signed: Dr B. Director", "Not yet clear: fewer than 5"),
    ):
        assert shown.sees(words)
    assert not shown.sees(STOP_LINE)
    step(shown, clinician="ann", basis="Two handovers were missed", agreed_support="A fixed time")
    assert not shown.sees("Basis: Letters waited")
    shown.visit("support", clinician=BOB)
    assert shown.sees("Basis: Letters waited")


def test_that_a_figure_is_refused_at_its_field_and_what_was_typed_stays(shown: Shown) -> None:
    shown.visit("support")
    page = step(shown, basis="Stays are 40% longer", agreed_support="Time")
    dialog = page._forms.dialog
    assert "Word 3 is a figure" in dialog.findChild(QWidget, "basis").accessibleDescription()
    assert dialog.findChild(QWidget, "agreed_support").toPlainText() == "Time"
    fill(dialog, basis="Stays seem longer to the ward sister")
    assert page._forms.dialog is None
    assert len(page._model.rows()) == 1


def test_that_the_record_stops_at_the_formal_process_and_steps_down_again(shown: Shown) -> None:
    shown.visit("support")
    page = step(shown, clinician="ann", rung="FORMAL", basis="A letter was sent")
    assert "Nothing of a formal process" in page._forms.dialog.findChild(QWidget, "basis").accessibleDescription()
    fill(page._forms.dialog, basis="")
    assert shown.sees(STOP_LINE)
    assert all(shown.sees(who) for who, _what in WHOM_TO_CALL)
    step(shown, clinician="ann", rung="GUIDED", basis="It is over", agreed_support="A plan")
    assert not shown.sees(STOP_LINE)
    step(shown, clinician="ann", rung="END", basis="All is well")
    assert [one.newest.title for one in page._model.rows()] == ["Support ended"]
    assert shown.sees("Rung 4: Formal process")


def test_that_another_clinicians_steps_are_shown_when_their_line_is_chosen(session: Session, shown: Shown) -> None:
    for clinician, basis in ((ANN, "First"), (BOB, "Second")):
        given = SupportStep("", clinician, "", Rung.AWARENESS, basis, None, "Time", date(2027, 1, 1))
        answer(session, SaveSupportStep(given), Task())
    shown.visit("support")
    page = shown.part(StepsView)
    assert shown.sees("Basis: First")
    QTest.keyClick(page._table, Qt.Key.Key_Down)
    assert shown.sees("Basis: Second")
    assert not shown.sees("Basis: First")


def test_that_a_record_that_can_not_be_read_says_so(shown: Shown) -> None:
    from cdconsole.domain.support_requests import ShowSupport

    shown.runner.refused = ShowSupport
    shown.visit("support")
    assert shown.sees("The file is in use.")
    assert not shown.part(StepsView)._record.isEnabled()


# --- learning log ----------------------------------------------------------------------------------------------------


def test_that_a_lesson_is_written_changed_retired_and_used_again(shown: Shown) -> None:
    shown.visit("learning")
    assert shown.sees("No lesson yet.")
    page = shown.part(LearningView)
    page._write.click()
    fill(page._forms.dialog, title="Board rounds", happened="Dr Sample waited", learned="Ask", changed="A list")
    assert "at word 1" in page._forms.dialog.findChild(QWidget, "happened").accessibleDescription()
    fill(page._forms.dialog, happened="A bed stood empty", work_stream="Gastroenterology")
    assert shown.sees("A bed stood empty")
    assert shown.sees("Gastroenterology  ·  23 Nov 2026, Dr B. Director")
    page._detail._change.click()
    fill(page._forms.dialog, learned="Ask pharmacy")
    assert shown.sees("version 2")
    page._detail._retire.click()
    fill(page._forms.dialog, reason="Everybody knows")
    assert page._model.rows() == ()
    page._retired.click()
    assert shown.sees("Retired: Everybody knows")
    page._detail._change.click()
    fill(page._forms.dialog)
    assert not shown.sees("Retired: Everybody knows")
    [now] = shown.ask(ListLessons())
    assert (now.version, now.is_retired) == (4, False)


def test_that_the_log_is_found_in_and_goes_out(session: Session, shown: Shown, tmp_path: Path) -> None:
    answer(session, SaveLesson(LESSON), Task())
    answer(session, SaveLesson(replace(LESSON, title="Letters", measure=None)), Task())
    shown.visit("learning")
    page = shown.part(LearningView)
    QTest.keyClicks(page._find, "midday rounds")
    assert [line.lesson.title for line in page._model.rows()] == ["Board rounds"]
    page._csv.click()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "log.csv"))
    dialog.close()
    dialog.deleteLater()
    assert shown.sees("1 lesson written to log.csv; the export log has it.")
    assert "Letters" not in (tmp_path / "log.csv").read_text(encoding="utf-8")
    page._find.selectAll()
    QTest.keyClicks(page._find, "nowhere")
    assert shown.sees("No lesson is found with this.")


def test_that_a_lesson_that_is_named_is_shown(session: Session, shown: Shown) -> None:
    first = answer(session, SaveLesson(LESSON), Task())
    answer(session, SaveLesson(replace(LESSON, title="Letters")), Task())
    shown.visit("learning", lesson=first.id)
    assert shown.part(LearningView)._detail._title.text() == "Board rounds"


# --- guidance --------------------------------------------------------------------------------------------------------


def test_that_cards_are_read_printed_and_lead_to_the_demonstration(shown: Shown, tmp_path: Path) -> None:
    shown.visit("guidance", card="SMALL_NUMBERS")
    page = shown.part(GuidanceView)
    assert page._text.toPlainText().startswith("Small numbers")
    page._list.setFocus()
    QTest.keyClick(page._list, Qt.Key.Key_Down)
    assert page._text.toPlainText().startswith(Guidance.PREPARING.card.title)
    page.print_buttons.save_requested.emit()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "card.pdf"))
    dialog.close()
    assert (tmp_path / "card.pdf").exists()
    page._practise.click()
    assert shown.practised == 1


def test_that_a_link_opens_its_card_once_and_it_closes_by_esc(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    link = GuidanceLink(Guidance.CHALLENGE)
    link.setParent(window)
    window.show()
    assert link.accessibleName() == "Guidance: Responding to a challenge"
    link.click()
    link.click()
    [dialog] = window.findChildren(GuidanceDialog)
    assert not dialog.isModal()
    assert "Decide in plain words" in dialog._text.toPlainText()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert link._dialog is None
