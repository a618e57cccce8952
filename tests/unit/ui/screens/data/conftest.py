"""The small real department, and views that only remember what they were shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.change_set import ChangeSet
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.services.tasks import TaskScope
from unit.services.conftest import admin_session, department_template, unlock  # noqa: F401

HEADING = "spell_id,patient_id,consultant,admitted,discharged,specialty\n"
ROWS = (
    "S1,P1,AE,2026-09-01 10:00,2026-09-03 11:00,GASTRO\n"
    "S2,P2,AE,2026-09-02 10:00,2026-09-05 15:00,GASTRO\n"
    "S3,P3,ZZ,2026-09-09 10:00,2026-09-04 15:00,SURGERY\n"
)


class Seen:
    """A view without widgets."""

    state: Any = None

    def show_state(self, state: object) -> None:
        self.state = state


class Desk:
    """What a presenter needs, and every fault it reported."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.view = Seen()
        self.faults: list[Exception] = []
        self.listener: Callable[[ChangeSet], None] | None = None
        self.runner = ImmediateTaskRunner(session, self._changed)
        self.scope = TaskScope(self.runner, self.faults.append)

    @property
    def state(self) -> Any:
        return self.view.state

    def _changed(self, changes: ChangeSet) -> None:
        if self.listener is not None:
            self.listener(changes)


class HeldRunner:
    """A runner whose answers come when the test gives them."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, Any]] = []
        self.cancelled = 0

    def run(self, request: object, listeners: object) -> HeldRunner:
        self.asked.append((request, listeners))
        return self

    def cancel(self) -> None:
        self.cancelled += 1


@pytest.fixture
def desk(admin_session: Session) -> Desk:  # noqa: F811
    return Desk(admin_session)


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "september.csv"
    path.write_text(HEADING + ROWS, encoding="utf-8")
    return path
