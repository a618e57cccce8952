"""Store thank-yous: who thanked whom for what, only ever added."""

from __future__ import annotations

from datetime import datetime

from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.review import Recognition
from cdconsole.storage.section_file import Reading, Work


def everybody(reading: Reading) -> tuple[Recognition, ...]:
    """Return every thank-you, newest first."""
    rows = reading.rows(
        "SELECT id, clinician_id, clinician_name, text, author, given_at, measure, measured FROM recognition"
        " ORDER BY given_at DESC, rowid DESC"
    )
    return tuple(
        Recognition(
            *(id_, ClinicianId(clinician_id), clinician, text, author, datetime.fromisoformat(at)),
            measure=None if measure is None else MeasureId(measure),
            measured=measured,
        )
        for id_, clinician_id, clinician, text, author, at, measure, measured in rows
    )


def add(
    work: Work, clinician: ClinicianId, name: str, text: str, measured: tuple[MeasureId, str] | None = None
) -> Recognition:
    """Store a thank-you to a clinician, with a measure and its value in words where it rests on one; return it."""
    measure, value = measured or (None, "")
    added = Recognition(new_id(), clinician, name, text, work.actor.name, work.at, measure, value)
    work.execute(
        "INSERT INTO recognition (id, clinician_id, clinician_name, text, author_id, author, given_at, measure,"
        " measured) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (added.id, clinician, name, text, work.actor.id, added.author, work.at.isoformat(), measure, value),
    )
    return added
