"""What the presenters of the imports page share: its state and its view. No Qt."""

from __future__ import annotations

from typing import Protocol

from cdconsole.ui.screens.data.imports.state import ImportsState


class ImportsScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: ImportsState) -> None:
        """Show everything anew."""
        ...


class ImportsDesk:
    """One state, shown anew after each change."""

    def __init__(self, view: ImportsScreen) -> None:
        self._view = view
        self.state = ImportsState()

    def show(self, state: ImportsState) -> None:
        """Take over a state and show it."""
        self.state = state
        self._view.show_state(state)
