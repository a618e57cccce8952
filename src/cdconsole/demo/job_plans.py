"""The demonstration department's job plans, which really differ: part-time, academic, lead, endoscopy, hepatology."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cdconsole.demo.roster import ROSTER
from cdconsole.domain.activity import SessionKind
from cdconsole.domain.calendar import Period
from cdconsole.domain.job_plan import WEEKDAYS, OnCall, PaCategory
from cdconsole.domain.job_plan_checks import FULL_TIME_PAS
from cdconsole.domain.team_board import ActivityNeed

HEADINGS = (
    "Clinician",
    "Grade",
    "Interests",
    "Effective from",
    "Activity",
    "Category",
    "PAs",
    "Day",
    "Half-day",
    "Starts",
    "Ends",
    "Location",
    "Frequency",
    "On-call 1 in",
    "On-call category",
    "On-call predictable",
    "On-call unpredictable",
    "Prospective cover",
    "Full time",
    "Agreed PAs",
    "Objectives",
    "Sign-off",
    "Sign-off on",
)

TIMES: Mapping[str, tuple[str, str]] = {"am": ("08:30", "12:30"), "pm": ("13:30", "17:30")}
HALF_PA_TIMES: Mapping[str, tuple[str, str]] = {"am": ("10:30", "12:30"), "pm": ("13:30", "15:30")}

IN_DRAFT = "Dr Tunde Fagbenle"
CLASHING = "Dr Kofi Asamoah"
# A teaching morning, which falls on the ward round in 1 of 4 weeks.
_CLASH = ("Junior doctors' teaching", "SPA", "0.25", "Wed", "am", "09:00", "13:00", "Seminar room", "1 in 4 weeks")
_OBJECTIVES: Mapping[str, str] = {
    "Dr Amara Okafor": "Publish the emergency endoscopy rota | Service development | rota in force | {year}-03-31",
    "Dr Priya Raghunathan": "Start biologics within 14 days | Clinical standards | days from decision | {year}-03-31",
    "Dr Helen Marchbanks": "Complete a quality improvement project | Quality | project closed | {year}-03-31",
}

NEEDS: tuple[ActivityNeed, ...] = (
    ActivityNeed("Endoscopy list", 24.0, "Demand of the last year, two-week-wait growth included"),
    ActivityNeed("Outpatient clinic", 17.5, "New and follow-up referrals at 42 weeks a year"),
    ActivityNeed("Ward round", 22.0, "Daily consultant round on both wards, seven days from April"),
    ActivityNeed("Bowel cancer screening list", 3.0, "Screening programme contract"),
)

CHANGED_PLAN = "Dr Eleanor Thackray"
CHANGED_MONTHS_BACK = 9


@dataclass(frozen=True)
class Work:
    """One kind of activity: its name, category, PAs for a half-day, place, and the session it makes, if any."""

    activity: str
    category: PaCategory
    pas: float
    location: str
    session: SessionKind | None = None


_DCC, _SPA, _ANR, _ED, _APA = PaCategory.DCC, PaCategory.SPA, PaCategory.ANR, PaCategory.ED, PaCategory.APA
_LIST, _CLINIC, _THEATRE = SessionKind.ENDOSCOPY_LIST, SessionKind.CLINIC, SessionKind.THEATRE_LIST

WORK: Mapping[str, Work] = {
    "round": Work("Ward round", _DCC, 1.0, "Ward"),
    "clinic": Work("Outpatient clinic", _DCC, 1.0, "Outpatients", _CLINIC),
    "ibd": Work("IBD clinic", _DCC, 1.0, "Outpatients", _CLINIC),
    "liver": Work("Hepatology clinic", _DCC, 1.0, "Outpatients", _CLINIC),
    "nutrition": Work("Nutrition round", _DCC, 1.0, "Ward"),
    "list": Work("Endoscopy list", _DCC, 1.0, "Endoscopy unit", _LIST),
    "extra": Work("Endoscopy list (additional)", _APA, 1.0, "Endoscopy unit", _LIST),
    "screening": Work("Bowel cancer screening list", _DCC, 1.0, "Endoscopy unit", _LIST),
    "overnight": Work("Therapeutic list, overnight beds", _DCC, 1.0, "Theatre 6", _THEATRE),
    "ercp": Work("ERCP list", _DCC, 1.0, "Theatre 6", _THEATRE),
    "mdt": Work("MDT meeting", _DCC, 0.5, "Seminar room"),
    "admin": Work("Patient administration", _DCC, 1.0, "Office"),
    "on call": Work("On-call work, predictable and not", _DCC, 0.5, "Hospital"),
    "spa": Work("Job planning, appraisal, teaching, audit", _SPA, 1.5, "Office"),
    "lead": Work("Clinical lead for gastroenterology", _ANR, 1.5, "Office"),
    "college": Work("College examiner", _ED, 0.5, "Away"),
    "research": Work("University: clinical trials", _ED, 4.0, "University"),
}


@dataclass(frozen=True)
class DemoPlan:
    """One version of one plan: ``week`` is what stands on each half-day, ``flexible`` PAs without a fixed time."""

    clinician: str
    effective_from: date
    week: Mapping[str, str]
    flexible: Mapping[str, float]
    on_call: OnCall

    def sessions_on(self, weekday: int) -> Iterator[tuple[str, Work, SessionKind]]:
        """Yield (``am`` or ``pm``, work, kind) of every session of one weekday, 0 being Monday."""
        for place, name in self.week.items():
            day, half = place.split()
            kind = WORK[name].session
            if kind is not None and day == WEEKDAYS[weekday]:
                yield half, WORK[name], kind


def _week(text: str) -> dict[str, str]:
    """Read ``Mon am round, Tue pm list``."""
    entries = (entry.strip().split(" ", 2) for entry in text.split(","))
    return {f"{day} {half}": name for day, half, name in entries}


WEEKLY = "every week"
_FREQUENCIES: Mapping[str, str] = {"college": "10 a year"}

_FULL = OnCall(10, "A")
_NONE = OnCall()

# Week, flexible PAs, on-call: one line a plan.
_PLANS: Mapping[str, tuple[str, Mapping[str, float], OnCall]] = {
    "Dr Amara Okafor": (
        "Mon am round, Tue am list, Tue pm clinic, Wed pm mdt, Thu am round, Fri am clinic",
        {"admin": 0.75, "on call": 0.75, "spa": 1.5, "lead": 1.5}, _FULL,
    ),
    "Dr Tomasz Wieczorek": (
        "Mon am list, Mon pm list, Tue am round, Wed am list, Wed pm mdt, Thu am list, Fri am clinic, Fri pm extra",
        {"admin": 0.75, "on call": 0.75, "spa": 1.5}, _FULL,
    ),
    "Dr Priya Raghunathan": (
        "Mon am ibd, Tue am round, Tue pm ibd, Wed am list, Wed pm mdt, Thu pm ibd, Fri am round",
        {"admin": 1.0, "on call": 0.5, "spa": 2.0}, _FULL,
    ),
    "Dr Callum Ferrier": (
        "Mon am round, Mon pm liver, Tue am list, Wed am round, Thu am liver, Thu pm mdt, Fri am round",
        {"admin": 0.75, "on call": 0.75, "spa": 1.5, "college": 0.5}, _FULL,
    ),
    "Dr Siân Prothero": (
        "Mon am ercp, Tue am round, Tue pm liver, Wed am ercp, Thu am list, Thu pm mdt, Fri am round",
        {"admin": 0.75, "on call": 0.75, "spa": 2.0}, _FULL,
    ),
    "Dr Yusuf Demirel": (
        "Mon am round, Tue am clinic, Wed am list, Fri am round",
        {"admin": 0.5, "on call": 0.5, "spa": 1.0, "research": 4.0}, OnCall(20, "A"),
    ),
    "Dr Helen Marchbanks": (
        "Mon am round, Mon pm clinic, Tue am list, Wed am round", {"admin": 0.5, "spa": 1.5}, _NONE,
    ),
    "Dr Kofi Asamoah": (
        "Mon am round, Tue am list, Tue pm clinic, Wed am round, Wed pm mdt, Thu am clinic, Thu pm list, Fri am round",
        {"admin": 0.5, "on call": 0.5, "spa": 1.5}, _FULL,
    ),
    "Dr Niamh Corrigan": (
        "Mon am nutrition, Tue am clinic, Wed am list, Wed pm mdt, Thu am nutrition, Thu pm clinic, Fri am round",
        {"admin": 1.0, "on call": 0.5, "spa": 2.0}, _FULL,
    ),
    "Dr Rajan Velupillai": (
        "Mon am round, Tue am ercp, Wed am ercp, Wed pm mdt, Thu am list, Thu pm clinic, Fri am ercp, Fri pm round",
        {"admin": 0.5, "on call": 0.5, "spa": 1.5}, _FULL,
    ),
    "Dr Eleanor Thackray": (
        "Mon am list, Tue am clinic, Tue pm overnight, Wed am round, Wed pm mdt, Thu am list, Fri am round",
        {"admin": 1.0, "on call": 0.5, "spa": 2.0}, _FULL,
    ),
    "Dr Tunde Fagbenle": (
        "Mon am list, Mon pm clinic, Tue am round, Wed am list, Wed pm mdt, Thu am clinic, Fri am round",
        {"admin": 1.0, "on call": 0.5, "spa": 2.0}, _FULL,
    ),
    "Dr Mei-Ling Szeto": (
        "Mon am list, Tue am list, Tue pm clinic, Wed am list, Thu am list, Thu pm clinic, Fri am round",
        {"admin": 2.0, "spa": 1.0}, _NONE,
    ),
    "Dr Aleksandra Dobrev": (
        "Mon am list, Tue am liver, Wed am list, Thu am liver, Fri am round", {"admin": 1.5, "spa": 1.5}, _NONE,
    ),
}  # fmt: skip

_CHANGED_WEEK = (
    "Mon am list, Tue am clinic, Tue pm screening, Wed am round, Wed pm mdt, Thu am list, Thu pm screening, "
    "Fri am round"
)


def job_plans(period: Period) -> tuple[DemoPlan, ...]:
    """Return every version in force in a period: one each from the April before it, and one change of plan."""
    first = period.first.first
    april = date(first.year if first.month > 4 else first.year - 1, 4, 1)
    plans = [DemoPlan(name, april, _week(week), flexible, rota) for name, (week, flexible, rota) in _PLANS.items()]
    _, flexible, rota = _PLANS[CHANGED_PLAN]
    from_day = (period.last - CHANGED_MONTHS_BACK).first
    return (*plans, DemoPlan(CHANGED_PLAN, from_day, _week(_CHANGED_WEEK), {**flexible, "spa": 1.5}, rota))


def plan_in_force(plans: tuple[DemoPlan, ...], clinician: str, on: date) -> DemoPlan:
    """Return the version of a clinician's plan that holds on a day."""
    return max(
        (plan for plan in plans if plan.clinician == clinician and plan.effective_from <= on),
        key=lambda plan: plan.effective_from,
    )


def job_plans_csv(plans: tuple[DemoPlan, ...]) -> str:
    """Return the text of the job-plan file: one row a programmed activity."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    people = {person.name: person for person in ROSTER}
    for plan in plans:
        person = people[plan.clinician]
        shown = (person.name, person.grade.value, "; ".join(person.interests), plan.effective_from.isoformat())
        rows = _rows(plan)
        terms = _terms(plan, sum(float(row[2]) for row in rows))
        for row in rows:
            writer.writerow((*shown, *row, *terms))
    return text.getvalue()


def _terms(plan: DemoPlan, total: float) -> tuple[str, ...]:
    """Return the cells that hold for a whole plan."""
    on_call, year = plan.on_call, plan.effective_from.year + 1
    spent = plan.flexible.get("on call", 0.0) / 2
    pas = f"{spent:g}" if spent else ""
    signed = ("Draft", "") if plan.clinician == IN_DRAFT else ("Signed by both", _signed_on(plan).isoformat())
    return (
        *(str(on_call.one_in or ""), on_call.category, pas, pas, "yes" if on_call.one_in else "no"),
        *("yes" if total >= FULL_TIME_PAS else "no", f"{total:g}"),
        *(_OBJECTIVES.get(plan.clinician, "").format(year=year), *signed),
    )


def _signed_on(plan: DemoPlan) -> date:
    return plan.effective_from - timedelta(days=14)


def _rows(plan: DemoPlan) -> list[tuple[str, ...]]:
    """Return activity, category, PAs, day, half-day, start, end, place and frequency of each row."""
    rows: list[tuple[str, ...]] = []
    for place, name in plan.week.items():
        day, half = place.split()
        work = WORK[name]
        times = TIMES[half] if work.pas >= 1 else HALF_PA_TIMES[half]
        rows.append((work.activity, work.category.value, f"{work.pas:g}", day, half, *times, work.location, WEEKLY))
    for name, pas in plan.flexible.items():
        work, often = WORK[name], _FREQUENCIES.get(name, WEEKLY)
        rows.append((work.activity, work.category.value, f"{pas:g}", "", "", "", "", work.location, often))
    return [*rows, _CLASH] if plan.clinician == CLASHING else rows
