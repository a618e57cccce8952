"""Takes over what was kept before: a ward list, for no file says when each date was predicted, and a goal on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.goal_follow_up import a_year_after
from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.people import Section
from cdconsole.domain.review import Goal
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.services.charts import team_charts
from cdconsole.services.department_data import department_data
from cdconsole.services.goal_rules import THE_TEAM, with_baseline
from cdconsole.services.session import Session
from cdconsole.storage import goals, inpatients, sustain_checks

_MONTHS = 36


@dataclass(frozen=True)
class PastStay:
    """A stay that has ended: who it was, and each date predicted, with the moment it was entered and the reason."""

    inpatient: Inpatient
    left: datetime
    predictions: Sequence[tuple[datetime, date, ReasonCode]]


def take_over_ward_list(session: Session, stays: Sequence[PastStay], reason: str) -> None:
    """Add stays with their predictions to the ward list, in one transaction with one audit event."""
    with session.unit_of_work(Section.WARD, reason=reason) as work:
        for stay in stays:
            inpatients.add(work, stay.inpatient)
            patient = stay.inpatient
            for entered, on, why in stay.predictions:
                patient = inpatients.amend_prediction(work, patient, on, why, entered)
            inpatients.set_discharged(work, patient, stay.left)
        work.changed(Topic.INPATIENT, *{stay.inpatient.clinician_id for stay in stays})
        work.changed(Topic.PREDICTED_DISCHARGE)
        work.audit("added", f"{len(stays):,} stays of the ward list kept before")
        work.commit()


def take_over_goal(session: Session, goal: Goal, achieved_on: date) -> None:
    """Add a group's goal that was agreed and achieved on paper, with the baseline of the months before.

    It waits for a look back a year after it was achieved. Raises ValueError for a goal that is not a group's.
    """
    if goal.group is None or goal.measure is None:
        raise ValueError("only a group's goal with a measure was kept on paper")
    agreed = Month.of(goal.group.agreed_on)
    charts = team_charts(session, department_data(session), _MONTHS, (goal.measure,))
    kept = with_baseline(goal, tuple(_before(agreed, chart) for chart in charts), "The team")
    with session.unit_of_work(Section.REVIEW) as work:
        goals.add(work, kept)
        sustain_checks.await_on(work, kept, a_year_after(achieved_on))
        work.changed(Topic.GOAL)
        work.audit("took over a goal of", THE_TEAM)
        work.commit()


def _before(month: Month, charted: MeasureChart) -> MeasureChart:
    points = tuple(point for point in charted.chart.points if Month.of(point.on) < month)
    return replace(charted, chart=replace(charted.chart, points=points))
