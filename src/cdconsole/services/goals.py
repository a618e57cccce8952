"""Agree goals with a frozen baseline, follow their measures, and keep their PDSA cycles."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import MONTH_NAMES, Month, Period, date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.identity import ClinicianId, GoalId, new_id
from cdconsole.domain.measure import ClinicianCharts, Measure, MeasureChart, MeasureId, Unit
from cdconsole.domain.people import Section
from cdconsole.domain.requests import CloseGoal, ListGoals, SaveGoal, SavePdsaCycle, ShowClinicianCharts
from cdconsole.domain.review import Goal, GoalProgress, GoalStatus, PdsaAct, Review, ReviewStatus
from cdconsole.domain.spc import SpcPoint
from cdconsole.services.charts import clinician_charts
from cdconsole.services.definitions import definition
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.reviews import clear_marks
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import goals, reviews
from cdconsole.storage.history import last_change
from cdconsole.storage.section_file import Work

_BASELINE_MONTHS = 3


@handles(SaveGoal)
def save_goal(session: Session, request: SaveGoal, _task: Task) -> Goal:
    """Add or change a goal of a review in preparation; marks already given to the review fall.

    The baseline is the mean of the last three months on the review's own frozen chart (fewer where fewer have data),
    set when the goal is first saved and again only if the goal turns to another measure. Status and outcome are
    CloseGoal's. Raises RuleBroken naming the field at fault, StaleEdit where somebody changed the goal since.
    """
    wanted = _checked(session, request.goal)
    with session.unit_of_work(Section.REVIEW) as work:
        before = goals.by_id(work, wanted.id) if wanted.id else None
        review = reviews.by_id(work, wanted.from_review if before is None else before.from_review)
        if review.status is ReviewStatus.LOCKED:
            raise RuleBroken(
                "This goal's review is locked.", "Close the goal as changed, and agree a new one.", "review"
            )
        if before is None or before.due != wanted.due:
            _check_due(wanted.due, session.clock.today())
        if before is None:
            saved = replace(_with_baseline(wanted, review), id=GoalId(new_id()), status=GoalStatus.OPEN, outcome="")
            saved = replace(saved, clinician_id=review.clinician_id, revision=1)
            goals.add(work, saved)
        else:
            _refuse_stale(work, before, wanted.revision)
            saved = goals.change(work, before, _amended(before, wanted, review))
        _record(work, saved, "Agreed a goal" if before is None else "Changed a goal")
    return saved


@handles(CloseGoal)
def close_goal(session: Session, request: CloseGoal, _task: Task) -> Goal:
    """Say what became of a goal; OPEN takes that back. Raises RuleBroken (no words) and StaleEdit."""
    outcome = request.outcome.strip()
    if request.status is not GoalStatus.OPEN and not outcome:
        raise RuleBroken("Closing a goal needs words.", "Say what came of it.", "outcome")
    with session.unit_of_work(Section.REVIEW) as work:
        before = goals.by_id(work, request.goal)
        _refuse_stale(work, before, request.revision)
        closed = goals.change(work, before, replace(before, status=request.status, outcome=outcome))
        _record(work, closed, "Reopened a goal" if request.status is GoalStatus.OPEN else "Closed a goal")
    return closed


@handles(SavePdsaCycle)
def save_pdsa_cycle(session: Session, request: SavePdsaCycle, _task: Task) -> Goal:
    """Add or change a PDSA cycle; cycles go on after the review is locked. Raises RuleBroken naming the field."""
    cycle = request.cycle
    if not cycle.plan.strip():
        raise RuleBroken("A PDSA cycle needs a plan.", "Say what will be tried.", "plan")
    if cycle.act is not PdsaAct.OPEN and not cycle.study.strip():
        raise RuleBroken("A decision needs what was learned.", "Fill in Study first.", "study")
    with session.unit_of_work(Section.REVIEW) as work:
        goal = goals.by_id(work, request.goal)
        if cycle in goal.cycles:
            return goal
        goals.save_cycle(work, goal, cycle)
        after = goals.by_id(work, goal.id)
        _record(work, after, "Changed a PDSA cycle" if cycle.id else "Began a PDSA cycle")
    return after


@handles(ListGoals)
def list_goals(session: Session, request: ListGoals, task: Task) -> tuple[GoalProgress, ...]:
    """Return the goals, the one due first in front, each with its measure as it is drawn today."""
    with session.snapshot(Section.REVIEW) as snapshot:
        found = goals.everybody(snapshot, include_closed=request.include_closed)
        agreed = {goal.id: reviews.agreed_on(snapshot, goal.from_review) for goal in found}
    looked(session, Looking.GOALS)
    pages: dict[ClinicianId, ClinicianCharts] = {}
    for number, goal in enumerate(found):
        task.report(number, len(found), "Drawing the goals' measures")
        if goal.clinician_id not in pages:
            page = ShowClinicianCharts(goal.clinician_id, measures=_measures_of(found, goal.clinician_id))
            pages[goal.clinician_id] = clinician_charts(session, page, task)
    return tuple(_progress(goal, pages[goal.clinician_id], agreed[goal.id]) for goal in found)


def _measures_of(found: Iterable[Goal], clinician: ClinicianId) -> tuple[MeasureId, ...]:
    """Return the measures that a clinician's goals have, each once."""
    measures = (goal.measure for goal in found if goal.clinician_id == clinician)
    return tuple(dict.fromkeys(measure for measure in measures if measure is not None))


def baseline(chart: MeasureChart) -> tuple[float | None, str]:
    """Return the mean of a chart's last three months and how to say it.

    ``41.2% (mean of Apr - Jun 2026; 120 of 291 discharges)``: the mean of the points, as the chart's own centre line
    is, so that the two can be laid side by side. Months without data are left out, which is said; the value is None
    where none has any.
    """
    if chart.unavailable or not chart.chart.points:
        return None, f"No baseline. {chart.unavailable or chart.reading}".strip()
    return mean_of(chart.measure, chart.chart.points[-_BASELINE_MONTHS:])


def since(chart: MeasureChart, agreed_on: date) -> str:
    """Return where a measure is now: the last three months at most, only months wholly after the agreement."""
    if chart.unavailable:
        return chart.unavailable
    after = [point for point in chart.chart.points if Month.of(point.on) > Month.of(agreed_on)]
    if not after:
        return f"No complete month of data since {date_text(agreed_on)}"
    return mean_of(chart.measure, tuple(after[-_BASELINE_MONTHS:]))[1]


def mean_of(measure: Measure, points: tuple[SpcPoint, ...]) -> tuple[float | None, str]:
    """Return the mean of some months' points and how to say it, as ``baseline`` does; there is at least one point."""
    period = Period(Month.of(points[0].on), Month.of(points[-1].on))
    values = [point.value for point in points if point.value is not None]
    if not values:
        return None, f"No data in {_period_text(period)}"
    mean = sum(values) / len(values)
    months = _period_text(period)
    if len(values) < len(points):
        months = f"{len(values)} month{'s' if len(values) > 1 else ''} with data in {months}"
    over = f"mean of {months}" if len(points) > 1 else months
    return mean, f"{measure.value_text(mean)} ({over}; {_counts_text(measure, points)})"


def _counts_text(measure: Measure, points: tuple[SpcPoint, ...]) -> str:
    """Return the n and the denominator behind a mean, in words."""
    numerator = sum(point.numerator or 0.0 for point in points)
    denominator = sum(point.denominator or 0.0 for point in points)
    if measure.unit is Unit.DAYS:
        return f"{denominator:,.0f} {measure.denominator_noun}"
    if measure.unit is Unit.COUNT and not denominator:
        return f"{numerator:,.0f} in all; no job plan, so no denominator"
    joined = "of" if measure.unit is Unit.PERCENT else "in"
    return f"{numerator:,.0f} {joined} {denominator:,.0f} {measure.denominator_noun}"


def _period_text(period: Period) -> str:
    if len(period) == 1:
        return str(period.last)
    if period.first.year == period.last.year:
        return f"{MONTH_NAMES[period.first.month - 1]} - {period.last}"
    return str(period)


def _checked(session: Session, goal: Goal) -> Goal:
    """Return a goal with its texts trimmed, or raise RuleBroken naming the field at fault."""
    trimmed = replace(
        goal,
        text=goal.text.strip(),
        action=goal.action.strip(),
        no_measure_reason=goal.no_measure_reason.strip() if goal.measure is None else "",
        support=goal.support.strip(),
        target=None if goal.measure is None else goal.target,
    )
    if trimmed.measure is None or trimmed.target is None:
        return trimmed.checked()
    if not _can_be_target(trimmed.target, definition(session, trimmed.measure)):
        raise RuleBroken("That can't be a target of this measure.", "Check the number and its unit.", "target")
    return trimmed.checked()


def _can_be_target(target: float, measure: Measure) -> bool:
    """Return whether a measure can reach a value at all: percent values are fractions 0-1."""
    return 0 <= target <= (1 if measure.unit is Unit.PERCENT else sys.float_info.max)


def _check_due(due: date, today: date) -> None:
    if due <= today:
        raise RuleBroken("The goal's date must be in the future.", "Choose when it will be looked at again.", "due")


def _with_baseline(goal: Goal, review: Review) -> Goal:
    """Return a goal with the baseline of its measure on the review's frozen charts."""
    if goal.measure is None:
        return replace(goal, baseline=None, baseline_text="")
    chart = _chart_of(goal.measure, () if review.charts is None else review.charts.charts)
    if chart is None:
        return replace(goal, baseline=None, baseline_text="No baseline. The review has no chart of this measure.")
    value, text = baseline(chart)
    return replace(goal, baseline=value, baseline_text=text)


def _amended(before: Goal, wanted: Goal, review: Review) -> Goal:
    """Return the stored goal with what a person may change about it."""
    amended = replace(
        before,
        text=wanted.text,
        action=wanted.action,
        measure=wanted.measure,
        no_measure_reason=wanted.no_measure_reason,
        target=wanted.target,
        support=wanted.support,
        due=wanted.due,
    )
    return amended if amended.measure == before.measure else _with_baseline(amended, review)


def _chart_of(measure: MeasureId, charts: tuple[MeasureChart, ...]) -> MeasureChart | None:
    return next((chart for chart in charts if chart.measure.id == measure), None)


def _progress(goal: Goal, page: ClinicianCharts, agreed_on: date) -> GoalProgress:
    chart = None if goal.measure is None else _chart_of(goal.measure, page.charts)
    if goal.measure is None:
        now = f"No measure fits: {goal.no_measure_reason}"
    else:
        now = "No data yet" if chart is None else since(chart, agreed_on)
    return GoalProgress(goal, page.clinician.name, chart, now, agreed_on)


def _refuse_stale(work: Work, stored: Goal, revision: int) -> None:
    if stored.revision != revision:
        raise StaleEdit(
            f"This goal was changed by {last_change(work, 'goal', stored.id)}.", "Look at it again, then change it."
        )


def _record(work: Work, goal: Goal, action: str) -> None:
    """Commit a change of a goal; the clinician's reviews in preparation show it, so marks given to them fall."""
    for in_preparation in reviews.open_ones(work, goal.clinician_id).values():
        clear_marks(work, in_preparation, goal.clinician_id)
        work.changed(Topic.REVIEW, goal.clinician_id)
    work.changed(Topic.GOAL, goal.clinician_id)
    work.audit(action, goal.clinician_id)
    work.commit()
