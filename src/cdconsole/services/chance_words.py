"""Says how many charts were looked at, and how many of them chance alone would mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.small_numbers import false_flags_text
from cdconsole.domain.spc import VariationIcon
from cdconsole.stats.chance import expected_chance_signals


def chance_words(charts: Iterable[MeasureChart]) -> str:
    """Return ``6 charts looked at; chance alone would give about 0.1 special-cause icons, ...``; nothing for no chart.

    What is expected is of XmR charts of independent months; other kinds and real months give a little more.
    """
    drawn = [chart for chart in charts if not chart.unavailable]
    if not drawn:
        return ""
    icons = sum(expected_chance_signals(1, _newest(chart)).icon for chart in drawn if _can_have_icon(chart))
    marked = sum(expected_chance_signals(1, points).any_point for chart in drawn for points in _phases(chart))
    looked_at = "1 chart looked at" if len(drawn) == 1 else f"{len(drawn)} charts looked at"
    return (
        f"{looked_at}; chance alone would give {false_flags_text(icons)} special-cause icons, and mark some point on"
        f" {false_flags_text(marked)} of them."
    )


def _can_have_icon(chart: MeasureChart) -> bool:
    """Return whether there is an icon, or only too few months for one: not so with few cases, or on a run chart."""
    return chart.chart.icon is not VariationIcon.NONE or chart.chart.is_trial


def _phases(chart: MeasureChart) -> list[int]:
    """Return how many points each phase's limits come from: limits are judged anew in each."""
    points = (point for point in chart.chart.points if point.value is not None and not point.is_excluded)
    return list(Counter(point.phase for point in points).values())


def _newest(chart: MeasureChart) -> int:
    return _phases(chart)[-1] if _phases(chart) else 0
