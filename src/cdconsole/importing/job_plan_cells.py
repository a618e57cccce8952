"""One row of a job-plan file: what its columns are called, and what its cells say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Final, NamedTuple, TypeVar

from cdconsole.domain.clinician import Grade
from cdconsole.domain.frequency import WEEKLY, WORKING_WEEKS, Frequency
from cdconsole.domain.job_plan import (
    MOST_PAS,
    MOST_PAS_A_ROW,
    WEEKDAYS,
    HalfDay,
    OnCall,
    PaCategory,
    ProgrammedActivity,
)
from cdconsole.domain.job_plan_terms import Objective, ObjectiveKind, SignOff, SignOffState
from cdconsole.importing.dates import DateReader
from cdconsole.importing.findings import Findings
from cdconsole.importing.headings import known_by, plain_heading

Value = TypeVar("Value")
HEADINGS: Final = {
    "clinician": "clinician, consultant, doctor, name, clinician name, consultant name",
    "code": "clinician_code, consultant code",
    "effective_from": "effective_from, plan start, plan start date, effective from date, start date, from, start",
    "activity": "activity, programmed activity, description",
    "category": "category, pa category, type, activity type, subtype",
    "pas": "pas, pa, programmed activities, pas a week, pa value",
    "pas_each": "pas_each, pas each time, pas a session",
    "day": "day, weekday",
    "half_day": "half_day, session, am pm, time of day",
    "starts": "starts, start time, time from, start",
    "ends": "ends, end time, time to, end",
    "location": "location, site, place",
    "frequency": "frequency, how often, weeks, week pattern",
    "sessions_a_year": "sessions_a_year, sessions per year, annual sessions",
    "on_call_one_in": "on_call_one_in, on call 1 in, on call frequency",
    "on_call_category": "on_call_category, on call band",
    "on_call_predictable": "on_call_predictable, predictable on call pas",
    "on_call_unpredictable": "on_call_unpredictable, unpredictable on call pas",
    "prospective_cover": "prospective_cover",
    "full_time": "full_time",
    "agreed_pas": "agreed_pas, total pas, agreed total",
    "working_weeks": "working_weeks, weeks a year",
    "objectives": "objectives",
    "sign_off": "sign_off, sign off state, sign off status, plan status",
    "sign_off_on": "sign_off_on, sign off date, job plan date",
    "grade": "grade",
    "interests": "interests, interest, special interests",
}
NEEDED: Final = ("clinician", "effective_from", "activity", "category", "pas")
INSTEAD: Final = {"clinician": "code", "pas": "pas_each"}
"""What does instead of a needed column."""
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
SIGN_OFFS: Final = {plain_heading(state.value): state for state in SignOffState} | {
    "indiscussion": SignOffState.DISCUSSED, "submitted": SignOffState.SIGNED_BY_CLINICIAN,
    "signedoff": SignOffState.AGREED, "fullysignedoff": SignOffState.AGREED, "agreed": SignOffState.AGREED,
    "completed": SignOffState.AGREED, "mediation": SignOffState.MEDIATION, "appeal": SignOffState.APPEAL,
    "dispute": SignOffState.DISPUTED,
}  # fmt: skip
OBJECTIVE_KINDS: Final = {plain_heading(kind.value): kind for kind in ObjectiveKind}
YES_OR_NO: Final = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}
_FULL_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS: Final = {name.casefold(): place for names in (WEEKDAYS, _FULL_DAYS) for place, name in enumerate(names)}
_PAS, _WHOLE = r"\d{1,2}(\.\d{1,4})?", r"\d{1,3}"


def plan_columns(headings: Sequence[str]) -> dict[str, str]:
    """Return which heading is which column of HEADINGS."""
    by_plain = {plain_heading(heading): heading for heading in reversed(headings)}
    columns = {
        wanted: by_plain[found[0]]
        for wanted, listed in HEADINGS.items()
        if (found := [known for known in known_by(listed) if known in by_plain])
    }
    if columns.get("starts") == columns.get("effective_from"):
        columns.pop("starts", None)  # "start" alone is the plan's
    return columns


def missing_plan_columns(columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns without which job plans can't be read."""
    return tuple(wanted for wanted in NEEDED if wanted not in columns and INSTEAD.get(wanted) not in columns)


class Cells(NamedTuple):
    """The cells of one row, named as HEADINGS are; empty where the file has no such column."""

    clinician: str
    code: str
    effective_from: str
    activity: str
    category: str
    pas: str
    pas_each: str
    day: str
    half_day: str
    starts: str
    ends: str
    location: str
    frequency: str
    sessions_a_year: str
    on_call_one_in: str
    on_call_category: str
    on_call_predictable: str
    on_call_unpredictable: str
    prospective_cover: str
    full_time: str
    agreed_pas: str
    working_weeks: str
    objectives: str
    sign_off: str
    sign_off_on: str
    grade: str
    interests: str


class Row(NamedTuple):
    """One row of a plan: ``activity`` None if the row was refused, which holds back the whole plan.

    ``terms`` are what the row says of the whole plan, by the name of their column.
    """

    number: int
    clinician: str
    code: str
    effective_from: date
    activity: ProgrammedActivity | None
    terms: Mapping[str, object]
    interests: tuple[str, ...]


class RowChecker:
    """Reads one row, telling everything that is wrong with it."""

    def __init__(self, number: int, columns: Mapping[str, str], findings: Findings, dates: DateReader) -> None:
        self._number = number
        self._columns = columns
        self._findings = findings
        self._dates = dates
        self._is_refused = False

    def read(self, cells: Cells) -> Row | None:
        """Return the row; None if it is not even known whose plan it is part of."""
        clinician = one_line(cells.clinician or cells.code)
        if not clinician:
            self._refuse("clinician", "There is no clinician")
        start = self._date("effective_from", cells.effective_from)
        activity = self._activity(cells)
        terms = self._terms(cells)
        if not clinician or start is None:
            return None
        interests = tuple(filter(None, (one_line(part) for part in re.split("[;|]", cells.interests))))
        kept = None if self._is_refused else activity
        return Row(self._number, clinician, one_line(cells.code), start, kept, terms, interests)

    def _activity(self, cells: Cells) -> ProgrammedActivity | None:
        category = self._one_of("category", cells.category, CATEGORIES)
        weekday = self._one_of("day", cells.day, DAYS) if cells.day else None
        half_day = self._one_of("half_day", cells.half_day, HALF_DAYS) if cells.half_day else None
        frequency = self._frequency(cells)
        pas = self._pas(cells, frequency)
        starts, ends = self._times(cells)
        if not cells.activity:
            self._refuse("activity", "There is no activity")
        if category is None or not pas:
            return None
        return ProgrammedActivity(
            *(one_line(cells.activity), category, pas, weekday, half_day, one_line(cells.location)),
            *(frequency, starts, ends),
        )

    def _frequency(self, cells: Cells) -> Frequency:
        if cells.frequency or not cells.sessions_a_year:
            return Frequency.read(cells.frequency) if cells.frequency else WEEKLY
        found = Frequency.read(f"{cells.sessions_a_year} a year")
        if not found.is_known:
            self._refuse("sessions_a_year", "This should be a number of sessions a year", cells.sessions_a_year)
        return found

    def _pas(self, cells: Cells, frequency: Frequency) -> float | None:
        """Return the average a week: as given, or worked out from the PAs each time."""
        if cells.pas or not cells.pas_each:
            return self._number_in("pas", cells.pas, _PAS, MOST_PAS_A_ROW)
        each = self._number_in("pas_each", cells.pas_each, _PAS, MOST_PAS_A_ROW)
        weeks = self._number_in("working_weeks", cells.working_weeks, _WHOLE, 52.0) if cells.working_weeks else None
        average = (each or 0.0) * frequency.share_of(int(weeks or WORKING_WEEKS))
        if average > MOST_PAS_A_ROW:
            self._refuse("pas_each", f"This comes to {average:g} PAs a week, more than {MOST_PAS_A_ROW:g}")
        return round(average, 4)

    def _times(self, cells: Cells) -> tuple[time | None, time | None]:
        starts, ends = self._time("starts", cells.starts), self._time("ends", cells.ends)
        if bool(cells.starts) != bool(cells.ends):
            self._refuse("ends" if cells.starts else "starts", "A row has a start and an end, or neither")
        elif starts is not None and starts == ends:
            self._refuse("ends", "It ends when it starts", cells.ends)
        elif cells.starts and not cells.day:
            self._refuse("day", "A row with times needs a day")
        return starts, ends

    def _time(self, name: str, cell: str) -> time | None:
        found = re.fullmatch(r"(\d{1,2})[:.]?(\d{2})(?:[:.]00)?", cell, re.ASCII)
        if found and int(found[1]) < 24 and int(found[2]) < 60:
            return time(int(found[1]), int(found[2]))
        if cell:
            self._refuse(name, "This should be a time such as 08:30", cell)
        return None

    def _terms(self, cells: Cells) -> dict[str, object]:
        """Return what a row says of the whole plan; what it leaves empty is not in it."""
        found: dict[str, object] = {"on_call_one_in": self._on_call(cells)} if _has_on_call(cells) else {}
        if cells.grade:
            found["grade"] = self._one_of("grade", cells.grade, GRADES)
        if cells.full_time:
            found["full_time"] = self._one_of("full_time", cells.full_time, YES_OR_NO)
        if cells.agreed_pas:
            found["agreed_pas"] = self._number_in("agreed_pas", cells.agreed_pas, _PAS, MOST_PAS)
        if cells.working_weeks:
            found["working_weeks"] = int(self._number_in("working_weeks", cells.working_weeks, _WHOLE, 52.0) or 0)
        if cells.objectives:
            found["objectives"] = tuple(self._objective(part) for part in cells.objectives.split(";") if part.strip())
        if cells.sign_off:
            on = self._date("sign_off_on", cells.sign_off_on) if cells.sign_off_on else None
            state = self._one_of("sign_off", cells.sign_off, SIGN_OFFS)
            found["sign_off"] = None if state is None else SignOff(state, on)
        return found

    def _objective(self, text: str) -> Objective:
        title, kind, measured_by, due = (*(one_line(part) for part in text.split("|")), "", "", "")[:4]
        known = self._one_of("objectives", kind, OBJECTIVE_KINDS) if kind else None
        day = self._date("objectives", due) if due else None
        return Objective(title, known or ObjectiveKind.QUALITY, measured_by, day)

    def _on_call(self, cells: Cells) -> OnCall:
        one_in = self._number_in("on_call_one_in", cells.on_call_one_in or "0", r"\d{1,3}", 365.0)
        category = cells.on_call_category.upper()
        if category not in ("", "A", "B"):
            self._refuse("on_call_category", "The on-call category is A, B or empty", cells.on_call_category)
        cover = self._one_of("prospective_cover", cells.prospective_cover or "no", YES_OR_NO)
        return OnCall(
            int(one_in or 0),
            category if category in ("A", "B") else "",
            self._number_in("on_call_predictable", cells.on_call_predictable or "0", _PAS, MOST_PAS) or 0.0,
            self._number_in("on_call_unpredictable", cells.on_call_unpredictable or "0", _PAS, MOST_PAS) or 0.0,
            bool(cover),
        )

    def _date(self, name: str, cell: str) -> date | None:
        read = self._dates[cell]
        if read.at is None:
            self._refuse(name, read.reason or "There is no date", cell)
            return None
        return read.at.date()

    def _number_in(self, name: str, cell: str, pattern: str, most: float) -> float | None:
        value = float(cell) if re.fullmatch(pattern, cell, re.ASCII) else -1.0
        if 0 <= value <= most and (value or name.startswith("on_call")):
            return value
        self._refuse(name, f"This should be a number above 0 and at most {most:g}", cell)
        return None

    def _one_of(self, name: str, cell: str, table: Mapping[str, Value]) -> Value | None:
        value = table.get(plain_heading(cell))
        if value is None:
            self._refuse(name, f"This is not a known {name.replace('_', ' ')}" if cell else "Nothing is given", cell)
        return value

    def _refuse(self, name: str, reason: str, value: str = "") -> None:
        self._is_refused = True
        self._findings.reject(self._number, self._columns.get(name, name), reason, one_line(value)[:40])


def one_line(cell: str) -> str:
    """Return a cell without line breaks and double spaces."""
    return " ".join(cell.split())


def _has_on_call(cells: Cells) -> bool:
    given = (cells.on_call_one_in, cells.on_call_category, cells.on_call_predictable, cells.on_call_unpredictable)
    return any(given) or bool(cells.prospective_cover)
