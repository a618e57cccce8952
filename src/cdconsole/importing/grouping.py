"""Makes spells of rows: one row a spell, or the episodes of one patient and admission date a spell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from itertools import pairwise

from cdconsole.domain.calendar import date_text
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.records import CheckedEpisode, CheckedSpell
from cdconsole.importing.rows import StoredRow

Ask = Callable[[Field, int, str, str], None]
"""Asks a question: (field, row, reason, value)."""


def file_has_times(rows: Iterable[StoredRow]) -> bool:
    """Return whether any admission or discharge has a time of day; midnight throughout means dates only."""
    return any(
        at is not None and at.time() != time.min
        for row in rows
        if row.is_timed
        for at in (row.admitted, row.discharged)
    )


def spells_of_rows(rows: Sequence[StoredRow], *, has_times: bool) -> tuple[CheckedSpell, ...]:
    """Return one spell for each row."""
    return tuple(_spell((row,), row.identity, row.discharged, has_times=has_times) for row in rows)


def spells_of_episodes(
    rows: Iterable[StoredRow], ask: Ask, *, has_times: bool
) -> tuple[tuple[CheckedSpell, ...], tuple[CheckedEpisode, ...]]:
    """Return the spells that episodes belong to, and the episodes in the order of time within each.

    Episodes of one patient with one admission date are one spell. Admission facts come from its first episode,
    discharge facts from its last; the latest discharge date is used. What contradicts itself is asked and stored.
    """
    groups: dict[tuple[str, str], list[StoredRow]] = {}
    for row in rows:
        groups.setdefault((row.patient, row.admitted.date().isoformat()), []).append(row)
    spells: list[CheckedSpell] = []
    episodes: list[CheckedEpisode] = []
    for (patient, admitted), members in groups.items():
        members.sort(key=lambda row: (row.order is None, row.order or 0, row.started, row.number))
        _question(members, ask)
        discharges = [row.discharged for row in members if row.discharged is not None]
        latest = max(discharges, default=None)
        episodes += [
            CheckedEpisode(
                len(spells), row.number, row.identity, row.clinician, row.order or place, row.started, row.ended
            )
            for place, row in enumerate(members, start=1)
        ]
        spells.append(_spell(members, f"{patient}|{admitted}", latest, has_times=has_times))
    return tuple(spells), tuple(episodes)


def _spell(
    members: Sequence[StoredRow], source_key: str, discharged: datetime | None, *, has_times: bool
) -> CheckedSpell:
    first, last = members[0], members[-1]
    return CheckedSpell(
        tuple(row.number for row in members),
        source_key,
        first.patient,
        last.clinician,
        min(row.admitted for row in members),
        discharged,
        has_times and all(row.is_timed for row in members),
        first.patient_class,
        first.admission,
        last.discharge,
        last.specialty,
        last.ward,
        first.age_band,
        first.sex,
        last.hrg,
    )


def _question(members: Sequence[StoredRow], ask: Ask) -> None:
    """Ask what contradicts itself between the episodes of one spell, at the later episode's row."""
    days = sorted({row.discharged.date() for row in members if row.discharged is not None})
    if len(days) > 1:
        rows = ", ".join(str(row.number) for row in members)
        reason = f"Rows {rows} are one spell with different discharge dates; the latest is used"
        ask(Field.DISCHARGED, members[-1].number, reason, ", ".join(date_text(day) for day in days))
    for before, after in pairwise(members):
        if before.order is not None and before.order == after.order:
            reason = f"Row {before.number} of the same spell has the same episode order"
            ask(Field.EPISODE_ORDER, after.number, reason, str(after.order))
        if after.started < before.started:
            reason = f"Starts before the episode on row {before.number}, which comes first by its order"
            ask(Field.EPISODE_START, after.number, reason, date_text(after.started.date()))
        elif before.ended is not None and after.started < before.ended:
            reason = f"Overlaps the episode on row {before.number}, which ends {date_text(before.ended.date())}"
            ask(Field.EPISODE_START, after.number, reason, date_text(after.started.date()))
