"""What the department changed of the stage boards: words of stages, items of checklists, ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.work_stream import FIRST
from cdconsole.storage.section_file import Reading, Work


@dataclass(frozen=True)
class StageWords:
    """A stage's words as changed; ``done_when`` is empty where it is as shipped."""

    title: str
    aim: str
    done_when: str = ""


@dataclass(frozen=True)
class StoredItem:
    """An item that was added, or a shipped one that was changed, moved or taken off."""

    key: str
    stage: int
    text: str
    position: int
    is_removed: bool = False


@dataclass(frozen=True)
class Tick:
    """Who ticked an item and when, and what it said then; empty for a tick of an earlier version."""

    person: str
    at: datetime
    text: str = ""


def stage_edits(reading: Reading, stream: WorkStreamId = FIRST) -> dict[int, StageWords]:
    """Return the words of each stage that was changed, by its number."""
    rows = reading.rows("SELECT number, title, aim, done_when FROM stage_words WHERE stream = ?", (stream,))
    return {number: StageWords(title, aim, done_when) for number, title, aim, done_when in rows}


def edit_stage(work: Work, number: int, words: StageWords, stream: WorkStreamId = FIRST) -> None:
    """Change a stage's words."""
    key = f"{stream}:{number}"
    row = work.row("SELECT title, aim, done_when, revision FROM stage_words WHERE id = ?", (key,))
    before = None if row is None else {"title": row[0], "aim": row[1], "done_when": row[2]}
    revision = 1 if row is None else row[3] + 1
    work.execute(
        "INSERT INTO stage_words (id, stream, number, title, aim, done_when, revision) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET title = excluded.title, aim = excluded.aim, done_when = excluded.done_when,"
        " revision = excluded.revision",
        (key, stream, number, words.title, words.aim, words.done_when, revision),
    )
    work.keep_history("stage_words", key, revision, before, asdict(words))
    _noted(work, "changed", f"stage {number}")


def items(reading: Reading, stream: WorkStreamId = FIRST) -> dict[str, StoredItem]:
    """Return the items that are not as shipped, by their keys."""
    rows = reading.rows(
        "SELECT id, stage, text, position, removed_at IS NOT NULL FROM stage_item WHERE stream = ?", (stream,)
    )
    return {key: StoredItem(key, stage, text, at, bool(is_removed)) for key, stage, text, at, is_removed in rows}


def save_items(work: Work, stream: WorkStreamId, changed: Iterable[StoredItem], action: str) -> None:
    """Store items as they are now; each keeps its history."""
    known = items(work, stream)
    for item in changed:
        before = known.get(item.key)
        if before == item:
            continue
        row = work.row("SELECT revision FROM stage_item WHERE id = ?", (item.key,))
        revision = 1 if row is None else row[0] + 1
        work.execute(
            "INSERT INTO stage_item (id, stream, stage, text, position, removed_by, removed_at, revision)"
            " VALUES (:key, :stream, :stage, :text, :position, :by, :at, :revision) ON CONFLICT (id) DO UPDATE SET"
            " text = :text, position = :position, removed_by = :by, removed_at = :at, revision = :revision",
            {
                "key": item.key,
                "stream": stream,
                "stage": item.stage,
                "text": item.text,
                "position": item.position,
                "revision": revision,
                "by": work.actor.name if item.is_removed else "",
                "at": work.at.isoformat() if item.is_removed else None,
            },
        )
        earlier = None if before is None else asdict(before)
        work.keep_history("stage_item", item.key, revision, earlier, asdict(item))
        if before is None or before.position == item.position:
            work.audit(action, f"stage item {item.key}")
    work.changed(Topic.FRAMEWORK)


def ticks(reading: Reading) -> dict[str, Tick]:
    """Return the tick of each ticked item, by its key."""
    found = reading.rows("SELECT key, done_by, done_at, text FROM stage_tick")
    return {key: Tick(done_by, datetime.fromisoformat(done_at), text) for key, done_by, done_at, text in found}


def tick(work: Work, key: str, *, is_done: bool, text: str = "") -> None:
    """Tick an item, or take the tick away; one that is ticked already keeps who, when and what it said."""
    if is_done:
        changed = work.execute(
            "INSERT INTO stage_tick (key, done_by, done_at, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (key, work.actor.name, work.at.isoformat(), text),
        )
    else:
        changed = work.execute("DELETE FROM stage_tick WHERE key = ?", (key,))
    if changed:
        _noted(work, "ticked" if is_done else "took the tick from", f"stage item {key}")


def _noted(work: Work, action: str, subject: str) -> None:
    work.audit(action, subject)
    work.changed(Topic.FRAMEWORK)
