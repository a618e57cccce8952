"""Changes a chart's limits for a reason, withdraws a change and puts it back. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cdconsole.domain.calendar import Month
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.limit_change import LimitChange
from cdconsole.domain.limit_change_requests import ChangeLimits, PutBackLimitChange, WithdrawLimitChange
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.chart_limits.forms import (
    LimitsAsked,
    LimitTask,
    change_form,
    kind_of,
    put_back_form,
    withdraw_form,
)
from cdconsole.ui.form_dialog.state import FormState


class LimitsPresenter:
    """At most one form is open; ``show`` hears of it, ``broken`` of faults of the program."""

    def __init__(
        self, scope: TaskScope, show: Callable[[FormState | None], None], broken: Callable[[Exception], None]
    ) -> None:
        self._scope = scope
        self._tell = show
        self._broken = broken
        self._asked: LimitsAsked | None = None
        self._gone: LimitChange | None = None
        self._form: FormState | None = None

    def ask(self, task: LimitTask, asked: LimitsAsked) -> None:
        """Open the form for what is wanted; nothing where there is nothing to withdraw."""
        if asked.chart.unavailable or (task is LimitTask.WITHDRAW and not asked.chart.limit_marks):
            return
        self._asked = asked
        self._show(withdraw_form(asked) if task is LimitTask.WITHDRAW else change_form(task, asked))

    def enter(self, values: Mapping[str, str]) -> None:
        """Store what was typed."""
        form, asked = self._form, self._asked
        if form is None or asked is None or form.is_busy:
            return
        self._show(form.busy())
        match LimitTask[form.task]:
            case LimitTask.WITHDRAW:
                mark = next(mark for mark in asked.chart.limit_marks if mark.id == values["change"])
                request = WithdrawLimitChange(mark.id, mark.revision, values["reason"])
                self._scope.run(request, self._withdrawn, self._cannot)
            case LimitTask.PUT_BACK if self._gone is not None:
                self._scope.run(PutBackLimitChange(self._gone.id, self._gone.revision), self._stored, self._cannot)
            case _ if not values["month"]:
                self._cannot(RuleBroken("No month has a point.", "Choose a month with a value.", "month"))
            case _:
                month = Month.parse(values["month"])
                change = ChangeLimits(asked.whose, asked.chart.measure.id, kind_of(form), month, values["reason"])
                self._scope.run(change, self._stored, self._cannot)

    def end(self) -> None:
        """Close the form; what was typed and not stored is gone."""
        self._show(None)

    def _stored(self, _change: LimitChange) -> None:
        self._show(None)

    def _withdrawn(self, change: LimitChange) -> None:
        self._gone = change
        self._show(None)
        self._show(put_back_form(change))

    def _cannot(self, problem: Exception) -> None:
        if self._form is not None:
            self._show(self._form.refused(problem))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, form: FormState | None) -> None:
        self._form = form
        self._tell(form)
