"""The consultant reviews of the acute take: of every emergency admitted, and of those who went home instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Final

import numpy as np

from cdconsole.demo.extract_file import Dated, ExtractFile, Row
from cdconsole.demo.roster import NAMES, ROSTER
from cdconsole.demo.spell_file import HEADINGS
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field

EMERGENCY = ("21", "22", "28")
_COLUMNS: Final = {
    Field.SPELL_KEY: "spell number",
    Field.PATIENT: "patient identifier",
    Field.CLINICIAN: "reviewing consultant",
    Field.ARRIVED: "arrived",
    Field.REVIEWED: "reviewed",
    Field.DECISION: "decision",
}
_SPELL, _PATIENT, _ADMITTED, _METHOD = (
    HEADINGS.index(name) for name in ("Spell number", "Patient number", "Admitted", "Admission method")
)
_FIRST, _LAST = time(8), time(19, 50)
_MISSED = 0.07
_STILL_IN_DAYS = 30
_CODES = {person.name: person.code for person in ROSTER}


def take_reviews(on_take: Mapping[date, str], spells: Sequence[Row], rng: np.random.Generator) -> ExtractFile:
    """Return a review of each emergency by whoever had the take that day, and of those sent home.

    In the newest month some were missed. Those who are in hospital still have a review and no spell yet.
    """
    admission_rate = dict(zip(NAMES, rng.uniform(0.56, 0.68, len(NAMES)).tolist(), strict=True))
    admitted = _admitted(on_take, spells, rng)
    numbers = count(1)
    rows: list[Dated] = []
    for day, who in on_take.items():
        rate = admission_rate[who]
        home = int(rng.poisson(len(admitted[day]) * (1 - rate) / rate))
        patients = [*admitted[day], *((f"TAKE{next(numbers):05d}", "", None) for _ in range(home))]
        kept = rng.random(len(patients)) >= (_MISSED if day >= max(on_take).replace(day=1) else 0.0)
        waits = rng.integers((20, 30), (240, 200), (len(patients), 2)).tolist()
        rows += [
            (day, _review(day, who, patient, minutes))
            for patient, is_kept, minutes in zip(patients, kept.tolist(), waits, strict=True)
            if is_kept
        ]
    return ExtractFile("take-reviews", ExtractKind.TAKE_REVIEWS, _COLUMNS, rows)


_Patient = tuple[str, str, datetime | None]
"""Patient and spell number, and when they were admitted; None for those who were not."""


def _admitted(
    on_take: Mapping[date, str], spells: Sequence[Row], rng: np.random.Generator
) -> dict[date, list[_Patient]]:
    """Return the emergencies of each day, with about as many as usual on the last days, whose spells go on."""
    found: dict[date, list[_Patient]] = {day: [] for day in on_take}
    for row in spells:
        if row[_METHOD] in EMERGENCY:
            at = datetime.fromisoformat(row[_ADMITTED])
            if at.date() in found:
                found[at.date()].append((row[_PATIENT], row[_SPELL], at))
    usual = sum(map(len, found.values())) / len(found)
    for day in sorted(on_take)[-_STILL_IN_DAYS:]:
        found[day] += list(_still_in(day, max(0, int(rng.poisson(usual)) - len(found[day])), rng))
    return found


def _still_in(day: date, many: int, rng: np.random.Generator) -> Iterator[_Patient]:
    for place in range(many):
        at = datetime.combine(day, time(9)) + timedelta(minutes=int(rng.integers(0, 600)))
        yield f"STAY{day:%m%d}{place:02d}", "", at


def _review(day: date, who: str, patient: _Patient, minutes: Sequence[int]) -> Row:
    """Return a review within the shift, some minutes after the patient came to it and was admitted, if they were."""
    (number, spell, admitted), (waited, before) = patient, minutes
    first, latest = datetime.combine(day, _FIRST), datetime.combine(day, _LAST)
    came = first + timedelta(minutes=3 * waited) if admitted is None else max(admitted, first)
    reviewed = min(came + timedelta(minutes=waited), latest)
    arrived = min(came, admitted or came, reviewed) - timedelta(minutes=before)
    decision = "Discharged" if admitted is None else "Admitted"
    return spell, number, _CODES[who], *(at.isoformat(" ", "minutes") for at in (arrived, reviewed)), decision
