"""Runs one piece of reading in a limited child process, so that a hostile file cannot hurt the worker.

``multiprocessing`` with ``spawn`` is used and not a plain subprocess because it also starts in a frozen program, where
there is no ``python -m``. The process that calls must not be a daemonic one: those may have no children.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, Protocol, TypeVar, cast

from cdconsole.domain.errors import ImportRefused, UserFacingError
from cdconsole.importing.limits import Limits, limit_this_process
from cdconsole.no_network import NetworkForbidden, forbid_network

Result = TypeVar("Result")
Report = Callable[[int], None]
Emit = Callable[[Any], None]
POLL_SECONDS = 0.05
SMALLER = "Split the file, for example by year, and import the parts one after another."
NO_MEMORY = "The file needs more memory than reading a file may use."


class Watch(Protocol):
    """The task on whose behalf a file is read: it hears of progress and may stop it."""

    def report(self, done: int, of: int, label: str) -> None:
        """Hear how far the reading is; may raise Cancelled."""
        ...

    def checkpoint(self) -> None:
        """Raise Cancelled if the reading should stop."""
        ...


@dataclass(frozen=True)
class _Progress:
    rows: int


@dataclass(frozen=True)
class _Done(Generic[Result]):
    result: Result


@dataclass(frozen=True)
class _Refused:
    message: str
    what_to_do: str


@dataclass(frozen=True)
class _Bug:
    where: str


@dataclass(frozen=True)
class _Part:
    value: object


class ReaderFailed(Exception):
    """The reading code itself failed: a bug. Says the type and place, never a value of the file."""


def run_in_child(work: Callable[[Report], Result], limits: Limits, watch: Watch) -> Result:
    """Return ``work(report)`` as computed by a limited child process.

    ``work`` must be picklable (a module's function, or a partial of one), and so must what it returns. Raises
    ImportRefused if the work did, or if the child took too long, too much memory, or died; Cancelled if the watch
    says so; ReaderFailed on a bug. However it ends, the child is gone and reaped on return.
    """
    return stream_from_child(partial(_unstreamed, work), limits, watch, _take_nothing)


def stream_from_child(
    work: Callable[[Report, Emit], Result], limits: Limits, watch: Watch, take: Callable[[Any], None]
) -> Result:
    """Return ``work(report, emit)`` as ``run_in_child`` does; ``take`` gets what is emitted while the child reads on.

    The child waits while more than one part is on its way, so that neither process holds the whole file.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child_main, args=(work, limits, sender), name="cdconsole-reader", daemon=True)
    try:
        process.start()
        sender.close()  # so that the child's death closes the pipe
        return cast(Result, _follow(process, receiver, _Listening(limits, watch, take)))
    finally:
        receiver.close()
        if process.is_alive():
            process.kill()
        process.join()
        process.close()


def _unstreamed(work: Callable[[Report], Result], report: Report, _emit: Emit) -> Result:
    return work(report)


def _take_nothing(_part: object) -> None:
    """Stand in where nothing is emitted."""


@dataclass(frozen=True)
class _Listening:
    limits: Limits
    watch: Watch
    take: Callable[[Any], None]


def _follow(process: BaseProcess, receiver: Connection, listening: _Listening) -> object:
    limits, watch = listening.limits, listening.watch
    deadline = time.monotonic() + limits.wall_seconds
    while True:
        watch.checkpoint()
        if time.monotonic() > deadline:
            raise ImportRefused(f"Reading the file took longer than {limits.wall_seconds:g} seconds.", SMALLER)
        if not receiver.poll(POLL_SECONDS):
            continue
        try:
            message = receiver.recv()
        except EOFError:
            process.join()
            raise _death(process.exitcode) from None
        match message:
            case _Part(value):
                listening.take(value)
            case _Progress(rows):
                watch.report(rows, 0, f"{rows:,} rows read")
            case _Done(result):
                return result
            case _Refused(message, what_to_do):
                raise ImportRefused(message, what_to_do)
            case _Bug(where):
                raise ReaderFailed(where)


def _death(exit_code: int | None) -> ImportRefused:
    """Return in plain words what a child that said nothing died of."""
    if exit_code == -getattr(signal, "SIGXCPU", 0):
        return ImportRefused("Reading the file took more processor time than it may.", SMALLER)
    if exit_code == -getattr(signal, "SIGKILL", 0):
        return ImportRefused("The system stopped the reading of the file, most likely for want of memory.", SMALLER)
    return ImportRefused(
        "Reading the file stopped without an answer.",
        "Nothing was stored. Open the file in a spreadsheet, save it as a new CSV file, and import that.",
    )


def _child_main(work: Callable[[Report, Emit], object], limits: Limits, sender: Connection) -> None:
    forbid_network()
    limit_this_process(limits)
    gc.disable()  # a short life, much allocated, no cycles: a sixth of the time
    try:
        answer: object = _Done(work(lambda rows: sender.send(_Progress(rows)), lambda part: sender.send(_Part(part))))
    except UserFacingError as refused:
        answer = _Refused(refused.message, refused.what_to_do)
    except MemoryError:
        answer = _Refused(NO_MEMORY, SMALLER)
    except (Exception, NetworkForbidden) as bug:  # noqa: BLE001 the child's own hook: a printed traceback could show a patient's values
        place = traceback.extract_tb(bug.__traceback__)[-1]
        answer = _Bug(f"{type(bug).__name__} in {place.name}, line {place.lineno}")
    try:
        sender.send(answer)
    except MemoryError:  # pickling a large answer takes as much again
        del answer
        sender.send(_Refused(NO_MEMORY, SMALLER))
    finally:
        sender.close()
