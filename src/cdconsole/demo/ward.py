"""The 24 patients on the demonstration department's wards, and what was predicted for each as the days went by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from cdconsole.demo.roster import ROSTER
from cdconsole.domain.clinician import Grade
from cdconsole.domain.ward import ReasonCode

INPATIENTS = 24
_BEDS_A_BAY = 4
_NOT_SET = 0.12
_LOOKED_AT_AGAIN = 0.75
_LONGEST_SO_FAR = 17
_REASONS = (
    ReasonCode.CLINICAL,
    ReasonCode.AWAITING_TEST,
    ReasonCode.AWAITING_PROCEDURE,
    ReasonCode.SOCIAL_CARE,
    ReasonCode.TRANSPORT,
    ReasonCode.REVIEWED,
)


@dataclass(frozen=True)
class Prediction:
    """One predicted date as the administrator typed it, and when."""

    at: datetime
    on: date
    reason: ReasonCode


@dataclass(frozen=True)
class WardPatient:
    """An invented inpatient with a bed and every prediction made so far; times are the ward's own."""

    bay: str
    bed: str
    hospital_number: str
    clinician: str
    admitted: datetime
    predictions: tuple[Prediction, ...]


def generate_ward(today: date, rng: np.random.Generator) -> tuple[WardPatient, ...]:
    """Return the current inpatients as they stood last night: some without a predicted date, some past it."""
    wards = sorted({person.ward for person in ROSTER})
    return tuple(_patient(place, wards, today, rng) for place in range(INPATIENTS))


def _patient(place: int, wards: list[str], today: date, rng: np.random.Generator) -> WardPatient:
    on_ward, in_ward = divmod(place, INPATIENTS // len(wards))
    bay, bed = divmod(in_ward, _BEDS_A_BAY)
    ward = wards[on_ward]
    consultants = [person.name for person in ROSTER if person.ward == ward and person.grade is Grade.CONSULTANT]
    so_far = 1 + min(int(rng.geometric(0.2)), _LONGEST_SO_FAR)
    admitted = datetime.combine(
        today - timedelta(days=so_far), time(int(rng.integers(9, 22)), int(rng.integers(0, 60)))
    )
    is_set = rng.random() >= _NOT_SET
    return WardPatient(
        bay=f"{ward} {bay + 1}",
        bed=str(bed + 1),
        hospital_number=f"D{704100 + 37 * place + int(rng.integers(0, 37))}",
        clinician=str(rng.choice(consultants)),
        admitted=admitted,
        predictions=tuple(_predictions(admitted, today, rng)) if is_set else (),
    )


def _predictions(admitted: datetime, today: date, rng: np.random.Generator) -> Iterator[Prediction]:
    """Yield the first prediction, made the morning after, and the changes made on days it ran out."""
    made = admitted.date() + timedelta(days=1)
    on = made + timedelta(days=1 + int(rng.poisson(3.5)))
    reason = ReasonCode.FIRST
    while True:
        yield Prediction(datetime.combine(made, time(9, int(rng.integers(5, 55)))), on, reason)
        if on >= today or rng.random() >= _LOOKED_AT_AGAIN:
            return
        made, reason = on, _REASONS[int(rng.integers(0, len(_REASONS)))]
        on = made + timedelta(days=1 + int(rng.poisson(1.5)))
