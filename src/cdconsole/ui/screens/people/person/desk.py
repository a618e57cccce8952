"""What the presenters of the page about a person share: its state, its view, its requests. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.held import PersonPreview
from cdconsole.domain.held_requests import PreviewPersonReport
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.people.person.state import PersonState


class PersonScreen(Protocol):
    """What the presenters ask of their view."""

    def show_state(self, state: PersonState) -> None:
        """Show everything anew."""
        ...


class PersonDesk:
    """One state, shown anew after each change; ``broken`` hears of faults of the program."""

    def __init__(self, view: PersonScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self.scope = scope
        self.broken = broken
        self.state = PersonState()

    def change(self, **changes: Any) -> None:
        """Show the state with some of it changed."""
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)

    def read(self) -> None:
        """Count what is held about whoever is chosen."""
        if self.state.chosen is not None:
            self.scope.latest("preview", PreviewPersonReport(self.state.chosen), self._show, self.cannot)

    def say(self, words: str) -> None:
        """Say on the page what came of something."""
        self.change(notice=words, problem="")

    def refused(self, problem: Exception) -> None:
        """Say in the open form what is wrong."""
        if self.state.form is not None:
            self.change(form=self.state.form.refused(problem))
        self._report(problem)

    def cannot(self, problem: Exception) -> None:
        """Say on the page what went wrong."""
        stopped = "Stopped." if isinstance(problem, Cancelled) else ""
        words = str(problem) if isinstance(problem, UserFacingError) else stopped
        self.change(is_reading=False, notice="", problem=words)
        self._report(problem)

    def _show(self, preview: PersonPreview) -> None:
        self.change(preview=preview, is_reading=False)

    def _report(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self.broken(problem)
