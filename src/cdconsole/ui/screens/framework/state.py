"""Everything the framework screen shows, and how its few words and dates are written and read. No Qt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Generic, TypeVar

from cdconsole.domain.calendar import MONTH_NAMES, date_text
from cdconsole.domain.framework import Charter, ChecklistItem, Framework, Stage, SuccessCriticalOutcome
from cdconsole.domain.measure import Measure, MeasureId

Edited = TypeVar("Edited")
TITLE, REVIEW_ON, WHOLE = "title", "review_on", "whole"
SOURCE = "Adapted from Trebble et al. 2015. Titles and aims are the department's own to change."
_DATE_FORMS = (
    re.compile(r"(?P<day>\d{1,2})\s+(?P<name>[A-Za-z]{3,9})\.?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)


class Page(Enum):
    """The three parts of the screen."""

    STAGES = "stages"
    CHARTER = "charter"
    OUTCOMES = "outcomes"

    @property
    def title(self) -> str:
        """Return the page as the reader sees it."""
        return {"stages": "Stage board", "charter": "Charter", "outcomes": "Outcomes"}[self.value]


@dataclass(frozen=True)
class Form(Generic[Edited]):
    """A form that is open: what it was filled from, and what is wrong by the name of the field."""

    of: Edited
    problems: Mapping[str, str] = field(default_factory=dict)
    is_busy: bool = False


@dataclass(frozen=True)
class TypedOutcome:
    """What stands in the outcome form, as typed."""

    title: str
    why: str
    owner: str
    review_on: str
    measures: tuple[MeasureId, ...]


@dataclass(frozen=True)
class FrameworkState:
    """The screen; at most one form a page is open. ``measures`` are those in use, ``retired`` those that were."""

    page: Page = Page.STAGES
    framework: Framework | None = None
    measures: tuple[Measure, ...] = ()
    retired: tuple[Measure, ...] = ()
    stage_form: Form[Stage] | None = None
    charter_form: Form[Charter] | None = None
    outcome_form: Form[SuccessCriticalOutcome] | None = None

    @property
    def untied(self) -> tuple[Measure, ...]:
        """Return the measures that belong to no outcome."""
        outcomes = self.framework.outcomes if self.framework else ()
        tied = {measure for outcome in outcomes for measure in outcome.measures}
        return tuple(measure for measure in self.measures if measure.id not in tied)

    def title_of(self, measure: MeasureId) -> str:
        """Return a measure's title, and that it is retired."""
        titles = {known.id: f"{known.title} (retired)" for known in self.retired}
        titles |= {known.id: known.title for known in self.measures}
        return titles.get(measure, measure)


def new_outcome() -> SuccessCriticalOutcome:
    """Return the outcome that an empty form is filled from."""
    return SuccessCriticalOutcome("", "", "", "", None, ())


def parse_date(text: str) -> date | None:
    """Read ``23 Nov 2026``, ``23/11/2026`` or ``2026-11-23``; nothing is None. Raises ValueError on anything else."""
    plain = text.strip()
    if not plain:
        return None
    for form in _DATE_FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            month = _month_number(parts["name"]) if "name" in parts else int(parts["month"])
            return date(int(parts["year"]), month, int(parts["day"]))
    raise ValueError(f"{plain!r} is not a date")


def _month_number(name: str) -> int:
    """Return the month of an English name or its first three letters. Raises ValueError."""
    return MONTH_NAMES.index(name[:3].capitalize()) + 1


def progress_words(stage: Stage) -> str:
    """Return how many items of a stage are ticked."""
    ticked = sum(item.done_at is not None for item in stage.items)
    return f"{ticked} of {len(stage.items)}"


def board_words(framework: Framework) -> str:
    """Return how far the board is, in one sentence."""
    done = sum(stage.is_done for stage in framework.stages)
    return f"{framework.stream.title}: every item is ticked in {done} of {len(framework.stages)} stages."


def done_when_words(stage: Stage) -> str:
    """Return when a stage is done, as the end of a sentence that begins with those words."""
    return f"Done when {stage.done_when[:1].lower()}{stage.done_when[1:]}"


def ticked_words(item: ChecklistItem) -> str:
    """Return who ticked an item and when; nothing while it is open."""
    return "" if item.done_at is None else f"{item.done_by}, {date_text(item.done_at.astimezone().date())}"


def outcome_facts(outcome: SuccessCriticalOutcome) -> str:
    """Return an outcome's owner and review date in one line."""
    review = f"review on {date_text(outcome.review_on)}" if outcome.review_on else "no review date"
    return f"Owner: {outcome.owner or 'nobody yet'}, {review}"


def untied_words(state: FrameworkState) -> str:
    """Return which measures belong to no outcome."""
    if not state.measures:
        return ""
    if not state.untied:
        return "Every measure belongs to an outcome."
    names = ", ".join(measure.title for measure in state.untied)
    return f"No measure without an outcome. Not tied to one yet: {names}."
