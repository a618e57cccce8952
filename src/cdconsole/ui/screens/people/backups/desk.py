"""The one state that the two presenters of the backups page share. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.ui.screens.people.backups.state import BackupsState


class BackupsScreen(Protocol):
    """What the presenters ask of their view."""

    def show_state(self, state: BackupsState) -> None:
        """Show everything anew."""
        ...


class BackupsDesk:
    """Keeps what is shown; ``read_again`` reads what can be restored."""

    def __init__(self, view: BackupsScreen) -> None:
        self._view = view
        self.state = BackupsState()
        self.read_again: Callable[[], None] = _nothing

    def show(self, state: BackupsState) -> None:
        """Show a state."""
        self.state = state
        self._view.show_state(state)

    def change(self, **fields: Any) -> None:
        """Show the state with some of its fields changed."""
        self.show(replace(self.state, **fields))

    def done(self, outcome: str, problem: str = "") -> None:
        """Say how something ended, and read the list again."""
        self.change(doing="", outcome=outcome, problem=problem)
        self.read_again()


def _nothing() -> None:
    """Nothing reads yet."""
