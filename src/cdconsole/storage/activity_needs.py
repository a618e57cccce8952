"""What the department says it needs of each activity, for the team board."""

from __future__ import annotations

from dataclasses import asdict, replace
from hashlib import sha256

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.team_board import ActivityNeed
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_NEEDS = "SELECT activity, pas, why, id, revision FROM activity_need"


def needs(reading: Reading) -> tuple[ActivityNeed, ...]:
    """Return every need, by activity."""
    return tuple(ActivityNeed(*row) for row in reading.rows(f"{_NEEDS} ORDER BY activity COLLATE NOCASE, id"))


def save(work: Work, need: ActivityNeed) -> ActivityNeed:
    """Store a need. Raises RuleBroken where it breaks a rule, StaleEdit where it was changed meanwhile.

    Its id follows from the activity, so that two desks that type a need of one activity are asked which holds.
    """
    activity = need.checked().activity.strip()
    found = sha256(activity.casefold().encode()).hexdigest()[:32]
    if not need.id and work.row(f"{_NEEDS} WHERE id = ?", (found,)) is not None:
        raise RuleBroken("That activity has a need already.", "Choose it in the table and change it.", "activity")
    need = replace(need, id=found, activity=activity, why=need.why.strip())
    before = _stored(work, need)
    after = replace(need, revision=need.revision + 1)
    work.execute(
        "INSERT INTO activity_need (id, activity, pas, why, revision) VALUES (:id, :activity, :pas, :why, :revision)"
        " ON CONFLICT (id) DO UPDATE SET"
        " activity = excluded.activity, pas = excluded.pas, why = excluded.why, revision = excluded.revision",
        asdict(after),
    )
    was = None if before is None else asdict(before)
    work.keep_history("activity_need", after.id, after.revision, was, asdict(after))
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
