"""How many of the charts looked at chance alone would mark, so that nobody reads every mark as news."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

# Shares of 100,000 simulated XmR charts of independent normal values under `mdc` (`simulation.chance_of_signal`, seed
# 20261123): points, charts with some flagged point, charts with the last point flagged, which is the icon.
_SHARES = (
    (13, 0.0551, 0.0108),
    (18, 0.0990, 0.0125),
    (24, 0.1539, 0.0137),
    (36, 0.2588, 0.0160),
    (48, 0.3538, 0.0172),
    (60, 0.4365, 0.0173),
)


@dataclass(frozen=True)
class ChanceSignals:
    """How many charts chance alone would mark, on average: with some flagged point, and with a special-cause icon."""

    any_point: float
    icon: float


def expected_chance_signals(charts: int, points: int) -> ChanceSignals:
    """Return what chance alone would give of ``charts`` charts of ``points`` points each under `mdc`.

    Between the simulated lengths it is interpolated; below 13 points there is no icon, and above 60 points the share of
    60 stands. Small counts, seasons and months that resemble their neighbours give more.
    """
    if points < _SHARES[0][0]:
        return ChanceSignals(0.0, 0.0)
    place = min(bisect_right([length for length, _, _ in _SHARES], points), len(_SHARES) - 1)
    (before, *low), (after, *high) = _SHARES[place - 1], _SHARES[place]
    part = min(1.0, (points - before) / (after - before))
    any_point, icon = (charts * (start + part * (end - start)) for start, end in zip(low, high, strict=True))
    return ChanceSignals(any_point, icon)
