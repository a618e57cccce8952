"""Votes on records: one row a clinician and record, each change with what was there before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import AttributionVote, Channel, GivenVote, Vote
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
_VOTED = (
    "SELECT v.clinician_id, substr(s.discharged, 1, 10), v.vote, v.at FROM record_vote AS v CROSS JOIN spell AS s"
    " ON s.source_key = v.source_key AND s.source_key <> '' AND s.clinician_id = v.clinician_id"
    " WHERE s.discharged IS NOT NULL"
)


def votes_of(reading: Reading, clinician: ClinicianId) -> dict[str, AttributionVote]:
    """Return a clinician's newest word on each record they said anything of, by the record's source key."""
    found = reading.rows(f"{_SELECT} WHERE clinician_id = ?", (clinician,))
    return {vote.source_key: vote for vote in map(_vote, found)}


def changing(
    reading: Reading, clinicians: Collection[ClinicianId] = ()
) -> dict[ClinicianId, tuple[tuple[AttributionVote, Spell], ...]]:
    """Return the votes of "not mine" or "shared" on records that are counted for whoever gave them, by who that is.

    Asked are some clinicians, all without a name.
    """
    among = f" AND clinician_id IN ({', '.join('?' * len(clinicians))})" if clinicians else ""
    condition, who = f"{_CHANGES}{among}", tuple(clinicians)
    votes = {
        (vote.clinician_id, vote.source_key): vote
        for vote in map(_vote, reading.rows(f"{_SELECT} WHERE {condition}", who))
    }
    if not votes:
        return {}
    spells_found = spells.where(
        reading, f"source_key <> '' AND source_key IN (SELECT source_key FROM record_vote WHERE {condition})", who
    )
    found: defaultdict[ClinicianId, list[tuple[AttributionVote, Spell]]] = defaultdict(list)
    for spell in spells_found:
        vote = votes.get((spell.clinician_id, spell.source_key))
        if vote is not None:
            found[spell.clinician_id].append((vote, spell))
    return {clinician: tuple(some) for clinician, some in found.items()}


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


def voted(
    reading: Reading, clinicians: Collection[ClinicianId] = ()
) -> dict[ClinicianId, list[tuple[date, Vote | None, datetime]]]:
    """Return what clinicians said, all without a name: the day their record ended, the word (None: taken back), when.

    It is of records that have ended and are counted for whoever gave the vote.
    """
    among = f" AND v.clinician_id IN ({', '.join('?' * len(clinicians))})" if clinicians else ""
    found: defaultdict[ClinicianId, list[tuple[date, Vote | None, datetime]]] = defaultdict(list)
    for clinician, ended, vote, at in reading.rows(f"{_VOTED}{among}", tuple(clinicians)):
        said = (date.fromisoformat(ended), Vote[vote] if vote else None, datetime.fromisoformat(at))
        found[ClinicianId(clinician)].append(said)
    return dict(found)


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


def _days(period: Period) -> tuple[str, str]:
    following: date = (period.last + 1).first
    return period.first.first.isoformat(), following.isoformat()
