"""What the job plans page shows, and the plan being typed until it is a job plan. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.extract import JobPlanImportReport
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import WEEKDAYS, HalfDay, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.ward import read_predicted_date

EFFECTIVE, ONE_IN, CATEGORY, NOTE, ROWS = "effective_from", "one_in", "on_call_category", "note", "rows"
CELLS = ("activity", "category", "pas", "day", "half_day", "location", "frequency")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "category": tuple(category.value for category in PaCategory),
    "day": ("", *WEEKDAYS),
    "half_day": ("", *(half.value for half in HalfDay)),
}
_FIELD_OF_RULE = {"activity": ROWS, "pas": ROWS, "on_call": ONE_IN, "predicted": EFFECTIVE}


@dataclass(frozen=True)
class DraftRow:
    """One programmed activity as typed; ``number`` is its key in the table."""

    number: int
    activity: str = ""
    category: str = PaCategory.DCC.value
    pas: str = "1"
    day: str = ""
    half_day: str = ""
    location: str = ""
    frequency: str = "every week"


@dataclass(frozen=True)
class Draft:
    """A job plan as typed. ``revision`` is that of the newest version when typing began."""

    clinician: ClinicianId
    rows: tuple[DraftRow, ...] = ()
    effective_from: str = ""
    one_in: str = ""
    on_call_category: str = ""
    note: str = ""
    revision: int = 0

    @property
    def totals(self) -> str:
        """Return the running totals a week: all, then by category; rows that are no number yet count as none."""
        by_category: dict[str, float] = {}
        for row in self.rows:
            by_category[row.category] = by_category.get(row.category, 0.0) + (_number(row.pas) or 0.0)
        parts = ", ".join(f"{name} {by_category[name]:g}" for name in CHOICES["category"] if by_category.get(name))
        return f"{sum(by_category.values()):g} PA a week" + (f": {parts}" if parts else "")

    def with_cell(self, number: int, name: str, text: str) -> Draft:
        """Return the draft with one cell of one row changed."""
        return replace(
            self, rows=tuple(_with_text(row, name, text) if row.number == number else row for row in self.rows)
        )

    def with_field(self, name: str, text: str) -> Draft:
        """Return the draft with another start, on-call rota or note."""
        changes: dict[str, str] = {name: text}
        return replace(self, **changes)  # type: ignore[arg-type] # only the texts of a draft are named

    def with_new_row(self) -> Draft:
        """Return the draft with an empty row at its end."""
        return replace(self, rows=(*self.rows, DraftRow(max((row.number for row in self.rows), default=0) + 1)))

    def without_row(self, number: int) -> Draft:
        """Return the draft without a row."""
        return replace(self, rows=tuple(row for row in self.rows if row.number != number))

    def as_plan(self, today: date) -> JobPlan:
        """Return the job plan, or raise RuleBroken naming where it is none: a rule's own field or one of this page."""
        starts = read_predicted_date(self.effective_from, today)
        if starts is None:
            raise RuleBroken("The plan needs a date it starts on.", "Type it, for example 1 Apr 2026.", EFFECTIVE)
        one_in = _number(self.one_in or "0")
        if one_in is None or one_in != int(one_in):
            raise RuleBroken(f"“{self.one_in}” is not a rota.", "Type the n of 1 in n, or nothing.", ONE_IN)
        activities = tuple(_activity(place, row) for place, row in enumerate(self.rows, start=1))
        on_call = OnCall(int(one_in), self.on_call_category if one_in else "")
        return JobPlan(JobPlanId(""), self.clinician, 0, starts, activities, on_call, self.note.strip()).checked()


@dataclass(frozen=True)
class JobPlansState:
    """The whole page. ``shown`` is the version the draft was filled from, 0 for an empty one."""

    clinicians: tuple[Clinician, ...] = ()
    chosen: ClinicianId | None = None
    versions: tuple[JobPlan, ...] = ()
    shown: int = 0
    draft: Draft | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    report: JobPlanImportReport | None = None
    is_busy: bool = False
    is_loading: bool = True

    @property
    def original(self) -> Draft | None:
        """Return the draft as it was before anybody typed."""
        if self.chosen is None:
            return None
        newest = self.versions[0].revision if self.versions else 0
        plan = next((plan for plan in self.versions if plan.version == self.shown), None)
        return draft_of(self.chosen, plan, newest)

    @property
    def is_changed(self) -> bool:
        """Return whether something was typed that is not stored."""
        original = self.original
        if self.draft is None or original is None:
            return False
        return replace(self.draft, revision=0) != replace(original, revision=0)

    @property
    def save_text(self) -> str:
        """Return what saving makes."""
        return f"Save as version {(self.versions[0].version if self.versions else 0) + 1}"

    @property
    def report_text(self) -> str:
        """Return what the last import of job plans did."""
        if self.report is None:
            return ""
        report = self.report
        parts = [f"{report.file_name}: {_count(report.plans, 'plan')} stored", f"{report.unchanged} unchanged"]
        parts.append(f"{_count(len(report.rejected), 'row')} not read")
        new = f" New clinicians: {', '.join(report.new_clinicians)}." if report.new_clinicians else ""
        return f"{', '.join(parts)}.{new}"


def draft_of(clinician: ClinicianId, plan: JobPlan | None, revision: int) -> Draft:
    """Return a stored version as it is typed; an empty draft of one row where there is none."""
    if plan is None:
        return Draft(clinician, (DraftRow(1),))
    return Draft(
        clinician,
        tuple(_row(number, activity) for number, activity in enumerate(plan.activities, start=1)),
        date_text(plan.effective_from),
        str(plan.on_call.one_in or ""),
        plan.on_call.category,
        plan.note,
        revision,
    )


def place_of(problem: RuleBroken) -> str:
    """Return the part of the page a broken rule belongs to."""
    return _FIELD_OF_RULE.get(problem.field, problem.field or ROWS)


def _with_text(row: DraftRow, name: str, text: str) -> DraftRow:
    changes: dict[str, str] = {name: text.strip()}
    return replace(row, **changes)  # type: ignore[arg-type] # only the texts of a row are named


def _row(number: int, activity: ProgrammedActivity) -> DraftRow:
    return DraftRow(
        number,
        activity.activity,
        activity.category.value,
        f"{activity.pas:g}",
        "" if activity.weekday is None else WEEKDAYS[activity.weekday],
        "" if activity.half_day is None else activity.half_day.value,
        activity.location,
        activity.frequency,
    )


def _activity(place: int, row: DraftRow) -> ProgrammedActivity:
    pas = _number(row.pas)
    if pas is None:
        raise RuleBroken(f"Row {place}: “{row.pas}” is not a number of PAs.", "Type a number such as 1.25.", "pas")
    return ProgrammedActivity(
        row.activity,
        PaCategory(row.category),
        pas,
        WEEKDAYS.index(row.day) if row.day else None,
        HalfDay(row.half_day) if row.half_day else None,
        row.location,
        row.frequency,
    )


def _number(text: str) -> float | None:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number < 1000 else None


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
