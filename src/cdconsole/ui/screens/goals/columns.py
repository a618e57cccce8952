"""The columns of the goals screen's table. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.identity import GoalId
from cdconsole.domain.review import GoalStatus
from cdconsole.ui.follow_up.due import due_words
from cdconsole.ui.follow_up.targets import target_text
from cdconsole.ui.screens.goals.state import GoalLine
from cdconsole.ui.tables.column import Column


def key_of(line: GoalLine) -> GoalId:
    """Return what tells one line from another."""
    return line.goal.id


def _clinician(line: GoalLine) -> str:
    return line.progress.clinician


def _goal(line: GoalLine) -> str:
    return line.goal.text


def _measure(line: GoalLine) -> str:
    return "None fits" if line.goal.measure is None else line.measure_title


def _baseline(line: GoalLine) -> str:
    return line.goal.baseline_text


def _now(line: GoalLine) -> str:
    return line.progress.now_text if line.goal.measure is not None else ""


def _target(line: GoalLine) -> str:
    return target_text(line.goal.target, line.measure)


def _due(line: GoalLine) -> str:
    if line.goal.status is GoalStatus.OPEN:
        return due_words(line.goal.due, line.today)
    return f"{line.goal.status.value}: {line.goal.outcome}"


def _due_key(line: GoalLine) -> tuple[bool, date]:
    return line.goal.status is not GoalStatus.OPEN, line.goal.due


GOAL_COLUMNS: tuple[Column[GoalLine], ...] = (
    Column("Clinician", _clinician, width=136),
    Column("Goal", _goal, width=228, tooltip=_goal),
    Column("Measure", _measure, width=124),
    Column("Baseline, frozen", _baseline, width=190, tooltip=_baseline),
    Column("Now", _now, width=190, tooltip=_now),
    Column("Target", _target, width=96),
    Column("Due", _due, _due_key, tooltip=_due),
)
