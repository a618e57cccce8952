"""A real worker process beside the test, with a few requests of the tests' own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cdconsole import app as composition
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.requests import CreateDepartment, Request
from cdconsole.services.tasks import Listeners
from cdconsole.services.worker import run_worker
from cdconsole.ui.task_runner import ProcessTaskRunner
from cdconsole.ui.worker_link import WorkerEntry
from journeys.department import FAST_KDF, ReadyDepartment, copy_of, make_template
from journeys.person import Person
from journeys.three_clinicians import MovedClock
from journeys.worker_requests import run_test_worker

PASSPHRASE = "lemon orbit quietly tractor seven"  # noqa: S105 - opens what the test makes


class SitDown(Protocol):
    """Opens the window, on a department if one is named; ``on`` another day than today if one is named."""

    def __call__(self, department: Path | None = None, on: date | None = None) -> Person: ...


class Heard:
    """Collects what listeners are told, in order."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.problems: list[Exception] = []
        self.progress: list[Any] = []

    def listeners(self) -> Listeners:
        return Listeners(self.values.append, self.problems.append, self.progress.append)

    @property
    def is_over(self) -> bool:
        return bool(self.values or self.problems)


@pytest.fixture
def entry(own_home: Path) -> WorkerEntry:
    return partial(run_test_worker, home=own_home / "data", clock=SystemClock())


@pytest.fixture
def runner(qtbot: QtBot, entry: WorkerEntry) -> Iterator[ProcessTaskRunner]:
    runner = ProcessTaskRunner(entry)
    yield runner
    runner.end_and_wait()


def answer_of(qtbot: QtBot, runner: ProcessTaskRunner, request: Request[Any]) -> Any:
    """Run a request to its end and return its value, or raise its problem."""
    heard = Heard()
    runner.run(request, heard.listeners())
    qtbot.waitUntil(lambda: heard.is_over, timeout=20_000)
    if heard.problems:
        raise heard.problems[0]
    return heard.values[0]


def new_department(parent: Path) -> CreateDepartment:
    return CreateDepartment(str(parent), "Gastroenterology", "Gastroenterology", "Dr B. Director", PASSPHRASE)


@pytest.fixture
def sits_down(qtbot: QtBot, qapp: QApplication, own_home: Path) -> Iterator[SitDown]:
    """Open the window as often as the test likes; each time on what the time before has left."""
    made: list[Person] = []

    def sit_down(department: Path | None = None, on: date | None = None) -> Person:
        clock = SystemClock() if on is None else MovedClock.at(on)
        entry = partial(run_worker, clock=clock, home=own_home / "data", kdf=FAST_KDF)
        setup = composition.window_setup(str(department or ""))
        made.append(Person(qtbot, qapp, replace(setup, entry=lambda: entry, clock=clock)))
        return made[-1]

    yield sit_down
    for person in made:
        person.leave()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def ready(template: Path, tmp_path: Path) -> ReadyDepartment:
    return copy_of(template, tmp_path)
