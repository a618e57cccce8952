from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdconsole.domain.people import Person, Role, SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.forms import PassphraseEdit
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.governance.extracts import build_page
from cdconsole.ui.screens.governance.extracts.agree_dialog import AgreeDialog
from cdconsole.ui.screens.governance.extracts.form_dialog import ProposalDialog
from cdconsole.ui.screens.governance.extracts.sealed_dialog import SealedDialog
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from cdconsole.vault.sealed_file import open_with
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
Kind = TypeVar("Kind", bound=QWidget)
WORDS = "jigsaw kettle lantern marble nectar"


@pytest.fixture
def deputy(session: Session) -> Person:
    return session.file.vault.keyholders.add_person("Dr D. Deputy", Role.DEPUTY, WORDS, session.kdf)


@pytest.fixture
def page(session: Session, deputy: Person, qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
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
    widget, presenter = build_page(context)
    feed.changed.connect(presenter.changed)
    qtbot.addWidget(widget)
    widget.resize(1118, 640)
    presenter.start()
    widget.show()
    yield widget
    feed.changed.disconnect(presenter.changed)
    presenter.close()


def test_that_two_people_seal_what_one_ticked_and_the_words_are_shown_once(
    page: QWidget, qapp: QApplication, tmp_path: Path
) -> None:
    propose(page)
    table = child(page, RecordTable)
    assert table.model().index(0, 3).data() == "Waits for a second person"
    held = child(page, QPlainTextEdit).toPlainText()
    assert "measures.csv" in held
    assert "discharged_before_midday,1,2026-10" in held
    assert not button(page, "Agree").isVisible()
    assert not button(page, "Seal…").isVisible()

    button(page, "Agree in person…").click()
    dialog = child(page, AgreeDialog)
    child(dialog, PassphraseEdit).line.setText("not the right words at all")
    button(dialog, "Agree and sign").click()
    assert any("not right for Dr D. Deputy" in text for text in texts(dialog))
    child(dialog, PassphraseEdit).line.setText(WORDS)
    button(dialog, "Agree and sign").click()
    assert table.model().index(0, 3).data() == "Agreed by two, not yet sealed"

    button(page, "Seal…").click()
    files = child(page, QFileDialog)
    assert Path(files.selectedFiles()[0]).name == "Sealed extract 2026-11-23.age"
    files.fileSelected.emit(str(tmp_path / "extract.age"))
    files.close()
    shown = child(page, SealedDialog)
    words = child(shown, QLineEdit).text()
    button(shown, "Copy").click()
    assert qapp.clipboard().text() == words
    inside = zipfile.ZipFile(io.BytesIO(open_with((tmp_path / "extract.age").read_bytes(), words)))
    assert set(inside.namelist()) == {"manifest.json", "README.txt", "measures.csv"}
    button(shown, "I have noted it").click()
    assert table.model().index(0, 3).data() == "Sealed"
    assert not button(page, "Withdraw").isVisible()


def test_that_what_is_missing_is_said_beside_its_field(page: QWidget) -> None:
    button(page, "Propose an extract…").click()
    dialog = child(page, ProposalDialog)
    assert not button(dialog, "Propose").isEnabled()
    choose_clinician(dialog)
    button(dialog, "Propose").click()
    assert any(text.startswith("Nothing is ticked.") for text in texts(dialog))
    tick(dialog, "Discharged before midday")
    button(dialog, "Preview").click()
    assert any(text.startswith("The purpose is missing") for text in texts(dialog))
    fill(dialog)
    button(dialog, "Preview").click()
    assert "README.txt" in child(dialog, QPlainTextEdit).toPlainText()
    button(dialog, "Cancel").click()
    assert child(page, RecordTable).model().rowCount() == 0


def test_that_a_proposal_is_changed_with_its_ticks_and_withdrawn(page: QWidget) -> None:
    propose(page)
    button(page, "Change…").click()
    dialog = child(page, ProposalDialog)
    ticked = [box.text() for box in dialog.findChildren(QCheckBox) if box.isChecked()]
    assert ticked == ["Discharged before midday"]
    tick(dialog, "Job plan in force at the end")
    button(dialog, "Propose").click()
    assert "job-plan.csv" in child(page, QPlainTextEdit).toPlainText()
    reason = next(line for line in page.findChildren(QLineEdit) if line.placeholderText() == "Reason, if any")
    reason.setText("Not needed")
    button(page, "Withdraw").click()
    assert child(page, RecordTable).model().index(0, 3).data() == "Withdrawn"
    assert "Withdrawn by Dr B. Director, 23 Nov 2026: Not needed" in texts(page)


def test_that_every_control_has_a_name(page: QWidget) -> None:
    propose(page)
    button(page, "Change…").click()
    kinds: tuple[type[QWidget], ...] = (QComboBox, QLineEdit, RecordTable, QPlainTextEdit, QCheckBox)
    controls = [control for kind in kinds for control in page.findChildren(kind)]
    assert [control for control in controls if not control.accessibleName()] == []
    button(child(page, ProposalDialog), "Cancel").click()


def propose(page: QWidget) -> None:
    button(page, "Propose an extract…").click()
    dialog = child(page, ProposalDialog)
    choose_clinician(dialog)
    tick(dialog, "Discharged before midday")
    fill(dialog)
    button(dialog, "Propose").click()


def choose_clinician(dialog: QWidget) -> None:
    box = next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "About")
    box.setCurrentText("Dr Ann Example")
    box.activated.emit(box.currentIndex())


def tick(dialog: QWidget, words: str) -> None:
    next(box for box in dialog.findChildren(QCheckBox) if box.accessibleName() == words).setChecked(True)


def fill(dialog: QWidget) -> None:
    for name, text in (("For whom", "Prof. E. Outside"), ("Purpose", "Royal College review")):
        next(line for line in dialog.findChildren(QLineEdit) if line.accessibleName() == name).setText(text)


def button(page: QWidget, text: str) -> QPushButton:
    return next(button for button in page.findChildren(QPushButton) if button.text() == text)


def child(page: QWidget, kind: type[Kind]) -> Kind:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return page.findChildren(kind)[-1]


def texts(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def _nowhere(_to: str, /, **_ids: str) -> None:
    raise AssertionError


def _raise(problem: Exception) -> None:
    raise problem
