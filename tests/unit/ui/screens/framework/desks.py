"""A screen's context without a window, and views that remember."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.people import SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.ui.screens.context import ScreenContext

State = TypeVar("State")


@dataclass
class Shown(Generic[State]):
    """A view that remembers every state it was shown."""

    states: list[State] = field(default_factory=list)

    @property
    def last(self) -> State:
        return self.states[-1]

    def show_state(self, state: State) -> None:
        self.states.append(state)


@dataclass
class World:
    """What lies round a presenter: what was navigated to, what was reported, who hears of changes."""

    session: Session
    went: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    broken: list[Exception] = field(default_factory=list)
    hearing: list[Callable[[ChangeSet], None]] = field(default_factory=list)

    @property
    def context(self) -> ScreenContext:
        def changed(changes: ChangeSet) -> None:
            for hear in self.hearing:
                hear(changes)

        def navigate(to: str, /, **ids: str) -> None:
            self.went.append((to, ids))

        unused: Any = None
        return ScreenContext(
            runner=ImmediateTaskRunner(self.session, changed),
            feed=unused,
            summary=SessionSummary("", "Gastroenterology", "Gastroenterology", self.session.person, 2, ""),
            navigate=navigate,
            clock=self.session.clock,
            show_problem=self.broken.append,
            clipboard=unused,
        )
