"""Store corrections asked for, with both texts, and what was decided on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.rectification import Correctable, Decision, Rectification, RectifiedKind, RectifiedRecord
from cdconsole.storage.section_file import Reading, Work

TABLE = "rectification"
_COLUMNS = (
    *("id", "clinician_id", "kind", "record_id", "part", "stands", "should_say", "reason", "asked_by", "recorded_by"),
    *("asked_at", "decision", "decision_reason", "decided_by", "decided_at", "revision"),
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM {TABLE}"
_OLDEST_FIRST = "ORDER BY asked_at, id"


def of_clinician(reading: Reading, clinician: ClinicianId) -> tuple[Rectification, ...]:
    """Return what was asked about one clinician's records, oldest first."""
    return tuple(map(_read, reading.rows(f"{_SELECT} WHERE clinician_id = ? {_OLDEST_FIRST}", (clinician,))))


def of_record(reading: Reading, record_id: str) -> tuple[Rectification, ...]:
    """Return what was asked of one review's texts, or of one thank-you, oldest first."""
    return tuple(map(_read, reading.rows(f"{_SELECT} WHERE record_id = ? {_OLDEST_FIRST}", (record_id,))))


def of_thanks(reading: Reading) -> tuple[Rectification, ...]:
    """Return what was asked of any thank-you, oldest first."""
    return tuple(map(_read, reading.rows(f"{_SELECT} WHERE kind = 'RECOGNITION' {_OLDEST_FIRST}")))


def by_id(reading: Reading, rectification: str) -> Rectification:
    """Return one of them. Raises UserFacingError for an id that is not there."""
    row = reading.row(f"{_SELECT} WHERE id = ?", (rectification,))
    if row is None:
        raise UserFacingError("This correction is no longer in the department.", "Load the list again.")
    return _read(row)


def text_of(reading: Reading, record: RectifiedRecord) -> tuple[ClinicianId, str]:
    """Return whom a record that can't be changed is about, and the text that stands in it.

    Raises UserFacingError where there is no such record, or it can still be changed.
    """
    if record.kind is RectifiedKind.RECOGNITION:
        row = reading.row("SELECT clinician_id, text FROM recognition WHERE id = ?", (record.id,))
    elif record.kind is RectifiedKind.ADDENDUM:
        row = reading.row(
            "SELECT r.clinician_id, a.text FROM addendum AS a JOIN review AS r ON r.id = a.review_id"
            " WHERE r.id = ? AND a.number = ?",
            (record.id, record.part),
        )
    else:
        row = reading.row(
            "SELECT r.clinician_id, n.text FROM review_note AS n JOIN review AS r ON r.id = n.review_id"
            " WHERE r.id = ? AND r.status = 'LOCKED' AND n.kind = ? AND n.domain = ? AND n.text <> ''"
            " ORDER BY n.revision DESC LIMIT 1",
            (record.id, *record.note_names),
        )
    if row is None:
        raise UserFacingError(
            "There is no such record that can't be changed.", "What is not locked yet is changed where it stands."
        )
    return ClinicianId(row[0]), row[1]


def correctable(reading: Reading, clinician: ClinicianId) -> tuple[Correctable, ...]:
    """Return the texts about one clinician that can't be changed any more, newest first."""
    rows = reading.rows(
        "SELECT 'NOTE', n.review_id, n.kind || ':' || n.domain, r.held_on, n.text FROM review_note AS n"
        " JOIN review AS r ON r.id = n.review_id WHERE r.clinician_id = :whose AND r.status = 'LOCKED' AND n.text <> ''"
        " AND n.revision = (SELECT max(m.revision) FROM review_note AS m WHERE m.review_id = n.review_id"
        " AND m.kind = n.kind AND m.domain = n.domain)"
        " UNION ALL SELECT 'ADDENDUM', a.review_id, a.number, substr(a.added_at, 1, 10), a.text FROM addendum AS a"
        " JOIN review AS r ON r.id = a.review_id WHERE r.clinician_id = :whose"
        " UNION ALL SELECT 'RECOGNITION', id, '', substr(given_at, 1, 10), text FROM recognition"
        " WHERE clinician_id = :whose ORDER BY 4 DESC, 2, 1, 3",
        {"whose": clinician},
    )
    return tuple(
        Correctable(RectifiedRecord(RectifiedKind[kind], id_, str(part)), date.fromisoformat(on), text)
        for kind, id_, part, on, text in rows
    )


def add(work: Work, rectification: Rectification) -> None:
    """Store what is asked."""
    _keep(work, None, rectification)
    names = ", ".join(f":{name}" for name in _COLUMNS)
    work.execute(f"INSERT INTO {TABLE} ({', '.join(_COLUMNS)}) VALUES ({names})", _values(rectification))


def decide(work: Work, before: Rectification, decision: Decision, reason: str) -> Rectification:
    """Store a decision of whoever is acting."""
    after = replace(
        before,
        decision=decision,
        decision_reason=reason,
        decided_by=work.actor.name,
        decided_at=work.at,
        revision=before.revision + 1,
    )
    changing = ("decision", "decision_reason", "decided_by", "decided_at", "revision")
    work.execute(
        f"UPDATE {TABLE} SET {', '.join(f'{name} = :{name}' for name in changing)} WHERE id = :id", _values(after)
    )
    _keep(work, before, after)
    return after


def _keep(work: Work, before: Rectification | None, after: Rectification) -> None:
    work.keep_history(TABLE, after.id, after.revision, None if before is None else _values(before), _values(after))
    work.changed(Topic.REVIEW, after.clinician_id)


def _values(one: Rectification) -> dict[str, Any]:
    return {
        "id": one.id,
        "clinician_id": one.clinician_id,
        "kind": one.record.kind.name,
        "record_id": one.record.id,
        "part": one.record.part,
        "stands": one.stands,
        "should_say": one.should_say,
        "reason": one.reason,
        "asked_by": one.asked_by,
        "recorded_by": one.recorded_by,
        "asked_at": one.asked_at.isoformat(),
        "decision": one.decision.name,
        "decision_reason": one.decision_reason,
        "decided_by": one.decided_by or None,
        "decided_at": None if one.decided_at is None else one.decided_at.isoformat(),
        "revision": one.revision,
    }


def _read(row: tuple[Any, ...]) -> Rectification:
    values = dict(zip(_COLUMNS, row, strict=True))
    decided = values["decided_at"]
    return Rectification(
        id=values["id"],
        clinician_id=ClinicianId(values["clinician_id"]),
        record=RectifiedRecord(RectifiedKind[values["kind"]], values["record_id"], values["part"]),
        stands=values["stands"],
        should_say=values["should_say"],
        reason=values["reason"],
        asked_by=values["asked_by"],
        recorded_by=values["recorded_by"],
        asked_at=datetime.fromisoformat(values["asked_at"]),
        decision=Decision[values["decision"]],
        decision_reason=values["decision_reason"],
        decided_by=values["decided_by"] or "",
        decided_at=None if decided is None else datetime.fromisoformat(decided),
        revision=values["revision"],
    )
