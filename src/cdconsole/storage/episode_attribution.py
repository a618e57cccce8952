"""Whose spells are by their consultant episodes, where that is another than the discharging clinician."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from cdconsole.domain.activity import DischargeKind, Spell
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Attribution
from cdconsole.domain.identity import ClinicianId
from cdconsole.storage import spells
from cdconsole.storage.section_file import Reading
from cdconsole.storage.spell_coding import by_clinician
from cdconsole.storage.spell_columns import CaseColumns, joined

Cases = dict[ClinicianId, CaseColumns]

_AT_ONCE = 20_000  # rows
_END = 1 + len(spells.SPELLS.columns)
_REST = ", ".join(f"s.{name}" for name in spells.SPELLS.columns[1:])
_BOTH = "spell AS s CROSS JOIN episode AS e ON e.spell_id = s.id WHERE s.rowid BETWEEN ? AND ?"
_ANOTHERS = "e.clinician_id <> s.clinician_id"
_IS_FIRST = "e.rowid = (SELECT rowid FROM episode WHERE spell_id = s.id ORDER BY position LIMIT 1)"
_IS_PART = (
    f"({_ANOTHERS} OR e.started <> s.admitted OR e.ended IS NOT s.discharged"
    " OR EXISTS (SELECT 1 FROM episode AS n WHERE n.spell_id = s.id AND n.rowid <> e.rowid))"
)
_LAST = "NOT EXISTS (SELECT 1 FROM episode AS n WHERE n.spell_id = e.spell_id AND n.position > e.position)"
_OF_EPISODE: Final = {
    "admitted": "e.started",
    "discharged": "e.ended",
    "discharge": f"CASE WHEN {_LAST} THEN s.discharge ELSE '{DischargeKind.OTHER.name}' END",
}
_EPISODE = ", ".join(_OF_EPISODE.get(name, f"s.{name}") for name in spells.SPELLS.columns[1:])

_NO_EPISODE = "NOT EXISTS (SELECT 1 FROM episode WHERE spell_id = spell.id)"
_WHOSE: Final[Mapping[Attribution, str]] = {
    Attribution.DISCHARGING: "clinician_id = ?",
    Attribution.ADMITTING: (
        "coalesce((SELECT e.clinician_id FROM episode AS e WHERE e.spell_id = spell.id ORDER BY position LIMIT 1),"
        " clinician_id) = ?"
    ),
    Attribution.SHARED: "(clinician_id = ? OR id IN (SELECT spell_id FROM episode WHERE clinician_id = ?))",
}


def moved(reading: Reading, attribution: Attribution) -> tuple[Cases, Cases]:
    """Return what leaves each clinician's spells as discharged, and what comes to them, by another attribution.

    ADMITTING: spells whose first episode is a colleague's go to that colleague. SHARED: spells come to everybody else
    who had an episode in them, and leave nobody. EPISODE: spells that are not one whole episode of the discharging
    clinician leave, and each of their episodes comes in their place, with its own start and end; only the last ends as
    the spell does. Spells without episodes stay where they are.
    """
    gone: defaultdict[ClinicianId, list[CaseColumns]] = defaultdict(list)
    come: defaultdict[ClinicianId, list[CaseColumns]] = defaultdict(list)
    [(last,)] = reading.rows("SELECT coalesce(max(rowid), 0) FROM spell")
    for first in range(1, last + 1, _AT_ONCE):
        moves = _moved(reading, attribution, (first, first + _AT_ONCE - 1))
        for kept, found in zip((gone, come), moves, strict=True):
            for who, columns in found.items():
                kept[ClinicianId(who)].append(columns)
    left, came = ({who: joined(*parts) for who, parts in each.items()} for each in (gone, come))
    return left, came


def _moved(
    reading: Reading, attribution: Attribution, between: tuple[int, int]
) -> tuple[Mapping[str, CaseColumns], Mapping[str, CaseColumns]]:
    """Return the same of some of the rows, so that a million need no memory at once."""
    if attribution is Attribution.ADMITTING:
        rows = reading.rows(
            f"SELECT e.clinician_id, s.clinician_id, {_REST} FROM {_BOTH} AND {_ANOTHERS} AND {_IS_FIRST}", between
        )
        return by_clinician(rows, 1), by_clinician(rows, 1, whose=0)
    if attribution is Attribution.SHARED:
        query = f"SELECT DISTINCT s.id, e.clinician_id, {_REST} FROM {_BOTH} AND {_ANOTHERS}"
        return {}, by_clinician(reading.rows(query, between), 1)
    query = f"SELECT s.id, e.clinician_id, {_EPISODE}, s.clinician_id, {_REST} FROM {_BOTH} AND {_IS_PART}"
    rows = reading.rows(query, between)
    each_spell = list({row[0]: row for row in rows}.values())
    return by_clinician(each_spell, _END), by_clinician([row[:_END] for row in rows], 1)


def without_episodes(reading: Reading) -> dict[tuple[ClinicianId, Month], int]:
    """Return how many spells of each clinician and month of discharge have no episode stored."""
    found = reading.rows(
        "SELECT clinician_id, substr(discharged, 1, 7) AS month, count(*) FROM spell WHERE discharged IS NOT NULL"
        f" AND {_NO_EPISODE} GROUP BY 1, 2"
    )
    return {(ClinicianId(clinician), Month.parse(month)): count for clinician, month, count in found}


def behind(
    reading: Reading, clinician: ClinicianId, period: Period, attribution: Attribution, *, present: bool = False
) -> tuple[Spell, ...]:
    """Return the spells that ended in a period and count for a clinician by an attribution, newest first.

    ``present``: those that lay in hospital on any day of it instead. By EPISODE each has its episode's start and end.
    """
    first, after = period.first.first.isoformat(), (period.last + 1).first.isoformat()
    order = "ORDER BY discharged IS NULL DESC, discharged DESC, id"
    if attribution is Attribution.EPISODE:
        columns = ", ".join(f"{_OF_EPISODE.get(name, f's.{name}')} AS {name}" for name in spells.STORED)
        query = (
            f"SELECT * FROM (SELECT {columns} FROM episode AS e JOIN spell AS s ON s.id = e.spell_id"
            f" WHERE e.clinician_id = ? AND {_when('e.started', 'e.ended', present=present)}"
            f" UNION ALL SELECT {', '.join(spells.STORED)} FROM spell"
            f" WHERE clinician_id = ? AND {_NO_EPISODE} AND {_when('admitted', 'discharged', present=present)}) {order}"
        )
        return spells.selected(reading, query, (clinician, first, after) * 2)
    when = _when("admitted", "discharged", present=present)
    whose = _WHOSE[attribution]
    return spells.where(reading, f"{whose} AND {when} {order}", (*(clinician,) * whose.count("?"), first, after))


def _when(start: str, end: str, *, present: bool) -> str:
    if present:
        return f"({end} IS NULL OR {end} >= ?) AND {start} < ?"
    return f"{end} >= ? AND {end} < ?"
