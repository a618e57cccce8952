"""Store challenges: the claim as it was made, and every decision on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cdconsole.domain.attribution import Channel
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.challenge import Challenge, ChallengeStatus, ChallengeStep
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.storage.section_file import Reading, Work

TABLE = "challenge"
_COLUMNS = (
    *("id", "clinician_id", "measure", "first_month", "last_month", "claim", "evidence", "channel", "raised_by"),
    *("raised_at", "status", "decision", "dissent", "decided_by", "decided_at", "reopened", "revision"),
)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM challenge"


def everything(reading: Reading) -> tuple[Challenge, ...]:
    """Return every challenge: open ones first, the longest waiting first; then the others, newest first."""
    found = [_challenge(row) for row in reading.rows(f"{_SELECT} ORDER BY raised_at, rowid")]
    waiting = [one for one in found if one.is_open]
    return (*waiting, *(one for one in reversed(found) if not one.is_open))


def by_id(reading: Reading, challenge: str) -> Challenge:
    """Return one challenge. Raises UserFacingError for an id that is not there."""
    row = reading.row(f"{_SELECT} WHERE id = ?", (challenge,))
    if row is None:
        raise UserFacingError("This challenge is no longer in the department.", "Load the list again.")
    return _challenge(row)


def add(work: Work, challenge: Challenge) -> Challenge:
    """Store a new challenge."""
    values = _values(challenge)
    work.execute(
        f"INSERT INTO challenge ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})", values
    )
    return _noted(work, None, challenge, values)


def change(work: Work, before: Challenge, after: Challenge) -> Challenge:
    """Store what became of a challenge, as its next revision."""
    after = replace(after, revision=before.revision + 1)
    values = _values(after)
    changing = ("status", "decision", "dissent", "decided_by", "decided_at", "reopened", "revision")
    work.execute(f"UPDATE challenge SET {', '.join(f'{name} = :{name}' for name in changing)} WHERE id = :id", values)
    return _noted(work, before, after, values)


def steps(reading: Reading, challenge: str) -> tuple[ChallengeStep, ...]:
    """Return everything that was done to a challenge, oldest first, from its history."""
    rows = reading.rows(
        "SELECT at, person, before, after FROM history WHERE table_name = ? AND row_id = ? ORDER BY sequence",
        (TABLE, challenge),
    )
    return tuple(
        _step(datetime.fromisoformat(at), person, before is None, json.loads(after))
        for at, person, before, after in rows
    )


def _step(at: datetime, person: str, is_new: bool, after: Mapping[str, Any]) -> ChallengeStep:
    if is_new:
        return ChallengeStep(at, person, f"Raised by {after['raised_by']}", after["claim"])
    status = ChallengeStatus[after["status"]]
    if status is ChallengeStatus.OPEN:
        return ChallengeStep(at, person, "Opened again", after["reopened"])
    dissent = f"\nDissent: {after['dissent']}" if after["dissent"] else ""
    return ChallengeStep(at, person, status.value, f"{after['decision']}{dissent}")


def _noted(work: Work, before: Challenge | None, after: Challenge, values: Mapping[str, Any]) -> Challenge:
    work.keep_history(TABLE, after.id, after.revision, None if before is None else _values(before), values)
    work.changed(Topic.CHALLENGE, *([] if after.clinician_id is None else [after.clinician_id]))
    return after


def _values(challenge: Challenge) -> dict[str, Any]:
    return {
        "id": challenge.id,
        "clinician_id": challenge.clinician_id or "",
        "measure": challenge.measure,
        "first_month": challenge.period.first.iso(),
        "last_month": challenge.period.last.iso(),
        "claim": challenge.claim,
        "evidence": challenge.evidence,
        "channel": challenge.channel.name,
        "raised_by": challenge.raised_by,
        "raised_at": challenge.raised_at.isoformat(),
        "status": challenge.status.name,
        "decision": challenge.decision,
        "dissent": challenge.dissent,
        "decided_by": challenge.decided_by or None,
        "decided_at": None if challenge.decided_at is None else challenge.decided_at.isoformat(),
        "reopened": challenge.reopened,
        "revision": challenge.revision,
    }


def _challenge(row: tuple[Any, ...]) -> Challenge:
    values = dict(zip(_COLUMNS, row, strict=True))
    decided = values["decided_at"]
    return Challenge(
        id=values["id"],
        clinician_id=ClinicianId(values["clinician_id"]) if values["clinician_id"] else None,
        measure=MeasureId(values["measure"]),
        period=Period(Month.parse(values["first_month"]), Month.parse(values["last_month"])),
        claim=values["claim"],
        evidence=values["evidence"],
        channel=Channel[values["channel"]],
        raised_by=values["raised_by"],
        raised_at=datetime.fromisoformat(values["raised_at"]),
        status=ChallengeStatus[values["status"]],
        decision=values["decision"],
        dissent=values["dissent"],
        decided_by=values["decided_by"] or "",
        decided_at=None if decided is None else datetime.fromisoformat(decided),
        reopened=values["reopened"],
        revision=values["revision"],
    )
