"""Store data queries: what an administrator is asked about records, and the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.challenge import DataQuery
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import BatchId, ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.storage.section_file import Reading, Work

TABLE = "data_query"
_OF_CHALLENGE = "challenge"
_COLUMNS = (
    *("id", "record_table", "record_id", "clinician_id", "field", "first_month", "last_month", "what_is_wrong"),
    *("raised_by", "raised_at", "status", "answer", "answered_by", "answered_at", "batch_id", "revision"),
)
_SELECT = (
    f"SELECT {', '.join(f'q.{name}' for name in _COLUMNS)}, coalesce(c.name, 'Team'), coalesce(b.file_name, '')"
    " FROM data_query q LEFT JOIN clinician c ON c.id = q.clinician_id LEFT JOIN import_batch b ON b.id = q.batch_id"
    f" WHERE q.record_table = '{_OF_CHALLENGE}'"
)


def everything(reading: Reading) -> tuple[DataQuery, ...]:
    """Return every data query: open ones first, newest first among either."""
    return tuple(_query(row) for row in reading.rows(f"{_SELECT} ORDER BY q.answered_at IS NOT NULL, q.raised_at DESC"))


def of_challenge(reading: Reading, challenge: str) -> tuple[DataQuery, ...]:
    """Return what was asked for one challenge, oldest first."""
    return tuple(
        _query(row) for row in reading.rows(f"{_SELECT} AND q.record_id = ? ORDER BY q.raised_at", (challenge,))
    )


def by_id(reading: Reading, query: str) -> DataQuery:
    """Return one data query. Raises UserFacingError for an id that is not there."""
    row = reading.row(f"{_SELECT} AND q.id = ?", (query,))
    if row is None:
        raise UserFacingError("This data query is no longer in the department.", "Load the list again.")
    return _query(row)


def add(work: Work, query: DataQuery) -> DataQuery:
    """Store a new data query."""
    values = _values(query)
    work.execute(
        f"INSERT INTO data_query ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})", values
    )
    return _noted(work, None, query)


def change(work: Work, before: DataQuery, after: DataQuery) -> DataQuery:
    """Store an answer, as the query's next revision."""
    after = replace(after, revision=before.revision + 1)
    changing = ("status", "answer", "answered_by", "answered_at", "batch_id", "revision")
    work.execute(
        f"UPDATE data_query SET {', '.join(f'{name} = :{name}' for name in changing)} WHERE id = :id", _values(after)
    )
    return _noted(work, before, after)


def _noted(work: Work, before: DataQuery | None, after: DataQuery) -> DataQuery:
    kept = None if before is None else _values(before)
    work.keep_history(TABLE, after.id, after.revision, kept, _values(after))
    work.changed(Topic.CHALLENGE, *([] if after.clinician_id is None else [after.clinician_id]))
    return by_id(work, after.id)


def _values(query: DataQuery) -> dict[str, Any]:
    return {
        "id": query.id,
        "record_table": _OF_CHALLENGE,
        "record_id": query.subject,
        "clinician_id": query.clinician_id,
        "field": query.measure,
        "first_month": query.period.first.iso(),
        "last_month": query.period.last.iso(),
        "what_is_wrong": query.question,
        "raised_by": query.asked_by,
        "raised_at": query.asked_at.isoformat(),
        "status": "OPEN" if query.is_open else "ANSWERED",
        "answer": query.answer,
        "answered_by": query.answered_by,
        "answered_at": None if query.answered_at is None else query.answered_at.isoformat(),
        "batch_id": query.batch,
        "revision": query.revision,
    }


def _query(row: tuple[Any, ...]) -> DataQuery:
    values = dict(zip((*_COLUMNS, "whose", "batch_name"), row, strict=True))
    answered, batch, who = values["answered_at"], values["batch_id"], values["clinician_id"]
    return DataQuery(
        id=values["id"],
        subject=values["record_id"],
        clinician_id=None if who is None else ClinicianId(who),
        whose=values["whose"],
        measure=MeasureId(values["field"]),
        period=Period(Month.parse(values["first_month"]), Month.parse(values["last_month"])),
        question=values["what_is_wrong"],
        asked_by=values["raised_by"],
        asked_at=datetime.fromisoformat(values["raised_at"]),
        answer=values["answer"],
        answered_by=values["answered_by"],
        answered_at=None if answered is None else datetime.fromisoformat(answered),
        batch=None if batch is None else BatchId(batch),
        batch_name=values["batch_name"],
        revision=values["revision"],
    )
