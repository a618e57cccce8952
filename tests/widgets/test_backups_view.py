"""The backups page over a real department, and unpacking before one is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from cdconsole.domain.backup import BackupOverview, BackupPlace, RestorePoint
from cdconsole.domain.backup_requests import BackUpNow
from cdconsole.domain.people import Section, SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task, TaskScope
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.people.backups import build_page
from cdconsole.ui.screens.people.backups.presenter import BackupsPresenter
from cdconsole.ui.screens.people.backups.restore_dialog import RestoreDialog
from cdconsole.ui.screens.people.backups.state import BackupsState, Restoring
from cdconsole.ui.screens.people.backups.view import BackupsView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.shell.entrance import Entrance
from cdconsole.ui.shell.unpacking import Unpacking
from cdconsole.vault.packing import pack
from unit.services import conftest as services

department_template, unlock, session = services.department_template, services.unlock, services.session
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
POINTS = (
    RestorePoint(BackupPlace.FOLDER, "", 3, AT, "Dr B.", 10, is_present=True),
    RestorePoint(BackupPlace.COMPUTER, "/b/<b>G</b>.cdvx", 2, AT, "<i>Dr A.</i>", 10, AT),
)


def _raise(problem: Exception) -> None:
    raise problem


def _nowhere(_to: str, **_ids: str) -> None:
    """Go nowhere."""


@pytest.fixture
def page(session: Session, qapp: QApplication, qtbot: QtBot) -> Iterator[BackupsView]:
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
    assert isinstance(widget, BackupsView)
    assert isinstance(presenter, BackupsPresenter)
    qtbot.addWidget(widget)
    widget.resize(1166, 640)
    widget.show()
    presenter.start()
    yield widget
    presenter.close()


@pytest.fixture
def bare(qapp: QApplication, qtbot: QtBot) -> BackupsView:
    view = BackupsView(Clipboard(qapp.clipboard()), "Gastroenterology")
    qtbot.addWidget(view)
    view.resize(1166, 640)
    view.show()
    return view


def button(view: BackupsView, text: str) -> QPushButton:
    return next(each for each in view.findChildren(QPushButton) if each.text() == text)


def texts(view: BackupsView) -> str:
    return "\n".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())


def choose(view: BackupsView, row: int) -> None:
    view._table.setCurrentIndex(view._model.index(row, 0))


def test_that_a_department_without_a_backup_is_nagged_about_and_backed_up(page: BackupsView) -> None:
    assert "never been backed up" in texts(page)
    button(page, "Back up now").click()
    assert "Backed up to " in texts(page)
    assert "The newest backup holds the department as of" in texts(page)
    assert any(point.place is BackupPlace.COMPUTER and point.checked for point in page._model.rows())


def test_that_an_earlier_state_is_restored_after_saying_what_it_means(page: BackupsView, qtbot: QtBot) -> None:
    button(page, "Back up now").click()
    row = next(at for at, point in enumerate(page._model.rows()) if point.file)
    choose(page, row)
    button(page, "Restore…").click()
    [dialog] = page.findChildren(RestoreDialog)
    assert any("not thrown away" in each.text() for each in dialog.findChildren(QLabel))
    radios = dialog.findChildren(QRadioButton)
    assert [radio.isChecked() for radio in radios] == [True, False, False, False]
    radios[1].click()
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Restore").click()
    assert "The ward section is as in generation" in texts(page)
    assert page._dialog is None


def test_that_the_present_state_cannot_be_chosen(bare: BackupsView) -> None:
    bare.show_state(BackupsState(BackupOverview(POINTS, last_backed_up=AT, may_restore=True)))
    assert not button(bare, "Restore…").isEnabled()
    choose(bare, 0)
    assert not button(bare, "Restore…").isEnabled()
    choose(bare, 1)
    assert button(bare, "Restore…").isEnabled()
    bare.show_state(BackupsState(BackupOverview(POINTS, last_backed_up=AT)))
    assert not button(bare, "Restore…").isVisible()


def test_that_showing_the_same_state_twice_changes_nothing_and_names_stay_plain(bare: BackupsView) -> None:
    state = BackupsState(BackupOverview(POINTS, "/media/<b>stick</b>", AT, is_overdue=True), outcome="Done.")
    for _ in range(2):
        bare.show_state(state)
    assert "<b>stick</b>" in texts(bare)
    assert "Back up now." in bare._warning.text()
    assert not bare._sentence.isVisible()
    assert button(bare, "Stop using the second place").isVisible()
    assert bare._model.index(1, 1).data() == "<i>Dr A.</i>"


def test_that_nothing_else_starts_while_something_runs(bare: BackupsView) -> None:
    bare.show_state(BackupsState(BackupOverview(POINTS), doing="Backing up"))
    assert "Backing up…" in texts(bare)
    assert not any(button(bare, text).isEnabled() for text in ("Back up now", "Choose a second place…"))


def test_that_places_are_asked_for_with_the_computers_own_dialogs(
    bare: BackupsView, tmp_path: Path, qtbot: QtBot
) -> None:
    bare.show_state(BackupsState(BackupOverview(POINTS, second_place="/s")))
    button(bare, "Choose a second place…").click()
    [dialog] = bare.findChildren(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    with qtbot.waitSignal(bare.place_chosen) as chosen:
        dialog.fileSelected.emit(str(tmp_path))
    assert chosen.args == [str(tmp_path)]
    dialog.close()
    with qtbot.waitSignal(bare.place_chosen) as forgotten:
        button(bare, "Stop using the second place").click()
    assert forgotten.args == [""]
    button(bare, "Save the department as one file…").click()
    dialog = bare.findChildren(QFileDialog)[-1]
    assert Path(dialog.selectedFiles()[0]).name == "Gastroenterology.cdvx"
    with qtbot.waitSignal(bare.pack_requested):
        dialog.fileSelected.emit(str(tmp_path / "G.cdvx"))
    dialog.close()


def test_that_closing_the_dialog_restores_nothing(bare: BackupsView, qtbot: QtBot) -> None:
    state = BackupsState(BackupOverview(POINTS, may_restore=True), restoring=Restoring(POINTS[1], Section.REVIEW))
    bare.show_state(state)
    [dialog] = bare.findChildren(RestoreDialog)
    with qtbot.waitSignal(bare.restoring_ended):
        dialog.reject()
    bare.show_state(BackupsState(BackupOverview(POINTS, may_restore=True)))


def test_that_every_control_has_a_name(bare: BackupsView) -> None:
    assert bare._table.accessibleName() == "What can be restored"
    assert all(each.text() for each in bare.findChildren(QPushButton))


# --- before a department is open -------------------------------------------------------------------------------------


class Heard:
    """Keeps what an Unpacking tells."""

    def __init__(self, unpacking: Unpacking) -> None:
        self.words: list[str] = []
        self.folders: list[str] = []
        self.problems: list[str] = []
        unpacking.began.connect(self.words.append)
        unpacking.unpacked.connect(self.folders.append)
        unpacking.failed.connect(self.problems.append)


@pytest.fixture
def unpacking(session: Session, qtbot: QtBot) -> Unpacking:
    entrance = Entrance()
    qtbot.addWidget(entrance)
    scope = TaskScope(ImmediateTaskRunner(session, _nothing), _raise)
    return Unpacking(entrance, scope, _raise)


def _nothing(_changes: object) -> None:
    """Hear of no change."""


def test_that_a_department_in_one_file_is_unpacked_where_the_person_says(
    session: Session, unpacking: Unpacking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(session, BackUpNow(), Task())
    file = pack(session.file.vault.folder, tmp_path / "moved.cdvx")
    (tmp_path / "new").mkdir()
    heard = Heard(unpacking)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "new"))
    unpacking.choose()
    assert heard.folders == [str(tmp_path / "new" / "Gastroenterology.cdv")]
    unpacking.choose()
    assert "already there" in heard.problems[0]
    assert len(heard.words) == 2


def test_that_choosing_nothing_unpacks_nothing(unpacking: Unpacking, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard(unpacking)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    unpacking.choose()
    unpacking.begin("/a.cdvx")
    assert heard.problems == [""]
    assert heard.folders == heard.words == []


@pytest.mark.parametrize(
    ("names", "taken"),
    [(["a.cdvx"], "a.cdvx"), (["a.cdv"], "a.cdv"), (["a.txt"], ""), (["a.cdv", "b.cdv"], ""), ([], "")],
)
def test_that_only_one_department_can_be_dropped(qtbot: QtBot, tmp_path: Path, names: list[str], taken: str) -> None:
    entrance = Entrance()
    qtbot.addWidget(entrance)
    dropped: list[str] = []
    entrance.dropped.connect(dropped.append)
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    where, actions = QPointF(5, 5), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(where.toPoint(), actions, carried, buttons, keys)
    entering.ignore()
    entrance.dragEnterEvent(entering)
    assert entering.isAccepted() is bool(taken)
    if taken:
        entrance.dropEvent(QDropEvent(where, actions, carried, buttons, keys))
        assert dropped == [str(tmp_path / taken)]
