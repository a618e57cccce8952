"""Store clinicians' views of their own work that signed replies brought, until a review takes them up."""

from __future__ import annotations

from datetime import datetime

from cdconsole.domain.attribution import Channel
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId, ReviewId
from cdconsole.domain.review import NoteKind, ReviewNote
from cdconsole.storage.section_file import Reading, Work


def newest(reading: Reading, clinician: ClinicianId) -> tuple[str, ReviewNote] | None:
    """Return the view that waits for a clinician's next review, with the SHA-256 of its reply."""
    row = reading.row(
        "SELECT id, text, author, said_at FROM waiting_view WHERE clinician_id = ? AND review_id IS NULL"
        " ORDER BY said_at DESC LIMIT 1",
        (clinician,),
    )
    if row is None:
        return None
    reply, text, author, at = row
    return reply, ReviewNote(
        NoteKind.CLINICIAN_VIEW, text, author, datetime.fromisoformat(at), 1, channel=Channel.SIGNED_REPLY
    )


def add(work: Work, clinician: ClinicianId, view: ReviewNote, reply: str) -> None:
    """Keep a view until a review is prepared."""
    work.execute(
        "INSERT INTO waiting_view (id, clinician_id, author, text, said_at, revision) VALUES (?, ?, ?, ?, ?, 1)",
        (reply, clinician, view.author, view.text, view.at.isoformat()),
    )
    work.changed(Topic.REVIEW, clinician)


def taken_up(work: Work, clinician: ClinicianId, review: ReviewId) -> None:
    """Store that nothing waits any more: the newest view went into this review, earlier ones gave way to it."""
    work.execute(
        "UPDATE waiting_view SET review_id = ?, revision = revision + 1 WHERE clinician_id = ? AND review_id IS NULL",
        (review, clinician),
    )
