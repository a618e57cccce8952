"""Starter templates: outcomes with measures, checklists and prompts for a kind of department, to be made its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.review_form import PromptSection


@dataclass(frozen=True)
class TemplateOutcome:
    """An outcome that a template proposes."""

    title: str
    why: str
    direction: str
    measures: tuple[MeasureId, ...]


@dataclass(frozen=True)
class FrameworkTemplate:
    """One template; ``items`` are (number of the stage, text of the item)."""

    name: str
    title: str
    about: str
    outcomes: tuple[TemplateOutcome, ...]
    items: tuple[tuple[int, str], ...]
    prompts: tuple[PromptSection, ...]


@dataclass(frozen=True)
class TemplatePreview:
    """What a template would add to a work stream; ``left`` says what it leaves alone and why.

    ``measures`` are (measure, its title) of those that are not in use and can be taken into use with it.
    """

    template: FrameworkTemplate
    outcomes: tuple[TemplateOutcome, ...]
    items: tuple[tuple[int, str], ...]
    measures: tuple[tuple[MeasureId, str], ...]
    adds_prompts: bool
    left: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to add."""
        return not (self.outcomes or self.items or self.adds_prompts)


@dataclass(frozen=True)
class TemplateUse:
    """That a template was used, and what it added; it is undone by retiring that."""

    id: str
    stream: WorkStreamId
    template: str
    outcomes: tuple[str, ...]
    items: tuple[str, ...]
    measures: tuple[MeasureId, ...]
    form: int
    person: str
    at: datetime
    is_undone: bool = False
