"""Store the goals of the team and of groups, each change with what was there before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cdconsole.domain.goal_follow_up import GoalGroup
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.review import Goal, GoalStatus
from cdconsole.storage import pdsa_cycles
from cdconsole.storage.section_file import Reading, Work

_SELECT = """
    SELECT id, name, members, owners, agreed_on, text, action, measure, no_measure_reason, baseline, baseline_text,
           target, support, due, status, outcome, revision
    FROM group_goal
"""


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
    row = _row(goal)
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    work.execute(
        f"INSERT INTO group_goal ({names}, created_at) VALUES ({marks}, :created_at)",
        row | {"created_at": work.at.isoformat()},
    )
    work.keep_history("group_goal", goal.id, goal.revision, None, row)


def change(work: Work, before: Goal, after: Goal) -> Goal:
    """Store a goal's new form as its next revision and return it."""
    after = replace(after, revision=before.revision + 1)
    row = _row(after)
    work.execute(f"UPDATE group_goal SET {', '.join(f'{name} = :{name}' for name in row)} WHERE id = :id", row)
    work.keep_history("group_goal", after.id, after.revision, _row(before), row)
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
        "text": goal.text,
        "action": goal.action,
        "measure": goal.measure,
        "no_measure_reason": goal.no_measure_reason,
        "baseline": goal.baseline,
        "baseline_text": goal.baseline_text,
        "target": goal.target,
        "support": goal.support,
        "due": goal.due.isoformat(),
        "status": goal.status.name,
        "outcome": goal.outcome,
        "revision": goal.revision,
    }


def _goal(reading: Reading, row: tuple[Any, ...]) -> Goal:
    id_, name, members, owners, agreed_on, text, action, measure, no_measure_reason, *rest = row
    baseline, baseline_text, target, support, due, status, outcome, revision = rest
    return Goal(
        id=GoalId(id_),
        clinician_id=ClinicianId(""),
        from_review=ReviewId(""),
        text=text,
        action=action,
        measure=None if measure is None else MeasureId(measure),
        no_measure_reason=no_measure_reason,
        baseline=baseline,
        baseline_text=baseline_text,
        target=target,
        support=support,
        due=date.fromisoformat(due),
        status=GoalStatus[status],
        outcome=outcome,
        cycles=pdsa_cycles.of_goal(reading, id_, is_groups=True),
        revision=revision,
        group=GoalGroup(name, tuple(map(ClinicianId, members.split())), owners, date.fromisoformat(agreed_on)),
    )
