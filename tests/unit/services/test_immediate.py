from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.requests import ListPeople, Request
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Task


class Touch(Request[str]):
    pass


class Fault(Request[str]):
    pass


@handles(Touch)
def touch(session: Session, _request: Touch, task: Task) -> str:
    task.report(1, 2, "Touching")
    session.announce(ChangeSet(frozenset({Topic.GOAL})))
    return "touched"


@handles(Fault)
def fault(_session: Session, _request: Fault, _task: Task) -> str:
    raise ZeroDivisionError


def test_that_listeners_hear_before_the_change_is_told(tmp_path: Path, fixed_clock: FixedClock) -> None:
    heard: list[object] = []
    runner = ImmediateTaskRunner(Session(fixed_clock, tmp_path), heard.append)
    runner.run(Touch(), Listeners(heard.append, heard.append, lambda progress: heard.append(progress.label))).cancel()
    assert heard == ["Touching", "touched", ChangeSet(frozenset({Topic.GOAL}))]


def test_that_a_refusal_is_told_and_a_bug_rises(tmp_path: Path, fixed_clock: FixedClock) -> None:
    refused: list[Exception] = []
    changed: list[ChangeSet] = []
    runner = ImmediateTaskRunner(Session(fixed_clock, tmp_path), changed.append)
    runner.run(ListPeople(), Listeners(lambda _value: None, refused.append))
    assert isinstance(refused[0], UserFacingError)
    with pytest.raises(ZeroDivisionError):
        runner.run(Fault(), Listeners(lambda _value: None, refused.append))
    assert changed == []
