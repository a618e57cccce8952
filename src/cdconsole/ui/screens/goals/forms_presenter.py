"""Asks for goals of a group and for whether goals held, and stores what is typed. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cdconsole.domain.calendar import Clock
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.goal_requests import CheckSustained, SaveGroupGoal
from cdconsole.domain.identity import GoalId
from cdconsole.domain.measure import Measure
from cdconsole.domain.requests import ListClinicians, ListMeasures, Request
from cdconsole.domain.review import Goal, GoalProgress
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.form_dialog.state import FormState
from cdconsole.ui.screens.goals.forms import GROUP_GOAL, group_form, group_goal_of, held_of, look_back_form


class FormsPresenter:
    """One form at a time; ``show`` hears of every change of it, ``saved`` of a goal that was stored."""

    def __init__(
        self,
        scope: TaskScope,
        clock: Clock,
        hears: tuple[Callable[[FormState | None], None], Callable[[GoalId], None]],
        broken: Callable[[Exception], None],
    ) -> None:
        self._scope = scope
        self._clock = clock
        self._show_form, self._saved = hears
        self._broken = broken
        self._form: FormState | None = None
        self._goal: Goal | None = None
        self._progress: GoalProgress | None = None
        self._clinicians: tuple[Clinician, ...] = ()
        self._measures: tuple[Measure, ...] = ()

    def begin_group_goal(self, goal: Goal | None = None) -> None:
        """Open the form of a new goal of a group, or of a change of one, once it is known what can be chosen."""
        self._goal = goal
        self._scope.latest("clinicians", ListClinicians(), self._hear_clinicians)

    def begin_look_back(self, progress: GoalProgress) -> None:
        """Ask whether an achieved goal held."""
        self._progress = progress
        self._show(look_back_form(progress))

    def enter(self, values: Mapping[str, str]) -> None:
        """Store what was typed."""
        form = self._form
        if form is None or form.is_busy:
            return
        try:
            request = self._request(form, values)
        except UserFacingError as problem:
            self._refused(problem)
            return
        self._show(form.busy())
        self._scope.run(request, self._stored, self._refused)

    def end(self) -> None:
        """Close the form; nothing is stored."""
        self._show(None)

    def _request(self, form: FormState, values: Mapping[str, str]) -> Request[Any]:
        if form.task == GROUP_GOAL or self._progress is None or self._progress.check is None:
            return SaveGroupGoal(group_goal_of(values, self._goal, self._measures, self._clock.today()))
        held, note = held_of(values)
        return CheckSustained(self._progress.goal.id, held, note, self._progress.check.revision)

    def _hear_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self._clinicians = clinicians
        self._scope.latest("measures", ListMeasures(), self._hear_measures)

    def _hear_measures(self, measures: tuple[Measure, ...]) -> None:
        self._measures = measures
        self._show(group_form(self._goal, self._clinicians, measures, self._clock.today()))

    def _stored(self, stored: object) -> None:
        self._show(None)
        if isinstance(stored, Goal):
            self._saved(stored.id)

    def _refused(self, problem: Exception) -> None:
        if self._form is not None:
            self._show(self._form.refused(problem))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, form: FormState | None) -> None:
        self._form = form
        self._show_form(form)
