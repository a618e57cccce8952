"""Whose figures spells count in: as discharged and as clinicians said of them, or by their consultant episodes.

What clinicians say of a record is about the work that the discharging clinician is credited with. By any other
attribution figures are as recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Generic

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import AttributionVote, Vote
from cdconsole.domain.counting import Attribution
from cdconsole.domain.identity import ClinicianId
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


@dataclass(frozen=True)
class Moves:
    """What clinicians said of their records, as spells that leave them, and spells that come to them."""

    gone: Mapping[ClinicianId, tuple[Spell, ...]]
    come: Mapping[ClinicianId, tuple[Spell, ...]]

    @classmethod
    def by(cls, votes: Iterable[tuple[AttributionVote, Spell]]) -> Moves:
        """Return what votes say: "not mine" is taken out, "shared" also counts for whom it is shared with."""
        not_mine: defaultdict[ClinicianId, list[Spell]] = defaultdict(list)
        shared: defaultdict[ClinicianId, list[Spell]] = defaultdict(list)
        for vote, spell in votes:
            if vote.vote is Vote.NOT_MINE:
                not_mine[vote.clinician_id].append(spell)
            elif vote.with_clinician is not None and vote.with_clinician != vote.clinician_id:
                shared[vote.with_clinician].append(spell)
        gone, come = ({who: tuple(some) for who, some in each.items()} for each in (not_mine, shared))
        return cls(gone, come)

    def of(self, who: ClinicianId) -> tuple[tuple[Spell, ...], tuple[Spell, ...]]:
        """Return what leaves somebody, and what comes to them."""
        return self.gone.get(who, ()), self.come.get(who, ())


@dataclass(frozen=True)
class Validated(Generic[Columns]):
    """Columns as recorded and by what clinicians said; those for whom that changes nothing have the very same."""

    recorded: Mapping[ClinicianId, Columns]
    moves: Moves
    columns: Mapping[ClinicianId, Columns]


def validated(
    recorded: Mapping[ClinicianId, Columns],
    moves: Moves,
    like: Callable[[CaseColumns], Columns],
    before: Validated[Columns] | None = None,
) -> Validated[Columns]:
    """Return columns by what clinicians said. ``like`` makes spells columns of the kind that ``recorded`` are.

    For whom neither columns nor moves differ from ``before`` has the very same columns as then.
    """
    found = dict(recorded)
    for who in moves.gone.keys() | moves.come.keys():
        if (
            before is not None
            and recorded.get(who) is before.recorded.get(who)
            and moves.of(who) == before.moves.of(who)
        ):
            found[who] = before.columns[who]
        else:
            gone, come = (like(of_spells(some)) for some in moves.of(who))
            left = without(recorded[who], gone) if who in recorded else None
            found[who] = come if left is None else joined(left, come) if len(come) else left
    return Validated(recorded, moves, found)


def attributed(reading: Reading, rule: Attribution) -> Attributed[CaseColumns]:
    """Return the spells of one moment of the records whole, by an attribution; ``discharging`` with its votes."""
    own = spells.all_cases(reading)
    if rule is not Attribution.DISCHARGING:
        return by_episodes(reading, rule, own)
    votes = chain.from_iterable(attribution.changing(reading).values())
    return Attributed(own, validated(own, Moves.by(votes), lambda cases: cases).columns, own)


def by_episodes(reading: Reading, rule: Attribution, own: Mapping[ClinicianId, CaseColumns]) -> Attributed[CaseColumns]:
    """Return spells by consultant episodes, from everybody's ``own`` as discharged; votes say nothing of these."""
    gone, come = episode_attribution.moved(reading, rule)
    found = dict(own)
    for who in gone.keys() | come.keys():
        parts = [without(own[who], gone[who]) if who in gone else own[who]] if who in own else []
        found[who] = joined(*parts, *([come[who]] if who in come else []))
    return Attributed(found, found, found if rule is Attribution.EPISODE else own)
