"""The columns that one person's goals and a group's have in common, and how a goal's row is written."""

from __future__ import annotations

from datetime import date
from typing import Any

from cdconsole.domain.measure import MeasureId
from cdconsole.domain.review import Goal, GoalStatus
from cdconsole.storage.section_file import Work

COLUMNS = (
    *("text", "action", "measure", "no_measure_reason", "baseline", "baseline_text", "target", "support", "due"),
    *("status", "outcome", "revision"),
)


def written(goal: Goal) -> dict[str, Any]:
    """Return these columns of a goal as they are stored."""
    return {name: getattr(goal, name) for name in COLUMNS} | {
        "due": goal.due.isoformat(),
        "status": goal.status.name,
    }


def read(values: tuple[Any, ...]) -> dict[str, Any]:
    """Return the fields of a goal that these columns hold, from their values in order."""
    found = dict(zip(COLUMNS, values, strict=True))
    return found | {
        "measure": None if found["measure"] is None else MeasureId(found["measure"]),
        "due": date.fromisoformat(found["due"]),
        "status": GoalStatus[found["status"]],
    }


def insert(work: Work, table: str, goal: Goal, row: dict[str, Any]) -> None:
    """Add the row of a new goal, with its history."""
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    work.execute(
        f"INSERT INTO {table} ({names}, created_at) VALUES ({marks}, :created_at)",
        row | {"created_at": work.at.isoformat()},
    )
    work.keep_history(table, goal.id, goal.revision, None, row)


def update(work: Work, table: str, goal: Goal, before: dict[str, Any], row: dict[str, Any]) -> None:
    """Change a goal's row, with what was there before."""
    work.execute(f"UPDATE {table} SET {', '.join(f'{name} = :{name}' for name in row)} WHERE id = :id", row)
    work.keep_history(table, goal.id, goal.revision, before, row)
