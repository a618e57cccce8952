"""Funnels and intervals of a person's own CSV file: counts in, values with what chance leaves open about them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.estimate import IntervalMethod
from cdconsole.domain.funnel import Funnel, FunnelKind, Overdispersion
from cdconsole.exporting.csv_file import write_csv
from cdconsole.services.count_columns import CountColumns, UnitCounts, read_counts
from cdconsole.services.csv_table import refuse_output
from cdconsole.stats.funnels import FunnelOptions, funnel
from cdconsole.stats.intervals import Intervals, intervals

FUNNEL_HEADER = (
    "unit",
    "numerator",
    "denominator",
    "value",
    "target",
    "lower95",
    "upper95",
    "lower998",
    "upper998",
    "flag",
    "tail_probability",
)
INTERVALS_HEADER = ("unit", "numerator", "n", "value", "lower", "upper")


@dataclass(frozen=True)
class FunnelFileRequest:
    """What to compare: ``numerator`` by ``denominator``, rows of one ``unit`` summed."""

    source: Path
    output: Path
    unit: str
    numerator: str
    denominator: str
    options: FunnelOptions


@dataclass(frozen=True)
class IntervalsFileRequest:
    """What to give intervals: ``numerator`` / ``denominator`` of each row, or of each ``unit`` if one is named."""

    source: Path
    output: Path
    numerator: str
    denominator: str
    method: IntervalMethod
    level: float = 0.95
    unit: str = ""


@dataclass(frozen=True)
class ComparisonReport:
    """What was written, and what must be said about it."""

    values: int
    rows: int
    notes: tuple[str, ...] = ()


def funnel_csv(request: FunnelFileRequest) -> ComparisonReport:
    """Read the source and write one row a unit, in the order units first appear.

    Raises UserFacingError for what cannot be read, naming file, row and column, and for options that do not go
    together; the output then stays as it was.
    """
    options = request.options
    _refuse_options(options)
    refuse_output(request.source, request.output)
    counts = read_counts(
        CountColumns(
            request.source,
            request.numerator,
            request.denominator,
            request.unit,
            is_part_of_whole=options.kind is FunnelKind.PROPORTION,
            has_whole_denominators=options.kind is not FunnelKind.RATIO,
        )
    )
    if not any(counts.denominators):
        raise UserFacingError(
            f"{request.source.name}: every value in column '{request.denominator}' is nought.", "Nothing to compare."
        )
    found = funnel(counts.units, counts.numerators, counts.denominators, options)
    write_csv(request.output, FUNNEL_HEADER, _funnel_rows(found))
    return ComparisonReport(len(found.units), counts.rows, found.notes)


def intervals_csv(request: IntervalsFileRequest) -> ComparisonReport:
    """Read the source and write one value a row, or a unit, with its interval; n is the denominator.

    Raises UserFacingError for what cannot be read, naming file, row and column; the output then stays as it was.
    """
    refuse_output(request.source, request.output)
    is_proportion = request.method.is_for_proportions
    counts = read_counts(
        CountColumns(
            request.source,
            request.numerator,
            request.denominator,
            request.unit,
            is_part_of_whole=is_proportion,
            has_whole_denominators=is_proportion,
            needs_denominator=True,
        )
    )
    found = intervals(counts.numerators, counts.denominators, request.method, request.level)
    write_csv(request.output, INTERVALS_HEADER, _interval_rows(counts, found))
    return ComparisonReport(len(counts.units), counts.rows)


def _refuse_options(options: FunnelOptions) -> None:
    """Raise UserFacingError for an over-dispersion or a target that the kind does not have."""
    if options.overdispersion in (Overdispersion.SHMI, Overdispersion.CQC) and options.kind is not FunnelKind.RATIO:
        raise UserFacingError(
            f"Over-dispersion by {options.overdispersion.value} is for ratios, not for a {options.kind.value}.",
            "Choose auto or none.",
        )
    if options.target is None:
        return
    if options.kind is FunnelKind.PROPORTION and not 0 < options.target < 1:
        raise UserFacingError("The target of a proportion lies between 0 and 1.", "For 10%, write 0.1.")
    if options.target <= 0:
        raise UserFacingError(f"The target of a {options.kind.value} is above 0.", "Choose another.")


def _funnel_rows(found: Funnel) -> Iterator[tuple[str, ...]]:
    for unit in found.units:
        limits = (unit.inner.lower, unit.inner.upper, unit.outer.lower, unit.outer.upper)
        numbers = (unit.value, found.target if unit.value is not None else None, *limits)
        texts = [_text(number) for number in numbers]
        counts = (_count(unit.numerator), _count(unit.denominator))
        yield unit.unit, *counts, *texts, unit.flag.value, _text(unit.tail_probability)


def _interval_rows(counts: UnitCounts, found: Intervals) -> Iterator[tuple[str, ...]]:
    columns: Sequence[Sequence[float]] = (found.value.tolist(), found.lower.tolist(), found.upper.tolist())
    named = zip(counts.units, counts.numerators, counts.denominators, strict=True)
    for (unit, numerator, denominator), numbers in zip(named, zip(*columns, strict=True), strict=True):
        yield unit, _count(numerator), _count(denominator), *(repr(number) for number in numbers)


def _count(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


def _text(number: float | None) -> str:
    """Return a number so that reading it again gives the same number."""
    return "" if number is None else repr(number)
