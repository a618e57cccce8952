"""The goals board: every goal with its measure drawn again, what it was before and since, and whether it held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.chart_marks import GoalMark
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.goal_follow_up import BeforeAfter, GoalsDue, SustainCheck
from cdconsole.domain.goal_requests import CheckSustained, ExportGoals
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import ClinicianId, GoalId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListGoals, ShowClinicianCharts
from cdconsole.domain.review import Goal, GoalProgress, GoalStatus
from cdconsole.exporting.goals_csv import write_goals
from cdconsole.services.before_after import MONTHS_BEFORE, before_after
from cdconsole.services.charts import clinician_charts, team_charts
from cdconsole.services.department_data import department_data
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.goal_figures import baseline, since
from cdconsole.services.goal_rules import THE_TEAM, chart_of
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import goals, reviews, sustain_checks

WHAT = "Goals"
_LEAST_MONTHS = 36
_SOON_DAYS = 7
_AGREEMENT = "the agreement"

Checks = Mapping[GoalId, SustainCheck]


@handles(ListGoals)
def list_goals(session: Session, request: ListGoals, task: Task) -> tuple[GoalProgress, ...]:
    """Return the goals, the one due first in front, each with its measure as it is drawn today."""
    with session.snapshot(Section.REVIEW) as snapshot:
        checks = sustain_checks.newest(snapshot)
        every = goals.everybody(snapshot, include_closed=True)
        found = [goal for goal in every if request.include_closed or is_waiting(goal, checks)]
        agreed = {goal.id: _agreed_on(goal) or reviews.agreed_on(snapshot, goal.from_review) for goal in found}
    looked(session, Looking.GOALS)
    drawn = _Drawn(session, found, min(agreed.values(), default=session.clock.today()))
    progress = []
    for number, goal in enumerate(found):
        task.report(number, len(found), "Drawing the goals' measures")
        progress.append(_progress(goal, drawn, (agreed[goal.id], checks.get(goal.id)), task))
    return tuple(progress)


@handles(CheckSustained)
def check_sustained(session: Session, request: CheckSustained, task: Task) -> SustainCheck:
    """Keep whether a goal held, with where its measure is now. Raises RuleBroken naming the field, StaleEdit.

    It can be done from the month in which it is due, and once only.
    """
    note = request.note.strip()
    if not note:
        raise RuleBroken("A check needs words.", "Say what you see, and why you think so.", "note")
    with session.snapshot(Section.REVIEW) as snapshot:
        goal = goals.by_id(snapshot, request.goal)
        agreed = _agreed_on(goal) or reviews.agreed_on(snapshot, goal.from_review)
    value, text = _value_now(goal, _Drawn(session, [goal], agreed).chart(goal, task)[1])
    with session.unit_of_work(Section.REVIEW) as work:
        goal, before, today = goals.by_id(work, goal.id), sustain_checks.of_goal(work, goal), session.clock.today()
        if before is None or goal.status is not GoalStatus.ACHIEVED:
            raise RuleBroken("This goal waits for no check.", "Only what was achieved is looked at a year on.", "note")
        if before.is_done or before.revision != request.revision:
            raise StaleEdit("This check was changed since.", "Look at the goal again.")
        if Month.of(today) < Month.of(before.due_on):
            raise RuleBroken("This check is not due yet.", f"Look again in {Month.of(before.due_on)}.", "note")
        done = replace(before, checked_on=today, value=value, value_text=text, held=request.held, note=note)
        done = sustain_checks.change(work, goal, before, replace(done, author=work.actor.name))
        work.changed(Topic.GOAL, *filter(None, (goal.clinician_id,)))
        work.audit("checked a year on a goal of", goal.clinician_id or THE_TEAM)
        work.commit()
    return done


@handles(ExportGoals)
def export_goals(session: Session, request: ExportGoals, task: Task) -> ExportReceipt:
    """Write the goals as CSV through the export log of the review section. Raises ExportRefused."""
    session.require(Section.REVIEW)
    target = checked_target(Path(request.path), ".csv")
    found = list_goals(session, ListGoals(request.include_closed), task)

    def write(path: Path) -> int:
        return write_goals(path, found)

    rows, digest = write_logged(session, target, Exported(WHAT, Section.REVIEW), write)
    return ExportReceipt(str(target), 1, rows, 0, digest)


def is_waiting(goal: Goal, checks: Checks) -> bool:
    """Return whether something is still to come of a goal: it is open, or was achieved and waits for its check."""
    if goal.status is GoalStatus.OPEN:
        return True
    return goal.status is GoalStatus.ACHIEVED and goal.id in checks and not checks[goal.id].is_done


def goals_due(session: Session) -> GoalsDue:
    """Return how many goals are due now, and how many are to be looked back on."""
    today = session.clock.today()
    with session.snapshot(Section.REVIEW) as snapshot:
        checks = sustain_checks.newest(snapshot)
        every = goals.everybody(snapshot, include_closed=True)
    dues = [goal.due for goal in every if goal.status is GoalStatus.OPEN]
    overdue = sum(due < today for due in dues)
    soon = sum(today <= due <= today + timedelta(days=_SOON_DAYS) for due in dues)
    waiting = (checks[goal.id] for goal in every if goal.status is GoalStatus.ACHIEVED and is_waiting(goal, checks))
    return GoalsDue(overdue, soon, sum(check.due_on <= today for check in waiting))


class _Drawn:
    """The pages that the goals' measures are on, each drawn once, far enough back for a year before the agreement."""

    def __init__(self, session: Session, found: Iterable[Goal], first: date) -> None:
        self._session = session
        self._measures: dict[ClinicianId, dict[MeasureId, None]] = {}
        for goal in found:
            if goal.measure is not None:
                self._measures.setdefault(goal.clinician_id, {})[goal.measure] = None
        back = Month.of(session.clock.today()).index - Month.of(first).index + MONTHS_BEFORE
        self._months = max(_LEAST_MONTHS, back)
        self._charts: dict[ClinicianId, tuple[MeasureChart, ...]] = {}

    def chart(self, goal: Goal, task: Task) -> tuple[str, MeasureChart | None]:
        """Return whose goal it is by name, and the chart of its measure; the whole team's for a group's goal."""
        data = department_data(self._session)
        if goal.clinician_id not in self._charts:
            self._charts[goal.clinician_id] = self._draw(goal, task)
        charts = self._charts[goal.clinician_id]
        name = data.clinician(goal.clinician_id).name if goal.group is None else goal.group.name
        return name, None if goal.measure is None else chart_of(goal.measure, charts)

    def _draw(self, goal: Goal, task: Task) -> tuple[MeasureChart, ...]:
        wanted = tuple(self._measures.get(goal.clinician_id, ()))
        if not wanted:
            return ()
        if goal.group is not None:
            return team_charts(self._session, department_data(self._session), self._months, wanted)
        page = ShowClinicianCharts(goal.clinician_id, self._months, measures=wanted)
        return clinician_charts(self._session, page, task).charts


def _progress(goal: Goal, drawn: _Drawn, known: tuple[date, SustainCheck | None], task: Task) -> GoalProgress:
    (agreed_on, check), (name, chart) = known, drawn.chart(goal, task)
    now = _now_text(goal, chart, agreed_on)
    if chart is None:
        return GoalProgress(goal, name, chart, now, agreed_on, check=check)
    comparisons = () if chart.unavailable else _comparisons(goal, chart, agreed_on)
    marked = replace(chart, goal=GoalMark(agreed_on, goal.baseline, goal.target))
    return GoalProgress(goal, name, marked, now, agreed_on, comparisons, check)


def _comparisons(goal: Goal, chart: MeasureChart, agreed_on: date) -> tuple[BeforeAfter, ...]:
    # A cycle is called as on the chart, where those of other goals with the measure are counted too.
    labels = {(mark.on, mark.plan): mark.label for mark in chart.cycles}
    cycles = ((each.started, labels.get((each.started, each.plan), "a PDSA cycle")) for each in goal.cycles)
    return tuple(before_after(chart, on, what) for on, what in ((agreed_on, _AGREEMENT), *cycles))


def _now_text(goal: Goal, chart: MeasureChart | None, agreed_on: date) -> str:
    if goal.measure is None:
        return f"No measure fits: {goal.no_measure_reason}"
    return "No data yet" if chart is None else since(chart, agreed_on)


def _value_now(goal: Goal, chart: MeasureChart | None) -> tuple[float | None, str]:
    if goal.measure is None:
        return None, f"No measure fits: {goal.no_measure_reason}"
    return (None, "No data yet") if chart is None else baseline(chart)


def _agreed_on(goal: Goal) -> date | None:
    """Return when a group agreed its goal; None where the review that set it knows."""
    return None if goal.group is None else goal.group.agreed_on
