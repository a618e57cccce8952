"""Reads who can unlock a department and unlocks it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.errors import Cancelled, UserFacingError, WrongPassphrase
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import LockedDepartment, SessionSummary
from cdconsole.domain.requests import ReadLockedDepartment, UnlockDepartment
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.shell.unlock.state import PersonChoice, UnlockState

_DERIVING = "Unlocking. This takes a moment: it is what makes guessing slow."


class UnlockView(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: UnlockState) -> None:
        """Show everything anew."""
        ...


class UnlockPresenter:
    """One department at a time; ``opened`` hears of the session, ``broken`` of faults of the program."""

    def __init__(
        self,
        view: UnlockView,
        scope: TaskScope,
        opened: Callable[[SessionSummary], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._view = view
        self._scope = scope
        self._opened = opened
        self._broken = broken
        self._state = UnlockState()

    def offer(self, state: UnlockState) -> None:
        """Show a department as it is remembered, and read who can unlock it now."""
        self._show(state)
        self._scope.latest("read", ReadLockedDepartment(state.folder), self._show_people, self._cannot_read)

    def choose(self, person: str) -> None:
        """Keep who was chosen."""
        self._state = replace(self._state, chosen=person)

    def unlock(self, person: str, passphrase: str) -> None:
        """Try a passphrase; an empty one is refused here."""
        if not self._state.can_unlock:
            return
        if not passphrase:
            self._refuse("Type your passphrase.")
            return
        self._show(replace(self._state, chosen=person, busy=_DERIVING, problem="", notice=""))
        request = UnlockDepartment(self._state.folder, PersonId(person), passphrase)
        self._scope.latest("unlock", request, self._let_in, self._keep_out)

    def _show_people(self, locked: LockedDepartment) -> None:
        people = tuple(PersonChoice(one.id, f"{one.name}, {one.role.title.lower()}") for one in locked.people)
        known = {one.id for one in people}
        chosen = self._state.chosen if self._state.chosen in known else (people[0].id if people else "")
        self._show(
            replace(
                self._state,
                folder=locked.folder,
                department=locked.department,
                specialty=locked.specialty,
                people=people,
                chosen=chosen,
                facts=_facts(locked),
                problem="" if people else "Nobody can unlock this department.",
            )
        )

    def _cannot_read(self, problem: Exception) -> None:
        if isinstance(problem, UserFacingError):
            self._show(replace(self._state, people=(), facts="", problem=str(problem)))
        else:
            self._broken(problem)

    def _let_in(self, summary: SessionSummary) -> None:
        self._show(replace(self._state, busy="", problem="", attempt=self._state.attempt + 1, passphrase_on_offer=""))
        self._opened(summary)

    def _keep_out(self, problem: Exception) -> None:
        if isinstance(problem, WrongPassphrase):
            self._refuse(self._wrong_passphrase())
        elif isinstance(problem, UserFacingError):
            self._refuse(str(problem))
        else:
            self._refuse("")
            if not isinstance(problem, Cancelled):
                self._broken(problem)

    def _wrong_passphrase(self) -> str:
        others = [one.label for one in self._state.people if one.id != self._state.chosen]
        advice = "That is not this person's passphrase. Check Caps Lock, and that the right name is chosen above."
        return advice + (f" Also able to unlock: {'; '.join(others)}." if others else "")

    def _refuse(self, problem: str) -> None:
        self._show(replace(self._state, busy="", problem=problem, attempt=self._state.attempt + 1))

    def _show(self, state: UnlockState) -> None:
        self._state = state
        self._view.show_state(state)


def _facts(locked: LockedDepartment) -> str:
    saved = "not saved yet" if locked.last_published is None else f"saved {moment_text(locked.last_published)}"
    count = len(locked.people)
    who = "1 person can unlock it" if count == 1 else f"{count} people can unlock it"
    unpublished = " This computer holds work that is not in the department's folder yet." * locked.has_unpublished_work
    backed_up = "" if locked.last_backed_up is None else f", backed up {moment_text(locked.last_backed_up)}"
    return f"Last {saved}{backed_up}. {who}.{unpublished}".replace("Last not saved", "Not saved")
