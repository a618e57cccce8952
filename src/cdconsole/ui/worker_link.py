"""One worker process as the window sees it: two one-way pipes, and the thread that reads one of them."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from cdconsole.services.wire import Close, FromWindow
from cdconsole.services.worker import CLOSING_SECONDS

WorkerEntry = Callable[[Connection, Connection], None]


class WorkerLink(QObject):
    """A running worker. ``received`` carries each message, ``ended`` comes once when the process is gone."""

    received = Signal(object)
    ended = Signal()
    _pipe_closed = Signal()

    def __init__(self, entry: WorkerEntry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        spawn = get_context("spawn")
        their_end, self._outgoing = spawn.Pipe(duplex=False)
        self._incoming, their_answer_end = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=entry, args=(their_end, their_answer_end), name="cdconsole worker")
        self._process.start()
        # On exit Python joins its children before it closes the pipes that would tell them: each would wait for ever.
        atexit.register(self.close_and_wait)
        their_end.close()
        their_answer_end.close()
        self._pipe_closed.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._reader = Thread(target=self._read, name="worker messages", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int | None:
        """Return the worker's process id."""
        return self._process.pid

    def send(self, message: FromWindow) -> None:
        """Pass a message on; a worker that is gone hears nothing, and ``ended`` says so."""
        try:
            self._outgoing.send(message)
        except OSError:
            return

    def close(self) -> None:
        """Ask it to publish and end, and end it after a deadline if it does not; ``ended`` comes later."""
        self.send(Close())
        QTimer.singleShot(int(CLOSING_SECONDS * 1000), self, self._kill)

    def close_and_wait(self) -> None:
        """Ask it to publish and end; return when it is gone, after the deadline at the latest."""
        self.send(Close())
        self._process.join(CLOSING_SECONDS)
        self._kill()
        self._finish()

    def _kill(self) -> None:
        if self._process.is_alive():
            self._process.kill()

    def _read(self) -> None:
        while True:
            try:
                message = self._incoming.recv()
            except (EOFError, OSError):
                self._pipe_closed.emit()
                return
            self.received.emit(message)

    def _finish(self) -> None:
        if self._incoming.closed:
            return
        atexit.unregister(self.close_and_wait)
        self._process.join()
        self._reader.join()
        self._incoming.close()
        self._outgoing.close()
        self.ended.emit()
