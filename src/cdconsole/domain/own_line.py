"""A chart as it may be seen by others than the reviewer: this clinician's own line, and nobody else's name or words."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.measure import MeasureChart


def own_line(chart: MeasureChart) -> MeasureChart:
    """Return a chart without the team's line and without any words that people typed: these may name others.

    What they mark stays: disputed months, the days of PDSA cycles, where limits begin anew (``SpcChart.limits_text``).
    """
    return replace(
        chart,
        measure=replace(chart.measure, owner=""),
        team=(),
        team_note="",
        quality_reasons=(),
        challenges=tuple(replace(note, words="see the challenge") for note in chart.challenges),
        notes=(),
        cycles=tuple(replace(cycle, plan="a change was tried") for cycle in chart.cycles),
        limit_marks=(),
    )
