"""Store work streams; every department begins with one, called after its specialty.

That one's row has a random id of its own and no moment at which it was made; everywhere else it is FIRST.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId, WorkStreamId, new_id
from cdconsole.domain.work_stream import FIRST, OtherDepartment, SetAside, WorkStream
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_COLUMNS = (
    *("id", "title", "departments", "members", "created_at", "closed_reason", "closed_by", "closed_at", "revision"),
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM work_stream"


def everything(reading: Reading) -> tuple[WorkStream, ...]:
    """Return every work stream, the first one first, then as they were made; closed ones too."""
    return tuple(map(_stream, reading.rows(f"{_SELECT} ORDER BY created_at, id")))


def by_id(reading: Reading, stream: WorkStreamId) -> WorkStream:
    """Return one work stream. Raises UserFacingError for an id that is not there."""
    for one in everything(reading):
        if one.id == stream:
            return one
    raise UserFacingError("This work stream is not in the department.", "Choose another.")


def save(work: Work, edited: WorkStream) -> WorkStream:
    """Add a work stream (empty id), or change one; its ``revision`` is the one that was edited. Raises StaleEdit."""
    before = None
    if edited.id:
        before = by_id(work, edited.id)
        check_revision(before.revision, edited.revision, "The work stream")
    after = replace(
        edited, id=edited.id or WorkStreamId(new_id()), revision=1 if before is None else before.revision + 1
    )
    values = _values(after) | {"id": _stored_id(work, after.id), "created_at": work.at.isoformat()}
    changing = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in ("id", "created_at"))
    work.execute(
        f"INSERT INTO work_stream ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
        f" ON CONFLICT (id) DO UPDATE SET {changing}",
        values,
    )
    earlier = None if before is None else _values(before)
    work.keep_history("work_stream", values["id"], after.revision, earlier, _values(after))
    work.changed(Topic.FRAMEWORK)
    return after


def _stored_id(reading: Reading, stream: WorkStreamId) -> str:
    if stream != FIRST:
        return stream
    [(found,)] = reading.rows("SELECT id FROM work_stream WHERE created_at = ''")
    return str(found)


def _values(stream: WorkStream) -> dict[str, Any]:
    return {
        "id": stream.id,
        "title": stream.title,
        "departments": json.dumps([[one.name, one.lead] for one in stream.departments], ensure_ascii=False),
        "members": json.dumps(stream.members),
        "closed_reason": stream.closed.reason if stream.closed else "",
        "closed_by": stream.closed.person if stream.closed else "",
        "closed_at": stream.closed.at.isoformat() if stream.closed else None,
        "revision": stream.revision,
    }


def _stream(row: tuple[Any, ...]) -> WorkStream:
    found, title, departments, members, created_at, reason, person, closed_at, revision = row
    return WorkStream(
        WorkStreamId(found) if created_at else FIRST,
        title,
        tuple(OtherDepartment(name, lead) for name, lead in json.loads(departments)),
        tuple(map(ClinicianId, json.loads(members))),
        None if closed_at is None else SetAside(reason, person, datetime.fromisoformat(closed_at)),
        revision,
    )
