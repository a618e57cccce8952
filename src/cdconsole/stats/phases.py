"""One phase of an XmR chart: its limits, its signals, and what must be said about them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cdconsole.domain.spc import RuleProfile
from cdconsole.stats.limits import Limits, xmr_limits
from cdconsole.stats.rules import RULES, FloatArray, RuleSet, Signals, special_causes

MINIMUM_BASELINE = 12
"""The fewest points limits may be fixed after."""

ADVISED_POINTS = 13
"""Limits from fewer points are trial limits."""


@dataclass(frozen=True, eq=False)
class Phase:
    """A stretch of points with limits and rules of its own; ``values`` holds NaN for a gap."""

    values: FloatArray
    limits: Limits
    signals: Signals
    rules: RuleSet
    is_screened: bool
    base_count: int

    @classmethod
    def of(cls, values: FloatArray, profile: RuleProfile, screen: bool | None, fix_after: int | None) -> Phase:
        """Return the phase of ``values`` in date order, its limits from the first ``fix_after`` rows or from all."""
        rules = RULES[profile]
        is_screened = rules.screens if screen is None else screen
        base = values[:fix_after]
        limits = xmr_limits(base, rules, screen=is_screened)
        signals = special_causes(values, limits.centre, limits.distance, rules)
        return cls(values, limits, signals, rules, is_screened, int(np.count_nonzero(~np.isnan(base))))

    @property
    def count(self) -> int:
        """Return how many points have a value."""
        return int(np.count_nonzero(~np.isnan(self.values)))

    @property
    def has_limits(self) -> bool:
        """Return whether there is a mean to draw."""
        return self.base_count > 0

    @property
    def has_ranges(self) -> bool:
        """Return whether any two base points stand side by side."""
        return bool(self.limits.ranges[0] > 0)

    @property
    def centre(self) -> float:
        """Return the mean of the base points."""
        return float(self.limits.centre[0])

    @property
    def lower(self) -> float:
        """Return the lower limit, not clipped; the mean where nothing can be judged."""
        return self.centre - self._drawn_distance

    @property
    def upper(self) -> float:
        """Return the upper limit; the mean where nothing can be judged."""
        return self.centre + self._drawn_distance

    @property
    def _drawn_distance(self) -> float:
        distance = float(self.limits.distance[0])
        return 0.0 if math.isnan(distance) else distance

    @property
    def shortage(self) -> str:
        """Return what the phase lacks for limits that are not on trial, or nothing."""
        if self.count < ADVISED_POINTS:
            return f"{self.count} of the {ADVISED_POINTS} points needed"
        if self.base_count < MINIMUM_BASELINE:
            return f"{self.base_count} of the {MINIMUM_BASELINE} values needed before the limits are fixed"
        return ""

    def notes(self) -> Iterator[str]:
        """Yield, in plain words, why limits are missing, collapsed or not screened."""
        if not self.has_limits:
            yield "No value to calculate a mean from."
        elif not self.has_ranges:
            yield "No two values stand side by side: the limits are drawn at the mean."
        elif self._drawn_distance == 0 and self.is_screened and not np.isnan(self.limits.distance[0]):
            yield "Screening left no variation: the limits are the mean, and every other value lies outside them."
        elif self._drawn_distance == 0:
            yield "No variation in the values the limits come from: the limits are the mean."
        if self.limits.is_screening_left_out[0]:
            yield "Screening left out: it would leave no variation."
