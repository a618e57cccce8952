"""The exposure page's state and its view. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.ui.screens.data.exposure.state import ExposureState


class ExposureScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: ExposureState) -> None:
        """Show everything anew."""
        ...


class ExposureDesk:
    """One state, shown anew after each change; ``broken`` hears of faults of the program."""

    def __init__(self, view: ExposureScreen, state: ExposureState, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._broken = broken
        self.state = state

    def change(self, **changes: Any) -> None:
        """Show the state with some of it changed."""
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)

    def report(self, problem: Exception) -> None:
        """Pass on a fault of the program; what a person can act on has its place on the page."""
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
