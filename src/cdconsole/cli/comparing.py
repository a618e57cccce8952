"""``cdconsole funnel`` and ``cdconsole intervals``: comparisons of any CSV of counts, no department needed."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.estimate import IntervalMethod
from cdconsole.domain.funnel import FunnelKind, FunnelLimits, Overdispersion
from cdconsole.exporting.csv_file import is_number

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it

_METHODS = {
    ("wilson", "proportion"): IntervalMethod.WILSON,
    ("byar", "rate"): IntervalMethod.BYAR,
    ("exact", "proportion"): IntervalMethod.CLOPPER_PEARSON,
    ("exact", "rate"): IntervalMethod.EXACT_COUNT,
}
_USUAL_KINDS = {"wilson": "proportion", "byar": "rate", "exact": "proportion"}


def add_comparing(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``funnel`` and ``intervals``."""
    funnel = commands.add_parser("funnel", help="funnel limits of any CSV: units beside a target")
    _add_files(funnel)
    funnel.add_argument("--unit", required=True, metavar="COL", help="who or what is compared; its rows are summed")
    funnel.add_argument("--kind", required=True, choices=[kind.value for kind in FunnelKind])
    funnel.add_argument(
        "--overdispersion", choices=[way.value for way in Overdispersion], default=Overdispersion.AUTO.value
    )
    funnel.add_argument(
        "--target", type=_finite, metavar="X", help="the whole of all units if not given; 1 for a ratio"
    )
    funnel.add_argument(
        "--limits",
        choices=[way.value for way in FunnelLimits],
        default=FunnelLimits.INTERPOLATED.value,
        help="how limits without over-dispersion are drawn; flags do not go by them",
    )
    funnel.set_defaults(command=_funnel)

    intervals = commands.add_parser("intervals", help="intervals of proportions, counts and rates of any CSV")
    _add_files(intervals)
    intervals.add_argument("--method", required=True, choices=list(_USUAL_KINDS))
    intervals.add_argument(
        "--kind",
        choices=("proportion", "rate"),
        help="with exact: of a proportion (Clopper-Pearson, unless told otherwise) or of a count or rate (Garwood)",
    )
    intervals.add_argument("--level", type=_level, default=0.95, metavar="L", help="0.95 if not given")
    intervals.add_argument("--unit", default="", metavar="COL", help="sum the rows of each value of this column")
    intervals.set_defaults(command=_intervals)


def _add_files(command: argparse.ArgumentParser) -> None:
    command.add_argument("input", type=Path, metavar="INPUT.csv")
    command.add_argument("--numerator", required=True, metavar="COL")
    command.add_argument("--denominator", required=True, metavar="COL")
    command.add_argument("--output", type=Path, required=True, metavar="OUT.csv")


def _funnel(options: argparse.Namespace) -> int:
    from cdconsole.services.comparison_files import FunnelFileRequest, funnel_csv
    from cdconsole.stats.funnels import FunnelOptions

    report = funnel_csv(
        FunnelFileRequest(
            source=options.input,
            output=options.output,
            unit=options.unit,
            numerator=options.numerator,
            denominator=options.denominator,
            options=FunnelOptions(
                FunnelKind(options.kind),
                Overdispersion(options.overdispersion),
                options.target,
                FunnelLimits(options.limits),
            ),
        )
    )
    for note in report.notes:
        print(note, file=sys.stderr)
    print(f"{_count(report.values, 'unit')} from {_count(report.rows, 'row')} written to {options.output}")
    return 0


def _intervals(options: argparse.Namespace) -> int:
    from cdconsole.services.comparison_files import IntervalsFileRequest, intervals_csv

    kind = options.kind or _USUAL_KINDS[options.method]
    method = _METHODS.get((options.method, kind))
    if method is None:
        raise UserFacingError(
            f"{options.method.capitalize()}'s interval is not one of a {kind}.",
            f"Leave --kind out, or choose {'byar' if kind == 'rate' else 'wilson'} or exact.",
        )
    report = intervals_csv(
        IntervalsFileRequest(
            source=options.input,
            output=options.output,
            numerator=options.numerator,
            denominator=options.denominator,
            method=method,
            level=options.level,
            unit=options.unit,
        )
    )
    words = f"with {100 * options.level:g}% intervals written to"
    print(f"{_count(report.values, 'value')} {words} {options.output}")
    return 0


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _finite(text: str) -> float:
    if not (is_number(text) and math.isfinite(float(text))):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return float(text)


def _level(text: str) -> float:
    level = _finite(text)
    if not 0.5 <= level <= 0.9999:
        raise argparse.ArgumentTypeError(f"{text!r} is not a level between 0.5 and 0.9999, such as 0.95")
    return level
