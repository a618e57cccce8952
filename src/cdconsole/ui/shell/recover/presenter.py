"""Opens a department with its recovery key. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.access_requests import UseRecoveryKey
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError, WrongPassphrase
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import LockedDepartment, SessionSummary
from cdconsole.domain.requests import ReadLockedDepartment, SuggestPassphrase
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.own_passphrase.state import PASSPHRASE
from cdconsole.ui.shell.recover.state import KEY, PERSON, RecoverState, Recovery
from cdconsole.ui.shell.unlock.state import PersonChoice

_WORKING = "Opening with the recovery key, and making new keys. This can take a minute."


class RecoverView(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: RecoverState) -> None:
        """Show everything anew; what was typed stays."""
        ...


class RecoverPresenter:
    """``opened`` hears of the session, ``broken`` of faults of the program."""

    def __init__(
        self,
        view: RecoverView,
        scope: TaskScope,
        opened: Callable[[SessionSummary], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._view = view
        self._scope = scope
        self._opened = opened
        self._broken = broken
        self._folder = ""
        self._state = RecoverState()

    def offer(self, folder: str, person: str) -> None:
        """Read who is in the department, and offer ``person`` as its clinical director."""
        self._folder = folder
        self._show(RecoverState(chosen=person))
        self._scope.latest("read", ReadLockedDepartment(folder), self._show_people, self._keep_out)
        self.suggest()

    def suggest(self) -> None:
        """Offer five other words."""
        self._scope.latest("suggest", SuggestPassphrase(), self._suggested)

    def recover(self, typed: Recovery) -> None:
        """Use the key, if everything is there."""
        if self._state.busy:
            return
        problems = typed.own.problems()
        if not typed.key.strip():
            problems = {KEY: "Type the key from the paper.", **problems}
        if not typed.person:
            problems = {PERSON: "Choose who becomes clinical director.", **problems}
        if problems:
            self._refuse(problems)
            return
        self._show(replace(self._state, chosen=typed.person, problems={}, busy=_WORKING))
        request = UseRecoveryKey(self._folder, typed.key, PersonId(typed.person), typed.own.text)
        self._scope.latest("recover", request, self._opened, self._keep_out)

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def _show_people(self, locked: LockedDepartment) -> None:
        people = tuple(PersonChoice(one.id, f"{one.name}, {one.role.title.lower()}") for one in locked.people)
        known = {one.id for one in people}
        chosen = self._state.chosen if self._state.chosen in known else ""
        self._show(replace(self._state, department=locked.department, people=people, chosen=chosen))

    def _suggested(self, words: str) -> None:
        self._show(replace(self._state, suggestion=words))

    def _keep_out(self, problem: Exception) -> None:
        self._refuse(_said(problem) if isinstance(problem, UserFacingError) else {})
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _refuse(self, problems: Mapping[str, str]) -> None:
        self._show(replace(self._state, busy="", problems=problems, refusals=self._state.refusals + 1))

    def _show(self, state: RecoverState) -> None:
        self._state = state
        self._view.show_state(state)


def _said(problem: UserFacingError) -> dict[str, str]:
    """Return what is wrong, at the field it was typed into."""
    if isinstance(problem, WrongPassphrase):
        return {KEY: "This is not the recovery key in force. Another may have been printed since: look for that paper."}
    field = problem.field if isinstance(problem, RuleBroken) and problem.field in (KEY, PASSPHRASE) else ""
    return {field: str(problem)}
