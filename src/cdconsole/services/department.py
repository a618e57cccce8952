"""The department page: a sentence a director could say aloud, the team's charts, what is due and data freshness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdconsole.domain.calendar import Period, moment_text
from cdconsole.domain.measure import DepartmentOverview, Measure, MeasureId, MeasureRow, OutcomeMeasures
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListReviews, ShowDepartment
from cdconsole.services.challenge_notes import Notes, challenge_notes, disputed
from cdconsole.services.chance_words import chance_words
from cdconsole.services.charts import monthly_values, team_charts
from cdconsole.services.department_data import DepartmentData, department_data
from cdconsole.services.department_sentence import SOON_DAYS, Waiting, department_sentence
from cdconsole.services.framework import read_framework
from cdconsole.services.goal_board import goals_due
from cdconsole.services.registry import handles
from cdconsole.services.review_list import list_reviews
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.validation_states import read_votes_ahead
from cdconsole.storage import batches, group_goals, outcomes

TEAM = "Team"


@handles(ShowDepartment)
def department(session: Session, request: ShowDepartment, task: Task) -> DepartmentOverview:
    """Return the department page; nothing on it names a clinician. Raises NotEntitled for an administrator."""
    session.require(Section.REVIEW)
    data = department_data(session)
    notes, charts = challenge_notes(session), team_charts(session, data, request.months)
    rows = list_reviews(session, ListReviews(), task)
    read_votes_ahead(session)
    today = session.clock.today()
    due = sum(1 for row in rows if row.next_due is None or row.next_due <= today)
    soon = sum(1 for row in rows if row.next_due and 0 < (row.next_due - today).days <= SOON_DAYS)
    framework = read_framework(session)
    with session.snapshot(Section.RECORDS) as snapshot:
        imports = batches.list_batches(snapshot)
        tree = outcomes.pursued(snapshot)
    challenges = sum(note.is_open for every in notes.values() for note in every)
    with session.snapshot(Section.REVIEW) as snapshot:
        open_goals = sum(row.open_goals for row in rows) + group_goals.count_open(snapshot)
    goals = goals_due(session)
    waiting = Waiting(due, open_goals, challenges, soon, goals.overdue + goals.this_week, goals.checks)
    return DepartmentOverview(
        sentence=department_sentence(charts, waiting),
        charts=charts,
        period=None if data.period is None else data.last_months(request.months),
        reviews_due=due,
        open_goals=open_goals,
        goals_due=goals,
        data_to=data.data_to,
        freshness=f"Last import {moment_text(imports[0].at)}" if imports else "Nothing imported yet",
        stages_done=sum(1 for stage in framework.stages if stage.is_done),
        stages=len(framework.stages),
        chance=chance_words(charts),
        outcomes=tuple(OutcomeMeasures(each.title, each.measures) for each in tree),
    )


@dataclass(frozen=True)
class RowTerms:
    """What rows of measures follow: challenges, the data-quality marks, and whether votes are left aside."""

    notes: Notes = field(default_factory=dict)
    marks: Mapping[tuple[str, MeasureId], str] = field(default_factory=dict)
    as_recorded: bool = False


_PLAIN = RowTerms()


def measure_rows(data: DepartmentData, task: Task, terms: RowTerms = _PLAIN) -> tuple[MeasureRow, ...]:
    """Return every measure for every clinician and complete month, then for the team; disputed months stay out.

    Raises UserFacingError without data, Cancelled.
    """
    period = data.last_months(12 * 100)
    rows: list[MeasureRow] = []
    for measure in data.measures:
        task.checkpoint()
        rows += _own_rows(data, measure, period, terms)
        out, mark = disputed(terms.notes.get((None, measure.id), ())), terms.marks.get(("", measure.id), "")
        months = data.drawn(None, measure, period)
        values = () if data.source(measure).unavailable(None, measure) else monthly_values(data, None, measure, months)
        rows += [
            MeasureRow(measure.id, TEAM, value, mark, measure.version) for value in values if value.month not in out
        ]
    return tuple(rows)


def _own_rows(data: DepartmentData, measure: Measure, period: Period, terms: RowTerms) -> list[MeasureRow]:
    months = data.drawn(None, measure, period)
    by_name = sorted((data.clinicians[clinician].name, clinician) for clinician in data.people)
    return [
        MeasureRow(measure.id, name, value, terms.marks.get((clinician, measure.id), ""), measure.version)
        for name, clinician in by_name
        if not data.source(measure).unavailable(clinician, measure)
        for value in monthly_values(data, clinician, measure, months, as_recorded=terms.as_recorded)
        if value.month not in disputed(terms.notes.get((clinician, measure.id), ()))
    ]
