"""What a reader of a job plan should look at: sentences beside the plan, never a refusal and never a judgement."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from cdconsole.domain.frequency import WORKING_WEEKS, shared_weeks
from cdconsole.domain.job_plan import MINUTES_A_DAY, WEEKDAYS, JobPlan, PaCategory, ProgrammedActivity

USUAL_MOST_PAS, FULL_TIME_PAS = 12.0, 10.0
HOURS_A_PA, PREMIUM_HOURS_A_PA = 4.0, 3.0
_PREMIUM_BEFORE, _PREMIUM_AFTER, _SATURDAY = 7 * 60, 19 * 60, 5
_MINUTES_A_WEEK = 7 * MINUTES_A_DAY
_NEAR = 0.06  # half a tenth, as plans are printed


def checks(plan: JobPlan) -> tuple[str, ...]:
    """Return what to look at, a sentence each: clashes, totals, and rows whose hours do not match their PAs."""
    return (*_clashes(plan), *_totals(plan), *_rows(plan))


def expected_pas(activity: ProgrammedActivity) -> float | None:
    """Return the PAs that the hours of a row come to in an average working week; None where no times are given.

    4 hours are a PA, 3 in premium time, outside Monday to Friday 07:00 to 19:00 (2003 contract, England). This is for
    comparison only: no stored number follows from it.
    """
    if activity.minutes is None or activity.weekday is None:
        return None
    first, last = activity.minutes
    premium = sum(_is_premium(activity.weekday, minute) for minute in range(first, last))
    ordinary = last - first - premium
    each = ordinary / 60 / HOURS_A_PA + premium / 60 / PREMIUM_HOURS_A_PA
    return each * activity.frequency.share_of(WORKING_WEEKS)


def _is_premium(weekday: int, minute: int) -> bool:
    day = (weekday + minute // MINUTES_A_DAY) % 7
    return day >= _SATURDAY or not _PREMIUM_BEFORE <= minute % MINUTES_A_DAY < _PREMIUM_AFTER


def _clashes(plan: JobPlan) -> Iterator[str]:
    for (first, one), (second, other) in combinations(enumerate(plan.activities, start=1), 2):
        if _overlap(one, other):
            both = f"Rows {first} and {second}, {one.activity} and {other.activity},"
            yield f"{both} {_clash_words(one, other)} on {WEEKDAYS[one.weekday or 0]}."


def _overlap(one: ProgrammedActivity, other: ProgrammedActivity) -> bool:
    """Return whether two rows take the same time of the week; half-days count where a row has no times."""
    if one.weekday is None or other.weekday is None:
        return False
    if one.minutes is None or other.minutes is None:
        part = one.part_of_day
        return one.weekday == other.weekday and part is not None and part is other.part_of_day
    first, last = (one.weekday * MINUTES_A_DAY + minute for minute in one.minutes)
    begins, ends = (other.weekday * MINUTES_A_DAY + minute for minute in other.minutes)
    shifts = (-_MINUTES_A_WEEK, 0, _MINUTES_A_WEEK)  # Sunday night runs into Monday
    return any(first < ends + shift and begins + shift < last for shift in shifts)


def _clash_words(one: ProgrammedActivity, other: ProgrammedActivity) -> str:
    if not (one.frequency.has_fixed_weeks and other.frequency.has_fixed_weeks):
        return "may clash in some weeks"
    least, most, cycle = shared_weeks(one.frequency, other.frequency)
    if least == cycle:
        return "clash every week"
    if least == most:
        return f"clash in {least} of {cycle} weeks"
    if least:
        return f"clash in at least {least} of {cycle} weeks"
    return f"may clash in up to {most} of {cycle} weeks"


def _totals(plan: JobPlan) -> Iterator[str]:
    total = plan.total_pas
    if plan.agreed_pas is not None and abs(plan.agreed_pas - total) > _NEAR:
        yield f"The rows add up to {total:g} PAs, the agreed total is {plan.agreed_pas:g}."
    if total > USUAL_MOST_PAS:
        yield f"The plan averages {total:g} PAs a week; more than {USUAL_MOST_PAS:g} needs a stated reason."
    if plan.is_full_time and total < FULL_TIME_PAS - _NEAR:
        yield f"The plan is marked full time and has {total:g} PAs; full time is {FULL_TIME_PAS:g}."
    if not plan.is_full_time and plan.agreed_pas is None:
        yield "The plan is less than full time and states no agreed total."
    if not plan.is_full_time and total >= FULL_TIME_PAS:
        yield f"The plan is marked less than full time and has {total:g} PAs."
    if not plan.pas_in(PaCategory.SPA):
        yield "The plan has no supporting professional activity (SPA)."
    if plan.on_call.pas > plan.pas_in(PaCategory.DCC):
        yield f"On-call work is {plan.on_call.pas:g} PAs, more than the direct clinical care in the rows."


def _rows(plan: JobPlan) -> Iterator[str]:
    for number, activity in enumerate(plan.activities, start=1):
        expected = expected_pas(activity)
        if not activity.frequency.is_known:
            yield f"Row {number}: “{activity.frequency}” is not read as a frequency and counts as every week."
        elif expected is not None and abs(expected - activity.pas) > max(_NEAR, 0.25 * activity.pas):
            yield (
                f"Row {number}, {activity.activity}, has {activity.pas:g} PAs a week; its hours, {activity.frequency},"
                f" come to about {expected:.2g}."
            )
