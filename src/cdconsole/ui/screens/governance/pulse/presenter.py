"""Reads the trust pulse; stores rounds and questions. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.calendar import Clock, Quarter
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.pulse import PulseBoard
from cdconsole.domain.pulse_requests import SavePulseRound, SavePulseWording, ShowPulse
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.governance.pulse.state import (
    WORDING,
    PulseState,
    correction_form,
    round_form,
    round_of,
    wording_form,
)


class PulseScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: PulseState) -> None:
        """Show everything anew."""
        ...


class PulsePresenter:
    """``broken`` hears of faults of the program."""

    def __init__(self, view: PulseScreen, scope: TaskScope, clock: Clock, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._clock = clock
        self._broken = broken
        self._state = PulseState()
        self._revision = 0

    def start(self) -> None:
        """Read the pulse."""
        self._change()
        self._read()

    def visit(self, **_ids: str) -> None:
        """Stay as it is."""

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.TRUST_PULSE, Topic.CLINICIAN})):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def select(self, quarter: str) -> None:
        """Look at one round."""
        if quarter != self._state.chosen:
            self._change(chosen=quarter)

    def begin_round(self) -> None:
        """Open the form of a new round."""
        if self._state.board is not None:
            self._revision = 0
            self._change(form=round_form(self._state.board, Quarter.of(self._clock.today())))

    def begin_correction(self) -> None:
        """Open the form of the round that is looked at."""
        board, held = self._state.board, self._state.selected
        if board is not None and held is not None:
            self._revision = held.revision
            self._change(form=correction_form(board, held))

    def begin_wording(self) -> None:
        """Open the form of the questions."""
        if self._state.board is not None:
            self._change(form=wording_form(self._state.board))

    def end_form(self) -> None:
        """Close the form; nothing is stored."""
        self._change(form=None)

    def enter(self, values: Mapping[str, str]) -> None:
        """Store what was typed."""
        form, board = self._state.form, self._state.board
        if form is None or board is None or form.is_busy:
            return
        try:
            request: Request[Any] = (
                SavePulseWording(tuple(values.values()), board.wording.version)
                if form.task == WORDING
                else SavePulseRound(round_of(values, self._revision))
            )
        except RuleBroken as problem:
            self._change(form=form.refused(problem))
            return
        self._change(form=form.busy())
        self._scope.run(request, self._stored, self._refused)

    def _read(self) -> None:
        self._scope.latest("pulse", ShowPulse(), self._show_board, self._cannot)

    def _show_board(self, board: PulseBoard) -> None:
        known = [str(held.quarter) for held in board.rounds]
        chosen = self._state.chosen if self._state.chosen in known else next(reversed(known), "")
        self._change(board=board, chosen=chosen, problem="")

    def _stored(self, _stored: object) -> None:
        self._change(form=None)

    def _refused(self, problem: Exception) -> None:
        if self._state.form is not None:
            self._change(form=self._state.form.refused(problem))
        self._report(problem)

    def _cannot(self, problem: Exception) -> None:
        self._change(problem=str(problem) if isinstance(problem, UserFacingError) else "")
        self._report(problem)

    def _report(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _change(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._view.show_state(self._state)
