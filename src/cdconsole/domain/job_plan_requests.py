"""What can be asked of job plans beyond reading and saving them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdconsole.domain.calendar import Period
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import JobPlan
from cdconsole.domain.job_plan_delivery import JobPlanDelivery
from cdconsole.domain.job_plan_terms import SignOffState
from cdconsole.domain.requests import Command, Request
from cdconsole.domain.team_board import ActivityNeed, TeamBoard


@dataclass(frozen=True)
class RecordSignOff(Command[JobPlan]):
    """Record that a version of a job plan has reached a state on a day; who recorded it is kept."""

    plan: JobPlanId
    state: SignOffState
    on: date


@dataclass(frozen=True)
class ShowJobPlanDelivery(Request[JobPlanDelivery]):
    """What one clinician's plans foresee in a period, beside the sessions and shifts that were imported."""

    clinician: ClinicianId
    period: Period


@dataclass(frozen=True)
class ShowTeamBoard(Request[TeamBoard]):
    """Direct clinical care by activity of the plans in force today, beside what the department needs."""


@dataclass(frozen=True)
class SaveActivityNeed(Command[ActivityNeed]):
    """Store what the department needs of an activity; ``id`` empty and ``revision`` 0 for a new one."""

    need: ActivityNeed


@dataclass(frozen=True)
class RemoveActivityNeed(Command[None]):
    """Take away what was typed as needed of an activity."""

    need: ActivityNeed


@dataclass(frozen=True)
class ExportJobPlans(Command[int]):
    """Write the rows of every job plan, past ones too, as a CSV that imports again; return how many."""

    path: str
