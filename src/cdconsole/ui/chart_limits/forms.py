"""The forms that ask for a change of limits and its reason, and for the reason it is withdrawn. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cdconsole.domain.calendar import Month
from cdconsole.domain.chart_marks import LimitKind, LimitMark
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.limit_change import LimitChange
from cdconsole.domain.measure import MeasureChart
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState


class LimitTask(Enum):
    """What is wanted of a chart's limits; the value is how a menu says it."""

    REBASE = "Limits change here…"
    EXCLUDE = "Leave this month out of the limits…"
    WITHDRAW = "Withdraw a change of the limits…"
    PUT_BACK = "Put back"


@dataclass(frozen=True)
class LimitsAsked:
    """Whose chart, the team's for None, and the month that is marked on it."""

    whose: ClinicianId | None
    chart: MeasureChart
    month: Month | None


_KINDS = {LimitTask.REBASE: LimitKind.REBASE, LimitTask.EXCLUDE: LimitKind.EXCLUDE}
_LEADS = {
    LimitTask.REBASE: (
        "From this month on the chart has a mean, limits and rules of its own; before it everything stays. For a"
        " lasting change of the work that you know of, never because the values look different."
    ),
    LimitTask.EXCLUDE: (
        "The month stays on the chart as a hollow point; mean, limits and rules are as if it were not there. For a"
        " month that was no ordinary one, as in a strike."
    ),
}
_KEPT = (
    "The reason stands under the chart with your name and the day, in copies of it, in reviews and in the clinician's"
    " own pack."
)


def kind_of(form: FormState) -> LimitKind:
    """Return what kind of change a form asks for."""
    return _KINDS[LimitTask[form.task]]


def change_form(task: LimitTask, asked: LimitsAsked) -> FormState:
    """Return the form that changes the limits at a month that has a point."""
    months = [Month.of(point.on) for point in asked.chart.chart.points if point.value is not None]
    at = asked.month if asked.month in months else (months[-1] if months else None)
    return FormState(
        task.name,
        f"{task.value.rstrip('…')}: {asked.chart.measure.title}",
        "Change the limits",
        (
            FormField(
                *("month", "Month", FieldKind.CHOICE),
                value="" if at is None else at.iso(),
                choices=tuple((month.iso(), str(month)) for month in reversed(months)),
            ),
            FormField("reason", "Reason", hint=_KEPT),
        ),
        lead=_LEADS[task],
    )


def withdraw_form(asked: LimitsAsked) -> FormState:
    """Return the form that withdraws one of a chart's changes."""
    marks = asked.chart.limit_marks
    chosen = next((mark for mark in marks if mark.month == asked.month), marks[-1])
    return FormState(
        LimitTask.WITHDRAW.name,
        f"Withdraw a change of the limits: {asked.chart.measure.title}",
        "Withdraw",
        (
            FormField(
                *("change", "Change", FieldKind.CHOICE),
                value=chosen.id,
                choices=tuple((mark.id, _short(mark)) for mark in marks),
            ),
            FormField("reason", "Reason", hint="It is kept beside the change, which stays in the history."),
        ),
        lead="The limits are then as if the change had not been made.",
    )


def put_back_form(gone: LimitChange) -> FormState:
    """Return what is offered after a change was withdrawn."""
    return FormState(LimitTask.PUT_BACK.name, "Withdrawn", LimitTask.PUT_BACK.value, (), lead=f"{gone.mark}.")


def _short(mark: LimitMark) -> str:
    what = "Limits changed from" if mark.kind is LimitKind.REBASE else "Left out:"
    return f"{what} {mark.month}"
