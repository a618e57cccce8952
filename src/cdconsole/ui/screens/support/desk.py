"""What the presenters of one page share: its state, its view, its requests. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Generic, Protocol, TypeVar

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.form_dialog.state import FormState
from cdconsole.ui.thanking.state import ThankForm


class PageState(Protocol):
    """What every page's state has: the form that is open, and what is wrong with the page."""

    @property
    def form(self) -> FormState | ThankForm | None:
        """Return the form while one is open."""
        ...

    @property
    def problem(self) -> str:
        """Return what can't be shown, and what to do."""
        ...


State = TypeVar("State", bound=PageState)
State_contra = TypeVar("State_contra", bound=PageState, contravariant=True)


class PageScreen(Protocol[State_contra]):
    """What the presenters ask of the view."""

    def show_state(self, state: State_contra) -> None:
        """Show everything anew."""
        ...


class Desk(Generic[State]):
    """One state, shown anew after each change; ``broken`` hears of faults of the program."""

    def __init__(
        self, view: PageScreen[State], state: State, scope: TaskScope, broken: Callable[[Exception], None]
    ) -> None:
        self._view = view
        self._broken = broken
        self.scope = scope
        self.state = state

    def change(self, **changes: Any) -> None:
        """Show the state with some of it changed."""
        self.state = replace(self.state, **changes)  # type: ignore[type-var]
        self._view.show_state(self.state)

    def cannot(self, problem: Exception) -> None:
        """Say on the page what could not be done."""
        self.change(problem=str(problem) if isinstance(problem, UserFacingError) else "")
        self._report(problem)

    def refused(self, problem: Exception) -> None:
        """Say in the form what is wrong with it."""
        if self.state.form is not None:
            self.change(form=self.state.form.refused(problem))
        self._report(problem)

    def _report(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
