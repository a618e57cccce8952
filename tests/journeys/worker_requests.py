"""Requests the worker tests ask, and the process that answers them beside the real ones."""

import contextlib
import ctypes
import os
import signal
import socket
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.people import Section
from cdconsole.domain.requests import Command, Request
from cdconsole.services.worker import CLOSING_SECONDS

_FAST_KDF_KIB = 19 * 1024


@dataclass(frozen=True)
class Echo(Request[int]):
    number: int


@dataclass(frozen=True)
class Count(Request[int]):
    """Reports ``of`` steps, each of some milliseconds."""

    of: int
    milliseconds: float


@dataclass(frozen=True)
class QueryForEver(Request[None]):
    """One endless statement inside SQLCipher, with a sign on the disk that it runs."""

    started: str


@dataclass(frozen=True)
class Refuse(Request[None]):
    message: str


@dataclass(frozen=True)
class Break(Request[None]):
    secret: str


@dataclass(frozen=True)
class ReturnSomethingThatCannotTravel(Request[object]):
    pass


@dataclass(frozen=True)
class Die(Request[None]):
    pass


@dataclass(frozen=True)
class IsDumpable(Request[int]):
    """Whether other processes of the same account may look into the worker (Linux)."""


@dataclass(frozen=True)
class Write(Request[None]):
    """Changes something and then fails or not."""

    then_fail: bool = False


@dataclass(frozen=True)
class PhoneHome(Request[None]):
    """Asks for the network, and takes a refusal for bad luck."""


@dataclass(frozen=True)
class Hang(Command[None]):
    """Writes to a share that does not answer any more."""


def run_hasty_worker(incoming: Connection, outgoing: Connection, home: Path, clock: Clock) -> None:
    """Serve as ever, but end half a second after being told to close, whatever still hangs."""
    run_test_worker(incoming, outgoing, home, clock, 0.5)


def run_test_worker(
    incoming: Connection, outgoing: Connection, home: Path, clock: Clock, closing_seconds: float = CLOSING_SECONDS
) -> None:
    from cdconsole.services.session import Session
    from cdconsole.services.worker import Worker, harden
    from cdconsole.vault.kdf import KdfParameters

    harden()
    _register()
    Worker(Session(clock, home, KdfParameters(_FAST_KDF_KIB, 1, 1)), incoming, outgoing, closing_seconds).serve()


def _register() -> None:  # noqa: C901 - a list of small handlers
    from cdconsole.services import access, people  # noqa: F401 - registers the real ones
    from cdconsole.services.registry import handles
    from cdconsole.services.session import Session
    from cdconsole.services.tasks import Task

    @handles(Echo)
    def echo(_session: Session, request: Echo, _task: Task) -> int:
        return request.number

    @handles(Count)
    def count(_session: Session, request: Count, task: Task) -> int:
        for done in range(1, request.of + 1):
            task.report(done, request.of, "Counting")
            time.sleep(request.milliseconds / 1000)
        return request.of

    @handles(QueryForEver)
    def query(session: Session, request: QueryForEver, _task: Task) -> None:
        endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
        with session.snapshot(Section.RECORDS) as snapshot:
            Path(request.started).touch()
            snapshot.rows(endless)

    @handles(Refuse)
    def refuse(_session: Session, request: Refuse, _task: Task) -> None:
        raise UserFacingError(request.message, "Do something else.")

    @handles(Break)
    def fail(_session: Session, request: Break, _task: Task) -> None:
        secret_local = request.secret
        raise KeyError(secret_local)

    @handles(PhoneHome)
    def phone_home(_session: Session, _request: PhoneHome, _task: Task) -> None:
        with contextlib.suppress(Exception):
            socket.create_connection(("127.0.0.1", 9))

    @handles(ReturnSomethingThatCannotTravel)
    def untravelled(_session: Session, _request: ReturnSomethingThatCannotTravel, _task: Task) -> object:
        return (number for number in range(3))

    @handles(Die)
    def die(_session: Session, _request: Die, _task: Task) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    @handles(Hang)
    def hang(_session: Session, _request: Hang, _task: Task) -> None:
        while True:
            time.sleep(60)

    @handles(IsDumpable)
    def is_dumpable(_session: Session, _request: IsDumpable, _task: Task) -> int:
        get_dumpable = 3
        return ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0)

    @handles(Write)
    def write(session: Session, request: Write, _task: Task) -> None:
        if session.is_open:
            with session.unit_of_work(Section.RECORDS) as work:
                work.audit("wrote", "something")
                work.changed(Topic.GOAL)
                work.commit()
        session.announce(ChangeSet(frozenset({Topic.GOAL})))
        if request.then_fail:
            raise UserFacingError("Half of it failed.")
