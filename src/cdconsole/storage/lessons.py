"""Store the learning log: every version of every lesson, only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import new_id
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.measure import MeasureId
from cdconsole.storage.section_file import Reading, Work

_SELECT = (
    "SELECT lesson, title, happened, text, changed, measure, work_stream, author, written_at, revision, is_retired,"
    " reason FROM lesson"
)


def newest(reading: Reading) -> tuple[Lesson, ...]:
    """Return the newest version of every lesson, the last written first."""
    rows = reading.rows(
        f"{_SELECT} AS one WHERE revision = (SELECT max(revision) FROM lesson WHERE lesson = one.lesson)"
        " ORDER BY written_at DESC, rowid DESC"
    )
    return _lessons(rows)


def versions(reading: Reading, lesson: str) -> tuple[Lesson, ...]:
    """Return every version of one lesson, newest first."""
    return _lessons(reading.rows(f"{_SELECT} WHERE lesson = ? ORDER BY revision DESC", (lesson,)))


def add(work: Work, lesson: Lesson) -> Lesson:
    """Store the version after ``lesson.version``, of a new lesson where it has no id, and return it."""
    added = replace(lesson, id=lesson.id or new_id(), version=lesson.version + 1, author=work.actor.name, at=work.at)
    work.execute(
        "INSERT INTO lesson (id, lesson, title, happened, text, changed, measure, work_stream, author_id, author,"
        " written_at, revision, is_retired, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(new_id(), added.id, added.title, added.happened, added.learned, added.changed, added.measure),
            *(added.work_stream, work.actor.id, added.author, work.at.isoformat(), added.version),
            *(int(added.is_retired), added.reason),
        ),
    )
    work.changed(Topic.LESSON)
    work.audit("retired" if added.is_retired else "wrote", f"a lesson of the learning log, version {added.version}")
    return added


def _lessons(rows: Iterable[tuple[Any, ...]]) -> tuple[Lesson, ...]:
    return tuple(map(_lesson, rows))


def _lesson(row: tuple[Any, ...]) -> Lesson:
    id_, title, happened, learned, changed, measure, work_stream, author, at, version, is_retired, reason = row
    return Lesson(
        *(id_, title, happened, learned, changed, None if measure is None else MeasureId(measure), work_stream),
        author=author,
        at=datetime.fromisoformat(at),
        version=version,
        is_retired=bool(is_retired),
        reason=reason,
    )
