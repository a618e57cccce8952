"""Objectives as they are typed: one a line, its parts between upright strokes. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.job_plan_terms import Objective, ObjectiveKind
from cdconsole.domain.ward import read_predicted_date

_KINDS = {kind.value.casefold(): kind for kind in ObjectiveKind}


def objective_line(objective: Objective) -> str:
    """Return ``Start a list | Service development | lists held | 31 Mar 2027``."""
    due = "" if objective.due is None else date_text(objective.due)
    return " | ".join((objective.title, objective.kind.value, objective.measured_by, due)).rstrip(" |")


def read_objectives(text: str, today: date) -> tuple[Objective, ...]:
    """Return the objectives typed, one a line. Raises RuleBroken naming the line at fault."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_read(number, line, today) for number, line in enumerate(lines, start=1) if line)


def _read(number: int, line: str, today: date) -> Objective:
    title, kind, measured_by, due = (*(part.strip() for part in line.split("|")), "", "", "")[:4]
    known = _KINDS.get(kind.casefold(), ObjectiveKind.QUALITY if not kind else None)
    if known is None:
        kinds = ", ".join(one.value for one in ObjectiveKind)
        raise RuleBroken(f"Line {number}: “{kind}” is no kind of objective.", f"Use one of: {kinds}.", "objectives")
    day = read_predicted_date(due, today) if due else None
    if due and day is None:
        raise RuleBroken(f"Line {number}: “{due}” is no date.", "Type it as 31 Mar 2027.", "objectives")
    return Objective(title, known, measured_by, day)
