"""`job-plans` on the command line: every job plan as a file that imports again."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.job_plan_requests import ExportJobPlans
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task


def add_job_plans(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    plans = commands.add_parser("job-plans", help="write the rows of every job plan, as the import template has them")
    add_department(plans)
    plans.add_argument("--output", type=Path, required=True, metavar="OUT.csv")
    plans.set_defaults(command=_job_plans)


def _job_plans(options: argparse.Namespace) -> int:
    with opened(options) as session:
        rows = answer(session, ExportJobPlans(str(options.output.resolve())), Task())
    print(f"{rows:,} rows of job plans written to {options.output}, and entered in the export log")
    return 0
