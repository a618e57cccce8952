"""What the presenters of the inbox page share: its state, its view, and how a fault is told. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.ui.screens.data.inbox.state import InboxState


class InboxScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: InboxState) -> None:
        """Show everything anew."""
        ...


class InboxDesk:
    """One state, shown anew after each change."""

    def __init__(self, view: InboxScreen, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._broken = broken
        self.state = InboxState()

    def show(self, state: InboxState) -> None:
        """Take over a state and show it."""
        self.state = state
        self._view.show_state(state)

    def words_for(self, problem: Exception) -> str:
        """Return what a person is told of a problem; a bug is reported and has no words here."""
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
        return str(problem) if isinstance(problem, UserFacingError) else ""
