"""Store thank-yous: who thanked whom for what, only ever added."""

from __future__ import annotations

from datetime import datetime

from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.review import Recognition
from cdconsole.storage.section_file import Reading, Work


def everybody(reading: Reading) -> tuple[Recognition, ...]:
    """Return every thank-you, newest first."""
    rows = reading.rows(
        "SELECT id, clinician_id, clinician_name, text, author, given_at FROM recognition"
        " ORDER BY given_at DESC, rowid DESC"
    )
    return tuple(
        Recognition(id_, ClinicianId(clinician_id), clinician, text, author, datetime.fromisoformat(at))
        for id_, clinician_id, clinician, text, author, at in rows
    )


def add(work: Work, clinician: ClinicianId, name: str, text: str) -> Recognition:
    """Store a thank-you to a clinician and return it."""
    added = Recognition(new_id(), clinician, name, text, work.actor.name, work.at)
    work.execute(
        "INSERT INTO recognition (id, clinician_id, clinician_name, text, author_id, author, given_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (added.id, clinician, name, text, work.actor.id, added.author, work.at.isoformat()),
    )
    return added
