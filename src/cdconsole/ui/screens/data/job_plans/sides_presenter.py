"""Compares versions, counts what was delivered, and records sign-off. No Qt."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.calendar import Clock, Month, Period
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.job_plan import JobPlan
from cdconsole.domain.job_plan_delivery import JobPlanDelivery
from cdconsole.domain.job_plan_requests import RecordSignOff, ShowJobPlanDelivery
from cdconsole.domain.job_plan_terms import SignOffState
from cdconsole.domain.ward import read_predicted_date
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.job_plans.desk import JobPlansDesk
from cdconsole.ui.screens.data.job_plans.state import SIGNED, Part


class SidesPresenter:
    """What stands beside the rows; none of it changes what is being typed."""

    def __init__(self, desk: JobPlansDesk, scope: TaskScope, clock: Clock) -> None:
        self._desk = desk
        self._scope = scope
        self._clock = clock

    def open(self, part: Part) -> None:
        """Show one page of the job plan."""
        if part is not self._desk.state.part:
            self._desk.show(replace(self._desk.state, part=part))

    def compare(self, version: int) -> None:
        """Compare the version shown with another."""
        self._desk.show(replace(self._desk.state, compared=version))

    def count(self, months: int = 0) -> None:
        """Count planned and delivered of the last full months; as many as before if not said."""
        state = self._desk.state
        if state.chosen is None:
            return
        months = months or state.months
        last = Month.of(self._clock.today()) - 1
        self._desk.show(replace(state, months=months, delivery=None))
        request = ShowJobPlanDelivery(state.chosen, Period.ending(last, months))
        self._scope.latest("delivery", request, self._counted, self._desk.refuse)

    def sign(self, name: str, on: str) -> None:
        """Record that the stored version that is shown has reached a state on a day."""
        state = self._desk.state
        if state.plan is None or state.is_busy:
            return
        try:
            day = read_predicted_date(on, self._clock.today())
            if day is None:
                raise RuleBroken("The day is missing.", "Type when that was.", SIGNED)
        except RuleBroken as problem:
            self._desk.show(replace(state, problems={SIGNED: str(problem)}))
            return
        self._desk.show(replace(state, is_busy=True, problems={}, notice=""))
        request = RecordSignOff(state.plan.id, SignOffState[name], day)
        self._scope.latest("sign", request, self._signed, self._desk.refuse)

    def _counted(self, delivery: JobPlanDelivery) -> None:
        self._desk.show(replace(self._desk.state, delivery=delivery))

    def _signed(self, plan: JobPlan) -> None:
        state = self._desk.state
        versions = tuple(plan if known.id == plan.id else known for known in state.versions)
        said = f"Recorded: {plan.sign_off_text}."
        self._desk.show(replace(state, versions=versions, is_busy=False, notice=said))
