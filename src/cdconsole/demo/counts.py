"""What wards and the endoscopy unit report by the month: counts with nothing behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from cdconsole.demo.absences import Absence
from cdconsole.demo.extract_file import ExtractFile, Row
from cdconsole.demo.roster import NAMES, SPECIALTY
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field

_COLUMNS: Final = {
    Field.PERIOD: "period",
    Field.CLINICIAN: "clinician",
    Field.ORGANISATION: "organisation",
    Field.COUNT_OF: "count of",
    Field.NUMERATOR: "numerator",
    Field.DENOMINATOR: "denominator",
}
_A_MONTH_AWAY = 25


@dataclass(frozen=True)
class _Reported:
    """One count: between which shares clinicians' own levels lie, about how many it is out of, for how many months."""

    of: str
    shares: tuple[float, float]
    out_of: tuple[int, int]
    months: int = 36


_REPORTED = (
    _Reported("Not meeting the criteria to reside", (0.12, 0.21), (150, 260)),
    _Reported("Senior review before midday", (0.66, 0.84), (130, 230)),
    _Reported("Rectal retroversion", (0.89, 0.97), (8, 26)),
    _Reported("Letters sent within a day", (0.74, 0.86), (40, 110), 6),
)


def reported_counts(period: Period, away: Sequence[Absence], rng: np.random.Generator) -> ExtractFile:
    """Return every count for every clinician and month, but for months that a clinician was not there."""
    rows = []
    for reported in _REPORTED:
        usual = dict(zip(NAMES, rng.uniform(*reported.shares, len(NAMES)).tolist(), strict=True))
        for month in period.months[-reported.months :]:
            rows += [(month.first, row) for row in _rows(month, reported, (usual, away), rng)]
    return ExtractFile("reported-counts", ExtractKind.COUNTS, _COLUMNS, rows)


def _rows(
    month: Month,
    reported: _Reported,
    known: tuple[dict[str, float], Sequence[Absence]],
    rng: np.random.Generator,
) -> Iterator[Row]:
    usual, away = known
    gone = {
        absence.clinician
        for absence in away
        if (min(absence.last, month.last) - max(absence.first, month.first)).days >= _A_MONTH_AWAY
    }
    for name in NAMES:
        every = int(rng.integers(*reported.out_of))
        some = int(rng.binomial(every, usual[name]))
        if name not in gone:
            yield month.iso(), name, SPECIALTY, reported.of, str(some), str(every)
