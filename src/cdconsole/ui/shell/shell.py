"""Joins window, worker and screens: opening, locking and leaving a department."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from cdconsole.domain.calendar import Clock, moment_text
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician_pack import OwnPack
from cdconsole.domain.people import SessionSummary
from cdconsole.domain.requests import ShowSession
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.own_pack.room import OwnPackRoom
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.remembered import Remembered
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.shell.doorway import Doorway
from cdconsole.ui.shell.idle_lock import IdleLock
from cdconsole.ui.shell.main_window import MainWindow
from cdconsole.ui.shell.places import PLACES
from cdconsole.ui.shell.problems import Problems
from cdconsole.ui.shell.progress_strip import ProgressStrip
from cdconsole.ui.shell.settings import RecentDepartment, Settings
from cdconsole.ui.shell.setup import WindowSetup
from cdconsole.ui.shell.status_line import StatusLine
from cdconsole.ui.shell.workspace import Workspace
from cdconsole.ui.task_runner import ProcessTaskRunner

_NUMBER_KEYS = 9
_FORGOTTEN_AFTER_MS = 50
_FRESHER_AFTER = frozenset({Topic.IMPORT, Topic.SPELL, Topic.PEOPLE})


class Shell(QObject):
    """Owns the worker's runner and at most one open department. Made after the first paint."""

    def __init__(self, app: QApplication, window: MainWindow, settings: Settings, setup: WindowSetup) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._settings = settings
        self.remembered: Remembered = settings
        self._setup = setup
        self._workspace: Workspace | OwnPackRoom | None = None
        self.clipboard = Clipboard(app.clipboard())
        self.problems = Problems(window, self.clipboard)
        self.feed = ChangeFeed(self)
        self.runner = ProcessTaskRunner(setup.entry(), self)
        self.runner.start()
        self._status = StatusLine(window, self.runner, setup.clock, self.problems)
        self._scope = TaskScope(self.runner, self.problems.show)
        self.idle = IdleLock(setup.clock, settings.lock_minutes, self)
        app.focusWindowChanged.connect(self.idle.watch)
        self.idle.watch(window.windowHandle())
        self._strip = ProgressStrip()
        window.add_to_status(self._strip)
        self.doorway = Doorway(window.entrance, self.runner, settings, setup, self.problems)
        self.doorway.opened.connect(self._open)
        self.doorway.pack_opened.connect(self._open_pack)
        self._connect()
        self._add_keys()

    def lock(self, notice: str = "Locked.", *, to_recover: bool = False) -> None:
        """Show the entrance, empty every screen and end the worker, which publishes first."""
        if self._workspace is None:
            return
        person = self._workspace.person
        folder = self._leave()
        if to_recover:
            self.doorway.recover(folder, person)
        else:
            self.doorway.offer(folder, notice)

    def practise(self) -> None:
        """Lock what is open, and offer the demonstration department."""
        self._leave()
        self.doorway.practise()

    def close(self) -> None:
        """Remember how the window stood, and return when the worker has published and ended."""
        self._settings.geometry = self._window.saveGeometry()
        self._leave()
        self.doorway.close()
        self.runner.end_and_wait()
        self._app.focusWindowChanged.disconnect(self.idle.watch)

    # --- opening and leaving -----------------------------------------------------------------------------------------

    def _open(self, summary: SessionSummary) -> None:
        if self._workspace is not None:
            self._take_down()
        opened = moment_text(self._setup.clock.now())
        person = summary.person
        self._settings.remember(RecentDepartment(summary.folder, summary.department, person.id, person.name, opened))
        make_context = _ContextOf(self, summary, self._setup.clock)
        screens, is_folded = self._setup.screens(), self._settings.is_rail_narrow
        workspace = Workspace(make_context, screens, is_folded=is_folded)
        self._workspace = workspace
        workspace.fold_chosen.connect(self._settings.remember_fold)
        workspace.went.connect(self._settings.remember_screen)
        workspace.presenting.connect(self._window.set_presenting)
        workspace.presenting.connect(self.problems.hold)
        self._window.show_workspace(workspace, summary.department)
        self._scope = TaskScope(self.runner, self.problems.show)
        self._status.begin(summary)
        self.idle.start()
        names = workspace.names
        if names:
            last = self._settings.last_screen
            workspace.go(last if last in names else names[0])
            workspace.enter()
            workspace.build_rest(self.runner.is_busy)
        if summary.notices:
            self.problems.tell("Before you go on", "\n\n".join(summary.notices))

    def _open_pack(self, own: OwnPack, path: str) -> None:
        if self._workspace is not None:
            self._take_down()
        scope = TaskScope(self.runner, self.problems.show)
        self._workspace = OwnPackRoom(own, path, scope, self.clipboard, self.problems.show)
        self._window.show_workspace(self._workspace, "A pack of your own")
        self._workspace.setFocus()
        self.idle.start()

    def _leave(self) -> str:
        """Close the open department, if there is one, and return its folder."""
        if self._workspace is None:
            return ""
        folder = self._workspace.folder
        self._window.show_entrance()
        self._window.repaint()  # at once: what follows may take a moment
        try:
            self._take_down()
        finally:  # whatever goes wrong in a screen: locked is locked
            self.runner.end()
            QTimer.singleShot(_FORGOTTEN_AFTER_MS, self, _forget)  # when the screens are deleted, in a turn of its own
        return folder

    def _take_down(self) -> None:
        self.idle.stop()
        self.clipboard.clear_ours()
        self.problems.forget_held()
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            workspace.close_screens()
            self._scope.close()
        for widget in self._app.topLevelWidgets():
            if widget.windowType() is not Qt.WindowType.Window:  # dialogs, open lists, tooltips
                widget.close()

    def _worker_stopped(self) -> None:
        if self._workspace is not None:
            self.lock("The part of the program that holds the file stopped. What was shown as saved is kept.")

    # --- what comes in -----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        runner, menus = self.runner, self._window.menus
        runner.changed.connect(self._changed)
        runner.arrived.connect(self._arrived)
        runner.told.connect(self.problems.tell)
        runner.must_lock.connect(self._must_lock)
        runner.stopped.connect(self._worker_stopped)
        runner.began.connect(self._strip.began)
        runner.progressed.connect(self._strip.progressed)
        runner.finished.connect(self._strip.finished)
        self._strip.cancel_requested.connect(runner.cancel)
        self.idle.near.connect(self._status.locks_in)
        self.idle.expired.connect(self._idle_too_long)
        self.idle.woke.connect(self._woke)
        self.idle.asked.connect(self.lock)
        self.problems.lock_requested.connect(self.lock)
        menus.lock_requested.connect(self.lock)
        menus.lock_minutes_chosen.connect(self._choose_lock_minutes)
        menus.new_requested.connect(self._new)
        menus.open_requested.connect(self._open_other)
        menus.practice_requested.connect(self.practise)

    def _add_keys(self) -> None:
        for number in range(1, min(len(PLACES), _NUMBER_KEYS) + 1):
            key = _NumberKey(number, self._window)
            key.activated.connect(key.pass_on)
            key.target = self._go_to_number

    def _go_to_number(self, number: int) -> None:
        if isinstance(self._workspace, Workspace):
            self._workspace.go_to_number(number)

    def _new(self) -> None:
        self._leave()
        self.doorway.new()

    def _open_other(self) -> None:
        self._leave()
        self.doorway.choose_folder()

    def _changed(self, changes: ChangeSet) -> None:
        self._status.saved()
        self._arrived(changes)

    def _arrived(self, changes: ChangeSet) -> None:
        if changes.touches(_FRESHER_AFTER):
            self._scope.latest("freshness", ShowSession(), self._status.refresh)
        self.feed.changed.emit(changes)

    def _must_lock(self, message: str, what_to_do: str) -> None:
        self.lock(f"{message} {what_to_do}".strip())

    def _idle_too_long(self) -> None:
        minutes = self._settings.lock_minutes
        self.lock(f"Locked after {minutes} minute{'s' * (minutes != 1)} without use.")

    def _woke(self) -> None:
        self.lock("Locked because the computer was asleep.")

    def _choose_lock_minutes(self, minutes: int) -> None:
        self._settings.lock_minutes = minutes
        self.idle.set_minutes(minutes)


def _forget() -> None:
    """Free what only refers to itself any more: screens and presenters know each other, and texts hang on them."""
    gc.collect()


class _ContextOf:
    """Makes the context of one session's screens; its navigation is the workspace's."""

    def __init__(self, shell: Shell, summary: SessionSummary, clock: Clock) -> None:
        self._shell = shell
        self._summary = summary
        self._clock = clock

    def __call__(self, workspace: Workspace) -> ScreenContext:
        shell = self._shell
        return ScreenContext(
            runner=shell.runner,
            feed=shell.feed,
            summary=self._summary,
            navigate=workspace.go,
            clock=self._clock,
            show_problem=shell.problems.show,
            clipboard=shell.clipboard,
            remembered=shell.remembered,
            leave=shell.lock,
            present=workspace.present,
            practise=shell.practise,
        )


class _NumberKey(QShortcut):
    """Ctrl+1 to Ctrl+9."""

    target: Callable[[int], None]

    def __init__(self, number: int, window: MainWindow) -> None:
        super().__init__(QKeySequence(f"Ctrl+{number}"), window)
        self._number = number

    def pass_on(self) -> None:
        """Tell which number was pressed."""
        self.target(self._number)
