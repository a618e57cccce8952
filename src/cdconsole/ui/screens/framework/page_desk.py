"""What the presenters of every page of this screen share: a state, its view, one form at a time. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Generic, Protocol, TypeVar

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.form_dialog.state import FormState

Typed = Mapping[str, str]
Asked = Callable[[Typed], Request[Any]]
"""Turns what was typed into the request it means; raises RuleBroken naming the field at fault."""
Done = Callable[[Any], None]


class PageState(Protocol):
    """What every page's state has: the form that is open, if any, and what a person can act on."""

    @property
    def form(self) -> FormState | None:
        """Return the form that is open."""
        ...

    @property
    def problem(self) -> str:
        """Return what stands in the way, empty for nothing."""
        ...


State = TypeVar("State", bound=PageState)


class PageDesk(Generic[State]):
    """One state, shown anew after each change; ``broken`` hears of faults of the program."""

    def __init__(
        self, state: State, show: Callable[[State], None], scope: TaskScope, broken: Callable[[Exception], None]
    ) -> None:
        self.state = state
        self.scope = scope
        self._show = show
        self._broken = broken
        self._asked: Asked | None = None
        self._done: Done | None = None

    def change(self, **changes: Any) -> None:
        """Show the state with some of it changed."""
        self.state = replace(self.state, **changes)  # type: ignore[type-var]
        self._show(self.state)

    def cannot(self, problem: Exception) -> None:
        """Say on the page what a person can act on, and pass on a fault of the program."""
        self.change(problem=str(problem) if isinstance(problem, UserFacingError) else "")
        self._report(problem)

    def do(self, request: Request[Any], done: Done) -> None:
        """Carry out a request that needs no form."""
        self.scope.run(request, done, self.cannot)

    def open(self, form: FormState, asked: Asked, done: Done) -> None:
        """Open a form; what is typed is asked, and ``done`` hears what came back."""
        self._asked, self._done = asked, done
        self.change(form=form, problem="")

    def enter(self, typed: object) -> None:
        """Store what was typed."""
        form, asked = self.state.form, self._asked
        if form is None or asked is None or form.is_busy or not isinstance(typed, Mapping):
            return
        self.change(form=form.busy())
        try:
            request = asked(typed)
        except UserFacingError as problem:
            self._refused(problem)
            return
        self.scope.run(request, self._stored, self._refused)

    def end(self) -> None:
        """Close the form; nothing is stored."""
        self._asked = self._done = None
        self.change(form=None)

    def _stored(self, value: Any) -> None:
        done = self._done
        self.end()
        if done is not None:
            done(value)

    def _refused(self, problem: Exception) -> None:
        if self.state.form is not None:
            self.change(form=self.state.form.refused(problem))
        self._report(problem)

    def _report(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
