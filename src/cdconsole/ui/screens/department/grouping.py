"""Which measures of the team stand together: under their success critical outcome, or not drawn yet. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdconsole.domain.measure import DepartmentOverview, MeasureChart

NO_OUTCOME = "Not under an outcome yet"


@dataclass(frozen=True)
class TileGroup:
    """Charts under one heading; the heading is empty where there are no outcomes to tell apart."""

    title: str
    charts: tuple[MeasureChart, ...]


@dataclass(frozen=True)
class GroupPlace:
    """Where a group stands in the grid: its heading's row and first column, and how many columns wide it is."""

    row: int
    column: int
    span: int


@dataclass(frozen=True)
class SummaryRow:
    """One row of the summary table: ``outcome`` is empty for a measure under none."""

    charted: MeasureChart
    outcome: str


def tile_groups(overview: DepartmentOverview) -> tuple[TileGroup, ...]:
    """Return the charts that can be drawn, outcome by outcome, those under none last; no group is empty.

    A measure stands once: under the first outcome that names it.
    """
    rows = [row for row in summary_rows(overview) if not row.charted.unavailable]
    titles = [title for title in _titles(overview) if any(row.outcome == title for row in rows)]
    under = [TileGroup(title, tuple(row.charted for row in rows if row.outcome == title)) for title in titles]
    alone = tuple(row.charted for row in rows if not row.outcome)
    if alone:
        under.append(TileGroup(NO_OUTCOME if under else "", alone))
    return tuple(under)


def group_places(sizes: Sequence[int], columns: int) -> tuple[GroupPlace, ...]:
    """Return where groups of so many tiles stand: side by side while they fit, a larger one over several lines.

    A group's tiles fill the rows under its heading's, ``span`` to a row.
    """
    places: list[GroupPlace] = []
    row = used = lines = 0
    for size in sizes:
        span = min(size, columns)
        if used + span > columns:
            row, used, lines = row + 1 + lines, 0, 0
        places.append(GroupPlace(row, used, span))
        used, lines = used + span, max(lines, -(-size // span))
    return tuple(places)


def not_drawn(overview: DepartmentOverview) -> tuple[MeasureChart, ...]:
    """Return the measures without a chart; each says what is missing."""
    return tuple(chart for chart in overview.charts if chart.unavailable)


def summary_rows(overview: DepartmentOverview) -> tuple[SummaryRow, ...]:
    """Return every measure in the order of the definitions, with its outcome."""
    under = {measure: each.title for each in reversed(overview.outcomes) for measure in each.measures}
    return tuple(SummaryRow(chart, under.get(chart.measure.id, "")) for chart in overview.charts)


def filtered(rows: tuple[SummaryRow, ...], words: str) -> tuple[SummaryRow, ...]:
    """Return the rows that have every word in their measure, outcome or icon; all without words."""
    wanted = words.casefold().split()
    return tuple(row for row in rows if all(word in _searched(row) for word in wanted))


def _searched(row: SummaryRow) -> str:
    icon = "not available" if row.charted.unavailable else row.charted.chart.icon.words
    return f"{row.charted.measure.title} {row.outcome} {icon}".casefold()


def _titles(overview: DepartmentOverview) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.title for each in overview.outcomes))
