"""Store the trust pulse: versions of its questions, and counts by quarter."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import new_id
from cdconsole.domain.pulse import PulseRound, PulseWording
from cdconsole.storage.section_file import Reading, Work


def wordings(reading: Reading) -> tuple[PulseWording, ...]:
    """Return every version of the questions, newest first; the program's own is the last."""
    rows = reading.rows(
        "SELECT version, first, second, third, author, written_at FROM pulse_wording ORDER BY version DESC"
    )
    stored = (
        PulseWording(version, (first, second, third), author, datetime.fromisoformat(at))
        for version, first, second, third, author, at in rows
    )
    return (*stored, PulseWording())


def rounds(reading: Reading) -> tuple[PulseRound, ...]:
    """Return every round, oldest first."""
    rows = reading.rows("SELECT id, wording, clinicians, counts, revision FROM pulse_round ORDER BY id")
    return tuple(
        PulseRound(Quarter.parse(quarter), wording, clinicians, tuple(map(tuple, json.loads(counts))), revision)
        for quarter, wording, clinicians, counts, revision in rows
    )


def save_wording(work: Work, questions: tuple[str, ...]) -> PulseWording:
    """Store the questions as their next version."""
    before = wordings(work)[0]
    after = PulseWording(before.version + 1, questions, work.actor.name, work.at)
    found = new_id()
    work.execute(
        "INSERT INTO pulse_wording (id, version, first, second, third, author, written_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (found, after.version, *questions, after.author, work.at.isoformat()),
    )
    work.keep_history("pulse_wording", found, 1, None, {"version": after.version, "questions": list(questions)})
    work.changed(Topic.TRUST_PULSE)
    return after


def save_round(work: Work, before: PulseRound | None, wanted: PulseRound) -> PulseRound:
    """Store a quarter's counts, in the place of those it had."""
    after = replace(wanted, revision=1 if before is None else before.revision + 1)
    work.execute(
        "INSERT INTO pulse_round (id, wording, clinicians, counts, revision)"
        " VALUES (:id, :wording, :clinicians, :counts, :revision) ON CONFLICT (id) DO UPDATE SET"
        " wording = :wording, clinicians = :clinicians, counts = :counts, revision = :revision",
        _values(after),
    )
    kept = None if before is None else _values(before)
    work.keep_history("pulse_round", str(after.quarter), after.revision, kept, _values(after))
    work.changed(Topic.TRUST_PULSE)
    return after


def _values(stored: PulseRound) -> dict[str, object]:
    return {
        "id": str(stored.quarter),
        "wording": stored.wording,
        "clinicians": stored.clinicians,
        "counts": json.dumps(stored.counts),
        "revision": stored.revision,
    }
