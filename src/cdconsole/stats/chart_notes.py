"""What must be said about a chart in plain words: why limits are missing, collapsed, not screened or on trial."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cdconsole.domain.spc import ChartKind
from cdconsole.stats.chart_options import MINIMUM_BASELINE
from cdconsole.stats.judging import ADVISED_POINTS, Judgement
from cdconsole.stats.runs import ADVISED_USEFUL_POINTS


def notes_of_series(found: Judgement) -> dict[int, tuple[str, ...]]:
    """Return the notes of each series that has any, by its place."""
    facts = found.facts
    is_plain = (facts.base_count > 0) & facts.has_spread & ~facts.is_screening_left_out
    if found.options.kind is not ChartKind.RUN:
        is_plain &= facts.width > 0
    series_of_phase = np.repeat(np.arange(len(found.last_phases)), np.diff(found.first_phases))
    wanted = np.union1d(series_of_phase[~is_plain], np.flatnonzero(found.is_short))
    return {place: tuple(_notes(found, place)) for place in wanted.tolist()}


def _notes(found: Judgement, series: int) -> Iterator[str]:
    first, end = found.first_phases[series : series + 2].tolist()
    for phase in range(first, end):
        place = f"Phase {phase - first + 1}: " if end - first > 1 else ""
        for note in _phase_notes(found, phase):
            yield place + note
    if found.is_short[series]:
        yield _shortage(found, end - 1, is_trial=bool(found.is_trial[series]))


def _phase_notes(found: Judgement, phase: int) -> Iterator[str]:
    facts, options = found.facts, found.options
    if not facts.base_count[phase]:
        yield f"No value to calculate a {options.kind.centre_noun} from."
    elif options.kind is ChartKind.RUN:
        return
    elif not facts.has_spread[phase]:
        lack = "No date has two values" if options.kind.has_subgroups else "No two values stand side by side"
        yield f"{lack}: {'there are no limits' if options.kind.has_subgroups else 'the limits are drawn at the mean'}."
    elif facts.width[phase] == 0 and options.screening.is_on:
        yield "Screening left no variation: the limits are the mean, and every other value lies outside them."
    elif not facts.width[phase] > 0:
        yield "No variation in the values the limits come from: the limits are the mean."
    if facts.is_screening_left_out[phase]:
        yield "Screening left out: it would leave no variation."


def _shortage(found: Judgement, phase: int, *, is_trial: bool) -> str:
    """Return what the newest phase lacks for limits, or a runs analysis, to say much."""
    count, base = int(found.facts.count[phase]), int(found.facts.base_count[phase])
    if found.options.kind is ChartKind.RUN:
        useful = found.runs[phase].useful_points
        return f"The runs say little yet: {useful} of the {ADVISED_USEFUL_POINTS} points off the median needed."
    what = f"{count} of the {ADVISED_POINTS} points needed"
    if count >= ADVISED_POINTS:
        what = f"{base} of the {MINIMUM_BASELINE} values needed before the limits are fixed"
    return f"Trial limits{' and no icon' if is_trial else ''}: {what}."
