"""What the presenters of the job plans page share: its state, its view and what they say of a refusal. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.ui.screens.data.job_plans.state import ROWS, JobPlansState, place_of


class JobPlansScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: JobPlansState) -> None:
        """Show everything anew."""
        ...


class JobPlansDesk:
    """One state, shown anew after each change."""

    def __init__(self, view: JobPlansScreen, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._broken = broken
        self.state = JobPlansState()

    def show(self, state: JobPlansState) -> None:
        """Take over a state and show it."""
        self.state = state
        self._view.show_state(state)

    def fill(self, state: JobPlansState) -> None:
        """Take over a state and fill the editor from its version."""
        before = next((plan.version for plan in state.versions if plan.version < state.shown), 0)
        self.show(replace(state, draft=state.original, problems={}, compared=before))

    def refuse(self, problem: Exception) -> None:
        """Say what was refused at the field it belongs to; report a fault of the program."""
        place = place_of(problem) if isinstance(problem, RuleBroken) else ROWS
        said = {place: str(problem)} if isinstance(problem, UserFacingError) else {}
        self.show(replace(self.state, problems=said, is_busy=False, notice=""))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
