"""How the values of single records are spread: quartiles, whiskers and the empirical distribution."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

LEAST_IN_A_BOX = 10
"""Records below which each is a dot, with neither box nor line."""


@dataclass(frozen=True)
class ValueDistribution:
    """The values of one or more records. ``values`` are those that occur, ascending, each once.

    ``at_most`` says for each how many records are no greater, so its last is n. ``quartiles`` (type 7) are the lower,
    the median and the upper. ``whiskers`` are the last records within one and a half interquartile ranges of the box;
    None below ten records.
    """

    values: tuple[float, ...]
    at_most: tuple[int, ...]
    quartiles: tuple[float, float, float]
    whiskers: tuple[float, float] | None

    @property
    def n(self) -> int:
        """Return how many records there are."""
        return self.at_most[-1]

    @property
    def beyond(self) -> tuple[float, ...]:
        """Return the values outside the whiskers."""
        if self.whiskers is None:
            return ()
        low, high = self.whiskers
        return tuple(value for value in self.values if not low <= value <= high)

    def count_to(self, value: float) -> int:
        """Return how many records are no greater than a value."""
        place = bisect_right(self.values, value)
        return self.at_most[place - 1] if place else 0

    def share_to(self, value: float) -> float:
        """Return the empirical distribution function, #(y <= value) / n."""
        return self.count_to(value) / self.n

    def holding(self, share: float) -> float:
        """Return the smallest value that at least this share of the records, above 0 and at most 1, do not exceed."""
        return self.values[bisect_left(self.at_most, math.ceil(share * self.n - 1e-9))]
