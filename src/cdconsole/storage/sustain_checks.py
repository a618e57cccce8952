"""Store the looks back a year after a goal was achieved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cdconsole.domain.goal_follow_up import Held, SustainCheck
from cdconsole.domain.identity import GoalId, new_id
from cdconsole.domain.review import Goal
from cdconsole.storage.section_file import Reading, Work

_COLUMNS = "id, due_on, checked_on, value, value_text, held, note, author, revision"


def newest(reading: Reading) -> dict[GoalId, SustainCheck]:
    """Return each goal's check: the one it waits for, else the last that was done."""
    found: dict[GoalId, SustainCheck] = {}
    for table in ("sustain_check", "group_sustain_check"):
        rows = reading.rows(
            f"SELECT goal_id, {_COLUMNS} FROM {table} ORDER BY checked_on IS NULL, checked_on, due_on, rowid"
        )
        found |= {GoalId(goal): _check(row) for goal, *row in rows}
    return found


def of_goal(reading: Reading, goal: Goal) -> SustainCheck | None:
    """Return a goal's check: the one it waits for, else the last that was done."""
    return newest(reading).get(goal.id)


def await_on(work: Work, goal: Goal, due_on: date) -> None:
    """Let a goal wait for a check that is due on a day; one that waits already moves to that day."""
    before = of_goal(work, goal)
    if before is None or before.is_done:
        _add(work, goal, SustainCheck(new_id(), due_on))
    elif before.due_on != due_on:
        change(work, goal, before, replace(before, due_on=due_on))


def change(work: Work, goal: Goal, before: SustainCheck, after: SustainCheck) -> SustainCheck:
    """Store a check's new form as its next revision and return it."""
    after = replace(after, revision=before.revision + 1)
    row = _row(after) | {"author_id": work.actor.id if after.is_done else None}
    table = _table(goal)
    work.execute(f"UPDATE {table} SET {', '.join(f'{name} = :{name}' for name in row)} WHERE id = :id", row)
    work.keep_history(table, after.id, after.revision, _row(before), row)
    return after


def _add(work: Work, goal: Goal, check: SustainCheck) -> None:
    row, table = _row(check), _table(goal)
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    work.execute(f"INSERT INTO {table} (goal_id, {names}) VALUES (:goal_id, {marks})", row | {"goal_id": goal.id})
    work.keep_history(table, check.id, check.revision, None, row)


def _table(goal: Goal) -> str:
    return "sustain_check" if goal.group is None else "group_sustain_check"


def _row(check: SustainCheck) -> dict[str, Any]:
    return {
        "id": check.id,
        "due_on": check.due_on.isoformat(),
        "checked_on": None if check.checked_on is None else check.checked_on.isoformat(),
        "value": check.value,
        "value_text": check.value_text,
        "held": None if check.held is None else check.held.name,
        "note": check.note,
        "author": check.author or None,
        "revision": check.revision,
    }


def _check(row: list[Any]) -> SustainCheck:
    id_, due_on, checked_on, value, value_text, held, note, author, revision = row
    return SustainCheck(
        id=id_,
        due_on=date.fromisoformat(due_on),
        checked_on=None if checked_on is None else date.fromisoformat(checked_on),
        value=value,
        value_text=value_text,
        held=None if held is None else Held[held],
        note=note,
        author=author or "",
        revision=revision,
    )
