"""Lengths of stay against what is expected: never as counts of days."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StayRatio:
    """Days observed against days expected for one unit, with an interval widened by ``phi``.

    ``phi`` is the variance of single stays over their mean, given the strata: 1 for counts, 5 to 8 for days.
    ``alone`` of the ``stays`` are in strata where nobody else works and are left out. The ratio and its interval are
    None where that is more than a fifth of them, or no days are expected; ``phi`` is where there is one stay a stratum.
    """

    unit: str
    stays: int
    alone: int
    days: float
    expected_days: float
    phi: float | None
    ratio: float | None
    lower: float | None
    upper: float | None
