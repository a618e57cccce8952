"""The week of a job plan in words: a line an activity, a total a day. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.job_plan import WEEKDAYS, JobPlan, ProgrammedActivity
from cdconsole.ui.tables.column import Alignment, Column


def block_words(row: ProgrammedActivity) -> str:
    """Return ``Tue 13:00-17:00: Clinic, DCC 1 PA a week, every week, Outpatients``."""
    parts = (row.activity, f"{row.category.value} {row.pas:g} PA a week", str(row.frequency), row.location)
    return f"{row.when}: {', '.join(part for part in parts if part)}"


def day_total(plan: JobPlan, weekday: int) -> str:
    """Return the average PAs a week of one day; empty where there is nothing."""
    total = sum(row.pas for row in plan.activities if row.weekday == weekday)
    return f"{total:.3g}" if total else ""


def week_in_words(plan: JobPlan | None) -> str:
    """Return every activity of a plan, in the order of the week."""
    return "No job plan on record." if plan is None else ". ".join(map(block_words, in_order(plan))) + "."


def in_order(plan: JobPlan) -> tuple[ProgrammedActivity, ...]:
    """Return the activities by day and time, those without a day last."""
    return tuple(sorted(plan.activities, key=_order))


def _order(row: ProgrammedActivity) -> tuple[int, int]:
    half = -1 if row.part_of_day is None else ("am", "pm", "eve").index(row.part_of_day.value) * 360 + 480
    return len(WEEKDAYS) if row.weekday is None else row.weekday, half if row.minutes is None else row.minutes[0]


@dataclass(frozen=True)
class WeekLine:
    """An activity in the table of the week; ``number`` is its place in the order of the week."""

    number: int
    row: ProgrammedActivity


def week_lines(plan: JobPlan | None) -> tuple[WeekLine, ...]:
    """Return the lines of the table of the week."""
    return () if plan is None else tuple(WeekLine(number, row) for number, row in enumerate(in_order(plan)))


def _number(line: WeekLine) -> object:
    return line.number


def _when(line: WeekLine) -> str:
    return line.row.when


def _activity(line: WeekLine) -> str:
    return line.row.activity


def _category(line: WeekLine) -> str:
    return line.row.category.value


def _pas(line: WeekLine) -> str:
    return f"{line.row.pas:g}"


def _pas_key(line: WeekLine) -> object:
    return line.row.pas


def _often(line: WeekLine) -> str:
    return str(line.row.frequency)


def _place(line: WeekLine) -> str:
    return line.row.location


WEEK_COLUMNS: tuple[Column[WeekLine], ...] = (
    Column("When", _when, _number, width=156),
    Column("Activity", _activity, width=210),
    Column("Category", _category, width=84),
    Column("PAs a week", _pas, _pas_key, Alignment.RIGHT, width=104),
    Column("How often", _often, width=120),
    Column("Location", _place),
)
