"""Job plans as data: programmed activities by category, the week, on-call, and what shortened exposure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import Enum

from cdconsole.domain.calendar import Period, date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.frequency import WEEKLY, WORKING_WEEKS, Frequency
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan_terms import Objective, SignOff

WEEKS_A_YEAR = 52
_LONGEST_DAYS = 3 * 366
MINUTES_A_DAY = 24 * 60
MOST_PAS_A_ROW, MOST_PAS = 12.0, 20.0
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class PaCategory(Enum):
    """What a programmed activity is for (2003 consultant contract, England)."""

    DCC = "DCC"
    SPA = "SPA"
    ANR = "ANR"
    ED = "ED"
    APA = "APA"

    @property
    def title(self) -> str:
        """Return the category in words."""
        return {
            "DCC": "Direct clinical care",
            "SPA": "Supporting professional activity",
            "ANR": "Additional NHS responsibility",
            "ED": "External duty",
            "APA": "Additional programmed activity",
        }[self.value]


class HalfDay(Enum):
    """When in the day an activity falls."""

    AM = "am"
    PM = "pm"
    EVENING = "eve"


@dataclass(frozen=True)
class ProgrammedActivity:
    """One row of a job plan. ``weekday`` 0 is Monday, ``None`` is flexible.

    ``pas`` is the average a working week: a list of 1.25 PAs in 1 of 2 weeks is 0.625. Without ``starts`` and ``ends``
    only the half-day is known; a row that ends before it starts goes on into the next day.
    """

    activity: str
    category: PaCategory
    pas: float
    weekday: int | None = None
    half_day: HalfDay | None = None
    location: str = ""
    frequency: Frequency = WEEKLY
    starts: time | None = None
    ends: time | None = None

    @property
    def minutes(self) -> tuple[int, int] | None:
        """Return when it begins and ends, in minutes from midnight of its day; None where no times are given."""
        if self.starts is None or self.ends is None:
            return None
        first, last = (at.hour * 60 + at.minute for at in (self.starts, self.ends))
        return first, last if last > first else last + MINUTES_A_DAY

    @property
    def part_of_day(self) -> HalfDay | None:
        """Return the half-day it stands in: the one given, else the one it starts in."""
        if self.half_day is not None or self.starts is None:
            return self.half_day
        return HalfDay.AM if self.starts.hour < 12 else HalfDay.PM if self.starts.hour < 17 else HalfDay.EVENING

    @property
    def when(self) -> str:
        """Return ``Mon 08:00-12:00``, ``Mon am`` or ``flexible``."""
        day = "flexible" if self.weekday is None else WEEKDAYS[self.weekday]
        if self.starts is not None and self.ends is not None:
            return f"{day} {self.starts:%H:%M}–{self.ends:%H:%M}"
        return day if self.half_day is None else f"{day} {self.half_day.value}"


@dataclass(frozen=True)
class OnCall:
    """The on-call rota: one in ``one_in`` at category A or B; ``one_in`` 0 means none.

    ``predictable`` and ``unpredictable`` are PAs a week of on-call work. They say how much of the plan's rows is
    on-call work, and are never added to them.
    """

    one_in: int = 0
    category: str = ""
    predictable: float = 0.0
    unpredictable: float = 0.0
    has_prospective_cover: bool = False

    @property
    def pas(self) -> float:
        """Return PAs a week of on-call work, predictable and not."""
        return self.predictable + self.unpredictable

    def __str__(self) -> str:
        if not self.one_in:
            return "No on-call"
        return ", ".join(
            (
                f"On call 1 in {self.one_in}",
                *([f"category {self.category}"] if self.category else []),
                *([f"{self.predictable:g} PA predictable"] if self.predictable else []),
                *([f"{self.unpredictable:g} PA unpredictable"] if self.unpredictable else []),
                *(["with prospective cover"] if self.has_prospective_cover else []),
            )
        )


@dataclass(frozen=True)
class JobPlan:
    """One version of a clinician's job plan, in force from ``effective_from`` until the next version.

    ``reason`` says why this version was made. ``agreed_pas`` is the total the signed plan states, None where none is.
    ``sign_offs`` are the steps of agreeing it, oldest first.
    """

    id: JobPlanId
    clinician_id: ClinicianId
    version: int
    effective_from: date
    activities: tuple[ProgrammedActivity, ...]
    on_call: OnCall = OnCall()
    note: str = ""
    revision: int = 1
    reason: str = ""
    is_full_time: bool = True
    agreed_pas: float | None = None
    working_weeks: int = WORKING_WEEKS
    objectives: tuple[Objective, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()

    @property
    def total_pas(self) -> float:
        """Return programmed activities a week, all categories."""
        return sum(activity.pas for activity in self.activities)

    def pas_in(self, category: PaCategory) -> float:
        """Return programmed activities a week in one category."""
        return sum(activity.pas for activity in self.activities if activity.category is category)

    @property
    def sign_off_text(self) -> str:
        """Return ``Signed by both, 3 Apr 2026``; the last step recorded counts."""
        if not self.sign_offs:
            return "Sign-off not recorded"
        last = self.sign_offs[-1]
        return last.state.value if last.on is None else f"{last.state.value}, {date_text(last.on)}"

    def checked(self) -> JobPlan:
        """Return the plan, or raise RuleBroken naming the field at fault."""
        if not self.activities:
            raise RuleBroken("A job plan needs at least one programmed activity.", "Add a row.", "activity")
        for number, activity in enumerate(self.activities, start=1):
            _check_row(number, activity)
        if self.total_pas > MOST_PAS:
            raise RuleBroken(f"The plan adds up to {self.total_pas:g} PAs.", "Check the PA column.", "pas")
        if self.on_call.one_in < 0 or self.on_call.category not in ("", "A", "B"):
            raise RuleBroken("The on-call rota is not valid.", "Use 1 in n, and category A or B.", "on_call")
        if not 0 <= self.on_call.pas <= MOST_PAS:
            raise RuleBroken(f"On-call work is {self.on_call.pas:g} PAs.", "Use PAs a week.", "on_call")
        if self.agreed_pas is not None and not 0 < self.agreed_pas <= MOST_PAS:
            raise RuleBroken(f"The agreed total is {self.agreed_pas:g} PAs.", "Use PAs a week.", "agreed_pas")
        if not 1 <= self.working_weeks <= WEEKS_A_YEAR:
            raise RuleBroken("A year has 1 to 52 working weeks.", "42 is usual.", "working_weeks")
        return self


def _check_row(number: int, activity: ProgrammedActivity) -> None:
    if not activity.activity.strip():
        raise RuleBroken(f"Row {number} has no activity.", "Type what is done.", "activity")
    if not 0 < activity.pas <= MOST_PAS_A_ROW:
        raise RuleBroken(f"Row {number} has {activity.pas:g} PAs.", "Use a number above 0 and at most 12.", "pas")
    if (activity.starts is None) != (activity.ends is None) or (activity.starts and activity.starts == activity.ends):
        raise RuleBroken(f"Row {number} needs a start and a different end.", "Type both times, or neither.", "times")
    if activity.starts is not None and activity.weekday is None:
        raise RuleBroken(f"Row {number} has times but no day.", "Choose a day, or clear the times.", "times")


class ExposureKind(Enum):
    """Why a clinician, or the department, delivered less for a while."""

    LEAVE = "Leave"
    STUDY_LEAVE = "Study leave"
    SICKNESS = "Sickness"
    PHASED_RETURN = "Phased return"
    SECONDMENT = "Secondment"
    CLOSURE = "Closure"
    STRIKE = "Strike"
    TEMPLATE_CHANGE = "Clinic template change"

    @property
    def letter(self) -> str:
        """Return the letter that stands for it on a calendar."""
        return {"SICKNESS": "I", "STUDY_LEAVE": "S", "SECONDMENT": "D", "STRIKE": "K"}.get(self.name, self.name[0])


@dataclass(frozen=True)
class Exposure:
    """An entry of the exposure log; ``clinician_id`` None means the whole department.

    It shortens the denominator (days away) and shades the chart. ``fraction`` is the share of the work that was lost,
    above 0 and at most 1. ``withdrawn`` is the reason where the entry does not hold any more.
    """

    id: str
    clinician_id: ClinicianId | None
    kind: ExposureKind
    first: date
    last: date
    note: str = ""
    fraction: float = 1.0
    withdrawn: str = ""
    revision: int = 1

    def checked(self) -> Exposure:
        """Return the entry, or raise RuleBroken naming the field at fault."""
        if self.last < self.first:
            raise RuleBroken("The last day is before the first.", "Change one of them.", "last")
        if (self.last - self.first).days >= _LONGEST_DAYS:
            raise RuleBroken("The entry is longer than three years.", "Check the days.", "last")
        if not 0 < self.fraction <= 1:
            raise RuleBroken("The share of the work lost is not between 1 and 100 %.", "Change it.", "fraction")
        return self

    def overlaps(self, other: Exposure) -> bool:
        """Return whether two entries that hold are about the same person, or both the department, on the same days."""
        is_same = self.clinician_id == other.clinician_id and self.id != other.id
        holds = not self.withdrawn and not other.withdrawn
        return is_same and holds and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class DeliverySummary:
    """Planned against delivered, for the exposure box of the job-plan panel."""

    planned: int
    delivered: int


@dataclass(frozen=True)
class JobPlanPanel:
    """Everything the job-plan panel beside the charts shows."""

    plan: JobPlan | None
    interests: tuple[str, ...]
    exposures: tuple[Exposure, ...]
    sessions: DeliverySummary
    take_shifts: int
    period: Period
    last_review: date | None
    open_goals: int
