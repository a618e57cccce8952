"""Says how many charts were looked at, and how many of them chance alone would mark."""

from __future__ import annotations

from collections.abc import Iterable

from cdconsole.domain.measure import MeasureChart
from cdconsole.stats.chance import expected_chance_signals


def chance_words(charts: Iterable[MeasureChart]) -> str:
    """Return ``6 charts looked at; chance alone would give about 0.1 special-cause icons, ...``; nothing for no chart.

    What is expected is of XmR charts of independent months; other kinds and real months give a little more.
    """
    lengths = [len(chart.chart.points) for chart in charts if not chart.unavailable]
    if not lengths:
        return ""
    expected = [expected_chance_signals(1, points) for points in lengths]
    looked_at = "1 chart looked at" if len(lengths) == 1 else f"{len(lengths)} charts looked at"
    icons, marked = sum(one.icon for one in expected), sum(one.any_point for one in expected)
    return (
        f"{looked_at}; chance alone would give about {icons:.1f} special-cause icons, and mark some point on about"
        f" {marked:.1f} of them."
    )
