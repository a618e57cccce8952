"""Job plans as data: programmed activities by category, the week, on-call, and what shortened exposure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from cdconsole.domain.calendar import Period
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId, JobPlanId

WEEKS_A_YEAR = 52
_LONGEST_DAYS = 3 * 366
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
    """One row of a job plan. ``pas`` is the average a week; ``weekday`` 0 is Monday, ``None`` is flexible."""

    activity: str
    category: PaCategory
    pas: float
    weekday: int | None = None
    half_day: HalfDay | None = None
    location: str = ""
    frequency: str = "every week"


@dataclass(frozen=True)
class OnCall:
    """The on-call rota: one in ``one_in`` at category A or B; ``one_in`` 0 means none."""

    one_in: int = 0
    category: str = ""

    def __str__(self) -> str:
        if not self.one_in:
            return "No on-call"
        return f"On call 1 in {self.one_in}" + (f", category {self.category}" if self.category else "")


@dataclass(frozen=True)
class JobPlan:
    """One version of a clinician's job plan, in force from ``effective_from`` until the next version."""

    id: JobPlanId
    clinician_id: ClinicianId
    version: int
    effective_from: date
    activities: tuple[ProgrammedActivity, ...]
    on_call: OnCall = OnCall()
    note: str = ""
    revision: int = 1

    @property
    def total_pas(self) -> float:
        """Return programmed activities a week, all categories."""
        return sum(activity.pas for activity in self.activities)

    def pas_in(self, category: PaCategory) -> float:
        """Return programmed activities a week in one category."""
        return sum(activity.pas for activity in self.activities if activity.category is category)

    def checked(self) -> JobPlan:
        """Return the plan, or raise RuleBroken naming the field at fault."""
        if not self.activities:
            raise RuleBroken("A job plan needs at least one programmed activity.", "Add a row.", "activity")
        for number, activity in enumerate(self.activities, start=1):
            if not activity.activity.strip():
                raise RuleBroken(f"Row {number} has no activity.", "Type what is done.", "activity")
            if not 0 < activity.pas <= 12:
                raise RuleBroken(
                    f"Row {number} has {activity.pas:g} PAs.", "Use a number above 0 and at most 12.", "pas"
                )
        if self.total_pas > 20:
            raise RuleBroken(f"The plan adds up to {self.total_pas:g} PAs.", "Check the PA column.", "pas")
        if self.on_call.one_in < 0 or self.on_call.category not in ("", "A", "B"):
            raise RuleBroken("The on-call rota is not valid.", "Use 1 in n, and category A or B.", "on_call")
        return self


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
