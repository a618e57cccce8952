"""What the presenters of the page share: its state, its view, its requests. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.governance.packs.state import PacksState


class PacksScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: PacksState) -> None:
        """Show everything anew."""
        ...


class PacksDesk:
    """One state, shown anew after each change; ``broken`` hears of faults of the program."""

    def __init__(self, view: PacksScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._broken = broken
        self.scope = scope
        self.state = PacksState()

    def change(self, **changes: Any) -> None:
        """Show the state with some of it changed."""
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)

    def refused(self, problem: Exception) -> None:
        """Say in the open form what is wrong."""
        if self.state.form is not None:
            self.change(form=self.state.form.refused(problem))
        self._report(problem)

    def cannot(self, problem: Exception) -> None:
        """Say on the page what went wrong."""
        words = str(problem) if isinstance(problem, UserFacingError) else ""
        self.change(is_loading=False, notice="", problem=words)
        self._report(problem)

    def _report(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
