"""Pack mode by keyboard and mouse: records are ticked, a challenge is typed, and the work is there again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.attribution import Vote
from cdconsole.domain.clinician_pack import MadePack, OwnPack
from cdconsole.domain.clinician_pack_requests import MakeClinicianPack, OpenOwnPack
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import PrepareReview, SaveReviewNote
from cdconsole.domain.review import NoteKind
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task, TaskScope
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.form_dialog.dialog import FormDialog
from cdconsole.ui.own_pack.reading_column import ReadingColumn
from cdconsole.ui.own_pack.room import OwnPackRoom
from cdconsole.ui.own_pack.view import OwnPackView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.shell.pack_door import PackDoor, PackDoorPage
from cdconsole.ui.tables.view import RecordTable
from cdconsole.vault.kdf import KdfParameters
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session


@pytest.fixture
def made(session: Session, tmp_path: Path) -> MadePack:
    return answer(session, MakeClinicianPack(ClinicianId("ann"), str(tmp_path / "own.cdvp")), Task())


@pytest.fixture
def home(tmp_path: Path) -> Session:
    return Session(services.CLOCK, tmp_path / "clinician", KdfParameters(19456, 1, 1))


@pytest.fixture
def room(made: MadePack, home: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[OwnPackRoom]:
    yield from shown(made, home, qapp, qtbot)


def shown(made: MadePack, home: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[OwnPackRoom]:
    own = opened(made, home)
    scope = TaskScope(ImmediateTaskRunner(home, ChangeFeed().changed.emit), _raise)
    widget = OwnPackRoom(own, made.path, scope, Clipboard(qapp.clipboard()), _raise)
    qtbot.addWidget(widget)
    widget.resize(1118, 680)
    widget.show()
    yield widget
    widget.close_screens()


def opened(made: MadePack, home: Session) -> OwnPack:
    return answer(home, OpenOwnPack(made.path, made.passphrase), Task())


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_that_records_are_ticked_with_one_key_each_and_kept(
    room: OwnPackRoom, made: MadePack, home: Session, qtbot: QtBot
) -> None:
    [records] = room.findChildren(RecordTable)
    records.setFocus()
    qtbot.waitUntil(records.hasFocus)
    for key in (Qt.Key.Key_M, Qt.Key.Key_N, Qt.Key.Key_S):
        qtbot.keyClick(records, key)
    assert "120 records, 3 checked (1 mine, 1 not mine, 1 shared)" in words(room)
    assert [vote.vote for vote in opened(made, home).draft.votes] == [Vote.MINE, Vote.NOT_MINE, Vote.SHARED]


def test_that_nobody_but_the_owner_is_named(room: OwnPackRoom) -> None:
    assert "Dr Ann Example: my own records and charts" in words(room)
    assert "Bob" not in words(room)
    assert not [each for each in room.findChildren(QPushButton) if each.text() == "Edit job plan" and each.isVisible()]


def test_that_a_challenge_needs_a_claim_and_can_be_taken_back(
    room: OwnPackRoom, made: MadePack, home: Session, qtbot: QtBot
) -> None:
    next(each for each in room.findChildren(QPushButton) if each.text().startswith("Challenge spells")).click()
    [form] = room.findChildren(FormDialog)
    add = next(each for each in form.findChildren(QPushButton) if each.text() == "Add")
    add.click()
    assert "A challenge needs a claim." in words(form)
    claim = next(each for each in form.findChildren(TextEdit) if each.objectName() == "claim")
    qtbot.keyClicks(claim, "A colleague was on call")
    add.click()
    assert [one.claim for one in opened(made, home).draft.challenges] == ["A colleague was on call"]
    next(each for each in room.findChildren(QPushButton) if each.text() == "Take back" and each.accessibleDescription())
    [back] = [
        each for each in room.findChildren(QPushButton) if each.accessibleDescription().startswith("The challenge")
    ]
    back.click()
    assert opened(made, home).draft.challenges == ()


def test_that_the_reply_is_saved_where_it_was_asked_for(room: OwnPackRoom, tmp_path: Path, qtbot: QtBot) -> None:
    [records] = room.findChildren(RecordTable)
    [view] = room.findChildren(OwnPackView)
    view.place_chosen.emit(str(tmp_path / "reply.cdvr"))
    assert "Nothing has been said yet." in words(room)
    records.setFocus()
    qtbot.waitUntil(records.hasFocus)
    qtbot.keyClick(records, Qt.Key.Key_M)
    view.place_chosen.emit(str(tmp_path / "reply.cdvr"))
    assert "Send this file to Dr B. Director" in words(room)
    assert (tmp_path / "reply.cdvr").exists()


def test_that_the_door_opens_with_the_right_words_only(made: MadePack, home: Session, qtbot: QtBot) -> None:
    let_in: list[str] = []

    def come_in(own: OwnPack, _path: str) -> None:
        let_in.append(own.content.charts.clinician.name)

    page = PackDoorPage(made.path, "")
    qtbot.addWidget(page)
    door = PackDoor(
        page, TaskScope(ImmediateTaskRunner(home, ChangeFeed().changed.emit), _raise), made.path, come_in, _raise
    )
    page.show()
    door.open("five wrong words come first")
    assert "The passphrase does not open this pack." in words(page)
    door.open(made.passphrase)
    assert let_in == ["Dr Ann Example"]


def _raise(problem: Exception) -> None:
    raise problem


@pytest.fixture
def review_room(
    session: Session, home: Session, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> Iterator[OwnPackRoom]:
    review = answer(session, PrepareReview(ClinicianId("ann")), Task())
    answer(session, SaveReviewNote(review.id, NoteKind.AGREED_FACTS, None, "Two sessions were lost", 0), Task())
    session.catch_up()
    pack = answer(session, MakeClinicianPack(ClinicianId("ann"), str(tmp_path / "own.cdvp")), Task())
    yield from shown(pack, home, qapp, qtbot)


def page(room: OwnPackRoom, title: str) -> None:
    tabs = room.findChild(QTabBar)
    assert tabs is not None
    tabs.setCurrentIndex([tabs.tabText(at) for at in range(tabs.count())].index(title))


def box(room: OwnPackRoom, name: str) -> TextEdit:
    return next(each for each in room.findChildren(TextEdit) if each.objectName() == name)


def press(room: OwnPackRoom, name: str) -> None:
    next(each for each in room.findChildren(QAbstractButton) if each.text() == name and each.isVisible()).click()


def test_that_the_self_view_is_kept_while_it_is_typed(
    room: OwnPackRoom, made: MadePack, home: Session, qtbot: QtBot
) -> None:
    page(room, "My view")
    assert "Nothing to send yet" in words(room)
    qtbot.keyClicks(box(room, "proud"), "The board round")
    assert opened(made, home).draft.view.proud == ""
    qtbot.waitUntil(lambda: opened(made, home).draft.view.proud == "The board round", timeout=3000)
    assert "Your reply will carry: your own view." in words(room)
    assert box(room, "proud").textCursor().atEnd()


def test_that_what_was_typed_last_is_kept_on_closing(
    room: OwnPackRoom, made: MadePack, home: Session, qtbot: QtBot
) -> None:
    page(room, "My view")
    qtbot.keyClicks(box(room, "aims"), "A clinic")
    room.close_screens()
    assert opened(made, home).draft.view.aims == "A clinic"


def test_that_what_was_typed_last_goes_out_with_the_reply(room: OwnPackRoom, tmp_path: Path, qtbot: QtBot) -> None:
    page(room, "My view")
    qtbot.keyClicks(box(room, "aims"), "A clinic")
    [view] = room.findChildren(OwnPackView)
    view.place_chosen.emit(str(tmp_path / "reply.cdvr"))
    assert "Send this file to Dr B. Director" in words(room)
    assert "Your reply will carry: your own view." in words(room)


def test_that_a_pack_without_a_review_says_so_and_asks_for_no_mark(room: OwnPackRoom) -> None:
    page(room, "The review")
    assert "No review was in preparation when this pack was made" in words(room)
    assert "My mark on the record" not in words(room)
    page(room, "My goals")
    assert "No goal has been agreed in an earlier review." in words(room)


def test_that_the_review_is_read_commented_on_and_marked(review_room: OwnPackRoom, qtbot: QtBot) -> None:
    room = review_room
    page(room, "The review")
    assert "Two sessions were lost" in words(room)
    press(room, "Agreed with comment")
    press(room, "Mark the record")
    assert "“Agreed with comment” needs the comment." in words(room)
    qtbot.keyClicks(box(room, "mark comment"), "If it stays so")
    press(room, "Mark the record")
    assert "Agreed with comment: “If it stays so”" in words(room)
    qtbot.keyClicks(box(room, "comment"), "Fair")
    page(room, "My goals")  # leaving the box keeps it
    qtbot.waitUntil(lambda: "your comment on the review, your mark: agreed with comment." in words(room), timeout=3000)
    page(room, "The review")
    press(room, "Take my mark back")
    assert "your mark" not in words(room)
    assert any(each.text() == "Mark the record" and each.isVisible() for each in room.findChildren(QPushButton))


def test_that_who_looked_is_a_table_with_who_when_and_what(review_room: OwnPackRoom) -> None:
    page(review_room, "Who looked")
    table = next(each for each in review_room.findChildren(RecordTable) if each.isVisible())
    cells = [table.model().index(0, at).data() for at in range(3)]
    assert cells == ["23 Nov 2026", "Dr B. Director", "Looked at the review of Dr Ann Example"]


def test_that_all_that_is_read_typed_or_pressed_has_a_name(review_room: OwnPackRoom) -> None:
    for title in ("My view", "The review", "My goals", "Who looked"):
        page(review_room, title)
        for kind in (TextEdit, ReadingColumn, RecordTable):
            parts = [each for each in review_room.findChildren(kind) if each.isVisible()]
            assert all(each.accessibleName() for each in parts)
        buttons = [each for each in review_room.findChildren(QAbstractButton) if each.isVisible()]
        assert all(each.accessibleName() or each.text() for each in buttons)
