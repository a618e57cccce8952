"""Store the goals of the team and of groups, each change with what was there before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cdconsole.domain.goal_follow_up import GoalGroup
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.review import Goal
from cdconsole.storage import goal_columns, pdsa_cycles
from cdconsole.storage.section_file import Reading, Work

_SELECT = f"SELECT id, name, members, owners, agreed_on, {', '.join(goal_columns.COLUMNS)} FROM group_goal"


def by_id(reading: Reading, goal: GoalId) -> Goal | None:
    """Return one goal of a group with its cycles, if there is one of that id."""
    row = reading.row(f"{_SELECT} WHERE id = ?", (goal,))
    return None if row is None else _goal(reading, row)


def everybody(reading: Reading, *, include_closed: bool) -> tuple[Goal, ...]:
    """Return the goals of all groups, oldest first."""
    rows = reading.rows(f"{_SELECT} WHERE ? OR status = 'OPEN' ORDER BY created_at, rowid", (include_closed,))
    return tuple(_goal(reading, row) for row in rows)


def count_open(reading: Reading) -> int:
    """Return how many goals of groups are open."""
    row = reading.row("SELECT count(*) FROM group_goal WHERE status = 'OPEN'")
    return 0 if row is None else int(row[0])


def add(work: Work, goal: Goal) -> None:
    """Store a new goal of a group."""
    goal_columns.insert(work, "group_goal", goal, _row(goal))


def change(work: Work, before: Goal, after: Goal) -> Goal:
    """Store a goal's new form as its next revision and return it."""
    after = replace(after, revision=before.revision + 1)
    goal_columns.update(work, "group_goal", after, _row(before), _row(after))
    return after


def _row(goal: Goal) -> dict[str, Any]:
    if goal.group is None:
        raise ValueError("one person's goal is of a review")
    return {
        "id": goal.id,
        "name": goal.group.name,
        "members": " ".join(goal.group.members),
        "owners": goal.group.owners,
        "agreed_on": goal.group.agreed_on.isoformat(),
    } | goal_columns.written(goal)


def _goal(reading: Reading, row: tuple[Any, ...]) -> Goal:
    id_, name, members, owners, agreed_on, *shared = row
    return Goal(
        id=GoalId(id_),
        clinician_id=ClinicianId(""),
        from_review=ReviewId(""),
        cycles=pdsa_cycles.of_goal(reading, id_, is_groups=True),
        group=GoalGroup(name, tuple(map(ClinicianId, members.split())), owners, date.fromisoformat(agreed_on)),
        **goal_columns.read(tuple(shared)),
    )
