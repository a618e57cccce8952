"""A value with what chance leaves open about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class IntervalMethod(Enum):
    """How an interval is worked out.

    WILSON: score interval of a proportion. BYAR: of a count or rate, exact below ten events.
    CLOPPER_PEARSON: exact, of a proportion. EXACT_COUNT: exact (Garwood), of a count or rate.
    """

    WILSON = "wilson"
    BYAR = "byar"
    CLOPPER_PEARSON = "clopper_pearson"
    EXACT_COUNT = "exact_count"

    @property
    def is_for_proportions(self) -> bool:
        """Return whether the numerator is a part of the denominator."""
        return self in (IntervalMethod.WILSON, IntervalMethod.CLOPPER_PEARSON)


@dataclass(frozen=True)
class Estimate:
    """``numerator`` / ``denominator`` and its interval; all three None where the denominator is nought."""

    numerator: float
    denominator: float
    value: float | None
    lower: float | None
    upper: float | None
