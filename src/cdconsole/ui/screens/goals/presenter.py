"""Follows every goal: its measure since it was agreed, its PDSA cycles, and what became of it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import GoalId
from cdconsole.domain.requests import ListGoals
from cdconsole.domain.review import GoalProgress, PdsaCycle
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.follow_up.closing import GoalCloser
from cdconsole.ui.screens.goals.cycles_presenter import CyclesPresenter
from cdconsole.ui.screens.goals.forms_presenter import FormsPresenter
from cdconsole.ui.screens.goals.state import GoalsState, Wanted, next_cycle

_SHOWN = frozenset(
    {
        *(Topic.GOAL, Topic.REVIEW, Topic.SPELL, Topic.SESSION, Topic.JOB_PLAN, Topic.CLINICIAN, Topic.COUNT),
        *(Topic.MEASURE, Topic.CHART_LIMITS, Topic.ANNOTATION, Topic.ATTRIBUTION, Topic.CHALLENGE),
    }
)


class GoalsScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: GoalsState) -> None:
        """Show everything anew."""
        ...


class GoalsPresenter:
    """The goals of the whole department as a board: due now, due later, to be looked back on."""

    def __init__(self, view: GoalsScreen, scope: TaskScope, clock: Clock, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._clock = clock
        self._broken = broken
        self._state = GoalsState(clock.today())
        self._sought: GoalId | None = None
        shows_cycle = (lambda form: self._keep(form=form), lambda words: self._keep(undo_text=words))
        self.cycles = CyclesPresenter(scope, clock, shows_cycle, broken)
        self.forms = FormsPresenter(scope, clock, (lambda form: self._keep(asked=form), self.select), broken)
        self.closer = GoalCloser(scope, lambda closing: self._keep(closing=closing), broken)

    # --- what the shell asks -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the goals."""
        self._read()

    def visit(self, **ids: str) -> None:
        """Select a goal if one is named, and list closed ones too where it is one."""
        if "goal" in ids:
            self._sought = GoalId(ids["goal"])
            self._show(replace(self._state, selected=self._sought, wanted=Wanted()))
            if self._state.goals is not None:
                self._show_goals(self._state.goals)

    def changed(self, changes: ChangeSet) -> None:
        """Draw the measures again where a write touches them."""
        if changes.touches(_SHOWN):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    # --- what a person does ------------------------------------------------------------------------------------------

    def select(self, goal: GoalId) -> None:
        """Show a goal's measure and cycles."""
        if goal != self._state.selected:
            self._show(replace(self._state, selected=goal))

    def include_closed(self, wanted: bool) -> None:
        """List closed goals as well, or open ones only."""
        if wanted != self._state.includes_closed:
            self._state = replace(self._state, includes_closed=wanted)
            self._read()

    def read_again(self) -> None:
        """Read the goals after a problem."""
        self._state = replace(self._state, problem="", goals=None)
        self._read()

    def begin_closing(self) -> None:
        """Ask what became of the selected goal."""
        line = self._state.line
        if line is not None:
            self.closer.begin(line.goal)

    def reopen(self) -> None:
        """Take back that the selected goal was closed."""
        line = self._state.line
        if line is not None:
            self.closer.reopen(line.goal)

    def begin_cycle(self, cycle: PdsaCycle | None) -> None:
        """Open the dialog on a cycle of the selected goal, or on a new one."""
        line = self._state.line
        if line is not None:
            self.cycles.begin(line.goal, cycle)

    def begin_next_cycle(self) -> None:
        """Open the dialog on the cycle that follows one to be adapted, with its plan filled in."""
        line = self._state.line
        if line is not None:
            self.cycles.begin(line.goal, next_cycle(line.goal, self._clock.today()))

    def begin_changing(self) -> None:
        """Open the form of the selected goal, which must be a group's."""
        line = self._state.line
        if line is not None and line.goal.group is not None:
            self.forms.begin_group_goal(line.goal)

    def begin_look_back(self) -> None:
        """Ask whether the selected goal held."""
        line = self._state.line
        if line is not None and line.progress.check is not None:
            self.forms.begin_look_back(line.progress)

    def want(self, wanted: Wanted) -> None:
        """List the goals that are wanted."""
        if wanted != self._state.wanted:
            self._show(replace(self._state, wanted=wanted))

    # --- asking and hearing ------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._show(replace(self._state, is_loading=True))
        self._scope.latest("goals", ListGoals(self._state.includes_closed), self._show_goals, self._cannot)

    def _show_goals(self, goals: tuple[GoalProgress, ...]) -> None:
        sought, self._sought = self._sought, None
        is_listed = sought is None or sought in {each.goal.id for each in goals}
        if not is_listed and not self._state.includes_closed:
            self.include_closed(wanted=True)
            return
        state = replace(self._state, goals=goals, is_loading=False, problem="", today=self._clock.today())
        line = state.line
        self._show(replace(state, selected=None if line is None else line.goal.id))

    def _cannot(self, problem: Exception) -> None:
        words = str(problem) if isinstance(problem, UserFacingError) else "The goals could not be read."
        self._show(replace(self._state, is_loading=False, problem=words))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _keep(self, **parts: Any) -> None:
        """Show the state with other parts of it, by name."""
        self._show(replace(self._state, **parts))

    def _show(self, state: GoalsState) -> None:
        self._state = state
        self._view.show_state(state)
