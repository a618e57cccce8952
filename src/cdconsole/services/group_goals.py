"""Agree goals of the whole team or of a group of clinicians, beside those of one person."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.goal_follow_up import GoalGroup
from cdconsole.domain.goal_requests import SaveGroupGoal
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId, new_id
from cdconsole.domain.people import Section
from cdconsole.domain.review import Goal, GoalStatus
from cdconsole.services.charts import team_charts
from cdconsole.services.department_data import department_data
from cdconsole.services.goal_rules import amended, check_due, checked_goal, record, refuse_stale, with_baseline
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import goals

_MONTHS = 12


@handles(SaveGroupGoal)
def save_group_goal(session: Session, request: SaveGroupGoal, _task: Task) -> Goal:
    """Add or change a goal of a group; the day it was agreed is the day it was first saved.

    The baseline is the mean of the last three months on the whole team's chart, set when the goal is first saved and
    again only if the goal turns to another measure. Raises RuleBroken naming the field at fault, StaleEdit.
    """
    session.require(Section.REVIEW)
    wanted = checked_goal(session, request.goal)
    group = _checked_group(session, wanted.group)
    with session.snapshot(Section.REVIEW) as snapshot:
        before = goals.by_id(snapshot, wanted.id) if wanted.id else None
    if before is None or before.due != wanted.due:
        check_due(wanted.due, session.clock.today())
    if before is None:
        fresh = replace(wanted, id=GoalId(new_id()), clinician_id=ClinicianId(""), from_review=ReviewId(""))
        saved = replace(fresh, status=GoalStatus.OPEN, outcome="", cycles=(), revision=1, group=group)
    else:
        saved = _changed(before, wanted, group)
    if before is None or before.measure != saved.measure:
        saved = _from_team(session, saved)
    with session.unit_of_work(Section.REVIEW) as work:
        if before is None:
            goals.add(work, saved)
        else:
            stored = goals.by_id(work, before.id)
            refuse_stale(work, stored, wanted.revision)
            saved = goals.change(work, stored, saved)
        record(work, saved, "agreed a goal" if before is None else "changed a goal")
    return saved


def _changed(before: Goal, wanted: Goal, group: GoalGroup) -> Goal:
    if before.group is None:
        raise RuleBroken("This goal is one person's.", "Change it in the review that set it.", "goal")
    if before.status is not GoalStatus.OPEN:
        raise RuleBroken("This goal is closed.", "Open it again, then change it.", "goal")
    return replace(amended(before, wanted), group=replace(group, agreed_on=before.group.agreed_on))


def _checked_group(session: Session, group: GoalGroup | None) -> GoalGroup:
    """Return a group agreed today, trimmed. Raises RuleBroken for one without a name or with somebody unknown."""
    if group is None or not group.name.strip():
        raise RuleBroken("A goal of a group needs the group's name.", "Say who agreed it.", "name")
    known = department_data(session).clinicians
    if any(member not in known for member in group.members):
        raise RuleBroken("Somebody of the group is not in this department.", "Choose them again.", "members")
    return GoalGroup(
        " ".join(group.name.split()), tuple(sorted(group.members)), group.owners.strip(), session.clock.today()
    )


def _from_team(session: Session, goal: Goal) -> Goal:
    """Return a goal with the baseline of its measure on the whole team's chart."""
    wanted = () if goal.measure is None else (goal.measure,)
    charts = team_charts(session, department_data(session), _MONTHS, wanted) if wanted else ()
    return with_baseline(goal, charts, "The team")
