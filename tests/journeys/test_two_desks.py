"""Two people on two computers, each with a real worker process, in one department's folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cdconsole.domain.access_requests import IntroducePerson, RevokePerson, ShowAccess
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Editing, Role, Section
from cdconsole.domain.requests import (
    Request,
    ShowFramework,
    TickStageItem,
    UnlockDepartment,
)
from cdconsole.services.worker import run_worker
from cdconsole.ui.task_runner import ProcessTaskRunner
from journeys.conftest import answer_of, new_department
from journeys.department import FAST_KDF

OWN = "jigsaw kettle lantern marble nectar"
SOON = 20_000


class Desk:
    """One person's computer, and everything it was told without asking."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        self._qtbot = qtbot
        self.runner = ProcessTaskRunner(partial(run_worker, clock=SystemClock(), home=home, kdf=FAST_KDF))
        self.arrived: list[ChangeSet] = []
        self.editing: list[tuple[Editing, ...]] = []
        self.told: list[str] = []
        self.runner.arrived.connect(self.arrived.append)
        self.runner.others_editing.connect(self.editing.append)
        for name in ("published", "folder_back"):
            getattr(self.runner, name).connect(partial(self._hear, name))
        for name in ("not_published", "folder_away", "must_lock", "told"):
            getattr(self.runner, name).connect(partial(self._hear, name))

    def ask(self, request: Request) -> object:  # type: ignore[type-arg]
        return answer_of(self._qtbot, self.runner, request)

    def tick(self, key: str) -> None:
        self.ask(TickStageItem(key, is_done=True))

    def ticked(self) -> set[str]:
        stages = self.ask(ShowFramework()).stages  # type: ignore[attr-defined]
        return {item.key for stage in stages for item in stage.items if item.done_by}

    def wait(self, until: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(until, timeout=SOON)

    def _hear(self, name: str, *_words: object) -> None:
        self.told.append(name)


@pytest.fixture
def desks(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """The director's desk, which has just founded the department and let a deputy in, and the deputy's."""
    director, deputy = Desk(qtbot, tmp_path / "one"), Desk(qtbot, tmp_path / "two")
    summary = director.ask(new_department(tmp_path))
    new = director.ask(IntroducePerson("Dr D. Deputy", Role.DEPUTY))
    deputy.ask(UnlockDepartment(summary.folder, new.person.id, new.code, OWN))  # type: ignore[attr-defined]
    yield director, deputy
    director.runner.end_and_wait()
    deputy.runner.end_and_wait()


def deputy_id(desk: Desk) -> PersonId:
    rows = desk.ask(ShowAccess()).rows  # type: ignore[attr-defined]
    return next(row.person.id for row in rows if row.person.role is Role.DEPUTY)


def test_that_both_work_and_each_sees_the_others_work_and_who_is_editing(desks: tuple[Desk, Desk]) -> None:
    director, deputy = desks
    director.tick("1.1")
    deputy.wait(lambda: deputy.ticked() == {"1.1"})
    assert any(Topic.FRAMEWORK in changes.topics for changes in deputy.arrived)
    deputy.wait(lambda: bool(deputy.editing and deputy.editing[-1]))
    assert {(one.person, one.section) for one in deputy.editing[-1]} >= {("Dr B. Director", Section.RECORDS)}
    deputy.tick("1.2")
    director.tick("2.1")
    for desk in desks:
        desk.wait(lambda desk=desk: desk.ticked() == {"1.1", "1.2", "2.1"})  # type: ignore[misc]
        assert "not_published" not in desk.told


def test_that_work_goes_on_while_the_share_is_away_and_is_joined_when_it_is_back(
    desks: tuple[Desk, Desk], tmp_path: Path
) -> None:
    director, deputy = desks
    folder = next(tmp_path.glob("*.cdv"))
    away = folder.rename(tmp_path / "unplugged")
    director.tick("1.1")
    deputy.tick("1.2")
    for desk in desks:
        desk.wait(lambda desk=desk: {"folder_away", "not_published"} <= set(desk.told))  # type: ignore[misc]
    assert director.ticked() == {"1.1"}
    away.rename(folder)
    for desk in desks:
        desk.wait(lambda desk=desk: "folder_back" in desk.told and desk.ticked() == {"1.1", "1.2"})  # type: ignore[misc]


def test_that_somebody_whose_keys_are_taken_back_is_locked_out_while_working(desks: tuple[Desk, Desk]) -> None:
    director, deputy = desks
    director.ask(RevokePerson(deputy_id(director)))
    deputy.wait(lambda: "must_lock" in deputy.told)
    director.tick("1.1")
    director.wait(lambda: director.told.count("published") > 0)
    assert director.ticked() == {"1.1"}


def test_that_an_older_folder_put_in_its_place_while_it_is_open_is_told_and_not_taken_over(
    desks: tuple[Desk, Desk], tmp_path: Path
) -> None:
    director, deputy = desks
    folder = next(tmp_path.glob("*.cdv"))
    shutil.copytree(folder, tmp_path / "older")
    director.tick("1.1")
    deputy.wait(lambda: deputy.ticked() == {"1.1"})
    folder.rename(tmp_path / "newer")
    (tmp_path / "older").rename(folder)
    deputy.wait(lambda: "told" in deputy.told)
    assert deputy.ticked() == {"1.1"}
