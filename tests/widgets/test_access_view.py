"""The page Access as a person meets it, over a real department."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.people import Role
from cdconsole.domain.requests import ShowSession
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens import people
from cdconsole.ui.screens.context import BuiltScreen, ScreenContext
from cdconsole.ui.screens.people.access.dialog import AccessDialog
from cdconsole.ui.screens.people.access.recovery_key import RecoverySheet
from cdconsole.ui.screens.people.access.recovery_paper import save_sheet, sheet_as_pdf
from cdconsole.ui.screens.people.access.view import AccessView
from cdconsole.ui.shell.clipboard import Clipboard
from unit.services.conftest import CLOCK, PASSPHRASES, Unlock, department_template, unlock  # noqa: F401

SHEET = RecoverySheet("Gastroenterology", "Dr B. Director", "5 Jan 2026", "8H3K-9QWE-4RT6-YUP2-ASDF-GH5J-KZXC-VBNM-7")


@dataclass
class Sitting:
    """Somebody in front of the screen."""

    screen: BuiltScreen
    left: list[str] = field(default_factory=list)

    @property
    def view(self) -> AccessView:
        return self.screen.widget.findChild(AccessView)

    @property
    def dialog(self) -> AccessDialog:
        assert self.view._dialog is not None
        return self.view._dialog

    def press(self, text: str) -> None:
        shown = [one for one in self.screen.widget.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
        next(one for one in shown if one.text() == text).click()

    def fill(self, name: str, text: str) -> None:
        line = self.dialog.findChild(QLineEdit, name)
        assert line is not None
        line.setText(text)

    def says(self, text: str) -> bool:
        return any(text in one.text() for one in self.screen.widget.findChildren(QLabel) if one.isVisible())

    def secret(self, name: str) -> QLabel:
        return next(one for one in self.dialog.findChildren(QLabel) if one.accessibleName() == name)

    def choose(self, name: str) -> None:
        row = next(row for row in self.view._model.rows() if row.person.name == name)
        self.view._table.show_current(row.person.id)

    def names(self) -> list[str]:
        return [row.person.name for row in self.view._model.rows()]


@pytest.fixture
def sit_down(qtbot: QtBot, qapp: QApplication, unlock: Unlock) -> Iterator[object]:  # noqa: F811
    sitting: list[Sitting] = []

    def as_role(role: Role) -> Sitting:
        sitting.append(_sitting(qtbot, qapp, unlock(role, CLOCK)))
        return sitting[-1]

    yield as_role
    for one in sitting:
        one.screen.close()


@pytest.fixture
def director(sit_down: object) -> Sitting:
    assert callable(sit_down)
    made = sit_down(Role.DIRECTOR)
    assert isinstance(made, Sitting)
    return made


def _sitting(qtbot: QtBot, qapp: QApplication, session: Session) -> Sitting:
    feed, left = ChangeFeed(), list[str]()

    def leave(notice: str, *, to_recover: bool = False) -> None:
        left.append("recover" if to_recover else notice)

    context = ScreenContext(
        ImmediateTaskRunner(session, feed.changed.emit),
        feed,
        answer(session, ShowSession(), Task()),
        pytest.fail,
        CLOCK,
        pytest.fail,
        Clipboard(qapp.clipboard()),
        leave=leave,
    )
    screen = people.build(context)
    screen.visit()
    assert isinstance(screen, BuiltScreen)
    screen.widget.resize(1166, 690)
    qtbot.addWidget(screen.widget)
    screen.widget.show()
    qtbot.waitExposed(screen.widget)
    return Sitting(screen, left)


# --- the page --------------------------------------------------------------------------------------------------------


def test_that_the_director_sees_everybody_what_is_missing_and_the_fingerprint(director: Sitting) -> None:
    assert director.names() == ["Dr B. Director", "Ward Clerk"]
    assert director.says("Only one person can open reviews")
    assert director.says("No recovery key has been printed")
    assert len(director.view._fingerprint.text().split()) == 6


def test_that_every_control_of_page_and_dialogs_has_a_name(director: Sitting) -> None:
    director.choose("Ward Clerk")
    assert unnamed(director.screen.widget) == []
    for action in (
        "Add person…",
        "New code…",
        "Take keys back…",
        "Hand over…",
        "Recovery key…",
        "Change my passphrase…",
    ):
        director.press(action)
        assert unnamed(director.dialog) == []
        director.press("Cancel")


def unnamed(part: QWidget) -> list[QWidget]:
    reached = [
        one for one in part.findChildren(QWidget) if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    names = [one for one in reached if one.accessibleName() or (isinstance(one, QAbstractButton) and one.text())]
    return [one for one in reached if one not in names and not isinstance(one, QTabBar)]


def test_that_the_context_menu_offers_what_can_be_done_with_the_row(director: Sitting) -> None:
    entries = {one.text(): one for one in director.view._table.actions()}
    assert not entries["Take keys back…"].isEnabled()
    director.choose("Ward Clerk")
    assert entries["Take keys back…"].isEnabled()
    entries["Take keys back…"].trigger()
    assert director.says("stays read")
    director.dialog.reject()
    director.choose("Dr B. Director")
    assert [one.text() for one in director.view._table.actions() if isinstance(one, QAction) and not one.isEnabled()]


def test_that_an_administrator_is_told_why_not_and_the_key_leads_out(sit_down: object) -> None:
    assert callable(sit_down)
    director = sit_down(Role.DIRECTOR)
    print_key(director)
    clerk = sit_down(Role.ADMINISTRATOR)
    assert clerk.says("Only Dr B. Director")
    assert not clerk.view._asks[0].isVisible()
    clerk.press("Use recovery key…")
    assert clerk.left == ["recover"]


# --- the dialogs -----------------------------------------------------------------------------------------------------


def test_that_adding_somebody_shows_the_code_which_copies_with_a_mark_and_is_forgotten(
    director: Sitting, qapp: QApplication
) -> None:
    director.press("Add person…")
    director.press("Add person")
    assert director.says("Type the person's name")
    director.fill("name", "Dr E. Deputy")
    director.press("Deputy")
    director.press("Add person")
    code = director.secret("Introduction code")
    assert code.accessibleDescription() == code.text() != ""
    director.press("Copy")
    held = qapp.clipboard().mimeData()
    assert held.text() == code.text()
    assert held.hasFormat("x-kde-passwordManagerHint")
    director.press("Done")
    assert code.text() == ""
    assert director.names() == ["Dr B. Director", "Ward Clerk", "Dr E. Deputy"]
    assert director.says("Only one person can open reviews until Dr E. Deputy has unlocked with the code")


def test_that_a_new_code_and_taking_keys_back_change_the_table(director: Sitting) -> None:
    director.choose("Ward Clerk")
    director.press("New code…")
    assert director.says("chooses a new passphrase")
    director.press("Give a new code")
    assert director.secret("Introduction code").text()
    director.press("Done")
    assert not director.view._model.rows()[1].has_own_passphrase
    director.choose("Ward Clerk")
    director.press("Take keys back…")
    director.press("Take the keys back")
    assert director.names() == ["Dr B. Director"]
    assert director.says("Ward Clerk can't open the department any more")


def test_that_the_passphrase_is_changed_with_the_words_on_offer(director: Sitting) -> None:
    director.press("Change my passphrase…")
    offered = director.dialog.findChild(QLineEdit, "own_passphrase").text()
    assert offered.count(" ") == 4
    director.press("Suggest other words")
    words = director.dialog.findChild(QLineEdit, "own_passphrase").text()
    assert words not in ("", offered)
    director.fill("current_passphrase", "not it")
    director.fill("own_passphrase_again", words)
    director.press("Change passphrase")
    assert director.says("That is not your passphrase")
    director.fill("current_passphrase", PASSPHRASES[Role.DIRECTOR])
    director.press("Change passphrase")
    assert director.says("Your passphrase is changed")


def test_that_handing_over_locks_the_window(director: Sitting) -> None:
    director.press("Hand over…")
    director.dialog._to.setCurrentIndex(-1)
    director.press("Hand over")
    assert director.says("Choose who leads")
    director.dialog._to.setCurrentIndex(0)
    director.fill("current_passphrase", PASSPHRASES[Role.DIRECTOR])
    director.press("Hand over")
    assert director.left == ["The department is now led by Ward Clerk."]


def print_key(director: Sitting) -> None:
    director.press("Recovery key…")
    key = director.secret("Recovery key").text().replace("check", "")
    assert len("".join(key.split())) == 33
    director.press("I have it on paper")
    assert director.secret("Recovery key").text() == ""
    director.fill("typed_key", key.replace("\n", " "))
    director.press("Make it the recovery key")
    assert director.says("in force")


def test_that_a_recovery_key_typed_back_is_in_force(director: Sitting) -> None:
    print_key(director)
    assert not director.says("No recovery key has been printed")
    director.press("Recovery key…")
    assert director.says("opens nothing newer once this one is in force")


def test_that_the_key_is_saved_where_the_person_says_and_nowhere_else(
    director: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "key.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    director.press("Recovery key…")
    assert director.says("A file is less safe than paper")
    director.press("Save as PDF…")
    assert director.says("Delete it as soon as it is on paper")
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "gone" / "key.pdf"), ""))
    director.press("Save as PDF…")
    assert director.says("It can't be written there")


def test_that_the_sheet_is_one_page(qapp: QApplication, tmp_path: Path) -> None:
    assert sheet_as_pdf(SHEET).count(b"/Type /Page\n") == 1
    assert save_sheet(str(tmp_path / "sheet.pdf"), SHEET) == ""
    assert qapp is not None


def test_that_two_copies_are_printed_once_a_printer_was_chosen(director: Sitting, qtbot: QtBot, tmp_path: Path) -> None:
    director.press("Recovery key…")
    director.press("Print…")
    asked = director.dialog.findChild(QPrintDialog)
    assert asked is not None
    assert asked.isVisible()
    assert asked.printer().copyCount() == 2
    asked.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    asked.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(asked.destroyed):
        asked.done(QDialog.DialogCode.Accepted)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
