"""What the presenters of the ward list share: its state, its view, its requests and the clock. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import InpatientId
from cdconsole.domain.requests import ShowPredictedHistory, ShowWardList
from cdconsole.domain.ward import PredictedDischarge, WardList
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.ward.state import WardState


class WardScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: WardState) -> None:
        """Show everything anew."""
        ...

    def order(self) -> tuple[InpatientId, ...]:
        """Return the patients in the order on screen."""
        ...


class WardDesk:
    """One state, shown anew after each change; reading the list and a history are the same for everybody."""

    def __init__(self, view: WardScreen, scope: TaskScope, clock: Clock, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self.scope = scope
        self.clock = clock
        self.broken = broken
        self.state = WardState(now=clock.now())

    def show(self, state: WardState) -> None:
        """Take over a state and show it."""
        self.state = state
        self._view.show_state(state)

    @property
    def today(self) -> date:
        """Return the day the list was read for."""
        return self.clock.today() if self.state.ward is None else self.state.ward.today

    def order(self) -> tuple[InpatientId, ...]:
        """Return the patients in the order on screen."""
        return self._view.order()

    def say(self, notice: str) -> None:
        """Show a notice above the list."""
        self.show(replace(self.state, notice=notice))

    def tell(self, problem: Exception) -> None:
        """Show a problem that belongs to no cell: in words above the list, or as a fault of the program."""
        if isinstance(problem, UserFacingError):
            self.say(str(problem))
        elif not isinstance(problem, Cancelled):
            self.broken(problem)

    def select(self, inpatient: InpatientId | None) -> None:
        """Make a patient the selected one and read what was predicted before."""
        if inpatient != self.state.selected:
            self.show(replace(self.state, selected=inpatient, history=()))
        self.read_history()

    def reload(self) -> None:
        """Read the list again; what is being typed stays."""
        self.scope.latest("ward", ShowWardList(), self._show_ward)

    def read_history(self) -> None:
        """Read the selected patient's predictions again."""
        if self.state.selected is not None:
            self.scope.latest("history", ShowPredictedHistory(self.state.selected), self._show_history)

    def _show_ward(self, ward: WardList) -> None:
        state = replace(self.state, ward=ward, now=self.clock.now())
        known = {patient.id for patient in ward.inpatients}
        if state.editing is not None and state.editing.inpatient not in known:
            state = replace(state, editing=None, notice="The patient you were editing has left the ward list.")
        if state.selected not in known:
            first = state.rows[0].patient.id if state.rows else None
            state = replace(state, selected=first, history=())
        self.show(state)
        self.read_history()

    def _show_history(self, history: tuple[PredictedDischarge, ...]) -> None:
        self.show(replace(self.state, history=history))
