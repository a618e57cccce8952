"""The difference between two versions of a job plan, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cdconsole.domain.calendar import date_text
from cdconsole.domain.job_plan import JobPlan, PaCategory, ProgrammedActivity


def differences(before: JobPlan, after: JobPlan) -> tuple[str, ...]:
    """Return what changed, a sentence each: the totals first, then the rows, then the terms."""
    return (*_totals(before, after), *_rows(before, after), *_terms(before, after))


def _totals(before: JobPlan, after: JobPlan) -> Iterator[str]:
    if before.total_pas != after.total_pas:
        yield f"All PAs a week: {before.total_pas:g} → {after.total_pas:g}."
    for category in PaCategory:
        was, now = before.pas_in(category), after.pas_in(category)
        if was != now:
            yield f"{category.value}: {was:g} → {now:g}."


def _rows(before: JobPlan, after: JobPlan) -> Iterator[str]:
    was, now = Counter(before.activities), Counter(after.activities)
    gone, come = list((was - now).elements()), list((now - was).elements())
    for row in gone:
        same = next((other for other in come if _is_same_work(row, other)), None)
        if same is None:
            yield f"No longer: {_row_words(row)}."
        else:
            come.remove(same)
            yield f"Changed: {_row_words(row)} → {_row_words(same)}."
    for row in come:
        yield f"New: {_row_words(row)}."


def _is_same_work(row: ProgrammedActivity, other: ProgrammedActivity) -> bool:
    named = row.activity.casefold() == other.activity.casefold()
    return named and (row.weekday == other.weekday or (row.category is other.category and row.pas == other.pas))


def _row_words(row: ProgrammedActivity) -> str:
    place = f", {row.location}" if row.location else ""
    return f"{row.activity}, {row.when}{place}, {row.category.value} {row.pas:g} PA, {row.frequency}"


def _terms(before: JobPlan, after: JobPlan) -> Iterator[str]:
    pairs = (
        ("Starts on", date_text(before.effective_from), date_text(after.effective_from)),
        ("On-call", str(before.on_call), str(after.on_call)),
        ("Hours", _hours(before), _hours(after)),
        ("Agreed total", _agreed(before), _agreed(after)),
        ("Working weeks a year", str(before.working_weeks), str(after.working_weeks)),
        ("Objectives", _objectives(before), _objectives(after)),
    )
    for name, was, now in pairs:
        if was != now:
            yield f"{name}: {was} → {now}."


def _hours(plan: JobPlan) -> str:
    return "full time" if plan.is_full_time else "less than full time"


def _agreed(plan: JobPlan) -> str:
    return "none stated" if plan.agreed_pas is None else f"{plan.agreed_pas:g} PAs"


def _objectives(plan: JobPlan) -> str:
    return "; ".join(objective.title for objective in plan.objectives) or "none"
