"""Store goals, one person's here and a group's in a table of their own, each change with what was there before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.review import Goal, GoalStatus
from cdconsole.storage import goal_columns, group_goals, pdsa_cycles
from cdconsole.storage.measure_names import as_written
from cdconsole.storage.section_file import Reading, Work

_SELECT = f"SELECT id, clinician_id, review_id, {', '.join(goal_columns.COLUMNS)} FROM goal "
_IN_ORDER = " ORDER BY created_at, rowid"


def by_id(reading: Reading, goal: GoalId) -> Goal:
    """Return one goal with its cycles. Raises UserFacingError for an id that is not there."""
    found = next(iter(_found(reading, "WHERE id = ?", goal)), None) or group_goals.by_id(reading, goal)
    if found is None:
        raise UserFacingError("This goal is no longer in the department.", "Load the goals again.")
    return found


def of_review(reading: Reading, review: ReviewId) -> tuple[Goal, ...]:
    """Return the goals that a review set, oldest first."""
    return _found(reading, "WHERE review_id = ?", review)


def carried_into(reading: Reading, review: ReviewId) -> tuple[Goal, ...]:
    """Return the goals that were open when a review was prepared, as they are now."""
    return _found(reading, "WHERE id IN (SELECT goal_id FROM carried_goal WHERE review_id = ?)", review)


def open_of(reading: Reading, clinician: ClinicianId) -> tuple[Goal, ...]:
    """Return a clinician's open goals, oldest first."""
    return _found(reading, "WHERE status = 'OPEN' AND clinician_id = ?", clinician)


def of_clinician(reading: Reading, clinician: ClinicianId) -> tuple[Goal, ...]:
    """Return all goals of one clinician, the open ones first, each kind oldest first."""
    found = _found(reading, "WHERE clinician_id = ?", clinician)
    return tuple(sorted(found, key=lambda goal: goal.status is not GoalStatus.OPEN))


def everybody(reading: Reading, *, include_closed: bool) -> tuple[Goal, ...]:
    """Return the whole department's goals, those of groups among them, the one due first in front."""
    own = _found(reading, "WHERE ? OR status = 'OPEN'", include_closed)
    groups = group_goals.everybody(reading, include_closed=include_closed)
    return tuple(sorted((*groups, *own), key=lambda goal: goal.due))


def count_open(reading: Reading, clinician: ClinicianId) -> int:
    """Return how many goals a clinician has open."""
    row = reading.row("SELECT count(*) FROM goal WHERE status = 'OPEN' AND clinician_id = ?", (clinician,))
    return 0 if row is None else int(row[0])


def add(work: Work, goal: Goal) -> None:
    """Store a new goal; its cycles are stored by themselves."""
    if goal.group is not None:
        group_goals.add(work, goal)
        return
    goal_columns.insert(work, "goal", goal, _row(goal))


def change(work: Work, before: Goal, after: Goal) -> Goal:
    """Store a goal's new form as its next revision and return it."""
    if before.group is not None:
        return group_goals.change(work, before, after)
    after = replace(after, revision=before.revision + 1)
    row = _row(after)
    [(written,)] = work.rows("SELECT measure FROM goal WHERE id = ?", (after.id,))
    row["measure"] = as_written(written, after.measure)
    goal_columns.update(work, "goal", after, _row(before), row)
    return after


def _row(goal: Goal) -> dict[str, Any]:
    own = {"id": goal.id, "clinician_id": goal.clinician_id, "review_id": goal.from_review}
    return own | goal_columns.written(goal)


def _found(reading: Reading, where: str, value: object) -> tuple[Goal, ...]:
    return tuple(_goal(reading, row) for row in reading.rows(_SELECT + where + _IN_ORDER, (value,)))


def _goal(reading: Reading, row: tuple[Any, ...]) -> Goal:
    id_, clinician_id, review_id, *shared = row
    return Goal(
        id=GoalId(id_),
        clinician_id=ClinicianId(clinician_id),
        from_review=ReviewId(review_id),
        cycles=pdsa_cycles.of_goal(reading, id_, is_groups=False),
        **goal_columns.read(tuple(shared)),
    )
