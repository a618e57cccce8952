"""Reads who can unlock a department and unlocks it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.errors import (
    Cancelled,
    OlderThanSeen,
    OwnPassphraseNeeded,
    RuleBroken,
    UserFacingError,
    WrongPassphrase,
)
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import LockedDepartment, Person, SessionSummary
from cdconsole.domain.requests import ReadLockedDepartment, SuggestPassphrase, UnlockDepartment
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.own_passphrase.state import PASSPHRASE
from cdconsole.ui.shell.unlock.state import Attempt, PersonChoice, UnlockState

_DERIVING = "Unlocking. This takes a moment: it is what makes guessing slow."
_OWN = "own_passphrase"  # the request's field


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

    @property
    def offered(self) -> tuple[str, str]:
        """Return the department's folder and who is chosen."""
        return self._state.folder, self._state.chosen

    def offer(self, state: UnlockState) -> None:
        """Show a department as it is remembered, and read who can unlock it now."""
        self._show(state)
        self._scope.latest("read", ReadLockedDepartment(state.folder), self._show_people, self._cannot_read)

    def choose(self, person: str) -> None:
        """Take over who was chosen."""
        self._show(replace(self._state, chosen=person, problem="", own_problems={}, is_older=False))
        self._offer_words()

    def suggest(self) -> None:
        """Offer a newcomer five other words."""
        self._scope.latest("suggest", SuggestPassphrase(), self._suggested)

    def unlock(self, attempt: Attempt) -> None:
        """Try what was typed; what can't be right is refused here."""
        if not self._state.can_unlock:
            return
        self._state = replace(self._state, chosen=attempt.person)
        is_first = self._state.is_first_time
        own_problems = attempt.own.problems() if is_first else {}
        if not attempt.passphrase:
            self._refuse("Type your introduction code." if is_first else "Type your passphrase.", own_problems)
        elif own_problems:
            self._refuse("", own_problems)
        else:
            self._show(replace(self._state, busy=_DERIVING, problem="", notice="", own_problems={}, is_older=False))
            self._scope.latest("unlock", self._request(attempt), self._let_in, self._keep_out)

    def _request(self, attempt: Attempt) -> UnlockDepartment:
        own = attempt.own.text if self._state.is_first_time else ""
        return UnlockDepartment(
            self._state.folder, PersonId(attempt.person), attempt.passphrase, own, accept_older=attempt.accept_older
        )

    def _suggested(self, words: str) -> None:
        self._show(replace(self._state, suggestion=words, own_problems={}))

    def _offer_words(self) -> None:
        if self._state.is_first_time and not self._state.suggestion:
            self.suggest()

    def _show_people(self, locked: LockedDepartment) -> None:
        people = tuple(_choice(one, is_newcomer=one.id in locked.newcomers) for one in locked.people)
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
                newcomers=frozenset(locked.newcomers),
                has_recovery_key=locked.has_recovery_key,
            )
        )
        self._offer_words()

    def _cannot_read(self, problem: Exception) -> None:
        if isinstance(problem, UserFacingError):
            self._show(replace(self._state, people=(), facts="", problem=str(problem)))
        else:
            self._broken(problem)

    def _let_in(self, summary: SessionSummary) -> None:
        done = replace(self._state, busy="", problem="", attempt=self._state.attempt + 1)
        self._show(replace(done, passphrase_on_offer="", suggestion=""))
        self._opened(summary)

    def _keep_out(self, problem: Exception) -> None:
        if isinstance(problem, WrongPassphrase):
            self._refuse(self._wrong_code() if self._state.is_first_time else self._wrong_passphrase())
        elif isinstance(problem, OwnPassphraseNeeded):
            self._state = replace(self._state, newcomers=self._state.newcomers | {self._state.chosen})
            self._refuse("", {PASSPHRASE: str(problem)})
            self._offer_words()
        elif isinstance(problem, RuleBroken) and problem.field == _OWN:
            self._refuse("", {PASSPHRASE: str(problem)})
        elif isinstance(problem, UserFacingError):
            self._state = replace(self._state, is_older=isinstance(problem, OlderThanSeen))
            self._refuse(str(problem))
        else:
            self._refuse("")
            if not isinstance(problem, Cancelled):
                self._broken(problem)

    def _wrong_passphrase(self) -> str:
        advice = "That is not this person's passphrase. Check Caps Lock, and that the right name is chosen above."
        others = [one.label for one in self._state.people if one.id != self._state.chosen]
        if others:
            advice += f" Also able to unlock: {'; '.join(others)}. The clinical director can give a new code."
        if self._state.has_recovery_key:
            advice += " When all is lost, the recovery key opens it."
        return advice

    def _wrong_code(self) -> str:
        return (
            "That is not this person's introduction code. Compare it character by character, and that the right name "
            "is chosen above. The clinical director can give a new code."
        )

    def _refuse(self, problem: str, own_problems: Mapping[str, str] | None = None) -> None:
        refused = replace(self._state, busy="", problem=problem, own_problems=own_problems or {})
        self._show(replace(refused, attempt=self._state.attempt + 1))

    def _show(self, state: UnlockState) -> None:
        self._state = state
        self._view.show_state(state)


def _choice(person: Person, *, is_newcomer: bool) -> PersonChoice:
    first = ", for the first time" * is_newcomer
    return PersonChoice(person.id, f"{person.name}, {person.role.title.lower()}{first}")


def _facts(locked: LockedDepartment) -> str:
    saved = "not saved yet" if locked.last_published is None else f"saved {moment_text(locked.last_published)}"
    count = len(locked.people)
    who = "1 person can unlock it" if count == 1 else f"{count} people can unlock it"
    waiting = len(locked.newcomers)
    who += f", {waiting} of them for the first time, with an introduction code" * (waiting > 0)
    unpublished = " This computer holds work that is not in the department's folder yet." * locked.has_unpublished_work
    backed_up = "" if locked.last_backed_up is None else f", backed up {moment_text(locked.last_backed_up)}"
    return f"Last {saved}{backed_up}. {who}.{unpublished}".replace("Last not saved", "Not saved")
