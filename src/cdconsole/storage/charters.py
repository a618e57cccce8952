"""Store versions of the charters of work streams, and the signatures under them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.framework import Charter, CharterSignature, SigningParty
from cdconsole.domain.identity import WorkStreamId, new_id
from cdconsole.domain.work_stream import FIRST
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_SELECT = (
    "SELECT id, aims, sponsor, definition_of_concern, version, signed, held_values, person, at FROM charter_version"
    " WHERE stream = ? ORDER BY version DESC"
)


def newest(reading: Reading, stream: WorkStreamId = FIRST) -> Charter:
    """Return the newest charter; an empty one, version 0, before the first."""
    row = reading.row(f"{_SELECT} LIMIT 1", (stream,))
    return Charter() if row is None else _charter(reading, row)


def versions(reading: Reading, stream: WorkStreamId = FIRST) -> tuple[Charter, ...]:
    """Return every version, newest first."""
    return tuple(_charter(reading, row) for row in reading.rows(_SELECT, (stream,)))


def save(work: Work, edited: Charter, stream: WorkStreamId = FIRST) -> Charter:
    """Store the charter's next version, unsigned; its ``version`` is the one that was edited. Raises StaleEdit."""
    check_revision(newest(work, stream).version, edited.version, "The charter")
    after = replace(edited, version=edited.version + 1, signed="", person=work.actor.name, at=work.at, signatures=())
    work.execute(
        "INSERT INTO charter_version (id, stream, version, aims, held_values, sponsor, definition_of_concern, signed,"
        " at, person) VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
        (
            *(new_id(), stream, after.version, after.aims, after.values, after.sponsor, after.definition_of_concern),
            *(work.at.isoformat(), work.actor.name),
        ),
    )
    _noted(work, "saved", f"charter, version {after.version}")
    return after


def sign(work: Work, version: int, signature: CharterSignature, stream: WorkStreamId = FIRST) -> None:
    """Put a signature under a version."""
    work.execute(
        "INSERT INTO charter_signature (id, charter_id, party, name, signed_on, person, at)"
        " SELECT ?, id, ?, ?, ?, ?, ? FROM charter_version WHERE stream = ? AND version = ?",
        (
            *(new_id(), signature.party.name, signature.name, signature.signed_on.isoformat()),
            *(work.actor.name, work.at.isoformat(), stream, version),
        ),
    )
    _noted(work, "entered the signature under", f"charter, version {version}, {signature.party.value.lower()}")


def _charter(reading: Reading, row: tuple[Any, ...]) -> Charter:
    found, aims, sponsor, concern, version, signed, values, person, at = row
    rows = reading.rows(
        "SELECT party, name, signed_on, person FROM charter_signature WHERE charter_id = ? ORDER BY party", (found,)
    )
    signatures = tuple(
        CharterSignature(SigningParty[party], name, date.fromisoformat(on), by) for party, name, on, by in rows
    )
    return Charter(aims, sponsor, concern, version, signed, values, person, datetime.fromisoformat(at), signatures)


def _noted(work: Work, action: str, subject: str) -> None:
    work.audit(action, subject)
    work.changed(Topic.FRAMEWORK)
