"""The columns of the goals screen's table. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.identity import GoalId
from cdconsole.ui.follow_up.due import due_words
from cdconsole.ui.follow_up.targets import target_text
from cdconsole.ui.screens.goals.state import GoalLine, Part
from cdconsole.ui.tables.column import Column


def key_of(line: GoalLine) -> GoalId:
    """Return what tells one line from another."""
    return line.goal.id


def _part(line: GoalLine) -> str:
    return line.part.value


def _order(line: GoalLine) -> tuple[int, date]:
    return line.order


def _whose(line: GoalLine) -> str:
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


def _next(line: GoalLine) -> str:
    if line.part is not Part.CLOSED:
        return due_words(line.next_on, line.today)
    check = line.progress.check
    held = f" {check}" if check is not None and check.is_done else ""
    return f"{line.goal.status.value}: {line.goal.outcome}{held}"


GOAL_COLUMNS: tuple[Column[GoalLine], ...] = (
    Column("Stands", _part, _order, width=92),
    Column("Whose", _whose, width=124),
    Column("Goal", _goal, width=212, tooltip=_goal),
    Column("Measure", _measure, width=120),
    Column("Baseline, frozen", _baseline, width=172, tooltip=_baseline),
    Column("Now", _now, width=172, tooltip=_now),
    Column("Target", _target, width=84),
    Column("Next date", _next, _order, tooltip=_next),
)
