"""Store the PDSA cycles of goals, each change with what was there before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import new_id
from cdconsole.domain.review import Goal, PdsaAct, PdsaCycle
from cdconsole.storage.section_file import Reading, Work

_FIELDS = ("started", "plan", "prediction", "do", "study", "act")


def of_goal(reading: Reading, goal: str, *, is_groups: bool) -> tuple[PdsaCycle, ...]:
    """Return a goal's cycles as they started, without those taken back."""
    rows = reading.rows(
        f"SELECT id, {', '.join(_FIELDS)} FROM {_table(is_groups=is_groups)} WHERE goal_id = ? AND NOT is_withdrawn"
        " ORDER BY started, rowid",
        (goal,),
    )
    return tuple(
        PdsaCycle(id_, date.fromisoformat(started), plan, prediction, do, study, PdsaAct[act])
        for id_, started, plan, prediction, do, study, act in rows
    )


def save(work: Work, goal: Goal, cycle: PdsaCycle) -> PdsaCycle:
    """Add a cycle (empty id) or store its new form, and return it with its id.

    Raises UserFacingError for an id that is not one of the goal's.
    """
    found = _known(goal, cycle.id) if cycle.id else None
    saved = replace(cycle, id=cycle.id or new_id())
    table = _table(is_groups=goal.group is not None)
    revision = _next_revision(work, table, saved.id)
    work.execute(
        f"INSERT INTO {table} (id, goal_id, {', '.join(_FIELDS)}, created_at, revision)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        f" {', '.join(f'{name} = excluded.{name}' for name in (*_FIELDS, 'revision'))}",
        (
            *(saved.id, goal.id, saved.started.isoformat(), saved.plan, saved.prediction, saved.do, saved.study),
            *(saved.act.name, work.at.isoformat(), revision),
        ),
    )
    work.keep_history(table, saved.id, revision, None if found is None else vars(found), vars(saved))
    return saved


def withdraw(work: Work, goal: Goal, cycle: str) -> None:
    """Take a cycle back: it stays in the history. Raises UserFacingError for an id that is not one of the goal's."""
    found, table = _known(goal, cycle), _table(is_groups=goal.group is not None)
    revision = _next_revision(work, table, cycle)
    work.execute(f"UPDATE {table} SET is_withdrawn = 1, revision = ? WHERE id = ?", (revision, cycle))
    work.keep_history(table, cycle, revision, vars(found), vars(found) | {"is_withdrawn": True})


def _known(goal: Goal, cycle: str) -> PdsaCycle:
    found = next((kept for kept in goal.cycles if kept.id == cycle), None)
    if found is None:
        raise UserFacingError("This PDSA cycle is no longer part of the goal.", "Load the goal again.")
    return found


def _table(*, is_groups: bool) -> str:
    return "group_cycle" if is_groups else "pdsa_cycle"


def _next_revision(reading: Reading, table: str, cycle: str) -> int:
    row = reading.row(f"SELECT revision FROM {table} WHERE id = ?", (cycle,))
    return 1 if row is None else int(row[0]) + 1
