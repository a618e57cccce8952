"""The process that owns the department file and its keys: answers one request at a time, and publishes when idle.

Nothing heavy is imported at the top: the window imports this module too, to name ``run_worker``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.requests import Command
from cdconsole.services.tasks import Progress, Task
from cdconsole.services.wire import (
    Answered,
    Ask,
    BugReport,
    Changed,
    Close,
    Failed,
    FromWindow,
    FromWorker,
    NotPublished,
    Progressed,
    Published,
    Stop,
)

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from cdconsole.domain.calendar import Clock
    from cdconsole.services.session import Session
    from cdconsole.vault.kdf import KdfParameters

PUBLISH_AFTER_SECONDS = 3.0
PUBLISH_AT_LATEST_SECONDS = 20.0
RETRY_AFTER_SECONDS = 15.0
PROGRESS_EVERY_SECONDS = 0.05
_PR_SET_DUMPABLE = 4


def run_worker(
    incoming: Connection, outgoing: Connection, clock: Clock, home: Path, kdf: KdfParameters | None = None
) -> None:
    """Serve the window until it says close or goes away. Runs in a process of its own."""
    harden()
    from cdconsole.services.registry import load_handlers
    from cdconsole.services.session import Session

    load_handlers()
    Worker(Session(clock, home, kdf), incoming, outgoing).serve()


def harden() -> None:
    """Keep keys out of core dumps and other accounts' reach, and leave Ctrl+C to the window."""
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class Worker:
    """Answers in the order asked. One small thread listens: the pipe never fills and a stop is heard at once."""

    def __init__(self, session: Session, incoming: Connection, outgoing: Connection) -> None:
        self._session = session
        self._incoming = incoming
        self._outgoing = outgoing
        self._waiting: SimpleQueue[Ask | Close] = SimpleQueue()
        self._guard = Lock()
        self._running: tuple[Ask, Task] | None = None
        self._stopped: set[int] = set()
        self._is_closing = False
        self._first_write = 0.0
        self._publish_at: float | None = None

    def serve(self) -> None:
        """Answer until told to close or the window is gone; then publish, forget the keys and return."""
        Thread(target=self._listen, name="listener", daemon=True).start()
        while isinstance(ask := self._next(), Ask):
            self._answer(ask)
        try:
            self._session.close()
        except (UserFacingError, OSError) as problem:
            self._send(_not_published(problem))

    # --- the listening thread ----------------------------------------------------------------------------------------

    def _listen(self) -> None:
        while True:
            try:
                message: FromWindow = self._incoming.recv()
            except (EOFError, OSError):
                message = Close()
            if isinstance(message, Stop):
                self._stop(message.id)
                continue
            if isinstance(message, Close):
                self._stop_all()
            self._waiting.put(message)
            if isinstance(message, Close):
                return

    def _stop(self, ask_id: int) -> None:
        with self._guard:
            if self._running is not None and self._running[0].id == ask_id:
                self._running[1].cancel()
                self._interrupt()
            else:
                self._stopped.add(ask_id)

    def _stop_all(self) -> None:
        """Cancel what runs; a short write, which never looks whether it was cancelled, is left to end."""
        with self._guard:
            self._is_closing = True
            if self._running is not None:
                ask, task = self._running
                task.cancel()
                if not isinstance(ask.request, Command):
                    self._interrupt()

    def _interrupt(self) -> None:
        with contextlib.suppress(UserFacingError):  # locked: there is no query to interrupt
            self._session.file.interrupt()

    # --- the main thread ---------------------------------------------------------------------------------------------

    def _next(self) -> Ask | Close:
        """Return the next message; publish when none came for a while after a write."""
        while True:
            wait = None if self._publish_at is None else max(0.0, self._publish_at - time.monotonic())
            try:
                return self._waiting.get(timeout=wait)
            except Empty:
                self._publish()

    def _answer(self, ask: Ask) -> None:
        task = self._begin(ask)
        if task is None:
            return
        from cdconsole.services.registry import answer

        try:
            self._send(Answered(ask.id, answer(self._session, ask.request, task)))
        except (UserFacingError, Cancelled) as problem:
            self._send(Failed(ask.id, problem))
        except Exception as problem:  # noqa: BLE001 - a bug in one request must not take the file's process along
            self._send(Failed(ask.id, BugReport.of(problem)))
        finally:
            with self._guard:
                self._running = None
        self._tell_changes()

    def _begin(self, ask: Ask) -> Task | None:
        """Make this request the running one; None if it was stopped while it waited.

        What waits when the department is locked is dropped, but not what a person wrote just before.
        """
        with self._guard:
            is_dropped = self._is_closing and not isinstance(ask.request, Command)
            is_stopped = is_dropped or ask.id in self._stopped
            # Requests are numbered in order: a stop for an earlier one came too late to matter.
            self._stopped = {other for other in self._stopped if other > ask.id}
            if is_stopped:
                return None
            task = Task(_Throttled(ask.id, self._send))
            if self._is_closing:
                task.cancel()
            self._running = (ask, task)
            return task

    def _tell_changes(self) -> None:
        changes = self._session.take_changes()
        if not changes.topics:
            return
        self._send(Changed(changes))
        now = time.monotonic()
        if self._publish_at is None:
            self._first_write = now
        # A person who types on and on must not put publishing off for ever.
        self._publish_at = min(now + PUBLISH_AFTER_SECONDS, self._first_write + PUBLISH_AT_LATEST_SECONDS)

    def _publish(self) -> None:
        self._publish_at = None
        if not (self._session.is_open and self._session.file.has_unpublished):
            return
        try:
            self._session.file.publish()
        except (UserFacingError, OSError) as problem:
            self._publish_at = time.monotonic() + RETRY_AFTER_SECONDS
            self._send(_not_published(problem))
        else:
            self._send(Published(self._session.clock.now()))

    def _send(self, message: FromWorker) -> None:
        try:
            self._outgoing.send(message)
        except OSError:
            # The window is gone; the listener has heard it too and closes the file.
            return


class _Throttled:
    """Passes a request's progress on, at most twenty times a second; the last step always."""

    def __init__(self, ask_id: int, send: Callable[[FromWorker], None]) -> None:
        self._ask_id = ask_id
        self._send = send
        self._sent = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._sent >= PROGRESS_EVERY_SECONDS or (progress.of and progress.done >= progress.of):
            self._sent = now
            self._send(Progressed(self._ask_id, progress))


def _not_published(problem: UserFacingError | OSError) -> NotPublished:
    if isinstance(problem, UserFacingError):
        return NotPublished(problem.message, problem.what_to_do)
    return NotPublished(
        f"The department's folder can't be written to ({problem.strerror or type(problem).__name__}).",
        "Your work is kept on this computer, and it is tried again.",
    )
