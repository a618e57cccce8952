"""Makes spells of rows: one row a spell, or the episodes of one patient and admission date a spell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from cdconsole.domain.calendar import date_text
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.moments import MIDNIGHT
from cdconsole.importing.records import EpisodePart, SpellPart
from cdconsole.importing.rows import StoredRows
from cdconsole.importing.table import PART_ROWS

Ask = Callable[[Field, int, str, str], None]
"""Asks a question: (field, row, reason, value)."""

_DAY = len("2026-11-23")
_SHARED = tuple(field.name for field in fields(SpellPart) if field.name in StoredRows.__slots__)
_COLUMNS = tuple(field.name for field in fields(SpellPart) if field.name not in ("episodes", "share"))


class _Row(NamedTuple):
    """One row of StoredRows."""

    number: int
    identity: str
    patient: str
    clinician: str
    admitted: str
    discharged: str | None
    is_timed: bool
    started: str
    ended: str | None
    order: int | None
    patient_class: str
    admission: str
    discharge: str
    specialty: str
    ward: str
    age_band: str
    sex: str
    hrg: str


_columns = attrgetter(*_Row._fields)


def has_times(rows: StoredRows) -> bool:
    """Return whether any admission or discharge has a time of day; midnight throughout means dates only."""
    return any(
        (came[_DAY:] != MIDNIGHT or (out is not None and out[_DAY:] != MIDNIGHT))
        for came, out, timed in zip(rows.admitted, rows.discharged, rows.is_timed, strict=True)
        if timed
    )


def spells_of_rows(rows: StoredRows) -> SpellPart:
    """Return one spell for each row."""
    shared = {name: getattr(rows, name) for name in _SHARED}
    return SpellPart(
        row=rows.number, rows=[1] * len(rows.number), source_key=rows.identity, has_times=rows.is_timed, **shared
    )


def spells_of_episodes(parts: Sequence[StoredRows], ask: Ask, *, is_timed: bool) -> Iterator[SpellPart]:
    """Yield the spells that episodes belong to, with the episodes in the order of time within each.

    Episodes of one patient with one admission date are one spell. Admission facts come from its first episode,
    discharge facts from its last; the latest discharge date is used. What contradicts itself is asked and stored.
    """
    groups: dict[tuple[str, str], list[_Row]] = {}
    for part in parts:
        for row in map(_Row._make, zip(*_columns(part), strict=True)):
            groups.setdefault((row.patient, row.admitted[:_DAY]), []).append(row)
    spells: list[tuple[Any, ...]] = []
    episodes = EpisodePart()
    for (patient, admitted), members in groups.items():
        members.sort(key=lambda row: (row.order is None, row.order or 0, row.started, row.number))
        _question(members, ask)
        for place, row in enumerate(members, start=1):
            _add_episode(episodes, len(spells), place, row)
        spells.append(_spell(members, f"{patient}|{admitted}", is_timed=is_timed))
        if len(spells) == PART_ROWS:
            yield _part(spells, episodes)
            spells, episodes = [], EpisodePart()
    if spells:
        yield _part(spells, episodes)


def _part(spells: Sequence[tuple[Any, ...]], episodes: EpisodePart) -> SpellPart:
    columns: dict[str, Any] = dict(zip(_COLUMNS, map(list, zip(*spells, strict=True)), strict=True))
    return SpellPart(**columns, episodes=episodes)


def _add_episode(episodes: EpisodePart, spell: int, place: int, row: _Row) -> None:
    episodes.spell.append(spell)
    episodes.row.append(row.number)
    episodes.source_key.append(row.identity)
    episodes.clinician.append(row.clinician)
    episodes.order.append(row.order or place)
    episodes.started.append(row.started)
    episodes.ended.append(row.ended)


def _spell(members: Sequence[_Row], source_key: str, *, is_timed: bool) -> tuple[Any, ...]:
    """Return one spell in the order of SpellPart's columns."""
    first, last = members[0], members[-1]
    return (
        first.number,
        len(members),
        source_key,
        first.patient,
        last.clinician,
        min(row.admitted for row in members),
        max((row.discharged for row in members if row.discharged is not None), default=None),
        is_timed and all(row.is_timed for row in members),
        first.patient_class,
        first.admission,
        last.discharge,
        last.specialty,
        last.ward,
        first.age_band,
        first.sex,
        last.hrg,
    )


def _question(members: Sequence[_Row], ask: Ask) -> None:
    """Ask what contradicts itself between the episodes of one spell, at the later episode's row."""
    if len(members) == 1:
        return
    days = sorted({row.discharged[:_DAY] for row in members if row.discharged is not None})
    if len(days) > 1:
        rows = ", ".join(str(row.number) for row in members)
        reason = f"Rows {rows} are one spell with different discharge dates; the latest is used"
        ask(Field.DISCHARGED, members[-1].number, reason, ", ".join(map(_said, days)))
    for before, after in pairwise(members):
        if before.order is not None and before.order == after.order:
            reason = f"Row {before.number} of the same spell has the same episode order"
            ask(Field.EPISODE_ORDER, after.number, reason, str(after.order))
        if after.started < before.started:
            reason = f"Starts before the episode on row {before.number}, which comes first by its order"
            ask(Field.EPISODE_START, after.number, reason, _said(after.started))
        elif before.ended is not None and after.started < before.ended:
            reason = f"Overlaps the episode on row {before.number}, which ends {_said(before.ended)}"
            ask(Field.EPISODE_START, after.number, reason, _said(after.started))


def _said(moment: str) -> str:
    return date_text(date.fromisoformat(moment[:_DAY]))
