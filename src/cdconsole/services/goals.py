"""Agree goals in a review with a frozen baseline, close them, and keep the PDSA cycles of every goal."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.goal_follow_up import a_year_after
from cdconsole.domain.goal_requests import TakeBackPdsaCycle
from cdconsole.domain.identity import GoalId, new_id
from cdconsole.domain.people import Section
from cdconsole.domain.requests import CloseGoal, SaveGoal, SavePdsaCycle
from cdconsole.domain.review import Goal, GoalStatus, PdsaAct, Review, ReviewStatus
from cdconsole.services.goal_rules import amended, check_due, checked_goal, record, refuse_stale, with_baseline
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import goals, pdsa_cycles, reviews, sustain_checks


@handles(SaveGoal)
def save_goal(session: Session, request: SaveGoal, _task: Task) -> Goal:
    """Add or change a goal of a review in preparation; marks already given to the review fall.

    The baseline is the mean of the last three months on the review's own frozen chart (fewer where fewer have data),
    set when the goal is first saved and again only if the goal turns to another measure. Status and outcome are
    CloseGoal's. Raises RuleBroken naming the field at fault, StaleEdit where somebody changed the goal since.
    """
    wanted = replace(checked_goal(session, request.goal), group=None)
    with session.unit_of_work(Section.REVIEW) as work:
        before = goals.by_id(work, wanted.id) if wanted.id else None
        review = reviews.by_id(work, wanted.from_review if before is None else before.from_review)
        if review.status is ReviewStatus.LOCKED:
            raise RuleBroken(
                "This goal's review is locked.", "Close the goal as changed, and agree a new one.", "review"
            )
        if before is None or before.due != wanted.due:
            check_due(wanted.due, session.clock.today())
        if before is None:
            saved = replace(_from_review(wanted, review), id=GoalId(new_id()), status=GoalStatus.OPEN, outcome="")
            saved = replace(saved, clinician_id=review.clinician_id, revision=1)
            goals.add(work, saved)
        else:
            refuse_stale(work, before, wanted.revision)
            saved = amended(before, wanted)
            saved = goals.change(
                work, before, saved if saved.measure == before.measure else _from_review(saved, review)
            )
        record(work, saved, "Agreed a goal" if before is None else "Changed a goal")
    return saved


@handles(CloseGoal)
def close_goal(session: Session, request: CloseGoal, _task: Task) -> Goal:
    """Say what became of a goal; OPEN takes that back. Raises RuleBroken (no words) and StaleEdit.

    An achieved goal waits for a check, due a year on, of whether it held.
    """
    outcome = request.outcome.strip()
    if request.status is not GoalStatus.OPEN and not outcome:
        raise RuleBroken("Closing a goal needs words.", "Say what came of it.", "outcome")
    with session.unit_of_work(Section.REVIEW) as work:
        before = goals.by_id(work, request.goal)
        refuse_stale(work, before, request.revision)
        closed = goals.change(work, before, replace(before, status=request.status, outcome=outcome))
        if closed.status is GoalStatus.ACHIEVED:
            sustain_checks.await_on(work, closed, a_year_after(session.clock.today()))
        record(work, closed, "Reopened a goal" if request.status is GoalStatus.OPEN else "Closed a goal")
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
        pdsa_cycles.save(work, goal, cycle)
        after = goals.by_id(work, goal.id)
        record(work, after, "Changed a PDSA cycle" if cycle.id else "Began a PDSA cycle")
    return after


@handles(TakeBackPdsaCycle)
def take_back_pdsa_cycle(session: Session, request: TakeBackPdsaCycle, _task: Task) -> Goal:
    """Take back a cycle begun by mistake; the history keeps it. Raises UserFacingError where it is gone already."""
    with session.unit_of_work(Section.REVIEW) as work:
        pdsa_cycles.withdraw(work, goals.by_id(work, request.goal), request.cycle)
        after = goals.by_id(work, request.goal)
        record(work, after, "Took back a PDSA cycle")
    return after


def _from_review(goal: Goal, review: Review) -> Goal:
    """Return a goal with the baseline of its measure on the review's frozen charts."""
    return with_baseline(goal, () if review.charts is None else review.charts.charts, "The review")
