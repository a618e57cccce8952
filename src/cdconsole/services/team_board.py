"""The team board: the plans in force today beside what the department needs."""

from __future__ import annotations

from cdconsole.domain.job_plan_requests import RemoveActivityNeed, SaveActivityNeed, ShowTeamBoard
from cdconsole.domain.people import Section
from cdconsole.domain.team_board import ActivityNeed, TeamBoard, team_board
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import activity_needs, clinicians, job_plans


@handles(ShowTeamBoard)
def show_team_board(session: Session, _request: ShowTeamBoard, _task: Task) -> TeamBoard:
    """Return the board; nobody is named in it."""
    today = session.clock.today()
    with session.snapshot(Section.RECORDS) as snapshot:
        people = [one for one in clinicians.all_clinicians(snapshot) if one.is_attributable]
        plans = [job_plans.current(snapshot, one.id, today) for one in people]
        needed = activity_needs.needs(snapshot)
    return team_board((plan for plan in plans if plan is not None), needed, len(people))


@handles(SaveActivityNeed)
def save_activity_need(session: Session, request: SaveActivityNeed, _task: Task) -> ActivityNeed:
    """Store what is needed of an activity. Raises RuleBroken, StaleEdit."""
    with session.unit_of_work(Section.RECORDS, reason="needs of the team board") as work:
        stored = activity_needs.save(work, request.need)
        work.audit("saved", "what the department needs of an activity")
        work.commit()
    return stored


@handles(RemoveActivityNeed)
def remove_activity_need(session: Session, request: RemoveActivityNeed, _task: Task) -> None:
    """Take a need away. Raises StaleEdit."""
    with session.unit_of_work(Section.RECORDS, reason="needs of the team board") as work:
        activity_needs.remove(work, request.need)
        work.audit("removed", "what the department needs of an activity")
        work.commit()
