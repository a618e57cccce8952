"""Turns measured times into what the benchmark prints: spread, reference, ratio, target, met or not."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

Entry = dict[str, object]


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Return the least, the middle and the greatest of some times, in milliseconds."""
    return {
        "runs": len(seconds),
        "min_ms": _ms(min(seconds)),
        "median_ms": _ms(median(seconds)),
        "max_ms": _ms(max(seconds)),
    }


def against(reference: str, measured: Sequence[float], by_reference: Sequence[float], at_most: float | None) -> Entry:
    """Return an entry that compares medians; without a target it only tells."""
    ratio = median(measured) / median(by_reference)
    entry: Entry = {
        "measured": spread(measured),
        "reference": {"what": reference} | spread(by_reference),
        "ratio": round(ratio, 2),
    }
    if at_most is not None:
        entry |= {"target": {"ratio": at_most}, "met": ratio <= at_most}
    return entry


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
