"""Commands on a whole department: its measures, the governance workbook, and a check of its files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.audit_requests import VerifyAuditTrail
from cdconsole.domain.calendar import Quarter
from cdconsole.domain.requests import ExportGovernance, ExportMeasures
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_measures(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``measures``."""
    measures = commands.add_parser("measures", help="write every measure for every clinician and month")
    add_department(measures)
    measures.add_argument("--output", type=Path, required=True, metavar="OUT.csv")
    measures.add_argument(
        "--as-recorded", action="store_true", help="leave aside what clinicians said of their records"
    )
    measures.set_defaults(command=_measures)


def add_export(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``export governance``."""
    exports = commands.add_parser("export", help="write a workbook").add_subparsers(required=True, metavar="WHAT")
    governance = exports.add_parser("governance", help="the governance workbook, team level, small counts protected")
    add_department(governance)
    governance.add_argument("--quarter", type=_quarter, required=True, metavar="2026Q3")
    governance.add_argument("--output", type=Path, required=True, metavar="OUT.xlsx")
    governance.set_defaults(command=_export_governance)


def add_check(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``check``."""
    check = commands.add_parser("check", help="check a department's files; with a passphrase, also what is inside")
    add_department(check)
    check.add_argument("--outside-only", action="store_true", help="signatures and hashes only; needs no passphrase")
    check.set_defaults(command=_check)


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


def _quarter(text: str) -> Quarter:
    try:
        return Quarter.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
