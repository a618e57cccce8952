"""Say a job plan, the exposure log and a definition card in the words and figures the screen shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdconsole.domain.calendar import Period, date_text
from cdconsole.domain.job_plan import (
    WEEKDAYS,
    Exposure,
    HalfDay,
    JobPlan,
    JobPlanPanel,
    PaCategory,
    ProgrammedActivity,
)


@dataclass(frozen=True)
class Fact:
    """One line of the panel: words left, a figure right."""

    words: str
    figure: str = ""


def plan_title(plan: JobPlan | None) -> str:
    """Return ``v3, from 1 Apr 2026``."""
    return "None on record" if plan is None else f"v{plan.version}, from {date_text(plan.effective_from)}"


def total_text(plan: JobPlan) -> str:
    """Return ``10.0 PA a week``."""
    return f"{plan.total_pas:.1f} PA a week"


def categories(plan: JobPlan) -> tuple[tuple[PaCategory, float], ...]:
    """Return every category that the plan uses, with its PAs a week."""
    return tuple((category, plan.pas_in(category)) for category in PaCategory if plan.pas_in(category))


def in_cell(plan: JobPlan, weekday: int, half_day: HalfDay) -> tuple[ProgrammedActivity, ...]:
    """Return what stands in one half-day of the timetable."""
    return tuple(each for each in plan.activities if each.weekday == weekday and each.part_of_day is half_day)


def activity_text(activity: ProgrammedActivity) -> str:
    """Return an activity whole: ``Endoscopy list, DCC 1.25 PA, Unit A, every week``."""
    parts = (
        activity.activity,
        f"{activity.category.value} {activity.pas:g} PA",
        activity.location,
        str(activity.frequency),
    )
    return ", ".join(part for part in parts if part)


def flexible_facts(plan: JobPlan) -> tuple[Fact, ...]:
    """Return activities without a half-day of their own."""
    return tuple(
        Fact(
            each.activity if each.weekday is None else f"{each.activity} ({WEEKDAYS[each.weekday]})", f"{each.pas:g} PA"
        )
        for each in plan.activities
        if each.weekday is None or each.part_of_day is None
    )


def duty_text(panel: JobPlanPanel) -> str:
    """Return on-call and special interests, a line each."""
    on_call = "" if panel.plan is None else str(panel.plan.on_call)
    interests = f"Interests: {', '.join(panel.interests)}" if panel.interests else ""
    return "\n".join(line for line in (on_call, interests) if line)


def delivery_facts(panel: JobPlanPanel) -> tuple[Fact, ...]:
    """Return what was delivered in the period against what was planned."""
    sessions = panel.sessions
    return (
        Fact(
            "Sessions delivered",
            f"{sessions.delivered:,} of {sessions.planned:,}" if sessions.planned else "none planned",
        ),
        Fact("Take shifts", f"{panel.take_shifts:,}"),
    )


def exposure_facts(panel: JobPlanPanel) -> tuple[Fact, ...]:
    """Return leave, closures and the like in the period, newest first, each with its days inside the period."""
    return tuple(
        Fact(_exposure_words(each), _days(days_within(each, panel.period)))
        for each in sorted(panel.exposures, key=lambda each: each.first, reverse=True)
    )


def review_facts(panel: JobPlanPanel) -> tuple[Fact, ...]:
    """Return when the last review was held, and how many goals are open."""
    held = date_text(panel.last_review) or "none held yet"
    return Fact("Last review", held), Fact("Goals open", str(panel.open_goals))


def span_text(first: date, last: date) -> str:
    """Return ``3-14 Aug 2026``, as short as two dates allow, with a proper dash."""
    if first == last:
        return date_text(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_text(last)}"
    start = date_text(first).removesuffix(f" {last.year}")
    return f"{start} – {date_text(last)}"


def days_within(exposure: Exposure, period: Period) -> int:
    """Return how many days of a period an exposure covers."""
    first, last = max(exposure.first, period.first.first), min(exposure.last, period.last.last)
    return max(0, (last - first).days + 1)


def _exposure_words(exposure: Exposure) -> str:
    whose = " (department)" if exposure.clinician_id is None else ""
    return f"{exposure.kind.value}, {span_text(exposure.first, exposure.last)}{whose}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
