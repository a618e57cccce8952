"""Store changes of charts' limits: the reasons as they were written, and whether they were withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.chart_marks import LimitKind
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.limit_change import LimitChange
from cdconsole.domain.measure import MeasureId
from cdconsole.storage.section_file import Reading, Work

TABLE = "limit_change"
_COLUMNS = (
    *("id", "clinician_id", "measure", "kind", "month", "reason", "author", "written_at"),
    *("withdrawn_by", "withdrawn_at", "withdrawn_reason", "revision"),
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM limit_change"


def holding(reading: Reading) -> tuple[LimitChange, ...]:
    """Return every change that was not withdrawn, by month and then as they were written."""
    return tuple(map(_change, reading.rows(f"{_SELECT} WHERE withdrawn_at IS NULL ORDER BY month, written_at, id")))


def by_id(reading: Reading, change: str) -> LimitChange:
    """Return one change. Raises UserFacingError for an id that is not there."""
    row = reading.row(f"{_SELECT} WHERE id = ?", (change,))
    if row is None:
        raise UserFacingError("This change of the limits is no longer in the department.", "Load the charts again.")
    return _change(row)


def add(work: Work, change: LimitChange) -> LimitChange:
    """Store a new change of whoever is acting."""
    values = _values(change)
    names = (*_COLUMNS, "author_id")
    work.execute(
        f"INSERT INTO limit_change ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})",
        values | {"author_id": work.actor.id},
    )
    return _kept(work, None, change, values)


def amend(work: Work, before: LimitChange, after: LimitChange) -> LimitChange:
    """Store whether a change holds, as its next revision."""
    after = replace(after, revision=before.revision + 1)
    values = _values(after)
    work.execute(
        "UPDATE limit_change SET withdrawn_by = :withdrawn_by, withdrawn_at = :withdrawn_at,"
        " withdrawn_reason = :withdrawn_reason, revision = :revision WHERE id = :id",
        values,
    )
    return _kept(work, before, after, values)


def _kept(work: Work, before: LimitChange | None, after: LimitChange, values: Mapping[str, Any]) -> LimitChange:
    work.keep_history(TABLE, after.id, after.revision, None if before is None else _values(before), values)
    work.changed(Topic.CHART_LIMITS, *([] if after.clinician_id is None else [after.clinician_id]))
    return after


def _values(change: LimitChange) -> dict[str, Any]:
    withdrawn = change.withdrawn_at
    return {
        "id": change.id,
        "clinician_id": change.clinician_id or "",
        "measure": change.measure,
        "kind": change.kind.value,
        "month": change.month.iso(),
        "reason": change.reason,
        "author": change.author,
        "written_at": change.at.isoformat(),
        "withdrawn_by": change.withdrawn_by or None,
        "withdrawn_at": None if withdrawn is None else withdrawn.isoformat(),
        "withdrawn_reason": change.withdrawn_reason or None,
        "revision": change.revision,
    }


def _change(row: tuple[Any, ...]) -> LimitChange:
    values = dict(zip(_COLUMNS, row, strict=True))
    withdrawn = values["withdrawn_at"]
    return LimitChange(
        id=values["id"],
        clinician_id=ClinicianId(values["clinician_id"]) if values["clinician_id"] else None,
        measure=MeasureId(values["measure"]),
        kind=LimitKind(values["kind"]),
        month=Month.parse(values["month"]),
        reason=values["reason"],
        author=values["author"],
        at=datetime.fromisoformat(values["written_at"]),
        withdrawn_by=values["withdrawn_by"] or "",
        withdrawn_at=None if withdrawn is None else datetime.fromisoformat(withdrawn),
        withdrawn_reason=values["withdrawn_reason"] or "",
        revision=values["revision"],
    )
