"""What the department says it needs of each activity, for the team board."""

from __future__ import annotations

from dataclasses import asdict, replace

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import new_id
from cdconsole.domain.team_board import ActivityNeed
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_NEEDS = "SELECT activity, pas, why, id, revision FROM activity_need"


def needs(reading: Reading) -> tuple[ActivityNeed, ...]:
    """Return every need, by activity."""
    return tuple(ActivityNeed(*row) for row in reading.rows(f"{_NEEDS} ORDER BY activity COLLATE NOCASE, id"))


def save(work: Work, need: ActivityNeed) -> ActivityNeed:
    """Store a need. Raises RuleBroken where it breaks a rule, StaleEdit where it was changed meanwhile."""
    need = replace(need.checked(), activity=need.activity.strip(), why=need.why.strip())
    before = _stored(work, need)
    if any(one.id != need.id and one.activity.casefold() == need.activity.casefold() for one in needs(work)):
        raise RuleBroken("That activity has a need already.", "Change the one that is there.", "activity")
    after = replace(need, id=need.id or new_id(), revision=need.revision + 1)
    if before is None:
        work.execute(
            "INSERT INTO activity_need (id, activity, pas, why, revision)"
            " VALUES (:id, :activity, :pas, :why, :revision)",
            asdict(after),
        )
    else:
        work.execute(
            "UPDATE activity_need SET activity = :activity, pas = :pas, why = :why, revision = :revision"
            " WHERE id = :id",
            asdict(after),
        )
    work.keep_history(
        "activity_need", after.id, after.revision, None if before is None else asdict(before), asdict(after)
    )
    work.changed(Topic.JOB_PLAN)
    return after


def remove(work: Work, need: ActivityNeed) -> None:
    """Take a need away. Raises StaleEdit where it was changed meanwhile."""
    before = _stored(work, need)
    if before is not None:
        work.execute("DELETE FROM activity_need WHERE id = ?", (need.id,))
        work.keep_history("activity_need", need.id, need.revision + 1, asdict(before), {})
        work.changed(Topic.JOB_PLAN)


def _stored(work: Work, need: ActivityNeed) -> ActivityNeed | None:
    row = work.row(f"{_NEEDS} WHERE id = ?", (need.id,))
    before = None if row is None else ActivityNeed(*row)
    check_revision(0 if before is None else before.revision, need.revision, "What is needed")
    return before
