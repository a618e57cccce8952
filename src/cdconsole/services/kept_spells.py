"""The department's spells, kept in memory: after a change only what differs is read and worked out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import AttributionVote
from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Attribution
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.services.covered_months import whole_months
from cdconsole.services.session import Session
from cdconsole.services.spell_attribution import Attributed, Moves, Validated, by_episodes, validated
from cdconsole.services.spell_records import SpellRecords
from cdconsole.storage import attribution, spells
from cdconsole.storage.spell_columns import CaseColumns, SpellColumns
from cdconsole.storage.spells import StoredColumns

_STORED: Final = frozenset({Topic.SPELL, Topic.IMPORT})
_TOPICS: Final = _STORED | {Topic.ATTRIBUTION}


class _Said(NamedTuple):
    """The votes that change whose spells are, by who gave them, and what they move."""

    votes: Mapping[ClinicianId, tuple[tuple[AttributionVote, Spell], ...]]
    moves: Moves


@dataclass(frozen=True)
class _Kept:
    """Records, and what they were worked out from."""

    records: SpellRecords
    validated: Validated[SpellColumns]


def spell_records(session: Session) -> SpellRecords:
    """Return the department's spells as a source of measures."""
    return session.renew("spell records", _TOPICS, lambda before, _: _records(session, before)).records


def _records(session: Session, before: _Kept | None) -> _Kept:
    columns = session.renew("spell columns", _STORED, lambda known, _: _stored(session, known)).columns
    like = CaseColumns.plain.__get__
    found = validated(columns, _moves(session), like, None if before is None else before.validated)
    months = session.keep("covered months of spells", _STORED, lambda: _months(session))
    records = SpellRecords(columns, found.columns, months, partial(_whole, session))
    return _Kept(records if before is None else records.following(before.records), found)


def _whole(session: Session, rule: Attribution) -> Attributed[CaseColumns]:
    own = session.renew("spells whole", _STORED, lambda known, _: _stored_whole(session, known)).columns
    if rule is not Attribution.DISCHARGING:
        with session.snapshot(Section.RECORDS) as snapshot:
            return by_episodes(snapshot, rule, own)
    found = session.renew(
        "validated spells whole", _TOPICS, lambda known, _: validated(own, _moves(session), lambda cases: cases, known)
    )
    return Attributed(own, found.columns, own)


def _moves(session: Session) -> Moves:
    said: _Said = session.renew("votes that change", _TOPICS, partial(_read_moves, session))
    return said.moves


def _read_moves(session: Session, before: _Said | None, about: frozenset[ClinicianId]) -> _Said:
    with session.snapshot(Section.RECORDS) as snapshot:
        votes = attribution.changing(snapshot, about if before is not None else ())
    others = {} if before is None or not about else {who: v for who, v in before.votes.items() if who not in about}
    said = others | votes
    return _Said(said, Moves.by(chain.from_iterable(said.values())))


def _stored(session: Session, before: StoredColumns[SpellColumns] | None) -> StoredColumns[SpellColumns]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return spells.stored_columns(snapshot, before)


def _stored_whole(session: Session, before: StoredColumns[CaseColumns] | None) -> StoredColumns[CaseColumns]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return spells.stored_cases(snapshot, before)


def _months(session: Session) -> frozenset[Month]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return whole_months(spells.covered_days(snapshot))
