"""`recognition` on the command line: the log of thank-yous as a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.recognition_requests import ExportRecognitions
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task


def add_recognition(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    recognition = commands.add_parser("recognition", help="write the log of thank-yous")
    add_department(recognition)
    recognition.add_argument("--output", type=Path, required=True, metavar="OUT.csv")
    recognition.set_defaults(command=_recognition)


def _recognition(options: argparse.Namespace) -> int:
    with opened(options) as session:
        receipt = answer(session, ExportRecognitions(str(options.output.resolve())), Task())
    print(f"{receipt.rows:,} thank-yous written to {options.output}, and entered in the export log")
    return 0
