from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled
from cdconsole.domain.people import Role
from cdconsole.domain.requests import CreateDepartment, Request
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Progress, Running, Task, TaskRunner, TaskScope
from cdconsole.ui.screens.governance.presenter import GovernancePresenter
from cdconsole.ui.screens.governance.state import GovernanceState, Notice
from unit.services.conftest import CHEAP, CLOCK, PASSPHRASES

SECOND, THIRD = Quarter(2026, 2), Quarter(2026, 3)


class Shown:
    """A view that remembers every state, and what was navigated to and reported."""

    def __init__(self) -> None:
        self.states: list[GovernanceState] = []
        self.went: list[tuple[str, dict[str, str]]] = []
        self.broken: list[Exception] = []

    @property
    def last(self) -> GovernanceState:
        return self.states[-1]

    def show_state(self, state: GovernanceState) -> None:
        self.states.append(state)

    def go(self, to: str, /, **ids: str) -> None:
        self.went.append((to, ids))


class Held:
    """A runner that keeps each request until the test answers it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Request[Any], Listeners]] = []

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        self.asked.append((request, listeners))
        return self

    def cancel(self) -> None:
        """Nothing is under way."""

    def fail(self, kind: str, problem: Exception) -> None:
        self.find(kind).failed(problem)

    def find(self, kind: str) -> Listeners:
        return next(listeners for request, listeners in self.asked if type(request).__name__ == kind)


def presented(runner: TaskRunner, shown: Shown) -> GovernancePresenter:
    return GovernancePresenter(shown, TaskScope(runner, shown.broken.append), shown.go, shown.broken.append)


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def presenter(session: Session, shown: Shown) -> GovernancePresenter:
    made: list[GovernancePresenter] = []

    def changed(changes: ChangeSet) -> None:
        made[0].changed(changes)

    made.append(presented(ImmediateTaskRunner(session, changed), shown))
    made[0].start()
    return made[0]


def test_that_the_newest_complete_quarter_is_previewed_first(presenter: GovernancePresenter, shown: Shown) -> None:
    assert shown.last.chosen == THIRD
    assert shown.last.preview is not None
    assert shown.last.preview.quarters[0] == THIRD
    assert shown.last.may_write
    assert shown.last.is_log_read


def test_that_another_quarter_is_previewed_when_chosen(presenter: GovernancePresenter, shown: Shown) -> None:
    presenter.visit(quarter="2026Q2")
    assert shown.last.preview is not None
    assert shown.last.preview.quarter == shown.last.chosen == SECOND


def test_that_coming_back_changes_nothing(presenter: GovernancePresenter, shown: Shown) -> None:
    before = len(shown.states)
    presenter.visit()
    presenter.choose(THIRD)
    assert len(shown.states) == before


def test_that_what_is_written_is_logged_and_receipted(
    presenter: GovernancePresenter, shown: Shown, tmp_path: Path
) -> None:
    target = tmp_path / "pack.xlsx"
    presenter.write(str(target))
    receipt = shown.last.receipt
    assert receipt is not None
    assert receipt.sha256 == hashlib.sha256(target.read_bytes()).hexdigest() == shown.last.log[0].sha256
    assert any(state.writing == "Writing Definitions" for state in shown.states)
    assert shown.last.writing == ""


def test_that_the_receipt_goes_when_another_quarter_is_chosen(
    presenter: GovernancePresenter, shown: Shown, tmp_path: Path
) -> None:
    presenter.write(str(tmp_path / "pack.xlsx"))
    presenter.choose(SECOND)
    assert shown.last.receipt is None
    assert len(shown.last.log) == 1


def test_that_a_refusal_stands_where_the_receipt_would(
    presenter: GovernancePresenter, shown: Shown, tmp_path: Path
) -> None:
    presenter.write(str(tmp_path / "missing" / "pack.xlsx"))
    assert "there is no folder" in shown.last.refusal
    assert shown.last.receipt is None
    assert shown.last.may_write
    assert shown.broken == []


def test_that_an_incomplete_quarter_is_refused_and_the_shown_one_stays(
    presenter: GovernancePresenter, shown: Shown
) -> None:
    presenter.choose(Quarter(2026, 4))
    assert shown.last.chosen == THIRD
    assert "do not cover all of 2026Q4" in shown.last.refusal
    assert shown.last.may_write


def test_that_an_incomplete_quarter_at_first_gives_way_to_the_newest_complete_one(
    session: Session, shown: Shown
) -> None:
    presenter = presented(ImmediateTaskRunner(session, lambda _: None), shown)
    presenter.choose(Quarter(2026, 4))
    assert shown.last.chosen == THIRD
    assert "do not cover all of 2026Q4" in shown.last.refusal


def test_that_without_a_complete_quarter_the_screen_says_so_and_leads_to_imports(tmp_path: Path, shown: Shown) -> None:
    with closing(Session(CLOCK, tmp_path / "home", CHEAP)) as session:
        request = CreateDepartment(str(tmp_path), "Empty", "Medicine", "Dr B. Director", PASSPHRASES[Role.DIRECTOR])
        answer(session, request, Task())
        presenter = presented(ImmediateTaskRunner(session, lambda _: None), shown)
        presenter.start()
        presenter.go_to_imports()
    assert shown.last.notice == Notice(
        "No calendar quarter is complete yet.", "Import an extract that covers three months."
    )
    assert not shown.last.may_write
    assert shown.went == [("data", {"page": "imports"})]


def test_that_new_spells_preview_again_and_exports_read_the_log_again(shown: Shown) -> None:
    runner = Held()
    presenter = presented(runner, shown)
    for topic in (Topic.SPELL, Topic.EXPORT, Topic.GOAL):
        presenter.changed(ChangeSet(frozenset({topic})))
    assert [type(request).__name__ for request, _ in runner.asked] == ["PreviewGovernance", "ListExports"]


def test_that_stopping_says_where_to_look(session: Session, shown: Shown, tmp_path: Path) -> None:
    presenter, runner = _ready_to_write(session, shown)
    presenter.write(str(tmp_path / "pack.xlsx"))
    runner.find("ExportGovernance").progress(Progress(0, 0, "Writing Spells"))
    assert shown.last.writing == "Writing Spells"
    assert not shown.last.may_write
    runner.fail("ExportGovernance", Cancelled())
    assert "the log below shows it" in shown.last.refusal
    assert shown.last.may_write
    assert shown.broken == []


def test_that_nothing_else_is_written_meanwhile(session: Session, shown: Shown, tmp_path: Path) -> None:
    presenter, runner = _ready_to_write(session, shown)
    presenter.write(str(tmp_path / "first.xlsx"))
    presenter.write(str(tmp_path / "second.xlsx"))
    assert [type(request).__name__ for request, _ in runner.asked].count("ExportGovernance") == 1


def test_that_nothing_is_written_before_there_is_a_preview(shown: Shown, tmp_path: Path) -> None:
    runner = Held()
    presented(runner, shown).write(str(tmp_path / "pack.xlsx"))
    assert runner.asked == []


@pytest.mark.parametrize("kind", ["PreviewGovernance", "ExportGovernance"])
def test_that_a_fault_of_the_program_is_reported(session: Session, shown: Shown, tmp_path: Path, kind: str) -> None:
    presenter, runner = _ready_to_write(session, shown)
    presenter.write(str(tmp_path / "pack.xlsx"))
    fault = LookupError("fault")
    runner.fail(kind, fault)
    assert shown.broken == [fault]


def test_that_a_cancelled_preview_changes_nothing(shown: Shown) -> None:
    runner = Held()
    presented(runner, shown).start()
    before = shown.last
    runner.fail("PreviewGovernance", Cancelled())
    assert shown.last is before
    assert shown.broken == []


def test_that_nothing_is_shown_after_closing(session: Session, shown: Shown) -> None:
    presenter, runner = _ready_to_write(session, shown)
    presenter.close()
    before = len(shown.states)
    runner.find("ListExports").done(())
    assert len(shown.states) == before


def _ready_to_write(session: Session, shown: Shown) -> tuple[GovernancePresenter, Held]:
    runner = Held()
    presenter = presented(runner, shown)
    presenter.start()
    request, listeners = runner.asked[0]
    deliver: Callable[[Any], None] = listeners.done
    deliver(answer(session, request, Task()))
    return presenter, runner
