"""Follows what is typed into a job plan and stores it as the next version. No Qt."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.job_plan import JobPlan
from cdconsole.domain.requests import SaveJobPlan
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.job_plans.desk import JobPlansDesk
from cdconsole.ui.screens.data.job_plans.state import Draft


class DraftPresenter:
    """A version is never changed: what is typed becomes the next one."""

    def __init__(self, desk: JobPlansDesk, scope: TaskScope, clock: Clock) -> None:
        self._desk = desk
        self._scope = scope
        self._clock = clock

    def edit_cell(self, number: int, name: str, text: str) -> None:
        """Change one cell of the plan being typed."""
        if self._desk.state.draft is not None:
            self._edit(self._desk.state.draft.with_cell(number, name, text))

    def edit_field(self, name: str, text: str) -> None:
        """Change the date it starts on, the on-call rota or the note."""
        if self._desk.state.draft is not None:
            self._edit(self._desk.state.draft.with_field(name, text))

    def add_row(self) -> None:
        """Add an empty programmed activity."""
        if self._desk.state.draft is not None:
            self._edit(self._desk.state.draft.with_new_row())

    def remove_row(self, number: int) -> None:
        """Remove a programmed activity."""
        if self._desk.state.draft is not None:
            self._edit(self._desk.state.draft.without_row(number))

    def revert(self) -> None:
        """Forget what was typed."""
        self._desk.fill(replace(self._desk.state, notice=""))

    def save(self) -> None:
        """Store what was typed as the next version."""
        state = self._desk.state
        if state.draft is None or state.is_busy:
            return
        try:
            plan = state.draft.as_plan(self._clock.today())
        except RuleBroken as problem:
            self._desk.refuse(problem)
            return
        self._desk.show(replace(state, is_busy=True, problems={}, notice=""))
        self._scope.latest("save", SaveJobPlan(plan, state.draft.revision), self._saved, self._desk.refuse)

    def _saved(self, plan: JobPlan) -> None:
        state = self._desk.state
        versions = (plan, *(known for known in state.versions if known.version != plan.version))
        said = f"Saved as version {plan.version}."
        self._desk.fill(replace(state, versions=versions, shown=plan.version, is_busy=False, notice=said))

    def _edit(self, draft: Draft) -> None:
        self._desk.show(replace(self._desk.state, draft=draft, problems={}, notice=""))
