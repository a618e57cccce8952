"""``cdconsole spc``: control and run charts of any CSV, no department needed."""

from __future__ import annotations

import argparse
import math
import sys
from datetime import date
from pathlib import Path

from cdconsole.domain.spc import ChartKind, Improvement, RuleProfile
from cdconsole.services.spc_files import chart_csv
from cdconsole.services.spc_reading import SpcFileRequest
from cdconsole.stats.chart_options import ChartOptions

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_spc(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``spc``."""
    spc = commands.add_parser("spc", help="control charts of any CSV")
    spc.add_argument("input", type=Path, metavar="INPUT.csv")
    spc.add_argument("--date", required=True, metavar="COL")
    spc.add_argument("--value", required=True, metavar="COL", help="the value, or what is counted")
    spc.add_argument(
        "--denominator", default="", metavar="COL", help="out of how many; needed for p, pp, u, up, iprime"
    )
    spc.add_argument("--by", default="", metavar="COL", help="one series for each value of this column")
    spc.add_argument("--chart", choices=[kind.value for kind in ChartKind], default=ChartKind.XMR.value)
    spc.add_argument("--profile", choices=[profile.value for profile in RuleProfile], default=RuleProfile.MDC.value)
    spc.add_argument("--screen", action=argparse.BooleanOptionalAction, default=None)
    spc.add_argument(
        "--improve",
        choices=[way.value for way in Improvement],
        help="which way is better (neither; under plotthedots up, as there)",
    )
    spc.add_argument("--target", type=_finite, metavar="X")
    _add_dates(spc, "--rebase", "limits begin anew on these dates")
    _add_dates(spc, "--exclude", "dates drawn, but left out of limits and runs")
    spc.add_argument("--fix-after", type=int, metavar="N")
    spc.add_argument("--output", type=Path, required=True, metavar="OUT.csv")
    spc.set_defaults(command=_spc)


def _add_dates(spc: argparse.ArgumentParser, option: str, words: str) -> None:
    spc.add_argument(option, type=_iso_date, nargs="+", action="extend", default=[], metavar="DATE", help=words)


def _spc(options: argparse.Namespace) -> int:
    report = chart_csv(
        SpcFileRequest(
            source=options.input,
            output=options.output,
            date=options.date,
            value=options.value,
            denominator=options.denominator,
            by=options.by,
            options=ChartOptions(
                profile=RuleProfile(options.profile),
                improvement=_improvement(options.improve, options.profile),
                screen=options.screen,
                target=options.target,
                rebase=tuple(options.rebase),
                fix_after=options.fix_after,
                kind=ChartKind(options.chart),
                excluded=tuple(options.exclude),
            ),
        )
    )
    for note in report.notes:
        print(note, file=sys.stderr)
    print(f"{report.points:,} points of {report.series:,} series written to {options.output}")
    return 0


def _improvement(chosen: str | None, profile: str) -> Improvement:
    if chosen is not None:
        return Improvement(chosen)
    return Improvement.UP if profile == RuleProfile.PLOTTHEDOTS.value else Improvement.NEITHER


def _finite(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return number


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-23") from None
