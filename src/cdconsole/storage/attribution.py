"""Votes on records: one row a clinician and record, each change with what was there before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import AttributionVote, Channel, GivenVote, ValidationState, Vote
from cdconsole.domain.calendar import Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.storage import spells
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_SELECT = (
    "SELECT clinician_id, source_key, vote, comment, channel, at, person, with_clinician, revision FROM record_vote"
)
_CHANGES = "vote IN ('NOT_MINE', 'SHARED')"
_RECORDS = "SELECT clinician_id, count(*) FROM spell WHERE discharged >= ? AND discharged < ?"
_VOTED = (
    "SELECT v.clinician_id, sum(v.vote <> ''), sum(v.vote = 'NOT_MINE'), sum(v.vote = 'SHARED'), max(v.at)"
    " FROM record_vote AS v CROSS JOIN spell AS s ON s.source_key = v.source_key AND s.source_key <> ''"
    " AND s.clinician_id = v.clinician_id WHERE s.discharged >= ? AND s.discharged < ?"
)


def votes_of(reading: Reading, clinician: ClinicianId) -> dict[str, AttributionVote]:
    """Return a clinician's newest word on each record they said anything of, by the record's source key."""
    found = reading.rows(f"{_SELECT} WHERE clinician_id = ?", (clinician,))
    return {vote.source_key: vote for vote in map(_vote, found)}


def changing(reading: Reading) -> tuple[tuple[AttributionVote, Spell], ...]:
    """Return every vote of "not mine" or "shared" on a record that is counted for the clinician who gave it."""
    votes = {
        (vote.clinician_id, vote.source_key): vote for vote in map(_vote, reading.rows(f"{_SELECT} WHERE {_CHANGES}"))
    }
    if not votes:
        return ()
    found = spells.where(
        reading, f"source_key <> '' AND source_key IN (SELECT source_key FROM record_vote WHERE {_CHANGES})"
    )
    return tuple((votes[place], spell) for spell in found if (place := (spell.clinician_id, spell.source_key)) in votes)


def shared_with(
    reading: Reading, clinician: ClinicianId, period: Period, *, present: bool = False
) -> tuple[Spell, ...]:
    """Return colleagues' spells that ended in a period and that they share with a clinician, newest first.

    ``present``: those that lay in hospital on any day of the period instead.
    """
    first, after = _days(period)
    when = (
        "(discharged IS NULL OR discharged >= ?) AND admitted < ?" if present else "discharged >= ? AND discharged < ?"
    )
    found = spells.where(
        reading,
        "source_key <> '' AND source_key IN (SELECT source_key FROM record_vote WHERE vote = 'SHARED'"
        f" AND with_clinician = ?) AND {when} AND EXISTS (SELECT 1 FROM record_vote AS v"
        " WHERE v.vote = 'SHARED' AND v.clinician_id = spell.clinician_id AND v.source_key = spell.source_key"
        " AND v.with_clinician = ?) ORDER BY discharged DESC, id",
        (clinician, first, after, clinician),
    )
    return tuple(spell for spell in found if spell.clinician_id != clinician)


def state(reading: Reading, clinician: ClinicianId, period: Period) -> ValidationState:
    """Return how far a clinician got with the records that ended in a period.

    The records are counted in an index and only those with a vote are looked up: each choice of a clinician asks.
    """
    days = (*_days(period), clinician)
    records = reading.row(f"{_RECORDS} AND clinician_id = ?", days)
    voted = reading.row(f"{_VOTED} AND v.clinician_id = ? GROUP BY v.clinician_id", days)
    return _state(0 if records is None else records[1], voted)


def states(reading: Reading, period: Period) -> dict[ClinicianId, ValidationState]:
    """Return how far each clinician got who has records that ended in a period."""
    voted = {row[0]: row for row in reading.rows(f"{_VOTED} GROUP BY v.clinician_id", _days(period))}
    found = reading.rows(f"{_RECORDS} GROUP BY clinician_id", _days(period))
    return {ClinicianId(clinician): _state(records, voted.get(clinician)) for clinician, records in found}


def save(work: Work, clinician: ClinicianId, given: Sequence[GivenVote], channel: Channel) -> int:
    """Store votes and return how many say something else than before. Raises StaleEdit."""
    before = votes_of(work, clinician)
    changed = 0
    for one in given:
        earlier = before.get(one.source_key)
        check_revision(0 if earlier is None else earlier.revision, one.revision, "What was said of this record")
        changed += _save_one(work, clinician, one, (earlier, channel))
    if changed:
        work.audit("stored", f"{changed:,} votes on records of {clinician}")
        work.changed(Topic.ATTRIBUTION, clinician)
    return changed


def _save_one(
    work: Work, clinician: ClinicianId, one: GivenVote, known: tuple[AttributionVote | None, Channel]
) -> bool:
    earlier, channel = known
    said = (one.vote, one.comment.strip(), one.with_clinician)
    if said == ((None, "", None) if earlier is None else (earlier.vote, earlier.comment, earlier.with_clinician)):
        return False
    after = {
        "vote": "" if one.vote is None else one.vote.name,
        "with_clinician": one.with_clinician,
        "comment": one.comment.strip(),
        "channel": channel.name,
        "person": work.actor.name,
        "at": work.at.isoformat(),
        "revision": one.revision + 1,
    }
    work.execute(
        "INSERT INTO record_vote (id, clinician_id, source_key, vote, with_clinician, comment, channel, person, at,"
        " revision) VALUES (:id, :clinician_id, :source_key, :vote, :with_clinician, :comment, :channel, :person, :at,"
        " :revision) ON CONFLICT (clinician_id, source_key) DO UPDATE SET vote = excluded.vote,"
        " with_clinician = excluded.with_clinician, comment = excluded.comment, channel = excluded.channel,"
        " person = excluded.person, at = excluded.at, revision = excluded.revision",
        after | {"id": new_id(), "clinician_id": clinician, "source_key": one.source_key},
    )
    was = None
    if earlier is not None:
        vote = "" if earlier.vote is None else earlier.vote.name
        was = {"vote": vote, "with_clinician": earlier.with_clinician, "comment": earlier.comment}
    work.keep_history("record_vote", f"{clinician}:{one.source_key}", one.revision + 1, was, after)
    return True


def _vote(row: tuple[Any, ...]) -> AttributionVote:
    clinician, key, vote, comment, channel, at, person, other, revision = row
    return AttributionVote(
        *(ClinicianId(clinician), key, Vote[vote] if vote else None, comment, Channel[channel]),
        *(datetime.fromisoformat(at), person, None if other is None else ClinicianId(other), revision),
    )


def _state(records: int, voted: tuple[Any, ...] | None) -> ValidationState:
    if voted is None:
        return ValidationState(records, 0, 0, 0, None)
    _, count, not_mine, shared, last = voted
    return ValidationState(records, count, not_mine, shared, datetime.fromisoformat(last))


def _days(period: Period) -> tuple[str, str]:
    following: date = (period.last + 1).first
    return period.first.first.isoformat(), following.isoformat()
