"""What the presenters of the page share: its state, its view, its requests. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.governance.quarter.state import QuarterState


class QuarterScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: QuarterState) -> None:
        """Show everything anew."""
        ...


class QuarterDesk:
    """One state, shown anew after each change; ``broken`` hears of faults of the program."""

    def __init__(self, view: QuarterScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._broken = broken
        self.scope = scope
        self.state = QuarterState()

    def change(self, **changes: Any) -> None:
        """Show the state with some of it changed."""
        self.keep(**changes)
        self._view.show_state(self.state)

    def keep(self, **changes: Any) -> None:
        """Change the state without showing it: what is typed stands in the boxes already."""
        self.state = replace(self.state, **changes)

    def cannot(self, problem: Exception) -> None:
        """Say on the page why something could not be done."""
        self.change(problem=str(problem) if isinstance(problem, UserFacingError) else "")
        self.report(problem)

    def report(self, problem: Exception) -> None:
        """Pass on a fault of the program; what a person can act on has its place on the page."""
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
