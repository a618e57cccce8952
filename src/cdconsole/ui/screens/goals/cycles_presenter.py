"""Writes the PDSA cycles of a goal. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.identity import GoalId
from cdconsole.domain.requests import SavePdsaCycle
from cdconsole.domain.review import Goal, PdsaCycle
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.goals.state import CycleForm


class CyclesPresenter:
    """Keeps the state of the dialog; ``show`` hears of every change, ``broken`` of faults of the program."""

    def __init__(
        self,
        scope: TaskScope,
        clock: Clock,
        show: Callable[[CycleForm | None], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._scope = scope
        self._clock = clock
        self._show_form = show
        self._broken = broken
        self._form: CycleForm | None = None

    def begin(self, goal: GoalId, cycle: PdsaCycle | None) -> None:
        """Open the dialog on a cycle, or on a new one that begins today."""
        self._show(CycleForm(goal, cycle or PdsaCycle("", self._clock.today(), "", "")))

    def save(self, cycle: PdsaCycle) -> None:
        """Store what the dialog says."""
        form = self._form
        if form is not None and not form.is_busy:
            self._show(replace(form, is_busy=True, problems={}, notice=""))
            self._scope.run(SavePdsaCycle(form.goal, cycle), self._saved, self._not_saved)

    def end(self) -> None:
        """Close the dialog and change nothing."""
        self._show(None)

    def _saved(self, _goal: Goal) -> None:
        self._show(None)

    def _not_saved(self, problem: Exception) -> None:
        if self._form is not None:
            problems = {problem.field: str(problem)} if isinstance(problem, RuleBroken) else {}
            is_told = isinstance(problem, UserFacingError) and not problems
            self._show(replace(self._form, is_busy=False, problems=problems, notice=str(problem) if is_told else ""))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, form: CycleForm | None) -> None:
        self._form = form
        self._show_form(form)
