"""The rules that every goal follows, one person's or a group's, and how a change of one is committed."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.measure import Measure, MeasureChart, MeasureId, Unit
from cdconsole.domain.review import Goal
from cdconsole.services.definitions import definition
from cdconsole.services.goal_figures import baseline
from cdconsole.services.reviews import clear_marks
from cdconsole.services.session import Session
from cdconsole.storage import reviews
from cdconsole.storage.history import last_change
from cdconsole.storage.section_file import Work

THE_TEAM = "the team"


def checked_goal(session: Session, goal: Goal) -> Goal:
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


def check_due(due: date, today: date) -> None:
    """Raise RuleBroken for a date that is not in the future."""
    if due <= today:
        raise RuleBroken("The goal's date must be in the future.", "Choose when it will be looked at again.", "due")


def with_baseline(goal: Goal, charts: tuple[MeasureChart, ...], whose: str) -> Goal:
    """Return a goal with the baseline of its measure on these charts; ``whose`` says what has no chart of it."""
    if goal.measure is None:
        return replace(goal, baseline=None, baseline_text="")
    chart = chart_of(goal.measure, charts)
    if chart is None:
        return replace(goal, baseline=None, baseline_text=f"No baseline. {whose} has no chart of this measure.")
    value, text = baseline(chart)
    return replace(goal, baseline=value, baseline_text=text)


def chart_of(measure: MeasureId, charts: tuple[MeasureChart, ...]) -> MeasureChart | None:
    """Return the chart of a measure, if it is there."""
    return next((chart for chart in charts if chart.measure.id == measure), None)


def amended(before: Goal, wanted: Goal) -> Goal:
    """Return the stored goal with what a person may change about it; the baseline is as it was."""
    return replace(
        before,
        text=wanted.text,
        action=wanted.action,
        measure=wanted.measure,
        no_measure_reason=wanted.no_measure_reason,
        target=wanted.target,
        support=wanted.support,
        due=wanted.due,
    )


def refuse_stale(work: Work, stored: Goal, revision: int) -> None:
    """Raise StaleEdit where somebody changed the goal since."""
    if stored.revision != revision:
        table = "goal" if stored.group is None else "group_goal"
        raise StaleEdit(
            f"This goal was changed by {last_change(work, table, stored.id)}.", "Look at it again, then change it."
        )


def record(work: Work, goal: Goal, action: str) -> None:
    """Commit a change of a goal; the clinician's reviews in preparation show it, so marks given to them fall."""
    if goal.group is not None:
        work.changed(Topic.GOAL)
        work.audit(f"{action} of", THE_TEAM)
        work.commit()
        return
    for in_preparation in reviews.open_ones(work, goal.clinician_id).values():
        clear_marks(work, in_preparation, goal.clinician_id)
        work.changed(Topic.REVIEW, goal.clinician_id)
    work.changed(Topic.GOAL, goal.clinician_id)
    work.audit(action, goal.clinician_id)
    work.commit()


def _can_be_target(target: float, measure: Measure) -> bool:
    """Return whether a measure can reach a value at all: percent values are fractions 0-1."""
    return 0 <= target <= (1 if measure.unit is Unit.PERCENT else sys.float_info.max)
