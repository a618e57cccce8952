"""A pack's review and goals as texts to be read. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.clinician_pack import PackSheet
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.domain.pack_review import PackReview
from cdconsole.domain.review import Goal, GoalStatus, PdsaAct, PdsaCycle, ReviewNote
from cdconsole.ui.follow_up.targets import target_text

NO_REVIEW = (
    "No review was in preparation when this pack was made, or it is not in it. What you write under “My view” is kept"
    " for the next one, so that it is there before you meet."
)
NO_MARK = "The director's own notes are not in this pack, so no mark is asked for here: you mark the record together."
ASKS_MARK = "Your mark is to exactly what stands at the left. If the record changes, you are asked again."


class Passage(NamedTuple):
    """A heading, its text, and a quiet line under it."""

    heading: str
    text: str
    below: str = ""


def sheet_passages(sheet: PackSheet) -> tuple[Passage, ...]:
    """Return a transparency sheet; a first line that ends in a colon heads its part."""
    parts = (part.strip() for part in sheet.text.split("\n\n") if part.strip())
    return tuple(_part(part) for part in parts)


def _part(text: str) -> Passage:
    heading, _, rest = text.partition("\n")
    return Passage(heading[:-1], rest) if heading.endswith(":") and rest else Passage("", text)


def review_about(review: PackReview) -> str:
    """Return what kind of conversation it is, and when."""
    held = f"held {date_text(review.held_on)}" if review.held_on else "not held yet"
    after = f", next review {date_text(review.next_on)}" if review.next_on else ""
    about = f", about: {review.topic.rstrip('.')}" if review.topic else ""
    return f"{review.kind.value}{about}. Prepared {date_text(review.started.astimezone().date())}, {held}{after}."


def review_passages(review: PackReview, measures: Mapping[MeasureId, Measure]) -> tuple[Passage, ...]:
    """Return everything that is to be read of a review but its charts, in the order of the record."""
    content = review.content
    carried = goal_passages("Goal from last time", content.carried_forward, measures)
    agreed = goal_passages("Goal", content.goals, measures)
    plan = content.charts.job_plan if content.charts is not None else ""
    return (
        *map(_note, content.notes),
        *map(_note, review.own_words),
        *carried,
        *agreed,
        *([Passage("Job plan and what was delivered", plan)] if plan else []),
    )


def goal_passages(kind: str, goals: Iterable[Goal], measures: Mapping[MeasureId, Measure]) -> tuple[Passage, ...]:
    """Return goals with all that was agreed on them and what became of them."""
    return tuple(
        Passage(f"{kind}: {goal.text}", "\n".join(_goal_lines(goal, measures)), _standing(goal)) for goal in goals
    )


def _note(note: ReviewNote) -> Passage:
    domain = "" if note.domain is None else f", {note.domain.value.lower()}"
    return Passage(f"{note.kind.value}{domain}", note.text, f"{note.source}, {moment_text(note.at)}")


def _goal_lines(goal: Goal, measures: Mapping[MeasureId, Measure]) -> Iterable[str]:
    yield goal.action
    if goal.measure is None:
        yield f"No measure fits: {goal.no_measure_reason}"
    else:
        measure = measures.get(goal.measure)
        target = target_text(goal.target, measure)
        title = goal.measure if measure is None else measure.title
        yield f"{title}: from {goal.baseline_text}{f'; target {target}' if target else ''}"
    if goal.support:
        yield f"Support: {goal.support}"
    yield from map(_cycle, goal.cycles)


def _cycle(cycle: PdsaCycle) -> str:
    said = (("Plan", cycle.plan), ("Prediction", cycle.prediction), ("Do", cycle.do), ("Study", cycle.study))
    told = " ".join(f"{name}: {text}" for name, text in said if text)
    act = "" if cycle.act is PdsaAct.OPEN else f" {cycle.act.value}."
    return f"PDSA cycle from {date_text(cycle.started)}. {told}{act}"


def _standing(goal: Goal) -> str:
    if goal.status is GoalStatus.OPEN:
        return f"Open, due {date_text(goal.due)}"
    return f"{goal.status.value}: {goal.outcome}" if goal.outcome else goal.status.value
