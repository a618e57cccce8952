"""Store notes on charts: the words as they were written, and whether they were withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cdconsole.domain.annotation import Annotation
from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.storage.section_file import Reading, Work

TABLE = "annotation"
_COLUMNS = (
    *("id", "clinician_id", "measure", "month", "text", "author", "written_at"),
    *("withdrawn_by", "withdrawn_at", "revision"),
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM annotation"


def holding(reading: Reading) -> tuple[Annotation, ...]:
    """Return every note that was not withdrawn, by month and then as they were written."""
    return tuple(map(_annotation, reading.rows(f"{_SELECT} WHERE withdrawn_at IS NULL ORDER BY month, written_at, id")))


def by_id(reading: Reading, annotation: str) -> Annotation:
    """Return one note. Raises UserFacingError for an id that is not there."""
    row = reading.row(f"{_SELECT} WHERE id = ?", (annotation,))
    if row is None:
        raise UserFacingError("This note is no longer in the department.", "Load the charts again.")
    return _annotation(row)


def add(work: Work, annotation: Annotation) -> Annotation:
    """Store a new note of whoever is acting."""
    values = _values(annotation)
    names = (*_COLUMNS, "author_id")
    work.execute(
        f"INSERT INTO annotation ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})",
        values | {"author_id": work.actor.id},
    )
    return _kept(work, None, annotation, values)


def change(work: Work, before: Annotation, after: Annotation) -> Annotation:
    """Store whether a note holds, as its next revision."""
    after = replace(after, revision=before.revision + 1)
    values = _values(after)
    work.execute(
        "UPDATE annotation SET withdrawn_by = :withdrawn_by, withdrawn_at = :withdrawn_at, revision = :revision"
        " WHERE id = :id",
        values,
    )
    return _kept(work, before, after, values)


def _kept(work: Work, before: Annotation | None, after: Annotation, values: Mapping[str, Any]) -> Annotation:
    work.keep_history(TABLE, after.id, after.revision, None if before is None else _values(before), values)
    work.changed(Topic.ANNOTATION, *([] if after.clinician_id is None else [after.clinician_id]))
    return after


def _values(annotation: Annotation) -> dict[str, Any]:
    withdrawn = annotation.withdrawn_at
    return {
        "id": annotation.id,
        "clinician_id": annotation.clinician_id or "",
        "measure": annotation.measure,
        "month": annotation.month.iso(),
        "text": annotation.text,
        "author": annotation.author,
        "written_at": annotation.at.isoformat(),
        "withdrawn_by": annotation.withdrawn_by or None,
        "withdrawn_at": None if withdrawn is None else withdrawn.isoformat(),
        "revision": annotation.revision,
    }


def _annotation(row: tuple[Any, ...]) -> Annotation:
    values = dict(zip(_COLUMNS, row, strict=True))
    withdrawn = values["withdrawn_at"]
    return Annotation(
        id=values["id"],
        clinician_id=ClinicianId(values["clinician_id"]) if values["clinician_id"] else None,
        measure=MeasureId(values["measure"]),
        month=Month.parse(values["month"]),
        text=values["text"],
        author=values["author"],
        at=datetime.fromisoformat(values["written_at"]),
        withdrawn_by=values["withdrawn_by"] or "",
        withdrawn_at=None if withdrawn is None else datetime.fromisoformat(withdrawn),
        revision=values["revision"],
    )
