"""The learning log as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cdconsole.domain.lesson import Lesson
from cdconsole.exporting.csv_file import write_csv


def write_lessons(path: Path, lessons: Sequence[tuple[Lesson, str]]) -> int:
    """Write lessons, each with its measure's title, one a line, and return how many there are; no author is named."""
    write_csv(
        path,
        ("title", "happened", "learned", "changed", "measure", "work_stream", "written", "retired"),
        [
            (
                *(one.title, one.happened, one.learned, one.changed, measure, one.work_stream),
                "" if one.at is None else one.at.astimezone().date().isoformat(),
                one.reason if one.is_retired else "",
            )
            for one, measure in lessons
        ],
    )
    return len(lessons)
