"""Store goals and their PDSA cycles, each change with what was there before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId, new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.review import Goal, GoalStatus, PdsaAct, PdsaCycle
from cdconsole.storage.measure_names import as_written
from cdconsole.storage.section_file import Reading, Work

_SELECT = """
    SELECT id, clinician_id, review_id, text, action, measure, no_measure_reason, baseline, baseline_text, target,
           support, due, status, outcome, revision
    FROM goal
"""
_IN_ORDER = " ORDER BY created_at, rowid"


def by_id(reading: Reading, goal: GoalId) -> Goal:
    """Return one goal with its cycles. Raises UserFacingError for an id that is not there."""
    found = _found(reading, "WHERE id = ?", goal)
    if not found:
        raise UserFacingError("This goal is no longer in the department.", "Load the goals again.")
    return found[0]


def of_review(reading: Reading, review: ReviewId) -> tuple[Goal, ...]:
    """Return the goals that a review set, oldest first."""
    return _found(reading, "WHERE review_id = ?", review)


def carried_into(reading: Reading, review: ReviewId) -> tuple[Goal, ...]:
    """Return the goals that were open when a review was prepared, as they are now."""
    return _found(reading, "WHERE id IN (SELECT goal_id FROM carried_goal WHERE review_id = ?)", review)


def open_of(reading: Reading, clinician: ClinicianId) -> tuple[Goal, ...]:
    """Return a clinician's open goals, oldest first."""
    return _found(reading, "WHERE status = 'OPEN' AND clinician_id = ?", clinician)


def everybody(reading: Reading, *, include_closed: bool) -> tuple[Goal, ...]:
    """Return the whole department's goals, the one due first in front."""
    found = _found(reading, "WHERE ? OR status = 'OPEN'", include_closed)
    return tuple(sorted(found, key=lambda goal: goal.due))


def count_open(reading: Reading, clinician: ClinicianId) -> int:
    """Return how many goals a clinician has open."""
    row = reading.row("SELECT count(*) FROM goal WHERE status = 'OPEN' AND clinician_id = ?", (clinician,))
    return 0 if row is None else int(row[0])


def add(work: Work, goal: Goal) -> None:
    """Store a new goal; its cycles are stored by ``save_cycle``."""
    row = _row(goal)
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    work.execute(
        f"INSERT INTO goal ({names}, created_at) VALUES ({marks}, :created_at)",
        row | {"created_at": work.at.isoformat()},
    )
    work.keep_history("goal", goal.id, goal.revision, None, row)


def change(work: Work, before: Goal, after: Goal) -> Goal:
    """Store a goal's new form as its next revision and return it."""
    after = replace(after, revision=before.revision + 1)
    row = _row(after)
    [(written,)] = work.rows("SELECT measure FROM goal WHERE id = ?", (after.id,))
    row["measure"] = as_written(written, after.measure)
    work.execute(f"UPDATE goal SET {', '.join(f'{name} = :{name}' for name in row)} WHERE id = :id", row)
    work.keep_history("goal", after.id, after.revision, _row(before), row)
    return after


def save_cycle(work: Work, goal: Goal, cycle: PdsaCycle) -> PdsaCycle:
    """Add a PDSA cycle (empty id) or store its new form, and return it with its id.

    Raises UserFacingError for an id that is not one of the goal's.
    """
    found = next((kept for kept in goal.cycles if kept.id == cycle.id), None)
    if cycle.id and found is None:
        raise UserFacingError("This PDSA cycle is no longer part of the goal.", "Load the goal again.")
    saved = replace(cycle, id=cycle.id if found else new_id())
    row = work.row("SELECT revision FROM pdsa_cycle WHERE id = ?", (saved.id,))
    revision = 1 if row is None else row[0] + 1
    work.execute(
        "INSERT INTO pdsa_cycle (id, goal_id, started, plan, prediction, do, study, act, created_at, revision)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET started = excluded.started,"
        " plan = excluded.plan, prediction = excluded.prediction, do = excluded.do, study = excluded.study,"
        " act = excluded.act, revision = excluded.revision",
        (
            *(saved.id, goal.id, saved.started.isoformat(), saved.plan, saved.prediction, saved.do, saved.study),
            *(saved.act.name, work.at.isoformat(), revision),
        ),
    )
    work.keep_history("pdsa_cycle", saved.id, revision, None if found is None else vars(found), vars(saved))
    return saved


def _row(goal: Goal) -> dict[str, Any]:
    return {
        "id": goal.id,
        "clinician_id": goal.clinician_id,
        "review_id": goal.from_review,
        "text": goal.text,
        "action": goal.action,
        "measure": None if goal.measure is None else goal.measure,
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


def _found(reading: Reading, where: str, value: object) -> tuple[Goal, ...]:
    return tuple(_goal(reading, row) for row in reading.rows(_SELECT + where + _IN_ORDER, (value,)))


def _goal(reading: Reading, row: tuple[Any, ...]) -> Goal:
    id_, clinician_id, review_id, text, action, measure, no_measure_reason, baseline, baseline_text, *rest = row
    target, support, due, status, outcome, revision = rest
    return Goal(
        id=GoalId(id_),
        clinician_id=ClinicianId(clinician_id),
        from_review=ReviewId(review_id),
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
        cycles=_cycles(reading, id_),
        revision=revision,
    )


def _cycles(reading: Reading, goal: str) -> tuple[PdsaCycle, ...]:
    rows = reading.rows(
        "SELECT id, started, plan, prediction, do, study, act FROM pdsa_cycle WHERE goal_id = ?"
        " ORDER BY started, rowid",
        (goal,),
    )
    return tuple(
        PdsaCycle(id_, date.fromisoformat(started), plan, prediction, do, study, PdsaAct[act])
        for id_, started, plan, prediction, do, study, act in rows
    )
