"""`lessons` on the command line: the learning log as a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.lesson_requests import ExportLessons
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task


def add_lessons(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    lessons = commands.add_parser("lessons", help="write the learning log: the lessons in use, nobody named")
    add_department(lessons)
    lessons.add_argument("--output", type=Path, required=True, metavar="OUT.csv")
    lessons.set_defaults(command=_lessons)


def _lessons(options: argparse.Namespace) -> int:
    with opened(options) as session:
        receipt = answer(session, ExportLessons(str(options.output.resolve())), Task())
    print(f"{receipt.rows:,} lessons written to {options.output}, and entered in the export log")
    return 0
