"""The real window over the real worker: from an empty computer to an open department, and back to the lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.errors import Cancelled
from cdconsole.ui.screens import people
from cdconsole.ui.screens.people.access.introducing_dialog import IntroducingDialog
from cdconsole.ui.screens.people.access.state import Action
from cdconsole.ui.screens.people.access.view import AccessView
from cdconsole.ui.shell.create.view import CreatePage
from cdconsole.ui.shell.settings import Settings
from cdconsole.ui.shell.setup import Demonstration, WindowSetup
from cdconsole.ui.shell.shell import Shell
from cdconsole.ui.start import Opening
from cdconsole.ui.theme.theme import Theme
from cdconsole.ui.worker_link import WorkerEntry
from journeys.conftest import PASSPHRASE

SCREENS = dict.fromkeys(("department", "ward", "people"), people.build)


class Sitting:
    """A person in front of the window."""

    def __init__(self, qtbot: QtBot, opening: Opening) -> None:
        self.qtbot, self.opening, self.window = qtbot, opening, opening.window
        opening.show()
        self.until(lambda: opening.shell is not None)

    def until(self, condition: object) -> None:
        assert callable(condition)
        self.qtbot.waitUntil(condition, timeout=20_000)

    @property
    def shell(self) -> Shell:
        assert self.opening.shell is not None
        return self.opening.shell

    @property
    def is_in(self) -> bool:
        return self.shell._workspace is not None

    def create(self, parent: Path) -> None:
        self.window.entrance.welcome._new.click()
        page = self.window.findChild(CreatePage)
        assert page is not None
        self.until(lambda: page._own.passphrase.text().count(" ") == 4)
        page._department.setText("Gastroenterology")
        page._specialty.setText("Gastroenterology")
        page._director.setText("Dr B. Director")
        page._parent.setText(str(parent))
        page._own.passphrase.line.setText(PASSPHRASE)
        page._own.again.line.setText(PASSPHRASE)
        page._create.click()
        self.until(lambda: self.is_in)

    def unlock(self, words: str) -> None:
        page = self.window.entrance.unlock
        self.until(lambda: page._unlock.isEnabled() and "saved" in page._facts.text())
        page._passphrase.line.clear()
        QTest.keyClicks(page._passphrase.line, words)
        page._unlock.click()


@pytest.fixture
def setup(entry: WorkerEntry, own_home: Path) -> WindowSetup:
    demonstration = Demonstration(("false",), own_home / "demo.cdv", own_home / "demo.txt")
    return WindowSetup(lambda: entry, lambda: SCREENS, SystemClock(), own_home / "config", demonstration=demonstration)


@pytest.fixture
def sitting(qtbot: QtBot, qapp: QApplication, setup: WindowSetup) -> Iterator[Sitting]:
    opening = Opening(qapp, setup)
    sitting = Sitting(qtbot, opening)
    yield sitting
    opening.window.close()
    opening.close()
    opening.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_that_a_new_department_opens_locks_and_opens_again(sitting: Sitting, tmp_path: Path) -> None:
    sitting.create(tmp_path)
    sitting.until(lambda: sitting.window.findChild(AccessView) is not None)
    view = sitting.window.findChild(AccessView)
    assert view is not None
    sitting.until(lambda: view._model.rowCount() == 1)
    assert "unlocked as Dr B. Director" in sitting.window._status.text()
    view._table.copy()
    deleted: list[object] = []
    view.destroyed.connect(lambda: deleted.append("gone"))

    menu_entry(sitting, "&Lock").trigger()
    assert not sitting.is_in
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert deleted, "lock must empty every screen"
    assert QGuiApplication.clipboard().text() == ""
    assert sitting.window.entrance.unlock._title.text() == "Gastroenterology"

    sitting.unlock("not the words")
    sitting.until(lambda: "Caps Lock" in sitting.window.entrance.unlock._passphrase_field._below.text())
    sitting.unlock(PASSPHRASE)
    sitting.until(lambda: sitting.is_in)
    assert sitting.window.entrance.unlock._passphrase.text() == ""


def test_that_adding_somebody_shows_their_code_until_the_dialog_is_closed(sitting: Sitting, tmp_path: Path) -> None:
    sitting.create(tmp_path)
    sitting.until(lambda: sitting.window.findChild(AccessView) is not None)
    view = sitting.window.findChild(AccessView)
    assert view is not None
    sitting.until(lambda: view._model.rowCount() == 1)
    view._buttons[Action.ADD].click()
    dialog = view._dialog
    assert isinstance(dialog, IntroducingDialog)
    dialog._name.setText("Ms C. Administrator")
    dialog.agree.click()
    dialog.reject()
    assert view._dialog is dialog, "a code on its way would be lost"
    sitting.until(lambda: dialog._code.text() != "" and view._model.rowCount() == 2)
    dialog.reject()
    assert view._dialog is None
    assert dialog._code.text() == ""


def test_that_the_window_comes_back_as_it_was(sitting: Sitting, tmp_path: Path, setup: WindowSetup) -> None:
    sitting.create(tmp_path)
    sitting.window.activateWindow()
    sitting.qtbot.waitUntil(sitting.window.isActiveWindow)
    QTest.keyClick(sitting.window.windowHandle(), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    sitting.until(lambda: sitting.opening.settings.last_screen == "ward")
    menu_entry(sitting, "Dark").trigger()
    menu_entry(sitting, "&Larger text").trigger()
    sitting.window.resize(1_111, 700)
    sitting.window.close()
    sitting.opening.close()
    remembered = Settings(setup.config_home)
    assert remembered.last_screen == "ward"
    assert remembered.theme is Theme.DARK
    assert remembered.text_size == 110
    assert not remembered.geometry.isEmpty()
    assert [one.department for one in remembered.recent_that_exist()] == ["Gastroenterology"]
    assert remembered.recent()[0].person == "Dr B. Director"
    menu_entry(sitting, "Light").trigger()
    menu_entry(sitting, "&Normal text").trigger()


def test_that_a_worker_that_dies_leads_back_to_the_lock_with_a_reason(sitting: Sitting, tmp_path: Path) -> None:
    sitting.create(tmp_path)
    link = sitting.shell.runner._link
    assert link is not None
    link._process.kill()
    sitting.until(lambda: not sitting.is_in)
    assert "stopped" in sitting.window.entrance.unlock._notice.text()
    sitting.unlock(PASSPHRASE)
    sitting.until(lambda: sitting.is_in)


def test_that_idle_time_locks_and_says_so(sitting: Sitting, tmp_path: Path) -> None:
    sitting.create(tmp_path)
    sitting.shell.idle.expired.emit()
    assert not sitting.is_in
    assert sitting.window.entrance.unlock._notice.text() == "Locked after 5 minutes without use."


def test_that_a_fault_is_reported_once_without_values_and_a_cancel_never(sitting: Sitting) -> None:
    problems = sitting.shell.problems
    problems.show(Cancelled())
    assert problems._crash is None
    problems.show(KeyError("9434765919"))
    first = problems._crash
    problems.show(KeyError("again"))
    assert first is not None
    assert problems._crash is first
    text = first.findChild(QPlainTextEdit).toPlainText()
    assert "KeyError" in text
    assert "9434765919" not in text
    first._copy()
    assert QGuiApplication.clipboard().text() == text
    first.accept()
    assert problems._crash is None


def test_that_a_demonstration_that_cannot_be_made_says_so(sitting: Sitting) -> None:
    welcome = sitting.window.entrance.welcome
    welcome._demonstration.click()
    sitting.until(lambda: "could not be made" in welcome._problem.text())
    assert welcome._demonstration.isEnabled()


def test_that_the_guide_opens_its_first_page(sitting: Sitting) -> None:
    sitting.opening._show_guide()
    assert "cdconsole" in sitting.opening._help._browser.toPlainText()
    sitting.opening._help.close()


def menu_entry(sitting: Sitting, text: str) -> QAction:
    return next(action for action in sitting.window.findChildren(QAction) if action.text() == text)
