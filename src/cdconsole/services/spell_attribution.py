"""Whose figures spells count in: as discharged and as clinicians said of them, or by their consultant episodes.

What clinicians say of a record is about the work that the discharging clinician is credited with. By any other
attribution figures are as recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import AttributionVote, Vote
from cdconsole.domain.counting import Attribution
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.services.session import Session
from cdconsole.storage import attribution, episode_attribution, spells
from cdconsole.storage.section_file import Reading
from cdconsole.storage.spell_coding import of_spells
from cdconsole.storage.spell_columns import CaseColumns, Columns, joined, without


@dataclass(frozen=True)
class Attributed(Generic[Columns]):
    """Spells by clinician. ``recorded`` are as recorded, ``validated`` follow what clinicians said of their records.

    ``once`` has every spell once, whoever it counts for: the team's.
    """

    recorded: Mapping[ClinicianId, Columns]
    validated: Mapping[ClinicianId, Columns]
    once: Mapping[ClinicianId, Columns]


def attributed_cases(session: Session, rule: Attribution) -> Attributed[CaseColumns]:
    """Return spells whole, by an attribution; episodes are read only for those that need them."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return attributed(snapshot, rule)


def attributed(reading: Reading, rule: Attribution) -> Attributed[CaseColumns]:
    """Return the spells of one moment of the records likewise."""
    own = spells.all_cases(reading)
    if rule is Attribution.DISCHARGING:
        return Attributed(own, as_validated(own, attribution.changing(reading), lambda cases: cases), own)
    found = {**own, **_moved(own, *episode_attribution.moved(reading, rule))}
    return Attributed(found, found, found if rule is Attribution.EPISODE else own)


def as_validated(
    columns: Mapping[ClinicianId, Columns],
    votes: Iterable[tuple[AttributionVote, Spell]],
    like: Callable[[CaseColumns], Columns],
) -> dict[ClinicianId, Columns]:
    """Return columns by what clinicians said; those for whom a vote changes nothing are the same.

    "Not mine" is taken out, "shared" also counts for whom it is shared with. ``like`` makes spells columns of the kind
    that ``columns`` are.
    """
    not_mine: defaultdict[ClinicianId, list[Spell]] = defaultdict(list)
    shared: defaultdict[ClinicianId, list[Spell]] = defaultdict(list)
    for vote, spell in votes:
        if vote.vote is Vote.NOT_MINE:
            not_mine[vote.clinician_id].append(spell)
        elif vote.with_clinician is not None and vote.with_clinician != vote.clinician_id:
            shared[vote.with_clinician].append(spell)
    gone, come = ({who: like(of_spells(some)) for who, some in each.items()} for each in (not_mine, shared))
    return {**columns, **_moved(columns, gone, come)}


def _moved(
    columns: Mapping[ClinicianId, Columns],
    gone: Mapping[ClinicianId, Columns],
    come: Mapping[ClinicianId, Columns],
) -> dict[ClinicianId, Columns]:
    """Return the columns of those for whom something goes or comes."""
    found = {}
    for who in gone.keys() | come.keys():
        parts = [without(columns[who], gone[who]) if who in gone else columns[who]] if who in columns else []
        found[who] = joined(*parts, *([come[who]] if who in come else []))
    return found
