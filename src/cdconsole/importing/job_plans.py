"""Reads job plans: a CSV with one row for each programmed activity, grouped by clinician and the date it starts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple, TypeVar

from cdconsole.domain.clinician import Grade
from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import DateOrder
from cdconsole.domain.job_plan import WEEKDAYS, HalfDay, OnCall, PaCategory, ProgrammedActivity
from cdconsole.importing.child import Report, Watch, run_in_child
from cdconsole.importing.dates import DateReader, settled_orders
from cdconsole.importing.findings import Findings
from cdconsole.importing.headings import known_by, plain_heading
from cdconsole.importing.limits import LIMITS, Limits
from cdconsole.importing.records import CheckedJobPlan, CheckedJobPlans
from cdconsole.importing.source import Source
from cdconsole.importing.table import Table, read_table

Value = TypeVar("Value")
MOST_PAS_A_ROW = 12.0
MOST_PAS_A_PLAN = 20.0
LAST_START = date(2199, 12, 31)  # a plan may well start in the future
HEADINGS: Final = {
    "clinician": "clinician, consultant, doctor, name, clinician name, consultant name",
    "effective_from": "effective_from, effective from date, from, start, start date",
    "activity": "activity, programmed activity, description",
    "category": "category, pa category, type",
    "pas": "pas, pa, programmed activities, pas a week",
    "day": "day, weekday",
    "half_day": "half_day, session, am pm, time of day",
    "location": "location, site, place",
    "frequency": "frequency, how often, weeks",
    "on_call_one_in": "on_call_one_in, on call 1 in, on call frequency",
    "on_call_category": "on_call_category, on call band",
    "grade": "grade",
    "interests": "interests, interest, special interests",
}
NEEDED: Final = ("clinician", "effective_from", "activity", "category", "pas")
CATEGORIES: Final = {
    plain_heading(word): kind
    for kind in PaCategory
    for word in (kind.value, kind.title, f"{kind.title.removesuffix('y')}ies", f"{kind.title}s")
}
GRADES: Final = {plain_heading(grade.value): grade for grade in Grade}
HALF_DAYS: Final = {
    "am": HalfDay.AM, "morning": HalfDay.AM, "pm": HalfDay.PM, "afternoon": HalfDay.PM,
    "eve": HalfDay.EVENING, "evening": HalfDay.EVENING,
}  # fmt: skip
_FULL_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS: Final = {name.casefold(): place for names in (WEEKDAYS, _FULL_DAYS) for place, name in enumerate(names)}


class _Cells(NamedTuple):
    """The cells of one row, named as HEADINGS are; empty where the file has no such column."""

    clinician: str
    effective_from: str
    activity: str
    category: str
    pas: str
    day: str
    half_day: str
    location: str
    frequency: str
    on_call_one_in: str
    on_call_category: str
    grade: str
    interests: str


class _Row(NamedTuple):
    """One row of a plan: ``activity`` None if the row was refused, which holds back the whole plan."""

    number: int
    clinician: str
    effective_from: date
    activity: ProgrammedActivity | None
    on_call: OnCall
    grade: Grade | None
    interests: tuple[str, ...]


def read_job_plans(source: Source, watch: Watch, limits: Limits = LIMITS) -> CheckedJobPlans:
    """Return the job plans of a CSV file, read in a limited child process.

    A plan with a refused row is held back whole, every row of it listed: half a plan would understate the work.
    Raises ImportRefused if the file as a whole is no use, Cancelled if the watch says so.
    """
    return run_in_child(partial(check_job_plans, source, limits), limits, watch)


def is_job_plan_heading(line: str) -> bool:
    """Return whether the first line of a file names the columns of programmed activities, whatever parts them."""
    columns = {column.strip(' "').casefold() for column in re.split("[,;\t]", line.strip())}
    return "activity" in columns and bool(columns & {"pa", "pas"})


def check_job_plans(source: Source, limits: Limits, report: Report) -> CheckedJobPlans:
    """Return what ``read_job_plans`` does; runs in the child process."""
    table = read_table(source, limits, report)
    columns = _columns(table, source.name)
    starts = columns["effective_from"]
    dates = DateReader(settled_orders({starts: table.columns[starts]}, DateOrder.AUTOMATIC)[starts], LAST_START)
    findings = Findings()
    groups: dict[tuple[str, date], list[_Row]] = {}
    every = zip(*(table.columns.get(columns.get(name, ""), [""] * len(table)) for name in _Cells._fields), strict=True)
    for number, cells in zip(table.numbers, map(_Cells._make, every), strict=True):
        checker = _RowChecker(number, columns, findings)
        if _fits(table, number, columns, findings) and (row := checker.read(cells, dates)) is not None:
            groups.setdefault((row.clinician.casefold(), row.effective_from), []).append(row)
    plans = tuple(plan for rows in groups.values() if (plan := _plan(rows, columns, findings)) is not None)
    return CheckedJobPlans(table.sha256, len(table), plans, findings.rejected, findings.rejected_rows)


def _columns(table: Table, name: str) -> dict[str, str]:
    by_plain = {plain_heading(heading): heading for heading in reversed(table.headings)}
    columns = {
        wanted: by_plain[found[0]]
        for wanted, listed in HEADINGS.items()
        if (found := [known for known in known_by(listed) if known in by_plain])
    }
    missing = [wanted for wanted in NEEDED if wanted not in columns]
    if missing:
        raise ImportRefused(
            f"{name} has no column {', '.join(missing)}.", f"Its heading needs at least: {', '.join(NEEDED)}."
        )
    return columns


def _fits(table: Table, number: int, columns: dict[str, str], findings: Findings) -> bool:
    """Return whether a row reaches every needed column and no further than the heading, telling if it does not."""
    cells = table.widths.get(number, len(table.columns))
    needed = max(table.headings.index(columns[name]) for name in NEEDED) + 1
    if needed <= cells <= len(table.columns):
        return True
    findings.reject(number, columns["clinician"], f"The row has {cells} cells, the heading {len(table.columns)}")
    return False


class _RowChecker:
    """Reads one row, telling everything that is wrong with it."""

    def __init__(self, number: int, columns: dict[str, str], findings: Findings) -> None:
        self._number = number
        self._columns = columns
        self._findings = findings
        self._is_refused = False

    def read(self, cells: _Cells, dates: DateReader) -> _Row | None:
        """Return the row; None if it is not even known whose plan it is part of."""
        start = dates[cells.effective_from]
        if not cells.clinician:
            self._refuse("clinician", "There is no clinician")
        if start.at is None:
            self._refuse("effective_from", start.reason or "There is no date", cells.effective_from)
        activity = self._activity(cells)
        on_call = self._on_call(cells)
        grade = self._one_of("grade", cells.grade, GRADES) if cells.grade else None
        if not cells.clinician or start.at is None:
            return None
        interests = tuple(filter(None, (_one_line(part) for part in re.split("[;|]", cells.interests))))
        clinician = _one_line(cells.clinician)
        kept = None if self._is_refused else activity
        return _Row(self._number, clinician, start.at.date(), kept, on_call, grade, interests)

    def _activity(self, cells: _Cells) -> ProgrammedActivity | None:
        category = self._one_of("category", cells.category, CATEGORIES)
        weekday = self._one_of("day", cells.day, DAYS) if cells.day else None
        half_day = self._one_of("half_day", cells.half_day, HALF_DAYS) if cells.half_day else None
        pas = self._number_in("pas", cells.pas, r"\d{1,2}(\.\d{1,4})?", MOST_PAS_A_ROW)
        if not cells.activity:
            self._refuse("activity", "There is no activity")
        if category is None or not pas:
            return None
        frequency = _one_line(cells.frequency) or "every week"
        return ProgrammedActivity(
            _one_line(cells.activity), category, pas, weekday, half_day, _one_line(cells.location), frequency
        )

    def _on_call(self, cells: _Cells) -> OnCall:
        one_in = self._number_in("on_call_one_in", cells.on_call_one_in or "0", r"\d{1,3}", 365.0)
        category = cells.on_call_category.upper()
        if category not in ("", "A", "B"):
            self._refuse("on_call_category", "The on-call category is A, B or empty", cells.on_call_category)
        return OnCall(int(one_in or 0), category if category in ("A", "B") else "")

    def _number_in(self, name: str, cell: str, pattern: str, most: float) -> float | None:
        value = float(cell) if re.fullmatch(pattern, cell, re.ASCII) else -1.0
        if 0 <= value <= most and (value or name != "pas"):
            return value
        self._refuse(name, f"This should be a number above 0 and at most {most:g}", cell)
        return None

    def _one_of(self, name: str, cell: str, table: dict[str, Value]) -> Value | None:
        value = table.get(plain_heading(cell))
        if value is None:
            self._refuse(name, f"This is not a known {name.replace('_', ' ')}" if cell else "Nothing is given", cell)
        return value

    def _refuse(self, name: str, reason: str, value: str = "") -> None:
        self._is_refused = True
        self._findings.reject(self._number, self._columns.get(name, name), reason, _one_line(value)[:40])


def _plan(rows: Sequence[_Row], columns: dict[str, str], findings: Findings) -> CheckedJobPlan | None:
    """Return the plan its rows make, or None, every row told, if it cannot be stored."""
    on_calls = list(dict.fromkeys(row.on_call for row in rows if row.on_call != OnCall()))
    grades = list(dict.fromkeys(row.grade for row in rows if row.grade is not None))
    activities = tuple(row.activity for row in rows if row.activity is not None)
    total = sum(activity.pas for activity in activities)
    refused = [row.number for row in rows if row.activity is None]
    if refused:
        column, reason = "activity", f"Held back: row {refused[0]} of the same plan was refused"
    elif len(on_calls) > 1:
        column, reason = "on_call_one_in", f"The plan has two on-call rotas: {on_calls[0]} and {on_calls[1]}"
    elif len(grades) > 1:
        column, reason = "grade", f"The plan has two grades: {grades[0].value} and {grades[1].value}"
    elif total > MOST_PAS_A_PLAN:
        column, reason = "pas", f"The plan adds up to {total:g} PAs, more than {MOST_PAS_A_PLAN:g}"
    else:
        return CheckedJobPlan(
            rows[0].clinician,
            rows[0].effective_from,
            activities,
            on_calls[0] if on_calls else OnCall(),
            grades[0] if grades else Grade.OTHER,
            _distinct(interest for row in rows for interest in row.interests),
            tuple(row.number for row in rows),
        )
    for row in rows:
        if row.number not in refused:
            findings.reject(row.number, columns[column], reason)
    return None


def _distinct(interests: Iterable[str]) -> tuple[str, ...]:
    return tuple({interest.casefold(): interest for interest in interests}.values())


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
