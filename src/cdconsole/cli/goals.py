"""``cdconsole goals``: every goal with its next date, as CSV on the screen or into a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.goal_requests import ExportGoals
from cdconsole.domain.requests import ListGoals
from cdconsole.exporting.goals_csv import print_goals
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task


def add_goals(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    goals = commands.add_parser("goals", help="list every open goal with its next date, and what waits for a look back")
    add_department(goals)
    goals.add_argument("--closed", action="store_true", help="closed goals as well")
    goals.add_argument("--output", type=Path, metavar="OUT.csv", help="write a file, through the export log")
    goals.set_defaults(command=_goals)


def _goals(options: argparse.Namespace) -> int:
    with opened(options) as session:
        if options.output is None:
            print_goals(sys.stdout, answer(session, ListGoals(options.closed), Task()))
            return 0
        receipt = answer(session, ExportGoals(str(options.output.resolve()), options.closed), Task())
    noun = "goal" if receipt.rows == 1 else "goals"
    print(f"{receipt.rows:,} {noun} written to {options.output}, and entered in the export log")
    return 0
