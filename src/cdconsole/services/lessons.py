"""The learning log: lessons in versions, with nobody named, as a list, a document and a file.

It is kept in the review section. Lessons come out of reviews and challenges, and in a department of a dozen people a
story without names may still be somebody's; so it goes to others only as the document or file that somebody decided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.lesson_requests import ExportLessons, ListLessons, SaveLesson, ShowPrintedLessons
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Block, Facts, Heading, Paragraph, Printed, PrintedKind
from cdconsole.exporting.lessons_csv import write_lessons
from cdconsole.services.definitions import every_definition
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, lessons
from cdconsole.storage.revisions import check_revision


@handles(ListLessons)
def list_lessons(session: Session, _request: ListLessons, _task: Task) -> tuple[Lesson, ...]:
    """Return the newest version of every lesson. Raises NotEntitled for an administrator."""
    with session.snapshot(Section.REVIEW) as snapshot:
        return lessons.newest(snapshot)


@handles(SaveLesson)
def save_lesson(session: Session, request: SaveLesson, _task: Task) -> Lesson:
    """Store a lesson or its next version. Raises RuleBroken where somebody is named or a part is empty, StaleEdit."""
    with session.snapshot(Section.RECORDS) as snapshot:
        names = [one.name for one in clinicians.all_clinicians(snapshot) if one.is_attributable]
    wanted = _without_room(request.lesson).checked(names)
    with session.unit_of_work(Section.REVIEW) as work:
        if wanted.id:
            known = lessons.versions(work, wanted.id)
            check_revision(known[0].version if known else None, wanted.version, "The lesson")
        saved = lessons.add(work, wanted)
        work.commit()
    return saved


@handles(ShowPrintedLessons)
def show_printed_lessons(session: Session, request: ShowPrintedLessons, _task: Task) -> Printed:
    """Return the learning log as a document that names nobody, its authors neither."""
    chosen = _chosen(session, request.only)
    blocks: list[Block] = []
    for lesson, measure in chosen:
        blocks += _printed(lesson, measure)
    return Printed(
        PrintedKind.LEARNING_LOG,
        "Learning log",
        f"{len(chosen)} lesson{'' if len(chosen) == 1 else 's'}, with nobody named",
        tuple(blocks) or (Paragraph("No lesson yet."),),
        session.file.vault.locked.department,
    )


@handles(ExportLessons)
def export_lessons(session: Session, request: ExportLessons, _task: Task) -> ExportReceipt:
    """Write the learning log as CSV. Raises NotEntitled for an administrator, ExportRefused."""
    target = checked_target(Path(request.path), ".csv")
    chosen = _chosen(session, request.only)
    rows, digest = write_logged(
        session, target, Exported("Learning log", Section.REVIEW), lambda path: write_lessons(path, chosen)
    )
    return ExportReceipt(str(target), 1, rows, 0, digest)


def _chosen(session: Session, only: Sequence[str] | None) -> tuple[tuple[Lesson, str], ...]:
    """Return lessons, each with its measure's title. Raises UserFacingError for one that is not there."""
    with session.snapshot(Section.REVIEW) as snapshot:
        known = {lesson.id: lesson for lesson in lessons.newest(snapshot)}
    titles = {one.id: one.measure.title for one in every_definition(session)}
    if not known.keys() >= set(only or ()):
        raise UserFacingError("This lesson is not in the learning log.", "Read the log again.")
    found: Iterable[Lesson] = (
        (lesson for lesson in known.values() if not lesson.is_retired) if only is None else map(known.__getitem__, only)
    )
    return tuple(
        (lesson, "" if lesson.measure is None else titles.get(lesson.measure, str(lesson.measure))) for lesson in found
    )


def _printed(lesson: Lesson, measure: str) -> Iterator[Block]:
    yield Heading(lesson.title, 2)
    written = "" if lesson.at is None else f"Written {date_text(lesson.at.astimezone().date())}"
    retired = f"Retired: {lesson.reason}" if lesson.is_retired else ""
    about = " · ".join(part for part in (lesson.work_stream, measure, written, retired) if part)
    yield Paragraph(about, is_quiet=True)
    yield Facts(
        (
            ("What happened", lesson.happened),
            ("What was learned", lesson.learned),
            ("What changed", lesson.changed),
        )
    )


def _without_room(lesson: Lesson) -> Lesson:
    names = ("title", "happened", "learned", "changed", "work_stream", "reason")
    return replace(lesson, **{name: getattr(lesson, name).strip() for name in names})
