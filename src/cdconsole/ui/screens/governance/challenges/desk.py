"""What the presenters of the page share: its state, its view, its requests. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.governance.challenges.state import ChallengesState


class ChallengesScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: ChallengesState) -> None:
        """Show everything anew."""
        ...


class ChallengesDesk:
    """One state, shown anew after each change; ``broken`` hears of faults of the program."""

    def __init__(self, view: ChallengesScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._broken = broken
        self.scope = scope
        self.state = ChallengesState()

    def change(self, **changes: Any) -> None:
        """Show the state with some of it changed."""
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)

    def report(self, problem: Exception) -> None:
        """Pass on a fault of the program; what a person can act on has its place on the page."""
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
