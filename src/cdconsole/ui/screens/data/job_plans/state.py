"""What the job plans page shows, and the plan being typed until it is a job plan. No Qt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import Enum

from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.extract import JobPlanImportReport
from cdconsole.domain.frequency import EVERY_WEEK, WORKING_WEEKS, Frequency
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import WEEKDAYS, HalfDay, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.job_plan_changes import differences
from cdconsole.domain.job_plan_checks import checks
from cdconsole.domain.job_plan_delivery import JobPlanDelivery
from cdconsole.domain.ward import read_predicted_date
from cdconsole.ui.screens.data.job_plans.objectives import objective_line, read_objectives

EFFECTIVE, ONE_IN, CATEGORY, NOTE, ROWS = "effective_from", "one_in", "on_call_category", "note", "rows"
REASON, AGREED, HOURS, WEEKS, OBJECTIVES = "reason", "agreed_pas", "hours", "working_weeks", "objectives"
PREDICTABLE, UNPREDICTABLE, COVER, SIGNED = "predictable", "unpredictable", "cover", "signed_on"
FULL_TIME, PART_TIME, WITH_COVER, WITHOUT_COVER = "Full time", "Less than full time", "Yes", "No"
CELLS = ("activity", "category", "pas", "day", "half_day", "starts", "ends", "location", "frequency")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "category": tuple(category.value for category in PaCategory),
    "day": ("", *WEEKDAYS),
    "half_day": ("", *(half.value for half in HalfDay)),
}
_FIELD_OF_RULE = {"activity": ROWS, "pas": ROWS, "times": ROWS, "on_call": ONE_IN, "predicted": EFFECTIVE}


@dataclass(frozen=True)
class DraftRow:
    """One programmed activity as typed; ``number`` is its key in the table."""

    number: int
    activity: str = ""
    category: str = PaCategory.DCC.value
    pas: str = "1"
    day: str = ""
    half_day: str = ""
    starts: str = ""
    ends: str = ""
    location: str = ""
    frequency: str = EVERY_WEEK


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
    reason: str = ""
    agreed_pas: str = ""
    hours: str = FULL_TIME
    working_weeks: str = str(WORKING_WEEKS)
    predictable: str = ""
    unpredictable: str = ""
    cover: str = WITHOUT_COVER
    objectives: str = ""

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
        return JobPlan(
            JobPlanId(""),
            self.clinician,
            0,
            starts,
            tuple(_activity(place, row) for place, row in enumerate(self.rows, start=1)),
            self._on_call(),
            self.note.strip(),
            reason=self.reason.strip(),
            is_full_time=self.hours == FULL_TIME,
            agreed_pas=_typed_number(self.agreed_pas, AGREED) or None,
            working_weeks=int(_typed_number(self.working_weeks, WEEKS)),
            objectives=read_objectives(self.objectives, today),
        ).checked()

    def _on_call(self) -> OnCall:
        one_in = _number(self.one_in or "0")
        if one_in is None or one_in != int(one_in):
            raise RuleBroken(f"“{self.one_in}” is not a rota.", "Type the n of 1 in n, or nothing.", ONE_IN)
        pas = _typed_number(self.predictable, PREDICTABLE), _typed_number(self.unpredictable, UNPREDICTABLE)
        category = self.on_call_category if one_in else ""
        return OnCall(int(one_in), category, *pas, has_prospective_cover=self.cover == WITH_COVER)


class Part(Enum):
    """The pages of one job plan."""

    ROWS = "Rows"
    WEEK = "Week"
    VERSIONS = "Versions"
    DELIVERY = "Planned and delivered"
    AGREEMENT = "Objectives and sign-off"


@dataclass(frozen=True)
class JobPlansState:
    """The whole page.

    ``shown`` is the version the draft was filled from, 0 for an empty one; ``compared`` the one it is compared with.
    """

    clinicians: tuple[Clinician, ...] = ()
    chosen: ClinicianId | None = None
    versions: tuple[JobPlan, ...] = ()
    shown: int = 0
    draft: Draft | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    part: Part = Part.ROWS
    compared: int = 0
    months: int = 12
    delivery: JobPlanDelivery | None = None
    report: JobPlanImportReport | None = None
    is_busy: bool = False
    is_loading: bool = True

    @property
    def original(self) -> Draft | None:
        """Return the draft as it was before anybody typed."""
        if self.chosen is None:
            return None
        newest = self.versions[0].revision if self.versions else 0
        return draft_of(self.chosen, self.plan, newest)

    @property
    def plan(self) -> JobPlan | None:
        """Return the stored version that is shown."""
        return self._version(self.shown)

    @property
    def changes(self) -> tuple[str, ...]:
        """Return what changed from the version compared with to the one shown, a sentence each."""
        before, after = self._version(self.compared), self.plan
        if before is None or after is None or before is after:
            return ()
        return differences(before, after) or ("Nothing that is kept differs.",)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what to look at in the version shown; after typing, from the next save on."""
        return () if self.plan is None else checks(self.plan)

    def _version(self, number: int) -> JobPlan | None:
        return next((plan for plan in self.versions if plan.version == number), None)

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
        parts.append(f"{_count(report.rows_rejected, 'row')} of {report.rows_in:,} not read")
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
        agreed_pas="" if plan.agreed_pas is None else f"{plan.agreed_pas:g}",
        hours=FULL_TIME if plan.is_full_time else PART_TIME,
        working_weeks=str(plan.working_weeks),
        predictable=f"{plan.on_call.predictable:g}" if plan.on_call.predictable else "",
        unpredictable=f"{plan.on_call.unpredictable:g}" if plan.on_call.unpredictable else "",
        cover=WITH_COVER if plan.on_call.has_prospective_cover else WITHOUT_COVER,
        objectives="\n".join(map(objective_line, plan.objectives)),
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
        "" if activity.starts is None else f"{activity.starts:%H:%M}",
        "" if activity.ends is None else f"{activity.ends:%H:%M}",
        activity.location,
        str(activity.frequency),
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
        Frequency.read(row.frequency),
        _time(place, row.starts),
        _time(place, row.ends),
    )


def _time(place: int, text: str) -> time | None:
    found = re.fullmatch(r"(\d{1,2})[:.]?(\d{2})", text, re.ASCII)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    if text:
        raise RuleBroken(f"Row {place}: “{text}” is not a time.", "Type a time such as 08:30.", "times")
    return None


def _typed_number(text: str, field_name: str) -> float:
    number = _number(text or "0")
    if number is None:
        raise RuleBroken(f"“{text}” is not a number.", "Type a number such as 7.5.", field_name)
    return number


def _number(text: str) -> float | None:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number < 1000 else None


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
