"""Writes the PDSA cycles of a goal. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.calendar import Clock, date_text
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.goal_requests import TakeBackPdsaCycle
from cdconsole.domain.requests import Request, SavePdsaCycle
from cdconsole.domain.review import Goal, PdsaCycle
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.goals.state import CycleForm


class CyclesPresenter:
    """Keeps the state of the dialog and what can be undone, which is the last change.

    ``show`` hears of every change of the dialog, ``tell_undo`` of what can be undone in words, ``broken`` of faults of
    the program.
    """

    def __init__(
        self,
        scope: TaskScope,
        clock: Clock,
        hears: tuple[Callable[[CycleForm | None], None], Callable[[str], None]],
        broken: Callable[[Exception], None],
    ) -> None:
        self._scope = scope
        self._clock = clock
        self._show_form, self._tell_undo = hears
        self._broken = broken
        self._form: CycleForm | None = None
        self._undo: Request[Goal] | None = None

    def begin(self, goal: Goal, cycle: PdsaCycle | None) -> None:
        """Open the dialog on a cycle, or on a new one that begins today."""
        known = frozenset(each.id for each in goal.cycles)
        self._show(CycleForm(goal.id, cycle or PdsaCycle("", self._clock.today(), "", ""), known=known))

    def save(self, cycle: PdsaCycle) -> None:
        """Store what the dialog says."""
        form = self._form
        if form is not None and not form.is_busy:
            self._show(replace(form, is_busy=True, problems={}, notice=""))
            self._scope.run(SavePdsaCycle(form.goal, cycle), self._saved, self._not_saved)

    def end(self) -> None:
        """Close the dialog and change nothing."""
        self._show(None)

    def undo(self) -> None:
        """Give back the cycle as it was before the last change, or take back the one that was begun."""
        request, self._undo = self._undo, None
        if request is not None:
            self._tell_undo("")
            self._scope.run(request, self._ignore)

    def _saved(self, goal: Goal) -> None:
        form, self._undo = self._form, None
        cycle = None if form is None or not goal.cycles else self._written(form, goal)
        if form is not None and cycle is not None:
            began = f"the cycle that began {date_text(cycle.started)}"
            if form.cycle.id:
                self._undo = SavePdsaCycle(goal.id, form.cycle)
                self._tell_undo(f"Undo the change of {began}")
            else:
                self._undo = TakeBackPdsaCycle(goal.id, cycle.id)
                self._tell_undo(f"Take back {began}")
        self._show(None)

    def _written(self, form: CycleForm, goal: Goal) -> PdsaCycle | None:
        """Return the cycle that was just written: the one of the dialog, or the one that was not there before."""
        wanted = form.cycle.id
        return next((one for one in goal.cycles if (one.id == wanted if wanted else one.id not in form.known)), None)

    def _ignore(self, _goal: Goal) -> None:
        """Do nothing: the committed write is announced to every screen."""

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
