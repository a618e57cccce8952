"""Draws every screen into a picture: what the user guide shows and what the picture tests look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from cdconsole.domain.calendar import Clock
from cdconsole.domain.clinician_pack import OwnPack
from cdconsole.domain.people import LockedDepartment, SessionSummary
from cdconsole.services.tasks import TaskRunner, TaskScope
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.own_pack.room import OwnPackRoom
from cdconsole.ui.screens.context import ScreenContext, ScreenFactory
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.shell.create.view import CreatePage
from cdconsole.ui.shell.main_window import MainWindow
from cdconsole.ui.shell.problems import Problems
from cdconsole.ui.shell.settings import Settings
from cdconsole.ui.shell.status import Status
from cdconsole.ui.shell.unlock.state import PersonChoice, UnlockState
from cdconsole.ui.shell.workspace import Workspace
from cdconsole.ui.theme.theme import Theme, apply

_SETTLING_MS = 400
_PACK_PAGES = (
    ("04-own-pack", "My records"),
    ("58-own-pack-view", "My view"),
    ("58-own-pack-review", "The review"),
    ("58-own-pack-looks", "Who looked"),
)


@dataclass(frozen=True)
class Shot:
    """One picture: its file name, the screen and the ids it is visited with."""

    name: str
    screen: str
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """What is drawn: an open department, who answers for it, and a clinician's own pack with its file."""

    runner: TaskRunner
    summary: SessionSummary
    locked: LockedDepartment
    clock: Clock
    screens: Mapping[str, ScreenFactory]
    shots: Sequence[Shot]
    own_pack: tuple[OwnPack, str]


def draw_gallery(folder: Path, size: tuple[int, int], theme: Theme, subject: Subject) -> tuple[Path, ...]:
    """Write one PNG for the entrance and for each shot, and return their paths."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([])
    apply(app, theme)
    gallery = _Gallery(app, folder, size, subject)
    gallery.start()
    app.exec()
    gallery.close()
    return tuple(gallery.drawn)


class _Gallery(QObject):
    """Shows one thing after the other in a real window, and takes its picture once it has settled."""

    def __init__(self, app: QApplication, folder: Path, size: tuple[int, int], subject: Subject) -> None:
        super().__init__()
        self.drawn: list[Path] = []
        self._folder = folder
        self._subject = subject
        settings = Settings(folder)
        self._window = MainWindow(settings)
        self._window.complete(settings)
        self._window.resize(*size)
        self._clipboard = Clipboard(app.clipboard())
        self._problems = Problems(self._window, self._clipboard)
        self._feed = ChangeFeed(self)
        self._workspace: Workspace | None = None
        self._waiting: list[Callable[[], None]] = [self._show_welcome, self._show_unlock, self._show_create]
        self._waiting += [partial(self._show_own_pack, *shown) for shown in _PACK_PAGES]
        self._shots = list(subject.shots)
        self._name = ""
        self._is_on_the_way = False
        self._timer = QTimer(self)
        self._timer.setInterval(_SETTLING_MS)
        self._timer.timeout.connect(self._step)
        self._finished = app.quit

    def start(self) -> None:
        """Begin with the entrance."""
        self._window.show()
        self._timer.start()

    def close(self) -> None:
        """Take the window down."""
        if self._workspace is not None:
            self._workspace.close_screens()
        self._window.close()
        self._window.deleteLater()

    def _step(self) -> None:
        if self._is_on_the_way:
            return  # a screen's first visit builds it, turn by turn
        if self._name:
            self._take_picture()
        if self._waiting:
            self._waiting.pop(0)()
        elif self._shots:
            self._show_shot(self._shots.pop(0))
        else:
            self._timer.stop()
            self._finished()

    def _take_picture(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self._workspace is not None:
            focused.clearFocus()
        path = self._folder / f"{self._name}.png"
        self._window.grab().save(str(path))
        self.drawn.append(path)
        self._name = ""

    def _show_welcome(self) -> None:
        self._window.entrance.welcome.show_recent(())
        self._window.entrance.show_welcome()
        self._name = "01-welcome"

    def _show_unlock(self) -> None:
        locked = self._subject.locked
        people = tuple(PersonChoice(who.id, f"{who.name}, {who.role.title.lower()}") for who in locked.people)
        state = UnlockState(locked.folder, locked.department, locked.specialty, people, locked.people[0].id)
        self._window.entrance.unlock.show_state(state)
        self._window.entrance.show_unlock()
        self._name = "02-unlock"

    def _show_create(self) -> None:
        page = CreatePage("Documents")
        self._window.entrance.show_page(page)
        self._name = "03-new-department"

    def _show_own_pack(self, name: str, page: str) -> None:
        own, path = self._subject.own_pack
        scope = TaskScope(self._subject.runner, self._problems.show)
        room = OwnPackRoom(own, path, scope, self._clipboard, self._problems.show)
        self._window.show_workspace(room, "A pack of your own")
        room.show_page(page)
        self._name = name

    def _show_shot(self, shot: Shot) -> None:
        if self._workspace is None:
            self._open()
        if self._workspace is not None:
            self._is_on_the_way = True
            self._workspace.go(shot.screen, **shot.ids)
        self._name = shot.name

    def _arrive(self, _screen: str) -> None:
        self._is_on_the_way = False
        self._timer.start()  # and it settles from now on

    def _open(self) -> None:
        subject = self._subject
        self._window.show_entrance()
        self._workspace = Workspace(self._context, subject.screens)
        self._workspace.went.connect(self._arrive)
        self._workspace.presenting.connect(self._window.set_presenting)
        self._window.show_workspace(self._workspace, subject.summary.department)
        now: datetime = subject.clock.now()
        self._window.show_status(
            Status(subject.summary.person.name, now, now, data_to=subject.summary.data_to, wants=subject.summary.wants)
        )

    def _context(self, workspace: Workspace) -> ScreenContext:
        return ScreenContext(
            runner=self._subject.runner,
            feed=self._feed,
            summary=self._subject.summary,
            navigate=workspace.go,
            clock=self._subject.clock,
            show_problem=self._problems.show,
            clipboard=self._clipboard,
            present=workspace.present,
        )
