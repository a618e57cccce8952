"""Runs requests in the worker process and answers on the window's own thread."""

from __future__ import annotations

from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import Listeners, Running
from cdconsole.services.wire import (
    Answered,
    Ask,
    Changed,
    Failed,
    FolderAway,
    FolderBack,
    FromWindow,
    FromWorker,
    MustLock,
    NotPublished,
    OthersEditing,
    Progressed,
    Published,
    Stop,
    Told,
)
from cdconsole.ui.worker_link import WorkerEntry, WorkerLink


class _Asked:
    """A request on its way to the worker or back."""

    def __init__(self, runner: ProcessTaskRunner, ask_id: int) -> None:
        self._runner = runner
        self._ask_id = ask_id

    def cancel(self) -> None:
        """Stop it; nothing more is heard of it."""
        self._runner.forget(self._ask_id)


class ProcessTaskRunner(QObject):
    """The TaskRunner of the window. Starts the worker when first needed, and again after an end.

    ``began``, ``progressed`` and ``finished`` name requests by number, for whoever shows that work is going on.
    ``changed`` tells of own writes, ``arrived`` of others'.
    ``stopped`` says that the worker ended unasked: every listener has been told, and the department is locked.
    """

    changed = Signal(object)
    arrived = Signal(object)
    published = Signal(object)
    not_published = Signal(str, str)
    folder_away = Signal(str, str)
    folder_back = Signal()
    others_editing = Signal(object)
    must_lock = Signal(str, str)
    told = Signal(str, str)
    began = Signal(int)
    progressed = Signal(int, object)
    finished = Signal(int)
    stopped = Signal()

    def __init__(self, entry: WorkerEntry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entry = entry
        self._numbers = count(1)
        self._listeners: dict[int, Listeners] = {}
        self._link: WorkerLink | None = None
        self._ending: WorkerLink | None = None
        self._held: list[FromWindow] = []

    def start(self) -> None:
        """Start the worker, unless it runs or the one before is still closing the same file."""
        if self._link is None and self._ending is None:
            self._link = WorkerLink(self._entry, self)
            self._link.received.connect(self._receive, Qt.ConnectionType.QueuedConnection)
            self._link.ended.connect(self._worker_stopped)

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        """Send a request; its listeners are called later, on this thread."""
        ask_id = next(self._numbers)
        self._listeners[ask_id] = listeners
        self._send(Ask(ask_id, request))
        self.began.emit(ask_id)
        return _Asked(self, ask_id)

    def is_busy(self) -> bool:
        """Return whether somebody waits for an answer."""
        return bool(self._listeners)

    def forget(self, ask_id: int) -> None:
        """Cancel a request and tell nobody."""
        if self._listeners.pop(ask_id, None) is not None:
            self._send(Stop(ask_id))
            self.finished.emit(ask_id)

    def cancel(self, ask_id: int) -> None:
        """Cancel a request because the person asked to: its listeners hear Cancelled."""
        listeners = self._listeners.get(ask_id)
        if listeners is not None:
            self.forget(ask_id)
            listeners.failed(Cancelled())

    def end(self) -> None:
        """Lock: nothing is delivered any more, and the worker publishes, forgets the keys and ends by itself."""
        self._forget_all()
        if self._link is not None:
            self._ending, self._link = self._link, None
            self._let_go(self._ending)
            self._ending.ended.connect(self._old_one_gone)
            self._ending.close()

    def end_and_wait(self) -> None:
        """Quit: as ``end``, and return when no worker is left, after a few seconds at the latest."""
        self._forget_all()
        if self._link is not None:
            self._let_go(self._link)
            self._link.close_and_wait()
            self._link = None
        if self._ending is not None:
            self._ending.close_and_wait()

    # --- messages ----------------------------------------------------------------------------------------------------

    def _send(self, message: FromWindow) -> None:
        self.start()
        if self._link is None:
            self._held.append(message)
        else:
            self._link.send(message)

    def _receive(self, message: FromWorker) -> None:
        if self._link is None or self.sender() is not self._link:
            return  # from a worker that was told to end: locked means nothing more is shown
        match message:
            case Answered(ask_id, value):
                self._deliver(ask_id, value)
            case Failed(ask_id, problem):
                self._refuse(ask_id, problem)
            case Progressed(ask_id, progress):
                if ask_id in self._listeners:
                    self._listeners[ask_id].progress(progress)
                    self.progressed.emit(ask_id, progress)
            case _:
                self._receive_news(message)

    def _receive_news(self, message: FromWorker) -> None:
        """Tell what nobody asked: what became of the department and its folder."""
        match message:
            case Changed(changes, is_own):
                (self.changed if is_own else self.arrived).emit(changes)
            case Published(at):
                self.published.emit(at)
            case NotPublished(what, what_to_do):
                self.not_published.emit(what, what_to_do)
            case Told(what, what_to_do):
                self.told.emit(what, what_to_do)
            case FolderAway(what, what_to_do):
                self.folder_away.emit(what, what_to_do)
            case FolderBack():
                self.folder_back.emit()
            case OthersEditing(editing):
                self.others_editing.emit(editing)
            case MustLock(what, what_to_do):
                self.must_lock.emit(what, what_to_do)

    def _deliver(self, ask_id: int, value: Any) -> None:
        listeners = self._listeners.pop(ask_id, None)
        if listeners is not None:
            self.finished.emit(ask_id)
            listeners.done(value)

    def _refuse(self, ask_id: int, problem: Exception) -> None:
        listeners = self._listeners.pop(ask_id, None)
        if listeners is not None:
            self.finished.emit(ask_id)
            listeners.failed(problem)

    # --- the end of a worker -----------------------------------------------------------------------------------------

    def _worker_stopped(self) -> None:
        if self._link is None:
            return
        self._link.deleteLater()
        self._link = None
        problem = UserFacingError(
            "The part of the program that holds the department file stopped.",
            "Unlock the department again. Everything that was shown as saved is kept.",
        )
        waiting = tuple(self._listeners)  # not what a listener asks of the next worker
        self.stopped.emit()
        for ask_id in waiting:
            self._refuse(ask_id, problem)

    def _old_one_gone(self) -> None:
        if self._ending is not None:
            self._ending.deleteLater()
            self._ending = None
        if self._held:
            held, self._held = self._held, []
            for message in held:
                self._send(message)

    def _let_go(self, link: WorkerLink) -> None:
        link.received.disconnect(self._receive)
        link.ended.disconnect()

    def _forget_all(self) -> None:
        forgotten = tuple(self._listeners)
        self._listeners.clear()
        self._held.clear()
        for ask_id in forgotten:
            self.finished.emit(ask_id)
