"""What the department changed of the framework: stage titles, ticks, its charter and its outcome tree."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.framework import Charter, SuccessCriticalOutcome
from cdconsole.domain.identity import new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.storage.measure_names import as_written
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

StageWords = tuple[str, str]
Tick = tuple[str, datetime]


def stage_edits(reading: Reading) -> dict[int, StageWords]:
    """Return (title, aim) of each stage whose words were changed, by stage number."""
    return {number: (title, aim) for number, title, aim in reading.rows("SELECT number, title, aim FROM stage_edit")}


def edit_stage(work: Work, number: int, title: str, aim: str) -> None:
    """Change a stage's words."""
    row = work.row("SELECT title, aim, revision FROM stage_edit WHERE number = ?", (number,))
    before = None if row is None else {"title": row[0], "aim": row[1]}
    revision = 1 if row is None else row[2] + 1
    work.execute(
        "INSERT INTO stage_edit (number, title, aim, revision) VALUES (?, ?, ?, ?) ON CONFLICT (number) DO UPDATE"
        " SET title = excluded.title, aim = excluded.aim, revision = excluded.revision",
        (number, title, aim, revision),
    )
    work.keep_history("stage_edit", str(number), revision, before, {"title": title, "aim": aim})
    _noted(work, "changed", f"stage {number}")


def ticks(reading: Reading) -> dict[str, Tick]:
    """Return (who, when) of each ticked item, by its key."""
    found = reading.rows("SELECT key, done_by, done_at FROM stage_tick")
    return {key: (done_by, datetime.fromisoformat(done_at)) for key, done_by, done_at in found}


def tick(work: Work, key: str, *, is_done: bool) -> None:
    """Tick an item, or take the tick away; one that is ticked already keeps who and when."""
    if is_done:
        changed = work.execute(
            "INSERT INTO stage_tick (key, done_by, done_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (key, work.actor.name, work.at.isoformat()),
        )
    else:
        changed = work.execute("DELETE FROM stage_tick WHERE key = ?", (key,))
    if changed:
        _noted(work, "ticked" if is_done else "took the tick from", f"stage item {key}")


def charter(reading: Reading) -> Charter:
    """Return the newest charter; an empty one, version 0, before the first."""
    row = reading.row(
        "SELECT aims, sponsor, definition_of_concern, version, signed FROM charter ORDER BY version DESC LIMIT 1"
    )
    return Charter() if row is None else Charter(*row)


def save_charter(work: Work, edited: Charter) -> Charter:
    """Store the charter's next version; its ``version`` is the one that was edited. Raises StaleEdit."""
    check_revision(charter(work).version, edited.version, "The charter")
    after = replace(edited, version=edited.version + 1)
    work.execute(
        "INSERT INTO charter (version, aims, sponsor, definition_of_concern, signed, at, person)"
        " VALUES (:version, :aims, :sponsor, :definition_of_concern, :signed, :at, :person)",
        asdict(after) | {"at": work.at.isoformat(), "person": work.actor.name},
    )
    _noted(work, "saved", f"charter, version {after.version}")
    return after


def outcomes(reading: Reading) -> tuple[SuccessCriticalOutcome, ...]:
    """Return the outcome tree in its order."""
    found = reading.rows("SELECT id, title, why, owner, review_on, revision FROM outcome ORDER BY position")
    return tuple(_outcome(reading, row) for row in found)


def save_outcome(work: Work, edited: SuccessCriticalOutcome) -> SuccessCriticalOutcome:
    """Add an outcome (empty id), or change one; its ``revision`` is the one that was edited. Raises StaleEdit."""
    if edited.id:
        before = next((outcome for outcome in outcomes(work) if outcome.id == edited.id), None)
        check_revision(None if before is None else before.revision, edited.revision, "The outcome")
        after = replace(edited, revision=edited.revision + 1)
    else:
        before, after = None, replace(edited, id=new_id(), revision=1)
    _store_outcome(work, after)
    work.keep_history("outcome", after.id, after.revision, None if before is None else asdict(before), asdict(after))
    _noted(work, "saved", f"success critical outcome “{after.title}”")
    return after


def _store_outcome(work: Work, outcome: SuccessCriticalOutcome) -> None:
    work.execute(
        "INSERT INTO outcome (id, position, title, why, owner, review_on, revision)"
        " VALUES (?, (SELECT count(*) FROM outcome), ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title ="
        " excluded.title, why = excluded.why, owner = excluded.owner, review_on = excluded.review_on,"
        " revision = excluded.revision",
        (
            *(outcome.id, outcome.title, outcome.why, outcome.owner),
            None if outcome.review_on is None else outcome.review_on.isoformat(),
            outcome.revision,
        ),
    )
    before = dict(work.rows("SELECT position, measure FROM outcome_measure WHERE outcome_id = ?", (outcome.id,)))
    work.execute("DELETE FROM outcome_measure WHERE outcome_id = ?", (outcome.id,))
    work.execute_many(
        "INSERT INTO outcome_measure (outcome_id, position, measure) VALUES (?, ?, ?)",
        [(outcome.id, at, as_written(before.get(at), measure)) for at, measure in enumerate(outcome.measures)],
    )


def _outcome(reading: Reading, row: tuple[Any, ...]) -> SuccessCriticalOutcome:
    found, title, why, owner, review_on, revision = row
    measures = reading.rows("SELECT measure FROM outcome_measure WHERE outcome_id = ? ORDER BY position", (found,))
    return SuccessCriticalOutcome(
        id=found,
        title=title,
        why=why,
        owner=owner,
        review_on=None if review_on is None else date.fromisoformat(review_on),
        measures=tuple(MeasureId(name) for (name,) in measures),
        revision=revision,
    )


def _noted(work: Work, action: str, subject: str) -> None:
    work.audit(action, subject)
    work.changed(Topic.FRAMEWORK)
