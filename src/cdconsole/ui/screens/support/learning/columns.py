"""The columns of the learning log. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import date_text
from cdconsole.ui.screens.support.learning.state import LessonLine
from cdconsole.ui.tables.column import Column


def key_of(line: LessonLine) -> str:
    """Return a row's key."""
    return line.lesson.id


def _title(line: LessonLine) -> str:
    return f"{line.lesson.title} (retired)" if line.lesson.is_retired else line.lesson.title


def _written(line: LessonLine) -> str:
    at = line.lesson.at
    return "" if at is None else date_text(at.astimezone().date())


def _written_key(line: LessonLine) -> str:
    return "" if line.lesson.at is None else line.lesson.at.isoformat()


def _measure(line: LessonLine) -> str:
    return line.measure


LESSON_COLUMNS: tuple[Column[LessonLine], ...] = (
    Column("Lesson", _title, tooltip=_title),
    Column("Measure", _measure, width=160, tooltip=_measure),
    Column("Written", _written, _written_key, width=124),
)
