"""What kept the demonstration department's people from work: leave, one long sickness, one closure of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cdconsole.demo.roster import NAMES
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.job_plan import ExposureKind

LONG_SICKNESS = "Dr Niamh Corrigan"
_SICKNESS_BACK = 20
CLOSURE_BACK = 14
_LEAVE_MONTHS = (3, 7, 11)


@dataclass(frozen=True)
class Absence:
    """One entry of the exposure log by name; ``clinician`` None is the whole department."""

    clinician: str | None
    kind: ExposureKind
    first: date
    last: date
    note: str


def absences(period: Period, rng: np.random.Generator) -> tuple[Absence, ...]:
    """Return the exposure log of a period: three spells of leave a year each, study leave, sickness, a closure."""
    sick = Period(period.last - _SICKNESS_BACK, period.last - (_SICKNESS_BACK - 2))
    entries = [
        Absence(LONG_SICKNESS, ExposureKind.SICKNESS, sick.first.first, sick.last.last, "Long-term sickness absence"),
        _closure(period.last - CLOSURE_BACK),
    ]
    for name in NAMES:
        for start in range(0, len(period), 12):
            leave = [_leave(name, period.first + (start + step), rng) for step in _LEAVE_MONTHS]
            study = _study_leave(name, period.first + (start + int(rng.integers(0, 3))), rng)
            entries += [away for away in (*leave, study) if name != LONG_SICKNESS or not _meets(away, sick)]
    return tuple(sorted(entries, key=lambda absence: (absence.first, absence.clinician or "")))


def _closure(month: Month) -> Absence:
    first = month.first + timedelta(days=(7 - month.first.weekday()) % 7 + 8)
    return Absence(
        None, ExposureKind.CLOSURE, first, first + timedelta(days=2), "Endoscopy unit closed: decontamination failure"
    )


def _leave(name: str, month: Month, rng: np.random.Generator) -> Absence:
    monday = month.first + timedelta(days=(7 - month.first.weekday()) % 7)
    first = monday + timedelta(weeks=int(rng.integers(0, 2)))
    return Absence(name, ExposureKind.LEAVE, first, first + timedelta(days=int(rng.choice((6, 6, 13)))), "Annual leave")


def _study_leave(name: str, month: Month, rng: np.random.Generator) -> Absence:
    first = month.first + timedelta(days=(9 - month.first.weekday()) % 7 + 14)
    return Absence(
        name, ExposureKind.STUDY_LEAVE, first, first + timedelta(days=int(rng.integers(0, 3))), "Study leave"
    )


def _meets(absence: Absence, period: Period) -> bool:
    return absence.first <= period.last.last and absence.last >= period.first.first
