"""Reads the team board and stores what the department needs. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.job_plan_requests import RemoveActivityNeed, SaveActivityNeed, ShowTeamBoard
from cdconsole.domain.team_board import ActivityNeed, TeamBoard
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.team_board.state import ACTIVITY, PAS, TeamBoardState


class TeamBoardScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: TeamBoardState) -> None:
        """Show everything anew; what is being typed stays while the same need is edited."""
        ...


class TeamBoardPresenter:
    """One activity at a time."""

    def __init__(self, view: TeamBoardScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = TeamBoardState()

    def start(self) -> None:
        """Read the board."""
        self._view.show_state(self._state)
        self._reload()

    def visit(self, **ids: str) -> None:
        """Nothing of the board has an address of its own."""

    def changed(self, changes: ChangeSet) -> None:
        """Read again when job plans, needs or clinicians changed."""
        if changes.touches(frozenset({Topic.JOB_PLAN, Topic.CLINICIAN})):
            self._reload()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def choose(self, activity: str) -> None:
        """Show the shares of an activity and the form of its need; an empty one for all together."""
        if activity != self._state.chosen:
            self._show(replace(self._state, chosen=activity, problems={}, notice=""))

    def save(self, activity: str, pas: str, why: str) -> None:
        """Store what is needed of an activity."""
        if self._state.is_busy:
            return
        try:
            number = float(pas.strip().replace(",", "."))
        except ValueError:
            self._show(replace(self._state, problems={PAS: f"“{pas}” is not a number. Type PAs a week."}, notice=""))
            return
        editing = self._state.editing
        is_same = activity.strip().casefold() == editing.activity.casefold()
        need = replace(editing, activity=activity, pas=number, why=why)
        self._show(replace(self._state, is_busy=True, problems={}, notice=""))
        request = SaveActivityNeed(need if is_same else ActivityNeed(activity, number, why))
        self._scope.latest("need", request, self._saved, self._refused)

    def remove(self) -> None:
        """Take the need of the chosen activity away."""
        if self._state.editing.id and not self._state.is_busy:
            self._show(replace(self._state, is_busy=True, problems={}, notice=""))
            self._scope.latest("need", RemoveActivityNeed(self._state.editing), self._removed, self._refused)

    def _saved(self, need: ActivityNeed) -> None:
        self._show(replace(self._state, chosen=need.activity, is_busy=False, notice="Saved."))
        self._reload()

    def _removed(self, _nothing: None) -> None:
        self._show(replace(self._state, is_busy=False, notice="Taken away."))
        self._reload()

    def _refused(self, problem: Exception) -> None:
        place = problem.field if isinstance(problem, RuleBroken) and problem.field else ACTIVITY
        said = {place: str(problem)} if isinstance(problem, UserFacingError) else {}
        self._show(replace(self._state, problems=said, is_busy=False))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _reload(self) -> None:
        self._scope.latest("board", ShowTeamBoard(), self._show_board)

    def _show_board(self, board: TeamBoard) -> None:
        by_name = {line.activity.casefold(): line.activity for line in board.lines}
        chosen = by_name.get(self._state.chosen.casefold(), "")
        self._show(replace(self._state, board=board, chosen=chosen))

    def _show(self, state: TeamBoardState) -> None:
        self._state = state
        self._view.show_state(state)
