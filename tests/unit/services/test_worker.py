"""The worker's rules in this process, a thread in the window's place; its own process is tested in the journeys."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.requests import (
    CreateDepartment,
    ReadLockedDepartment,
    Request,
    ShowFramework,
    TickStageItem,
    UnlockDepartment,
)
from cdconsole.services import exchange_schedule, places, worker
from cdconsole.services.registry import answer, handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.wire import (
    Answered,
    Ask,
    BugReport,
    Changed,
    Close,
    Failed,
    NotPublished,
    Progressed,
    Published,
    Stop,
)
from cdconsole.vault import KdfParameters

PASSPHRASE = "acid angular bobcat cheddar dwindle"  # noqa: S105
WAIT = 10.0
HELD = Event()
STARTED = Event()


@dataclass(frozen=True)
class Echo(Request[int]):
    number: int


@dataclass(frozen=True)
class Hold(Request[None]):
    """Goes on until it is cancelled."""


@dataclass(frozen=True)
class Fail(Request[None]):
    problem: Exception


@handles(Echo)
def echo(_session: Session, request: Echo, task: Task) -> int:
    task.report(1, 1, "echoing")
    return request.number


@handles(Hold)
def hold(_session: Session, _request: Hold, task: Task) -> None:
    STARTED.set()
    while True:
        HELD.wait(0.005)
        task.checkpoint()


@handles(Fail)
def fail(_session: Session, request: Fail, _task: Task) -> None:
    raise request.problem


class Window:
    """The other ends of the two pipes."""

    def __init__(self, outgoing: Connection, incoming: Connection) -> None:
        self.send = outgoing.send
        self.close = outgoing.close
        self._incoming = incoming

    def next(self) -> Any:
        assert self._incoming.poll(WAIT), "the worker said nothing"
        return self._incoming.recv()

    def until(self, kind: type) -> Any:
        while not isinstance(message := self.next(), kind):
            pass
        return message


@pytest.fixture
def session(tmp_path: Path, fixed_clock: FixedClock) -> Session:
    STARTED.clear()
    return Session(fixed_clock, tmp_path / "home", KdfParameters(19456, 1, 1))


@pytest.fixture
def window(session: Session) -> Iterator[Window]:
    with serving(session) as window:
        yield window


@contextmanager
def serving(session: Session) -> Iterator[Window]:
    pipe = multiprocessing.get_context("spawn").Pipe
    (to_worker, out), (back, from_worker) = pipe(duplex=False), pipe(duplex=False)
    thread = Thread(target=worker.Worker(session, to_worker, from_worker).serve)
    thread.start()
    yield Window(out, back)
    out.close()
    thread.join(WAIT)
    assert not thread.is_alive()
    for end in (to_worker, back, from_worker):
        end.close()


def create(window: Window, parent: Path) -> Path:
    window.send(Ask(1, CreateDepartment(str(parent), "Gastro", "Gastroenterology", "Dr B", PASSPHRASE)))
    return Path(window.until(Answered).value.folder)


def test_that_requests_are_answered_in_order_with_their_last_progress(window: Window) -> None:
    for number in (1, 2, 3):
        window.send(Ask(number, Echo(number * 10)))
    heard = [window.next() for _ in range(6)]
    assert [message.value for message in heard if isinstance(message, Answered)] == [10, 20, 30]
    assert [message.id for message in heard if isinstance(message, Progressed)] == [1, 2, 3]


def test_that_a_refusal_keeps_its_words_and_a_bug_loses_them(window: Window) -> None:
    window.send(Ask(1, Fail(UserFacingError("No.", "Try this."))))
    window.send(Ask(2, Fail(ValueError("patient 9434765919"))))
    window.send(Ask(3, Echo(7)))
    refused, bug, answered = window.next(), window.next(), window.until(Answered)
    assert isinstance(refused, Failed)
    assert str(refused.problem) == "No. Try this."
    assert isinstance(bug.problem, BugReport)
    assert "9434765919" not in bug.problem.trace + bug.problem.kind
    assert answered.value == 7


def test_that_the_running_request_and_a_waiting_one_can_be_stopped(window: Window) -> None:
    window.send(Ask(1, Hold()))
    assert STARTED.wait(WAIT)
    window.send(Ask(2, Echo(2)))
    window.send(Stop(2))
    window.send(Stop(1))
    window.send(Ask(3, Echo(3)))
    first, answered = window.until(Failed), window.until(Answered)
    assert isinstance(first.problem, Cancelled)
    assert (answered.id, answered.value) == (3, 3)


def test_that_a_write_is_told_once_and_published_when_nothing_follows(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_schedule, "PUBLISH_AFTER_SECONDS", 0.05)
    folder = create(window, tmp_path)
    before = len(list(folder.glob("commit-*.json")))
    window.send(Ask(2, TickStageItem("1.1", is_done=True)))
    assert isinstance(window.next(), Answered)
    assert isinstance(window.next(), Changed)
    assert isinstance(window.next(), Published)
    assert len(list(folder.glob("commit-*.json"))) == before + 1


def test_that_a_folder_that_cannot_be_written_is_said_and_tried_again(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_schedule, "PUBLISH_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(exchange_schedule, "RETRY_AFTER_SECONDS", 0.2)
    folder = create(window, tmp_path)
    away = folder.rename(tmp_path / "unplugged")
    window.send(Ask(2, TickStageItem("1.1", is_done=True)))
    said = window.until(NotPublished)
    assert said.message
    assert said.what_to_do
    away.rename(folder)
    assert isinstance(window.until(Published), Published)


def test_that_closing_stops_what_runs_and_publishes(session: Session, tmp_path: Path) -> None:
    with serving(session) as window:
        folder = create(window, tmp_path)
        before = len(list(folder.glob("commit-*.json")))
        window.send(Ask(2, TickStageItem("1.1", is_done=True)))
        window.until(Changed)
        window.send(Ask(3, Hold()))
        assert STARTED.wait(WAIT)
        window.send(Close())
    assert not session.is_open
    assert len(list(folder.glob("commit-*.json"))) == before + 1


def test_that_what_was_written_just_before_a_lock_is_stored_and_reads_are_dropped(
    session: Session, tmp_path: Path
) -> None:
    with serving(session) as window:
        folder = create(window, tmp_path)
        window.send(Ask(2, Hold()))
        assert STARTED.wait(WAIT)
        window.send(Ask(3, TickStageItem("1.1", is_done=True)))
        window.send(Ask(4, Echo(4)))
        window.send(Ask(5, TickStageItem("1.2", is_done=True)))
        window.send(Close())
        answered = [window.until(Answered).id, window.until(Answered).id]
    assert answered == [3, 5]
    locked = answer(session, ReadLockedDepartment(str(folder)), Task())
    answer(session, UnlockDepartment(str(folder), locked.people[0].id, PASSPHRASE), Task())
    [first, *_] = answer(session, ShowFramework(), Task()).stages
    session.close()
    assert [bool(item.done_at) for item in first.items] == [True, True, False, False]


def test_that_a_window_that_goes_away_is_a_close(session: Session, tmp_path: Path) -> None:
    with serving(session) as window:
        create(window, tmp_path)
    assert not session.is_open


def test_that_files_are_kept_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CDCONSOLE_HOME", str(tmp_path))
    assert (places.data_home(), places.config_home()) == (tmp_path / "data", tmp_path / "config")
    monkeypatch.delenv("CDCONSOLE_HOME")
    assert places.data_home().name == places.config_home().name == "cdconsole"
