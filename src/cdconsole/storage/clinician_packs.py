"""Store the packs made for clinicians, and what was decided on the replies to them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician_pack import ClinicianPack
from cdconsole.domain.identity import ClinicianId
from cdconsole.storage.section_file import Reading, Work
from cdconsole.vault.clinician_pack import ReplyLock

_SELECT = (
    "SELECT p.id, p.clinician_id, p.maker, p.made_at, p.expires, p.sha256, p.revoked_at, p.revoke_reason,"
    " (SELECT max(sequence) FROM pack_reply WHERE pack_id = p.id AND state = 'accepted'),"
    " (SELECT max(at) FROM pack_reply WHERE pack_id = p.id AND state = 'accepted'), p.revision"
    " FROM clinician_pack AS p"
)


def everything(reading: Reading) -> tuple[ClinicianPack, ...]:
    """Return every pack, newest first."""
    return tuple(map(_pack, reading.rows(f"{_SELECT} ORDER BY p.made_at DESC, p.rowid DESC")))


def by_id(reading: Reading, pack: str) -> ClinicianPack | None:
    """Return one pack; None where this department did not make it."""
    row = reading.row(f"{_SELECT} WHERE p.id = ?", (pack,))
    return None if row is None else _pack(row)


def reply_lock(reading: Reading, vault: str, pack: str) -> ReplyLock:
    """Return what opens and checks the reply to a pack. Raises LookupError where there is no such pack."""
    row = reading.row("SELECT reply_identity, reply_key FROM clinician_pack WHERE id = ?", (pack,))
    if row is None:
        raise LookupError("there is no such pack")
    return ReplyLock(vault, pack, row[0], bytes.fromhex(row[1]))


def decided(reading: Reading, sha256: str) -> str:
    """Return what was decided on a reply's file: ``accepted`` or ``refused``, empty for nothing yet."""
    row = reading.row("SELECT state FROM pack_reply WHERE id = ?", (sha256,))
    return "" if row is None else str(row[0])


def raised(reading: Reading, pack: str) -> frozenset[str]:
    """Return the challenges that earlier replies to a pack have raised, by their ids in the pack."""
    rows = reading.rows("SELECT challenges FROM pack_reply WHERE pack_id = ? AND state = 'accepted'", (pack,))
    return frozenset(challenge for (text,) in rows for challenge in json.loads(text))


def add(work: Work, pack: ClinicianPack, lock: ReplyLock) -> None:
    """Store a pack that is being made by the acting person."""
    values = {
        "id": pack.id,
        "clinician_id": pack.clinician_id,
        "made_by": work.actor.id,
        "maker": work.actor.name,
        "made_at": pack.made_at.isoformat(),
        "expires": pack.expires.isoformat(),
        "sha256": pack.sha256,
        "reply_key": lock.reply_key.hex(),
        "reply_identity": lock.identity,
        "revision": pack.revision,
    }
    names = ", ".join(values)
    work.execute(
        f"INSERT INTO clinician_pack ({names}) VALUES ({', '.join(f':{name}' for name in values)})",
        values,
    )
    shown = {name: value for name, value in values.items() if name != "reply_identity"}
    work.keep_history("clinician_pack", pack.id, pack.revision, None, shown)
    work.changed(Topic.CLINICIAN_PACK, pack.clinician_id)


def revoke(work: Work, pack: ClinicianPack, reason: str) -> None:
    """Store that no reply to a pack is taken any more."""
    after = {"revoked_at": work.at.isoformat(), "revoked_by": work.actor.id, "revoke_reason": reason}
    work.execute(
        "UPDATE clinician_pack SET revoked_at = :revoked_at, revoked_by = :revoked_by, revoke_reason = :revoke_reason,"
        " revision = :revision WHERE id = :id",
        after | {"id": pack.id, "revision": pack.revision + 1},
    )
    work.keep_history("clinician_pack", pack.id, pack.revision + 1, {"standing": pack.standing}, after)
    work.changed(Topic.CLINICIAN_PACK, pack.clinician_id)


def accept(work: Work, pack: ClinicianPack, reply: tuple[str, int], challenges: Iterable[str]) -> None:
    """Store that a reply, its SHA-256 and sequence, was taken in and which challenges it raised."""
    _decide(work, pack, reply, ("accepted", json.dumps(sorted(challenges)), ""))


def refuse(work: Work, pack: ClinicianPack, reply: tuple[str, int], reason: str) -> None:
    """Store that a reply was refused, and why."""
    _decide(work, pack, reply, ("refused", "[]", reason))


def _decide(work: Work, pack: ClinicianPack, reply: tuple[str, int], decision: tuple[str, str, str]) -> None:
    (sha256, sequence), (state, challenges, reason) = reply, decision
    values = (sha256, pack.id, sequence, state, challenges, reason, work.actor.name, work.at.isoformat())
    work.execute("INSERT INTO pack_reply VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    after = {"pack_id": pack.id, "sequence": sequence, "state": state, "reason": reason}
    work.keep_history("pack_reply", sha256, 1, None, after)
    work.changed(Topic.CLINICIAN_PACK, pack.clinician_id)


def _pack(row: tuple[Any, ...]) -> ClinicianPack:
    pack, clinician, maker, made_at, expires, sha256, revoked_at, reason, replied, replied_at, revision = row
    return ClinicianPack(
        *(pack, ClinicianId(clinician), maker, datetime.fromisoformat(made_at), date.fromisoformat(expires), sha256),
        revoked_at=None if revoked_at is None else datetime.fromisoformat(revoked_at),
        revoke_reason=reason or "",
        replied=replied or 0,
        replied_at=None if replied_at is None else datetime.fromisoformat(replied_at),
        revision=revision,
    )
