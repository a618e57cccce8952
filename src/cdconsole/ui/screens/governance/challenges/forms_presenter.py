"""Opens the forms of the page and stores what is typed: raise, ask, decide, open again. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cdconsole.domain.calendar import Clock, Month
from cdconsole.domain.challenge import Challenge, ChallengeStatus
from cdconsole.domain.challenge_requests import AskForData, DecideChallenge, RaiseChallenge, ReopenChallenge
from cdconsole.domain.requests import Request
from cdconsole.ui.form_dialog.state import FormState
from cdconsole.ui.screens.governance.challenges.desk import ChallengesDesk
from cdconsole.ui.screens.governance.challenges.state import (
    ASK,
    DECIDE,
    RAISE,
    ask_form,
    decide_form,
    draft_of,
    raise_form,
    reopen_form,
)


class FormsPresenter:
    """One form at a time; ``raised`` hears of a new challenge."""

    def __init__(self, desk: ChallengesDesk, clock: Clock, raised: Callable[[Challenge], None]) -> None:
        self._desk = desk
        self._clock = clock
        self._tell = raised
        self._wanted: tuple[str, str] | None = None

    def begin_raising(self, clinician: str = "", measure: str = "") -> None:
        """Open the form of a new challenge, once it is known whose and what there is to choose from."""
        self._wanted = clinician, measure
        self.open_wanted()

    def open_wanted(self) -> None:
        """Open the form that waited for its choices."""
        state = self._desk.state
        if self._wanted is not None and state.clinicians and state.measures:
            (clinician, measure), self._wanted = self._wanted, None
            newest = Month.of(self._clock.today()) - 1
            self._desk.change(form=raise_form(state, newest, clinician or state.clinicians[0].id, measure))

    def begin_asking(self) -> None:
        """Open the form of a question to the administrators."""
        self._open(ask_form())

    def begin_deciding(self) -> None:
        """Open the form of a decision."""
        self._open(decide_form())

    def begin_reopening(self) -> None:
        """Open the form that opens the challenge again."""
        self._open(reopen_form())

    def end(self) -> None:
        """Close the form; nothing is stored."""
        self._desk.change(form=None)

    def enter(self, values: Mapping[str, str]) -> None:
        """Store what was typed."""
        form, record = self._desk.state.form, self._desk.state.record
        if form is None or form.is_busy:
            return
        self._desk.change(form=form.busy())
        if form.task == RAISE:
            self._desk.scope.run(RaiseChallenge(draft_of(values)), self._raised, self._refused)
        elif record is not None:
            request = _request(form.task, record.row.challenge, values)
            self._desk.scope.run(request, self._stored, self._refused)

    def _open(self, form: FormState) -> None:
        if self._desk.state.record is not None:
            self._desk.change(form=form)

    def _raised(self, challenge: Challenge) -> None:
        self._desk.change(form=None)
        self._tell(challenge)

    def _stored(self, _stored: object) -> None:
        self._desk.change(form=None)

    def _refused(self, problem: Exception) -> None:
        form = self._desk.state.form
        if form is not None:
            self._desk.change(form=form.refused(problem))
        self._desk.report(problem)


def _request(task: str, challenge: Challenge, values: Mapping[str, str]) -> Request[Any]:
    if task == ASK:
        return AskForData(challenge.id, values["question"])
    if task == DECIDE:
        status = ChallengeStatus[values["status"]]
        return DecideChallenge(challenge.id, status, values["decision"], values["dissent"], challenge.revision)
    return ReopenChallenge(challenge.id, values["reason"], challenge.revision)
