"""Lengths of stay as a distribution, and against what is expected: never as counts of days."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_STAYS_BOX = 10
"""Stays below which each is drawn as a dot, and no box."""


@dataclass(frozen=True)
class StayBox:
    """Quartiles (type 7) and whiskers: the last stays within one and a half interquartile ranges of the box."""

    lower_whisker: float
    lower_quartile: float
    median: float
    upper_quartile: float
    upper_whisker: float
    beyond: tuple[float, ...]


@dataclass(frozen=True)
class StaySummary:
    """Stays in days. ``box`` is None below 10 of them; ``same_day`` says how many are 0 days, for they are in."""

    stays: int
    same_day: int
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    box: StayBox | None
    days: tuple[float, ...]
    shares: tuple[float, ...]
    """The empirical distribution: ``shares`` of stays are ``days`` or shorter; each day that occurs stands once."""


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
