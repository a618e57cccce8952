"""The director makes a pack, sees its words once, and decides on the reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.attribution import Vote
from cdconsole.domain.clinician_pack import PackDraft, PackVote
from cdconsole.domain.clinician_pack_requests import OpenOwnPack, SaveOwnDraft, WriteOwnReply
from cdconsole.domain.pack_review import ReviewShare, SelfView
from cdconsole.domain.people import SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.form_dialog.dialog import FormDialog
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.governance.packs import build_page
from cdconsole.ui.screens.governance.packs.made_dialog import MadeDialog
from cdconsole.ui.screens.governance.packs.view import PacksView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from cdconsole.vault.kdf import KdfParameters
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session


@pytest.fixture
def page(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[PacksView]:
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
    assert isinstance(widget, PacksView)
    feed.changed.connect(presenter.changed)
    qtbot.addWidget(widget)
    widget.resize(1118, 640)
    presenter.start()
    presenter.visit(clinician="ann")
    widget.show()
    yield widget
    feed.changed.disconnect(presenter.changed)
    presenter.close()


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def press(widget: QWidget, name: str) -> None:
    next(each for each in widget.findChildren(QPushButton) if each.text() == name and each.isVisible()).click()


def form(page: PacksView) -> FormDialog:
    return next(each for each in page.findChildren(FormDialog) if each.isVisible())


def make(page: PacksView, place: Path) -> str:
    press(form(page), "Next")
    assert "120 records" in words(form(page))
    press(form(page), "Save as…")
    page.place_chosen.emit(str(place))
    [dialog] = page.findChildren(MadeDialog)
    [line] = dialog.findChildren(QLineEdit)
    typed = line.text()
    dialog.accept()
    return typed


def reply(place: Path, typed: str, home: Path) -> str:
    clinician = Session(services.CLOCK, home, KdfParameters(19456, 1, 1))
    own = answer(clinician, OpenOwnPack(str(place), typed), Task())
    vote = PackVote(own.content.records.records[0].key, Vote.NOT_MINE, "On leave that week")
    answer(clinician, SaveOwnDraft(str(place), PackDraft().said(vote)), Task())
    answer(clinician, WriteOwnReply(str(place), str(home / "reply.cdvr")), Task())
    return str(home / "reply.cdvr")


def test_that_a_reply_is_shown_and_taken_in(page: PacksView, tmp_path: Path) -> None:
    place = tmp_path / "own.cdvp"
    path = reply(place, make(page, place), tmp_path / "clinician")
    page.reply_chosen.emit(path)
    assert "1 record checked (0 mine, 1 not mine, 0 shared)" in words(form(page))
    assert "On leave that week" in words(form(page))
    press(form(page), "Do so")
    assert "Taken in: Dr Ann Example" in words(page)
    [table] = page.findChildren(RecordTable)
    assert "Reply taken in on" in table.model().index(0, 4).data()
    page.reply_chosen.emit(path)
    assert "This very reply was accepted before." in words(page)


def test_that_refusing_a_reply_needs_a_reason(page: PacksView, tmp_path: Path) -> None:
    place = tmp_path / "own.cdvp"
    page.reply_chosen.emit(reply(place, make(page, place), tmp_path / "clinician"))
    decision = next(each for each in form(page).findChildren(QComboBox) if each.objectName() == "decision")
    decision.setCurrentIndex(1)
    press(form(page), "Do so")
    assert "A reason is needed" in words(form(page))


def test_that_a_pack_is_revoked_with_a_reason(page: PacksView, tmp_path: Path) -> None:
    make(page, tmp_path / "own.cdvp")
    [table] = page.findChildren(RecordTable)
    table.selectRow(0)
    press(page, "Revoke…")
    next(each for each in form(page).findChildren(QLineEdit) if each.objectName() == "reason").setText("Lost")
    press(form(page), "Revoke")
    assert table.model().index(0, 4).data().endswith("Lost")


def _nowhere(to: str, /, **ids: str) -> None:
    raise AssertionError(to, ids)


def _raise(problem: Exception) -> None:
    raise problem


def test_that_a_long_self_view_is_read_in_full_with_the_buttons_in_sight(page: PacksView, tmp_path: Path) -> None:
    place = tmp_path / "own.cdvp"
    typed = make(page, place)
    clinician = Session(services.CLOCK, tmp_path / "clinician", KdfParameters(19456, 1, 1))
    own = answer(clinician, OpenOwnPack(str(place), typed), Task())
    view = SelfView(proud="The board round. " * 200, aims="The end of it")
    answer(clinician, SaveOwnDraft(str(place), replace(own.draft, view=view)), Task())
    answer(clinician, WriteOwnReply(str(place), str(tmp_path / "reply.cdvr")), Task())
    page.reply_chosen.emit(str(tmp_path / "reply.cdvr"))
    assert "it is kept, and stands in the next one from the start" in words(form(page))
    assert "The end of it" in words(form(page))
    assert form(page).sizeHint().height() < 700
    press(form(page), "Do so")
    assert "Taken in: Dr Ann Example" in words(page)
    assert "Their own view: No review is in preparation" in words(page)


def test_that_the_director_chooses_how_much_of_the_review_goes_in(page: PacksView) -> None:
    share = next(each for each in form(page).findChildren(QComboBox) if each.objectName() == "share")
    assert [share.itemText(at) for at in range(share.count())] == [one.value for one in ReviewShare]
    share.setCurrentIndex(2)
    press(form(page), "Next")
    assert "Nothing of a review" in words(form(page))
