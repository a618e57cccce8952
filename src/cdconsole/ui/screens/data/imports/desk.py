"""What the presenters of the imports page share: its state, its view, and how a problem is said. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.ui.screens.data.imports.state import ImportsState


class ImportsScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: ImportsState) -> None:
        """Show everything anew."""
        ...


class ImportsDesk:
    """One state, shown anew after each change."""

    def __init__(self, view: ImportsScreen, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._broken = broken
        self.state = ImportsState()

    def show(self, state: ImportsState) -> None:
        """Take over a state and show it."""
        self.state = state
        self._view.show_state(state)

    def words_for(self, problem: Exception) -> str:
        """Return what a person is told of a problem; a fault of the program goes to the shell, and has no words."""
        if isinstance(problem, UserFacingError):
            return str(problem)
        if not isinstance(problem, Cancelled):
            self._broken(problem)
        return ""
