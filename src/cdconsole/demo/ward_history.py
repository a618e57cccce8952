"""Those who were on the ward list in the last fifteen months and have left, with what was predicted for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from cdconsole.demo.extract_file import Row
from cdconsole.demo.roster import ROSTER
from cdconsole.demo.spell_file import HEADINGS
from cdconsole.demo.ward import Prediction
from cdconsole.domain.calendar import Period
from cdconsole.domain.ward import ReasonCode

_CODE, _ADMITTED, _DISCHARGED, _CLASS = (
    HEADINGS.index(name) for name in ("Consultant code", "Admitted", "Discharged", "Patient class")
)
_MONTHS = 15
_ONE_IN = 10
_BEDS_A_BAY = 4
_NEVER_SET, _SET_LATE = 0.05, 0.14
_TOO_EARLY, _SPREAD_DAYS = -0.5, 1.5
_UNSAID = 0.08
_REASONS = (
    ReasonCode.CLINICAL,
    ReasonCode.AWAITING_TEST,
    ReasonCode.AWAITING_PROCEDURE,
    ReasonCode.SOCIAL_CARE,
    ReasonCode.TRANSPORT,
    ReasonCode.REVIEWED,
)
_PEOPLE = {person.code: person for person in ROSTER}


@dataclass(frozen=True)
class WardStay:
    """A stay on the ward that has ended, with the predictions made of its end; times are the ward's own."""

    bay: str
    bed: str
    hospital_number: str
    clinician: str
    admitted: datetime
    left: datetime
    predictions: tuple[Prediction, ...]


def ward_stays(spells: Sequence[Row], period: Period, rng: np.random.Generator) -> tuple[WardStay, ...]:
    """Return one in ten of the ward's stays that lay within the last fifteen months of ``period``, by admission."""
    first = (period.last - (_MONTHS - 1)).first
    on_ward = (row for row in spells if row[_CLASS] == "1" and row[_ADMITTED][:10] >= first.isoformat())
    chosen = sorted([row for place, row in enumerate(on_ward) if place % _ONE_IN == 0], key=lambda row: row[_ADMITTED])
    return tuple(_stay(place, row, rng) for place, row in enumerate(chosen))


def _stay(place: int, row: Row, rng: np.random.Generator) -> WardStay:
    admitted, left = (datetime.fromisoformat(row[cell]) for cell in (_ADMITTED, _DISCHARGED))
    person = _PEOPLE[row[_CODE]]
    bay, bed = rng.integers(1, (3, _BEDS_A_BAY + 1)).tolist()
    is_set = rng.random() >= _NEVER_SET
    return WardStay(
        bay=f"{person.ward} {bay}",
        bed=str(bed),
        hospital_number=f"D{500_000 + place}",
        clinician=person.name,
        admitted=admitted,
        left=left,
        predictions=tuple(_predictions(admitted, left, rng)) if is_set else (),
    )


def _predictions(admitted: datetime, left: datetime, rng: np.random.Generator) -> Iterator[Prediction]:
    """Yield the first prediction and, on each morning that it has run out, another, until the patient leaves."""
    hours = rng.uniform(26, 60) if rng.random() < _SET_LATE else rng.uniform(2, 22)
    at, reason = admitted + timedelta(minutes=int(60 * hours)), ReasonCode.FIRST
    while at < left:
        on = _guess(at.date(), left.date(), rng)
        yield Prediction(at, on, reason)
        at = datetime.combine(on, time(9, int(rng.integers(5, 55)))) + timedelta(days=1)
        said = _REASONS[int(rng.integers(0, len(_REASONS)))]
        reason = ReasonCode.IMPORTED if rng.random() < _UNSAID else said


def _guess(made: date, left: date, rng: np.random.Generator) -> date:
    """Return the day that is predicted: about the right one, more often too early, never before the day it is said."""
    days = (left - made).days + _TOO_EARLY + _SPREAD_DAYS * float(rng.standard_normal())
    return made + timedelta(days=max(0, round(days)))
