"""Control charts of a person's own CSV file: a file of dated values in, a file of limits and special causes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat

import numpy as np

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.spc import ChartKind
from cdconsole.exporting.csv_file import quoted, write_csv_lines
from cdconsole.services.csv_table import refuse_output
from cdconsole.services.spc_reading import NamedSeries, SpcFileRequest, read_series
from cdconsole.stats.chart_notes import notes_of_series
from cdconsole.stats.icons import direction_of
from cdconsole.stats.judging import Judgement, judge
from cdconsole.stats.rules import SIGNALS
from cdconsole.stats.series_table import Column

HEADER = (
    *("series", "date", "value", "phase", "centre", "lower", "upper"),
    *("special_cause", "direction", "icon", "assurance", "profile", "chart"),
)
RUNS_HEADER = (
    *("useful_points", "longest_run", "longest_run_limit", "crossings", "crossings_limit"),
    "runs_signal",
)


@dataclass(frozen=True)
class SpcFileReport:
    """What was written, and what must be said about it, each note naming its series."""

    series: int
    rows: int
    points: int
    notes: tuple[str, ...]


def chart_csv(request: SpcFileRequest) -> SpcFileReport:
    """Read the source, chart each series and write one row a point, in order of date within each series.

    Series keep the order they first appear in. A value that is empty, NA or NaN, or over a denominator of nought, is
    a gap. ``icon`` and ``assurance`` stand on the last row of a series, the runs of a run chart on the last row of a
    phase. Raises UserFacingError, naming file, row and column, for what cannot be read or charted, or where the kind of
    chart and the denominator do not go together; the output then stays as it was.
    """
    _refuse_denominator(request)
    refuse_output(request.source, request.output)
    series = read_series(request)
    _refuse_unknown(series, request)
    found = judge(series.table, request.options)
    heading = HEADER + (RUNS_HEADER if request.options.kind is ChartKind.RUN else ())
    write_csv_lines(request.output, heading, _lines(series.names, found))
    return SpcFileReport(len(series.names), series.rows_read, series.table.rows, tuple(_notes(series, found)))


def _refuse_denominator(request: SpcFileRequest) -> None:
    """Refuse a chart per denominator without one, and one of counts or subgroups with one."""
    kind = request.options.kind
    if kind.needs_denominator and not request.denominator:
        raise UserFacingError(f"A {kind.title} needs a denominator.", "Name its column with --denominator.")
    takes_none = kind.has_subgroups or kind in (ChartKind.C, ChartKind.G, ChartKind.T)
    if takes_none and request.denominator:
        other = "xbar and s take the values themselves" if kind.has_subgroups else "for counts per denominator choose u"
        raise UserFacingError(f"A {kind.title} has no denominator.", f"Leave out --denominator; {other}.")


def _refuse_unknown(series: NamedSeries, request: SpcFileRequest) -> None:
    options = request.options
    known = frozenset(series.table.days.tolist()) if options.rebase or options.excluded else frozenset()
    asked = [("The limits cannot change on", on) for on in options.rebase]
    asked += [("Nothing can be left out on", on) for on in options.excluded]
    for what, on in asked:
        if on.toordinal() not in known:
            raise UserFacingError(
                f"{what} {date_text(on)}: {request.source.name} has no row with that date.",
                "Choose a date that is in the file.",
            )


def _notes(series: NamedSeries, found: Judgement) -> Iterator[str]:
    if series.is_british:
        yield "Dates were read as day/month/year."
    of_charts = notes_of_series(found)
    absent = _absent_dates(found)
    for place in sorted(of_charts.keys() | absent.keys()):
        name = series.names[place]
        for note in (*absent.get(place, ()), *of_charts.get(place, ())):
            yield f"{name}: {note}" if name else note


def _absent_dates(found: Judgement) -> dict[int, list[str]]:
    """Return, for each series that lacks a date asked for, what was therefore left as it is."""
    absent: dict[int, list[str]] = {}
    options, table = found.options, found.table
    for dates, left in ((options.rebase, "limits not changed there"), (options.excluded, "nothing left out there")):
        for on in dates:
            has_date = np.logical_or.reduceat(table.on_any([on]), table.starts[:-1])
            for place in np.flatnonzero(~has_date).tolist():
                absent.setdefault(place, []).append(f"No row on {date_text(on)}: {left}.")
    return absent


def _lines(names: Sequence[str], found: Judgement) -> Iterator[str]:
    """Yield one line a point; what points share is put together once."""
    table, options = found.table, found.options
    points = np.diff(table.starts).tolist()
    series = (quoted(name) for name in names)
    dates = {day: date.fromordinal(day).isoformat() for day in np.unique(table.days).tolist()}
    endings = [f",,{options.profile.value},{options.kind.value}"] * table.rows
    if options.kind is ChartKind.RUN:
        endings = [ending + "," * len(RUNS_HEADER) for ending in endings]
    for row, ending in _last_rows(found):
        endings[row] = ending
    columns = (
        _repeated(series, points),
        map(dates.__getitem__, table.days.tolist()),
        _texts(found.value),
        _phase_and_lines(found),
        _signals(found),
        endings,
    )
    return map(",".join, zip(*columns, strict=True))


def _phase_and_lines(found: Judgement) -> Iterable[str]:
    """Return phase, centre and limits of each row, joined."""
    drawn = [found.lines.centre, found.lines.lower, found.lines.upper]
    phases = found.phase_numbers
    if any(len(line) != len(phases) for line in drawn):
        drawn, phases = [found.per_row(line) for line in drawn], found.per_row(phases)
    joined = map(",".join, zip(map(str, phases.tolist()), *(_texts(line) for line in drawn), strict=True))
    return joined if len(phases) == found.table.rows else _repeated(joined, np.diff(found.phase_starts).tolist())


def _signals(found: Judgement) -> Iterator[str]:
    """Return special cause and direction of each row, joined."""
    texts = [f"{cause.value},{direction_of(side, found.options.meaning).value}" for cause, side in SIGNALS]
    return map(texts.__getitem__, found.met.tolist())


def _last_rows(found: Judgement) -> Iterator[tuple[int, str]]:
    """Yield the rows that end with more: icons at the end of a series, runs at the end of a phase."""
    options = found.options
    fixed = f"{options.profile.value},{options.kind.value}"
    endings = found.table.starts[1:] - 1
    icons = {
        row: f"{icon.value},{assurance.value}"
        for row, icon, assurance in zip(endings.tolist(), found.icons(), found.assurances(), strict=True)
    }
    if options.kind is not ChartKind.RUN:
        yield from ((row, f"{both},{fixed}") for row, both in icons.items())
        return
    for end, runs in zip(found.phase_starts[1:].tolist(), found.runs, strict=True):
        facts = (runs.useful_points, runs.longest_run, runs.longest_run_limit, runs.crossings, runs.crossings_limit)
        signal = "yes" if runs.is_signal else "no"
        yield end - 1, ",".join([icons.get(end - 1, ","), fixed, *map(str, facts), signal])


def _repeated(texts: Iterable[str], times: Iterable[int]) -> Iterator[str]:
    for text, count in zip(texts, times, strict=True):
        yield from repeat(text, count)


def _texts(numbers: Column) -> list[str]:
    """Return numbers so that reading them again gives the same numbers; nothing for NaN."""
    texts = list(map(repr, numbers.tolist()))
    if np.isnan(numbers).any():
        return ["" if text == "nan" else text for text in texts]
    return texts
