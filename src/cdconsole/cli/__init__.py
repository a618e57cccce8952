"""The command line: the same requests as the window, for scripts. Exit codes: 0 done, 1 told why not, 2 wrong usage."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType

from cdconsole import __version__
from cdconsole.cli.clinician_packs import add_clinician_packs
from cdconsole.cli.importing import add_importing
from cdconsole.cli.job_plans import add_job_plans
from cdconsole.cli.keeping import add_keeping
from cdconsole.cli.open_extract import add_open_extract
from cdconsole.cli.packs import add_inbox, add_seal
from cdconsole.cli.people import add_people
from cdconsole.cli.quality import add_quality
from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.audit_requests import VerifyAuditTrail
from cdconsole.domain.calendar import Quarter, SystemClock
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.requests import ExportGovernance, ExportMeasures
from cdconsole.domain.spc import Improvement, RuleProfile
from cdconsole.exporting.csv_file import is_number
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task
from cdconsole.services.wire import BugReport

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except UserFacingError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    except BrokenPipeError:  # whoever read the output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def tell_bug(_kind: type[BaseException], problem: BaseException, _trace: TracebackType | None) -> None:
    """Print where the program failed, as its exception hook: never a value, for it could name a patient."""
    print("The program has a fault and stopped. What was said to be stored is stored.", file=sys.stderr)
    print("Please report these lines; they hold no data:", file=sys.stderr)
    print(BugReport.of(problem), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cdconsole", description="A clinical director's console.")
    parser.add_argument("--version", action="version", version=f"cdconsole {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_demo(commands)
    add_importing(commands)
    _add_spc(commands)
    _add_measures(commands)
    add_quality(commands)
    add_job_plans(commands)
    _add_export(commands)
    add_seal(commands)
    add_inbox(commands)
    _add_check(commands)
    add_keeping(commands)
    add_people(commands)
    add_open_extract(commands)
    add_clinician_packs(commands)
    _add_screenshots(commands)
    return parser


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="make the demonstration department and open it")
    demo.add_argument("--no-window", action="store_true", help="only make it, and print where it is")
    demo.add_argument("--dir", type=Path, metavar="D", help="where to make it (a folder of its own by default)")
    demo.add_argument("--close-after", type=float, metavar="SECONDS", help="close the window again, for a trial run")
    demo.set_defaults(command=_demo)


def _add_spc(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    spc = commands.add_parser("spc", help="control charts of any CSV")
    spc.add_argument("input", type=Path, metavar="INPUT.csv")
    spc.add_argument("--date", required=True, metavar="COL")
    spc.add_argument("--value", required=True, metavar="COL")
    spc.add_argument("--denominator", default="", metavar="COL")
    spc.add_argument("--by", default="", metavar="COL", help="one series for each value of this column")
    spc.add_argument("--chart", choices=("xmr",), default="xmr")
    spc.add_argument("--profile", choices=[profile.value for profile in RuleProfile], default=RuleProfile.MDC.value)
    spc.add_argument("--screen", action=argparse.BooleanOptionalAction, default=None)
    spc.add_argument(
        "--improve",
        choices=[way.value for way in Improvement],
        help="which way is better (neither; under plotthedots up, as there)",
    )
    spc.add_argument("--target", type=_finite, metavar="X")
    spc.add_argument("--rebase", type=_iso_date, nargs="+", action="extend", default=[], metavar="DATE")
    spc.add_argument("--fix-after", type=int, metavar="N")
    spc.add_argument("--output", type=Path, required=True, metavar="OUT.csv")
    spc.set_defaults(command=_spc)


def _add_measures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    measures = commands.add_parser("measures", help="write every measure for every clinician and month")
    add_department(measures)
    measures.add_argument("--output", type=Path, required=True, metavar="OUT.csv")
    measures.add_argument(
        "--as-recorded", action="store_true", help="leave aside what clinicians said of their records"
    )
    measures.set_defaults(command=_measures)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    exports = commands.add_parser("export", help="write a workbook").add_subparsers(required=True, metavar="WHAT")
    governance = exports.add_parser("governance", help="the governance workbook, team level, small counts protected")
    add_department(governance)
    governance.add_argument("--quarter", type=_quarter, required=True, metavar="2026Q3")
    governance.add_argument("--output", type=Path, required=True, metavar="OUT.xlsx")
    governance.set_defaults(command=_export_governance)


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="check a department's files; with a passphrase, also what is inside")
    add_department(check)
    check.add_argument("--outside-only", action="store_true", help="signatures and hashes only; needs no passphrase")
    check.set_defaults(command=_check)


def _add_screenshots(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    screenshots = commands.add_parser("screenshots", help="draw every screen of the demonstration department")
    screenshots.add_argument("dir", type=Path, metavar="DIR")
    screenshots.add_argument("--size", default="1366x768", metavar="WxH")
    screenshots.add_argument("--theme", choices=("light", "dark"), default="light")
    screenshots.set_defaults(command=_screenshots)


def _demo(options: argparse.Namespace) -> int:
    from cdconsole import app
    from cdconsole.demo.build import build_demonstration, existing_demonstration

    folder = (options.dir or app.demonstration_folder()).resolve()
    made = existing_demonstration(folder) or build_demonstration(folder, home=data_home(), clock=SystemClock())
    print(f"department: {made.folder}")
    print(f"director's passphrase: {made.director_passphrase_file}")
    print(f"administrator's passphrase: {made.administrator_passphrase_file}")
    if options.no_window:
        return 0
    if not app.has_screen():
        raise UserFacingError(
            "There is no screen to open a window on.", "Add --no-window, or run it in a desktop session."
        )
    return app.open_demonstration(made, close_after=options.close_after)


def _spc(options: argparse.Namespace) -> int:
    from cdconsole.services.spc_files import SpcFileRequest, chart_csv
    from cdconsole.stats.chart_options import ChartOptions

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
            ),
        )
    )
    for note in report.notes:
        print(note, file=sys.stderr)
    print(f"{report.rows:,} points of {report.series:,} series written to {options.output}")
    return 0


def _improvement(chosen: str | None, profile: str) -> Improvement:
    if chosen is not None:
        return Improvement(chosen)
    return Improvement.UP if profile == RuleProfile.PLOTTHEDOTS.value else Improvement.NEITHER


def _measures(options: argparse.Namespace) -> int:
    with opened(options) as session:
        receipt = answer(session, ExportMeasures(str(options.output.resolve()), options.as_recorded), Task())
    print(f"{receipt.rows:,} monthly values written to {options.output}, and entered in the export log")
    for line in receipt.left_out:
        print(line)
    return 0


def _export_governance(options: argparse.Namespace) -> int:
    with opened(options) as session:
        receipt = answer(session, ExportGovernance(options.quarter, str(options.output.resolve())), Task())
    print(f"{receipt.rows} rows on {receipt.sheets} sheets written to {receipt.path}; {receipt.suppressed} suppressed.")
    return 0


def _check(options: argparse.Namespace) -> int:
    from cdconsole.vault.department import verify

    problems = list(verify(options.department))
    if not problems and not options.outside_only:
        with opened(options) as session:
            for words in session.file.heal():
                print(words)
            problems = list(session.file.check())
            trail = answer(session, VerifyAuditTrail(), Task())
            problems += [one.sentence for one in trail.sections if one.problems and one.sentence not in problems]
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    print("No problem found: " + ("signatures and hashes." if options.outside_only else "files and records."))
    return 0


def _screenshots(options: argparse.Namespace) -> int:
    from cdconsole import app

    width, _, height = options.size.partition("x")
    if not (width.isdigit() and height.isdigit()):
        print(f"{options.size} is not a size like 1366x768", file=sys.stderr)
        return 2
    for path in app.take_screenshots(options.dir, (int(width), int(height)), options.theme):
        print(path)
    return 0


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _finite(text: str) -> float:
    if not (is_number(text) and math.isfinite(float(text))):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return float(text)


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-23") from None


def _quarter(text: str) -> Quarter:
    try:
        return Quarter.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
