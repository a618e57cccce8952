"""``cdconsole quality``: how far the stored data can be believed, and the list of things to mend."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.quality_requests import ExportFixes, ListFixes, ListQualitySubjects, ShowQualityReport
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_quality(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``quality``."""
    quality = commands.add_parser("quality", help="report on the data stored: complete, impossible, doubled, late")
    add_department(quality)
    quality.add_argument("--batches", action="store_true", help="a report for every import as well")
    quality.add_argument("--fixes", type=Path, metavar="OUT.csv", help="write the list of things to mend")
    quality.set_defaults(command=_quality)


def _quality(options: argparse.Namespace) -> int:
    with opened(options) as session:
        for subject in answer(session, ListQualitySubjects(), Task()):
            if subject.batch is not None and not options.batches:
                continue
            report = answer(session, ShowQualityReport(subject), Task())
            print(f"{subject.title}: {report.sentence}")
            for line in report.lines:
                print(f"  {line.aspect.value}: {line.sentence}" + (" Look at this." if line.needs_care else ""))
        fixes = answer(session, ListFixes(limit=0), Task())
        print(f"{fixes.open:,} of {fixes.total:,} things still to mend.")
        if options.fixes:
            receipt = answer(session, ExportFixes(str(options.fixes.resolve())), Task())
            print(f"{receipt.rows:,} lines written to {options.fixes}, and entered in the export log")
    return 0
