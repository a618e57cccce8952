"""The state of the page of measures and its view. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.ui.screens.data.measures.state import MeasuresState


class MeasuresScreen(Protocol):
    """What the presenters ask of their view."""

    def show_state(self, state: MeasuresState) -> None:
        """Show everything anew."""
        ...


class MeasuresDesk:
    """One state, shown anew after each change; ``broken`` hears of faults of the program."""

    def __init__(self, view: MeasuresScreen, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._broken = broken
        self.state = MeasuresState()

    def change(self, **changes: Any) -> None:
        """Show the state with some of it changed."""
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)

    def cannot(self, problem: Exception) -> None:
        """Say on the page what a person can act on, and pass on a fault of the program."""
        self.change(problem=str(problem) if isinstance(problem, UserFacingError) else "")
        self.report(problem)

    def report(self, problem: Exception) -> None:
        """Pass on a fault of the program; what a person can act on has its place on the page."""
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
