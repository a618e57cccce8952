"""The engine: limits, special causes and icons of every series of a table at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cdconsole.domain.spc import AssuranceIcon, ChartKind, RunsAnalysis, SpecialCause, VariationIcon
from cdconsole.stats.attribute_limits import (
    c_limits,
    g_limits,
    i_prime_limits,
    p_limits,
    p_prime_limits,
    u_limits,
    u_prime_limits,
)
from cdconsole.stats.chart_options import MINIMUM_BASELINE, ChartOptions
from cdconsole.stats.icons import assurance_icon, direction_of, variation_icon
from cdconsole.stats.limits import Limits, Sample, mr_limits, t_limits, xmr_limits
from cdconsole.stats.rules import SIGNALS, BoolArray, FloatArray, Lines, SideArray, special_causes
from cdconsole.stats.runs import ADVISED_USEFUL_POINTS, run_limits, runs_analyses
from cdconsole.stats.series_table import Block, Cell, Column, PlaceArray, SeriesTable, blocks
from cdconsole.stats.subgroup_limits import s_limits, xbar_limits

ADVISED_POINTS = 13
"""Limits from fewer points are trial limits."""

_LIMITS = {
    ChartKind.XMR: xmr_limits,
    ChartKind.MR: mr_limits,
    ChartKind.RUN: run_limits,
    ChartKind.T: t_limits,
    ChartKind.P: p_limits,
    ChartKind.P_PRIME: p_prime_limits,
    ChartKind.U: u_limits,
    ChartKind.U_PRIME: u_prime_limits,
    ChartKind.C: c_limits,
    ChartKind.G: g_limits,
    ChartKind.I_PRIME: i_prime_limits,
    ChartKind.XBAR: xbar_limits,
    ChartKind.S: s_limits,
}


@dataclass(frozen=True, eq=False)
class PhaseFacts:
    """[phases] each: points with a value that count, and those the limits come from; what could be said of variation.

    ``width`` is the widest distance from limit to limit, NaN where nothing can be judged.
    """

    count: PlaceArray
    base_count: PlaceArray
    has_spread: BoolArray
    is_screening_left_out: BoolArray
    width: Column

    @classmethod
    def empty(cls, phases: int) -> PhaseFacts:
        """Return facts to be filled in."""
        counts, flags = np.zeros((2, phases), dtype=np.int64), np.zeros((2, phases), dtype=np.bool_)
        return cls(counts[0], counts[1], flags[0], flags[1], np.full(phases, np.nan))


@dataclass(frozen=True, eq=False)
class Judgement:
    """What the engine found. ``value`` and ``met``, the rules a point meets as ``rules.SIGNALS`` reads it, are [rows].

    The ``lines`` are as they are drawn, [rows], or [phases] where all points of a phase share them; ``per_row`` makes
    the second the first. ``runs`` has one analysis a phase on run charts only.
    """

    table: SeriesTable
    options: ChartOptions
    phase_starts: PlaceArray
    is_excluded: BoolArray
    value: Column
    lines: Lines
    met: SideArray
    facts: PhaseFacts
    runs: tuple[RunsAnalysis, ...]

    def per_row(self, column: npt.NDArray[Cell]) -> npt.NDArray[Cell]:
        """Return a column [phases] as [rows]; one that is [rows] as it is."""
        if len(column) == self.table.rows:
            return column
        return np.repeat(column, np.diff(self.phase_starts))

    @cached_property
    def first_phases(self) -> PlaceArray:
        """Return [series + 1]: the first phase of each series."""
        return np.searchsorted(self.phase_starts, self.table.starts)

    @property
    def last_phases(self) -> PlaceArray:
        """Return [series]: the newest phase of each series."""
        return self.first_phases[1:] - 1

    @property
    def phase_numbers(self) -> PlaceArray:
        """Return [phases]: 1 for the first phase of its series, and so on."""
        first = np.repeat(self.first_phases[:-1], np.diff(self.first_phases))
        return np.arange(len(first)) - first + 1

    @cached_property
    def is_short(self) -> BoolArray:
        """Return [series]: whether the newest phase lacks points for limits that are not on trial."""
        last = self.last_phases
        if self.options.kind is ChartKind.RUN:
            return np.array(
                [self.runs[phase].useful_points < ADVISED_USEFUL_POINTS for phase in last.tolist()], np.bool_
            )
        few = self.facts.count[last] < ADVISED_POINTS
        return np.asarray(few | (self.facts.base_count[last] < MINIMUM_BASELINE))

    @property
    def is_trial(self) -> BoolArray:
        """Return [series]: whether icons are withheld because limits are on trial."""
        return self.is_short & self.options.rules.withholds_trial_icons

    @cached_property
    def _has_icon(self) -> BoolArray:
        has_limits = self.facts.base_count[self.last_phases] > 0
        return np.asarray(has_limits & ~self.is_trial & (self.options.kind is not ChartKind.RUN))

    @cached_property
    def _icon_rows(self) -> PlaceArray:
        """Return [series]: the last row, or that of the last value where the profile looks past gaps."""
        last = self.table.starts[1:] - 1
        valued = ~np.isnan(self.value)
        if not self.options.rules.looks_past_gaps or valued[last].all():
            return last
        newest = np.maximum.accumulate(np.where(valued, np.arange(len(valued)), -1))[last]
        return np.where(newest >= self.table.starts[:-1], newest, last)

    def icons(self) -> list[VariationIcon]:
        """Return the variation icon of each series: that of its last point."""
        way = self.options.meaning
        by_side = {side: variation_icon(direction_of(side, way), way) for side in (-1, 0, 1)}
        found = zip(self._has_icon.tolist(), self.met[self._icon_rows].tolist(), strict=True)
        return [by_side[SIGNALS[met][1]] if has_icon else VariationIcon.NONE for has_icon, met in found]

    def assurances(self) -> list[AssuranceIcon]:
        """Return the assurance icon of each series, from the limits of its last point."""
        target, way, rows = self.options.target, self.options.meaning, self._icon_rows
        if target is None:
            return [AssuranceIcon.NONE] * len(rows)
        lower, upper = self.per_row(self.lines.lower)[rows], self.per_row(self.lines.upper)[rows]
        is_judged = self._has_icon & self.facts.has_spread[self.last_phases] & ~np.isnan(lower)
        return [
            assurance_icon(low, high, target, way) if judged else AssuranceIcon.NONE
            for judged, low, high in zip(is_judged.tolist(), lower.tolist(), upper.tolist(), strict=True)
        ]


def judge(table: SeriesTable, options: ChartOptions) -> Judgement:
    """Return limits, special causes and facts of every series, each phase by itself.

    The table's values must suit the kind of chart (``fitness.misfits``); rebase and excluded dates that a series does
    not have leave it as it is.
    """
    phase_starts = table.phase_starts(options.rebase)
    phases = len(phase_starts) - 1
    is_varying = options.kind.needs_denominator or options.kind.has_subgroups
    found = Judgement(
        table,
        options,
        phase_starts,
        is_excluded=table.on_any(options.excluded),
        value=_drawn(table, options.kind, phase_starts),
        lines=Lines(*(np.full(table.rows if is_varying else phases, np.nan) for _ in range(5))),
        met=np.zeros(table.rows, dtype=np.uint8),
        facts=PhaseFacts.empty(phases),
        runs=(),
    )
    runs: dict[int, RunsAnalysis] = {}
    for block in blocks(phase_starts):
        runs.update(_judge_block(block, found))
    return replace(found, runs=tuple(runs[phase] for phase in sorted(runs)))


def _drawn(table: SeriesTable, kind: ChartKind, phase_starts: PlaceArray) -> Column:
    """Return [rows]: the values as they are drawn and judged."""
    if kind is ChartKind.MR:
        ranges = np.abs(np.diff(table.value, prepend=np.nan))
        ranges[phase_starts[:-1]] = np.nan
        return ranges
    if kind is ChartKind.S:
        return table.spread
    if kind.needs_denominator:
        return np.where(table.size > 0, table.value, np.nan)
    return table.value


def _judge_block(block: Block, found: Judgement) -> dict[int, RunsAnalysis]:
    """Fill in what is found about the phases of a block; return their runs where they are a run chart's."""
    options, table = found.options, found.table
    columns = (found.value if options.kind.needs_denominator else table.value, table.size, table.spread)
    every = Sample(*(block.take(column) if len(column) else column for column in columns))
    drawn = every.value if found.value is columns[0] else block.take(found.value)
    is_excluded = block.take(found.is_excluded) if options.excluded else None
    base = _base(every, is_excluded, options.fix_after)
    limits = _LIMITS[options.kind](base, every, options.screening)
    block.put(found.met, _met(drawn, limits.lines, is_excluded, options))
    _put_lines(block, limits, found)
    counted = drawn if is_excluded is None else np.where(is_excluded, np.nan, drawn)
    _put_facts(block, limits, found.facts, (counted, base))
    if options.kind is not ChartKind.RUN:
        return {}
    return dict(zip(block.phases.tolist(), runs_analyses(counted, limits.lines.centre), strict=True))


def _base(every: Sample, is_excluded: BoolArray | None, fix_after: int | None) -> Sample:
    """Return the points limits come from; what stood beside an excluded point stands side by side."""
    if is_excluded is None:
        return every if fix_after is None else Sample(*(column[:fix_after] for column in _columns(every)))
    is_left_out = is_excluded[:fix_after]
    order = np.argsort(is_left_out, axis=0, kind="stable")
    return Sample(*(_put_last(column[:fix_after], is_left_out, order) for column in _columns(every)))


def _columns(sample: Sample) -> tuple[FloatArray, FloatArray, FloatArray]:
    return sample.value, sample.size, sample.spread


def _put_last(column: FloatArray, is_left_out: BoolArray, order: PlaceArray) -> FloatArray:
    """Return the column with what is left out gone, and gaps in as many places at its end."""
    return np.take_along_axis(np.where(is_left_out, np.nan, column), order, axis=0) if len(column) else column


def _met(drawn: FloatArray, lines: Lines, is_excluded: BoolArray | None, options: ChartOptions) -> SideArray:
    """Return the rules each point meets; runs go on beyond excluded points, which may lie outside and no more."""
    if is_excluded is None:
        return special_causes(drawn, lines, options.rules, options.applied)
    order = np.argsort(is_excluded, axis=0, kind="stable")
    in_order = Lines(*(line if len(line) == 1 else np.take_along_axis(line, order, axis=0) for line in lines.columns))
    found = special_causes(_put_last(drawn, is_excluded, order), in_order, options.rules, options.applied)
    met = np.empty_like(found)
    np.put_along_axis(met, order, found, axis=0)
    alone = special_causes(drawn, lines, options.rules, options.applied & {SpecialCause.OUTSIDE})
    return np.where(is_excluded, alone, met)


def _put_lines(block: Block, limits: Limits, found: Judgement) -> None:
    """Write the lines as they are drawn: limits that nothing can be judged by are drawn at the centre."""
    centre, is_varying = limits.lines.centre, len(found.lines.upper) > len(found.facts.count)
    is_plain = limits.applies.all() and not np.isnan(limits.lines.upper).any()
    for line, column in zip(limits.lines.columns, found.lines.columns, strict=True):
        drawn = line
        if line is not centre and not is_plain:
            drawn = np.where(limits.applies, np.where(np.isnan(line), centre, line), np.nan)
        if is_varying:
            block.put(column, drawn)
        else:
            column[block.phases] = drawn[0]


def _put_facts(block: Block, limits: Limits, facts: PhaseFacts, points: tuple[FloatArray, Sample]) -> None:
    counted, base = points
    facts.count[block.phases] = count = _count(counted)
    facts.base_count[block.phases] = count if base.value is counted else _count(base.value)
    facts.has_spread[block.phases] = limits.has_spread
    facts.is_screening_left_out[block.phases] = limits.is_screening_left_out
    width = np.where(limits.applies, limits.lines.upper - limits.lines.lower, np.nan)
    facts.width[block.phases] = np.fmax.reduce(width, axis=0)


def _count(values: FloatArray) -> PlaceArray:
    """Return [phases]: how many values are not NaN."""
    is_missing = np.isnan(values)
    whole = np.full(values.shape[1], len(values))
    return whole - is_missing.sum(axis=0) if is_missing.any() else whole
