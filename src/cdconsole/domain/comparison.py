"""Comparing work of different kinds: standardised ratios and shrunken values, each beside what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ALONE = 0.2
"""The share of cases in strata where nobody else works above which nothing can be compared."""
LEAST_RELIABILITY = 0.5
"""Reliability below which differences are mostly chance."""


@dataclass(frozen=True)
class StandardisedRatio:
    """Events observed against events expected from the reference's rates in the same strata, for one unit.

    ``cases`` are all of the unit's; ``alone`` those in strata where nobody else works. Where these are left out for
    want of a reference, ``observed`` and ``expected`` are of the others. ``adjusted_rate`` is ratio x the reference's
    overall rate; it, the ratio and its interval are None where it is not comparable, or nothing is expected.
    """

    unit: str
    cases: int
    alone: int
    observed: float
    expected: float
    ratio: float | None
    lower: float | None
    upper: float | None
    adjusted_rate: float | None

    @property
    def share_alone(self) -> float:
        """Return the share of cases in strata where nobody else works."""
        return self.alone / self.cases if self.cases else 0.0

    @property
    def is_comparable(self) -> bool:
        """Return whether enough of the cases are of a kind that others see, too."""
        return self.share_alone <= MOST_ALONE

    @property
    def words(self) -> str:
        """Return how far the unit can be compared, in one sentence."""
        share = f"{self.alone:,} of {self.cases:,} cases are of a kind nobody else sees"
        if not self.is_comparable:
            return f"Not comparable: {share}."
        if self.ratio is None:
            return "No ratio: no events are expected."
        return f"{share}." if self.alone else "Every case is of a kind others see, too."


@dataclass(frozen=True)
class ShrunkenValue:
    """A value drawn towards the whole by as much as chance explains its distance (empirical Bayes).

    ``reliability`` is the share of the distance that is kept: 0 where differences are all chance, 1 where none is.
    """

    unit: str
    numerator: float
    denominator: float
    value: float | None
    shrunken: float
    reliability: float

    @property
    def is_mostly_noise(self) -> bool:
        """Return whether chance explains more of the distance than it leaves."""
        return self.reliability < LEAST_RELIABILITY

    @property
    def words(self) -> str:
        """Return the reliability in words."""
        noise = ": mostly noise" if self.is_mostly_noise else ""
        return f"Reliability {self.reliability:.2f}{noise}."
