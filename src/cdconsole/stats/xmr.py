"""XmR charts: from a dated series to limits, special causes and icons, by a named profile."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.spc import (
    AssuranceIcon,
    Improvement,
    RuleProfile,
    SpcChart,
    SpcPoint,
    SpecialCause,
    VariationIcon,
)
from cdconsole.stats.icons import assurance_icon, direction_of, variation_icon
from cdconsole.stats.phases import MINIMUM_BASELINE, Phase
from cdconsole.stats.rules import RULES, RuleSet

_CAUSES = tuple(SpecialCause)


@dataclass(frozen=True)
class SeriesPoint:
    """One point as it comes in; ``value`` None is a gap that keeps its place."""

    on: date
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class ChartOptions:
    """How to draw a chart. ``screen`` None leaves screening to the profile.

    Each date of ``rebase`` starts a new phase, with limits and rules of its own. ``fix_after`` takes the limits of a
    phase from its first that many rows.
    """

    profile: RuleProfile = RuleProfile.MDC
    improvement: Improvement = Improvement.NEITHER
    screen: bool | None = None
    target: float | None = None
    rebase: tuple[date, ...] = ()
    fix_after: int | None = None

    def __post_init__(self) -> None:
        """Refuse a baseline too short to give limits."""
        if self.fix_after is not None and self.fix_after < MINIMUM_BASELINE:
            raise UserFacingError(
                f"Limits cannot be fixed after {self.fix_after} points.",
                f"Choose {MINIMUM_BASELINE} or more, or leave the limits unfixed.",
            )


def xmr_chart(points: Sequence[SeriesPoint], options: ChartOptions) -> SpcChart:
    """Return the XmR chart of one series, put in date order.

    Rules as NHSRplotthedots 0.2.2 and NHS England's Making Data Count; ``limits`` and ``rules`` hold the formulas.
    Raises UserFacingError for two points on one date and for a rebase date that is not in the series.
    """
    ordered = sorted(points, key=lambda point: point.on)
    dates = [point.on for point in ordered]
    _refuse_duplicates(dates)
    bounds = [*_phase_starts(dates, options.rebase), len(dates)]
    values = np.array([point.value for point in ordered], dtype=np.float64)  # None becomes NaN
    phases = [
        Phase.of(values[start:end], options.profile, options.screen, options.fix_after)
        for start, end in pairwise(bounds)
    ]
    drawn = tuple(
        point
        for number, (phase, start) in enumerate(zip(phases, bounds, strict=False), start=1)
        for point in _phase_points(ordered[start:], phase, number, options.improvement)
    )
    return _chart(drawn, phases, options)


def _refuse_duplicates(dates: Sequence[date]) -> None:
    for earlier, later in pairwise(dates):
        if earlier == later:
            raise UserFacingError(
                f"{date_text(later)} has more than one value.", "Keep one value a date, or say what the series are."
            )


def _phase_starts(dates: Sequence[date], rebase: Sequence[date]) -> list[int]:
    """Return the row each phase starts at."""
    for on in rebase:
        if on not in dates:
            raise UserFacingError(
                f"The limits cannot change on {date_text(on)}: the series has no point on that date.",
                "Choose the date of a point.",
            )
    return sorted({0, *(dates.index(on) for on in rebase)})


def _phase_points(points: Sequence[SeriesPoint], phase: Phase, number: int, improvement: Improvement) -> list[SpcPoint]:
    centre, lower, upper = (phase.centre, phase.lower, phase.upper) if phase.has_limits else (None, None, None)
    causes, sides = phase.signals.cause.tolist(), phase.signals.side.tolist()
    return [
        SpcPoint(
            point.on,
            None if math.isnan(value) else value,
            number,
            centre,
            lower,
            upper,
            special_cause=_CAUSES[cause],
            direction=direction_of(side, improvement),
            numerator=point.numerator,
            denominator=point.denominator,
        )
        for point, value, cause, side in zip(points, phase.values.tolist(), causes, sides, strict=False)
    ]


def _chart(points: tuple[SpcPoint, ...], phases: Sequence[Phase], options: ChartOptions) -> SpcChart:
    last = phases[-1]
    rules = RULES[options.profile]
    is_trial = rules.withholds_trial_icons and bool(last.shortage)
    has_icon = last.has_limits and not is_trial
    has_assurance = has_icon and last.has_ranges
    return SpcChart(
        points=points,
        profile=options.profile,
        improvement=options.improvement,
        icon=_icon(points, rules, options.improvement) if has_icon else VariationIcon.NONE,
        assurance=assurance_icon(last.lower, last.upper, options.target, options.improvement)
        if has_assurance
        else AssuranceIcon.NONE,
        target=options.target,
        is_trial=is_trial,
        notes=_notes(phases, is_trial=is_trial),
    )


def _icon(points: Sequence[SpcPoint], rules: RuleSet, improvement: Improvement) -> VariationIcon:
    """Return the icon of the last point; a gap at the end is no point where ``rules`` look past it."""
    candidates = [point for point in points if point.value is not None] if rules.looks_past_gaps else points
    return variation_icon(candidates[-1].direction, improvement)


def _notes(phases: Sequence[Phase], *, is_trial: bool) -> tuple[str, ...]:
    notes = []
    for number, phase in enumerate(phases, start=1):
        place = f"Phase {number}: " if len(phases) > 1 else ""
        notes += [place + note for note in phase.notes()]
    if shortage := phases[-1].shortage:
        notes.append(f"Trial limits{' and no icon' if is_trial else ''}: {shortage}.")
    return tuple(notes)
