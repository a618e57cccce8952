"""Goals as CSV: whose, what, the measure with baseline, target and now, when it is due, and what became of it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from cdconsole.domain.review import GoalProgress
from cdconsole.exporting.csv_file import shown_as_text, write_csv

HEADING = (
    *("whose", "goal", "action", "measure", "agreed_on", "baseline", "target", "now", "support", "due", "status"),
    *("outcome", "pdsa_cycles", "check_due", "checked_on", "held", "check_note"),
)


def write_goals(path: Path, progress: Sequence[GoalProgress]) -> int:
    """Write one row a goal and return how many. Raises ExportRefused."""
    write_csv(path, HEADING, map(_row, progress))
    return len(progress)


def print_goals(out: TextIO, progress: Sequence[GoalProgress]) -> None:
    """Write the same rows into something that is open already."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADING)
    writer.writerows([shown_as_text(cell) for cell in _row(each)] for each in progress)


def _row(progress: GoalProgress) -> tuple[str, ...]:
    goal, check = progress.goal, progress.check
    measure = None if progress.chart is None else progress.chart.measure
    target = "" if goal.target is None or measure is None else measure.value_text(goal.target)
    checked_on = "" if check is None or check.checked_on is None else check.checked_on.isoformat()
    return (
        *(progress.clinician, goal.text, goal.action, measure.title if measure else goal.measure or ""),
        *(progress.agreed_on.isoformat(), goal.baseline_text, target, progress.now_text, goal.support),
        *(goal.due.isoformat(), goal.status.value, goal.outcome, str(len(goal.cycles))),
        *("" if check is None else check.due_on.isoformat(), checked_on),
        *("" if check is None or check.held is None else check.held.value, "" if check is None else check.note),
    )
