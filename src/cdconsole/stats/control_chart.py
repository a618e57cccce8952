"""One chart: from a dated series to limits, special causes and icons, by a named profile and kind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.spc import AssuranceIcon, SpcChart, SpcPoint, VariationIcon
from cdconsole.stats.chart_notes import notes_of_series
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.fitness import misfits
from cdconsole.stats.icons import direction_of
from cdconsole.stats.judging import Judgement, judge
from cdconsole.stats.rules import SIGNALS
from cdconsole.stats.series_table import SeriesTable

_NO_COLUMN = np.empty(0)


@dataclass(frozen=True)
class SeriesPoint:
    """One point as it comes in; ``value`` None is a gap that keeps its place.

    For charts per denominator ``value`` is the numerator over the denominator. For charts of subgroups each value is a
    point of its own, several to a date.
    """

    on: date
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


def control_chart(points: Sequence[SeriesPoint], options: ChartOptions) -> SpcChart:
    """Return the chart of one series, put in date order.

    Rules as NHSRplotthedots 0.2.2 and NHS England's Making Data Count, limits of charts other than XmR as qicharts2;
    ``rules`` and the modules of limits hold the formulas. A subgroup comes back as one point: its mean or standard
    deviation, and as denominator how many values it has. Raises UserFacingError for two points on one date (but for
    subgroups), for a rebase or excluded date that is not in the series, and for a value the kind of chart cannot have.
    """
    if not points:
        return _nothing(options)
    ordered = sorted(points, key=lambda point: point.on)
    dates = {point.on for point in ordered}
    if not options.kind.has_subgroups:
        _refuse_duplicates([point.on for point in ordered])
    _refuse_unknown(options.rebase, dates, "The limits cannot change on")
    _refuse_unknown(options.excluded, dates, "No point can be left out on")
    found = judge(_table(ordered, options), options)
    return SpcChart(
        points=_drawn(ordered, found),
        profile=options.profile,
        improvement=options.improvement,
        icon=found.icons()[0],
        assurance=found.assurances()[0],
        target=options.target,
        is_trial=bool(found.is_trial[0]),
        notes=notes_of_series(found).get(0, ()),
        kind=options.kind,
        runs=found.runs,
    )


def _nothing(options: ChartOptions) -> SpcChart:
    note = f"No value to calculate a {options.kind.centre_noun} from."
    icons = (VariationIcon.NONE, AssuranceIcon.NONE)
    is_trial = options.rules.withholds_trial_icons
    return SpcChart((), options.profile, options.improvement, *icons, options.target, is_trial, (note,), options.kind)


def _refuse_duplicates(dates: Sequence[date]) -> None:
    for earlier, later in pairwise(dates):
        if earlier == later:
            raise UserFacingError(
                f"{date_text(later)} has more than one value.", "Keep one value a date, or say what the series are."
            )


def _refuse_unknown(wanted: Sequence[date], known: set[date], what: str) -> None:
    for on in wanted:
        if on not in known:
            raise UserFacingError(
                f"{what} {date_text(on)}: the series has no point on that date.", "Choose the date of a point."
            )


def _table(points: Sequence[SeriesPoint], options: ChartOptions) -> SeriesTable:
    starts = np.array([0, len(points)])
    days = np.array([point.on.toordinal() for point in points])
    value = np.array([point.value for point in points], dtype=np.float64)  # None becomes NaN
    is_misfit, why = misfits(options.kind, value)
    if is_misfit.any():
        at = points[int(np.argmax(is_misfit))].on
        raise UserFacingError(f"{date_text(at)} does not suit a {options.kind.title}: {why}.", "Choose another chart.")
    if options.kind.has_subgroups:
        return SeriesTable.of_subgroups(starts, days, value)
    size = _NO_COLUMN
    if options.kind.needs_denominator:
        size = np.array([point.denominator for point in points], dtype=np.float64)
    return SeriesTable(starts, days, value, size, _NO_COLUMN)


def _drawn(points: Sequence[SeriesPoint], found: Judgement) -> tuple[SpcPoint, ...]:
    way, counts, values = found.options.meaning, _counts(points, found), _or_none(found.value)
    days, phases = found.table.days.tolist(), found.per_row(found.phase_numbers).tolist()
    signals, is_excluded = [SIGNALS[met] for met in found.met.tolist()], found.is_excluded.tolist()
    lines = zip(*(_or_none(found.per_row(line)) for line in found.lines.columns), strict=True)
    return tuple(
        SpcPoint(
            date.fromordinal(days[place]),
            values[place],
            phases[place],
            centre,
            lower,
            upper,
            signals[place][0],
            direction_of(signals[place][1], way),
            *counts[place],
            near_lower,
            near_upper,
            is_excluded[place],
        )
        for place, (centre, lower, upper, near_lower, near_upper) in enumerate(lines)
    )


def _counts(points: Sequence[SeriesPoint], found: Judgement) -> list[tuple[float | None, float | None]]:
    """Return numerator and denominator of each point drawn."""
    if found.options.kind.has_subgroups:
        return [(None, size) for size in found.table.size.tolist()]
    return [(point.numerator, point.denominator) for point in points]


def _or_none(column: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[float | None]:
    return [None if math.isnan(number) else number for number in column.tolist()]
