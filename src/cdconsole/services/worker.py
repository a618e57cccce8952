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
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.requests import Command
from cdconsole.no_network import NetworkForbidden, forbid_network
from cdconsole.services.courier import Courier, Returned
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
    Progressed,
    Stop,
)

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from cdconsole.domain.calendar import Clock
    from cdconsole.services.session import Session
    from cdconsole.vault.kdf import KdfParameters

PROGRESS_EVERY_SECONDS = 0.05
CLOSING_SECONDS = 15.0
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
    """Keep keys off the network, out of core dumps and other accounts' reach, and leave Ctrl+C to the window."""
    forbid_network()
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class Worker:
    """Answers in the order asked. One small thread listens: the pipe never fills and a stop is heard at once."""

    def __init__(
        self, session: Session, incoming: Connection, outgoing: Connection, closing_seconds: float = CLOSING_SECONDS
    ) -> None:
        self._session = session
        self._closing_seconds = closing_seconds
        self._is_over = Event()
        self._incoming = incoming
        self._outgoing = outgoing
        self._waiting: SimpleQueue[Ask | Close | Returned] = SimpleQueue()
        from cdconsole.services.exchange_schedule import ExchangeSchedule

        self._courier = Courier(self._waiting.put)
        self._exchange = ExchangeSchedule(session, self._courier, self._send, self._is_wanted)
        self._guard = Lock()
        self._running: tuple[Ask, Task] | None = None
        self._stopped: set[int] = set()
        self._is_closing = False
        self._put_back: list[Ask | Close] = []

    def serve(self) -> None:
        """Answer until told to close or the window is gone; then publish, forget the keys and return."""
        Thread(target=self._listen, name="listener", daemon=True).start()
        try:
            while isinstance(ask := self._next(), Ask):
                self._answer(ask)
            self._session.close()
        except (UserFacingError, OSError) as problem:
            self._exchange.not_published(problem)
        finally:
            self._exchange.finish()
            self._is_over.set()

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
                self._see_to_the_end()
                return

    def _see_to_the_end(self) -> None:
        """End the process, keys and all, if a share that hangs keeps it from closing; what was written is kept here."""
        if not self._is_over.wait(self._closing_seconds):
            os._exit(1)

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
        """Return the next message; while none comes, exchange with the department's folder."""
        while True:
            if self._put_back:
                return self._put_back.pop(0)
            try:
                message = self._waiting.get(timeout=self._exchange.wait())
            except Empty:
                self._exchange.act()
                continue
            if not isinstance(message, Returned):
                return message
            self._courier.back(message)
            self._tell_changes(wrote=False)

    def _is_wanted(self) -> bool:
        return bool(self._put_back) or not self._waiting.empty()

    def _wait_for_courier(self) -> None:
        """Let what is on its way to the folder come to an end; what is asked meanwhile is kept for later."""
        while self._courier.is_out:
            message = self._waiting.get()
            if isinstance(message, Returned):
                self._courier.back(message)
            else:
                self._put_back.append(message)

    def _answer(self, ask: Ask) -> None:
        task = self._begin(ask)
        if task is None:
            return
        from cdconsole.services.registry import answer

        try:
            self._send(Answered(ask.id, answer(self._session, ask.request, task)))
        except (UserFacingError, Cancelled) as problem:
            self._send(Failed(ask.id, problem))
        except (Exception, NetworkForbidden) as problem:  # noqa: BLE001 - a bug in one request must not take the file's process along
            self._send(Failed(ask.id, BugReport.of(problem)))
        finally:
            with self._guard:
                self._running = None
        self._session.catch_up()
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

    def _tell_changes(self, *, wrote: bool = True) -> None:
        changes = self._session.take_changes()
        if changes.topics:
            self._send(Changed(changes, is_own=wrote))
        if self._session.is_open:
            self._session.file.exchange.before_publishing = self._wait_for_courier
            if wrote and self._session.file.exchange.unpublished:
                self._exchange.wrote(is_edit=bool(changes.topics))

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
