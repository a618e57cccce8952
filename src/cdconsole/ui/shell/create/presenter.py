"""Checks a new department field by field and makes it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.people import SessionSummary
from cdconsole.domain.requests import CreateDepartment, SuggestPassphrase
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.own_passphrase.state import AGAIN, PASSPHRASE
from cdconsole.ui.shell.create.state import DEPARTMENT, DIRECTOR, PARENT, SPECIALTY, CreateState, NewDepartment


class CreateView(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: CreateState) -> None:
        """Show everything anew; what was typed stays."""
        ...


class CreatePresenter:
    """``opened`` hears of the new department, open; ``broken`` of faults of the program."""

    def __init__(
        self,
        view: CreateView,
        scope: TaskScope,
        opened: Callable[[SessionSummary], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._view = view
        self._scope = scope
        self._opened = opened
        self._broken = broken
        self._state = CreateState()

    def suggest(self) -> None:
        """Offer five other words."""
        self._scope.latest("suggest", SuggestPassphrase(), self._offer)

    def create(self, typed: NewDepartment) -> None:
        """Make the department if every field is filled and the passphrase was typed twice alike."""
        if self._state.busy:
            return
        problems = _problems(typed)
        if problems:
            self._refuse(problems)
            return
        self._show(replace(self._state, problems={}, busy="Making the department and its keys."))
        request = CreateDepartment(
            typed.parent, typed.department.strip(), typed.specialty.strip(), typed.director.strip(), typed.own.text
        )
        self._scope.latest("create", request, self._opened, self._refused)

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def _offer(self, words: str) -> None:
        others = {name: said for name, said in self._state.problems.items() if name not in (PASSPHRASE, AGAIN)}
        self._show(replace(self._state, suggestion=words, problems=others))

    def _refused(self, problem: Exception) -> None:
        field = problem.field if isinstance(problem, RuleBroken) else ""
        text = str(problem) if isinstance(problem, UserFacingError) else ""
        self._refuse({field: text} if text else {})
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _refuse(self, problems: dict[str, str]) -> None:
        self._show(replace(self._state, busy="", problems=problems, refusals=self._state.refusals + 1))

    def _show(self, state: CreateState) -> None:
        self._state = state
        self._view.show_state(state)


def _problems(typed: NewDepartment) -> dict[str, str]:
    asked = {
        DEPARTMENT: (typed.department, "Give the department a name."),
        SPECIALTY: (typed.specialty, "Say which specialty it is, for instance Gastroenterology."),
        DIRECTOR: (typed.director, "Type your own name, as colleagues know it."),
        PARENT: (typed.parent, "Choose the folder to keep it in."),
    }
    return {name: advice for name, (value, advice) in asked.items() if not value.strip()} | typed.own.problems()
