"""The inbox page as a person meets it, over a real department and real packs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QDialog, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from cdconsole.domain.inbox_requests import MakeInboxKey
from cdconsole.domain.people import Person, Role, SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.sealing import SealOrder, make_sender, seal_files
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens import data as data_screen
from cdconsole.ui.screens.context import BuiltScreen, ScreenContext
from cdconsole.ui.screens.data.inbox.view import InboxView
from cdconsole.ui.shell.clipboard import Clipboard
from unit.services.conftest import CLOCK, admin_session, department_template, unlock  # noqa: F401
from unit.ui.screens.data.conftest import extract  # noqa: F401
from widgets.test_data_view import says, tables, unnamed


@pytest.fixture
def screen(qtbot: QtBot, qapp: QApplication, admin_session: Session) -> Iterator[BuiltScreen]:  # noqa: F811
    feed = ChangeFeed()
    summary = SessionSummary("", "Ward", "", Person("p", "Ward Clerk", Role.ADMINISTRATOR, CLOCK.now()), 2, "")
    runner = ImmediateTaskRunner(admin_session, feed.changed.emit)
    built: BuiltScreen

    def navigate(_to: str, /, **ids: str) -> None:
        built.visit(**ids)

    context = ScreenContext(runner, feed, summary, navigate, CLOCK, pytest.fail, Clipboard(qapp.clipboard()))
    made = data_screen.build(context)
    assert isinstance(made, BuiltScreen)
    built = made
    built.visit(page="inbox")
    built.widget.resize(1166, 690)
    qtbot.addWidget(built.widget)
    built.widget.show()
    qtbot.waitExposed(built.widget)
    yield built
    built.close()


@pytest.fixture
def packs(screen: BuiltScreen, admin_session: Session, extract: Path, tmp_path: Path) -> list[Path]:  # noqa: F811
    """Return two packs of one sender, numbers 1 and 2."""
    key = answer(admin_session, MakeInboxKey(), Task())
    make_sender(tmp_path / "bi.key", "BI team <b>")
    other = tmp_path / "october.csv"
    other.write_text(extract.read_text(encoding="utf-8").replace("2026-09", "2026-10"), encoding="utf-8")
    return [
        Path(seal_files(SealOrder(key, tmp_path / "bi.key", (path,), output=tmp_path / name), CLOCK).path)
        for path, name in ((extract, "one.cdpack"), (other, "two.cdpack"))
    ]


def press(screen: BuiltScreen, text: str) -> None:
    buttons = [each for each in screen.widget.findChildren(QAbstractButton) if each.isVisible() and each.text() == text]
    buttons[-1].click()


def dialog(screen: BuiltScreen) -> QDialog:
    return next(each for each in screen.widget.findChildren(QDialog) if each.isVisible())


def agree(screen: BuiltScreen, text: str) -> QAbstractButton:
    return next(each for each in dialog(screen).findChildren(QAbstractButton) if each.text() == text)


def add(screen: BuiltScreen, monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(path) for path in paths], ""))
    press(screen, "Add pack files…")


def test_that_an_empty_inbox_says_how_senders_seal_and_hands_out_the_key(screen: BuiltScreen) -> None:
    assert says(screen, "The inbox is empty.")
    assert says(screen, "cdconsole seal --to KEY FILE")
    press(screen, "Make the public key")
    line = screen.widget.findChild(QLineEdit, "public_key")
    assert line.text().startswith("cdvkey1_")
    press(screen, "Copy the public key")
    assert QApplication.clipboard().text() == line.text()
    assert unnamed(screen) == []


def test_that_a_pack_is_taken_in_and_the_report_opened(
    screen: BuiltScreen, packs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(screen, monkeypatch, packs[0])
    assert says(screen, "BI team <b> is not a known sender.")
    press(screen, "Accept sender…")
    assert says(screen, "Ask the sender, by telephone or in person")
    assert unnamed(screen) == []
    assert not agree(screen, "Accept sender").isEnabled()
    dialog(screen).findChildren(QCheckBox)[0].click()
    agree(screen, "Accept sender").click()
    assert tables(screen)["Known senders"].model().rowCount() == 1
    press(screen, "Take in…")
    assert unnamed(screen) == []
    assert next(each for each in dialog(screen).findChildren(QComboBox)).isVisible()
    agree(screen, "Take in").click()
    assert tables(screen)["Files taken in"].model().rowCount() == 1
    assert unnamed(screen) == []
    press(screen, "Open the report of the import")
    assert says(screen, "one.cdpack: september.csv")
    assert says(screen, "3 rows read, 2 spells stored; 1 row not stored.")


def test_that_a_gap_is_accepted_with_a_reason_and_a_pack_removed(
    screen: BuiltScreen, packs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(screen, monkeypatch, packs[1])
    press(screen, "Accept sender…")
    dialog(screen).findChildren(QCheckBox)[0].click()
    agree(screen, "Accept sender").click()
    assert says(screen, "1 pack is missing before number 2.")
    press(screen, "Accept with a reason…")
    agree(screen, "Accept with a reason").click()
    assert says(screen, "Type the reason: it is kept.")
    dialog(screen).findChild(QLineEdit, "reason").setText("number 1 is lost")
    agree(screen, "Accept with a reason").click()
    assert says(screen, ": number 1 is lost")
    press(screen, "Remove…")
    assert says(screen, "The file is deleted from the inbox and its number counts as seen.")
    agree(screen, "Cancel").click()
    press(screen, "Block")
    assert says(screen, "was blocked by Ward Clerk.")
    press(screen, "Accept again")
    press(screen, "Remove…")
    dialog(screen).findChild(QLineEdit, "reason").setText("wrong month")
    agree(screen, "Remove").click()
    assert tables(screen)["Data packs"].model().index(0, 0).data() == "Refused"


def test_that_files_dropped_on_the_page_are_added(screen: BuiltScreen, packs: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in packs])
    page = screen.widget.findChild(InboxView)
    page.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert tables(screen)["Data packs"].model().rowCount() == 2


def test_that_what_lies_in_the_folder_is_seen_by_looking_again(
    screen: BuiltScreen,
    admin_session: Session,  # noqa: F811
) -> None:
    folder = admin_session.file.vault.folder / "inbox"
    folder.mkdir()
    (folder / "plain.csv").write_text("spell\n1\n", encoding="utf-8")
    press(screen, "Look again")
    assert says(screen, "It is not a sealed data pack: nobody has signed it.")
    press(screen, "Remove…")
    agree(screen, "Remove").click()
    assert list(folder.iterdir()) == []
