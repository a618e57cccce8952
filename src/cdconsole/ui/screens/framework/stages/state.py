"""Everything the stage board shows, and how its words are written. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.framework import ChecklistItem, Framework, Stage
from cdconsole.domain.framework_template import FrameworkTemplate, TemplatePreview, TemplateUse
from cdconsole.domain.work_stream import WorkStream
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState
from cdconsole.ui.screens.framework.streams.state import stream_words

SOURCE = "Adapted from Trebble et al. 2015. Every title, aim and item is the department's own to change."
_LISTED = 5


@dataclass(frozen=True)
class Templating:
    """The dialog of starter templates: the one looked at, and what it would add."""

    templates: tuple[FrameworkTemplate, ...] = ()
    chosen: str = ""
    preview: TemplatePreview | None = None
    problem: str = ""
    is_busy: bool = False


@dataclass(frozen=True)
class StagesState:
    """The page. ``facts`` are what the records say, by the number of the stage."""

    framework: Framework | None = None
    facts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    clinicians: tuple[Clinician, ...] = ()
    uses: tuple[TemplateUse, ...] = ()
    templating: Templating | None = None
    form: FormState | None = None
    problem: str = ""

    @property
    def last_use(self) -> TemplateUse | None:
        """Return the newest use of a template that can be undone."""
        return next((use for use in self.uses if not use.is_undone), None)

    @property
    def about(self) -> str:
        """Return how far the board is, and who takes part."""
        if self.framework is None:
            return ""
        return f"{board_words(self.framework)} {stream_words(self.framework.stream, self.clinicians)}".strip()


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
    """Return who ticked an item, when, and what it said then if that is not what it says now."""
    if item.done_at is None:
        return ""
    earlier = f", as “{item.ticked_as}”" if item.ticked_as else ""
    return f"{item.done_by}, {date_text(item.done_at.astimezone().date())}{earlier}"


def stage_form(stage: Stage) -> FormState:
    """Return the form of a stage's words."""
    return FormState(
        "stage",
        f"Stage {stage.number}",
        "Save stage",
        (
            FormField("title", "Title", FieldKind.LINE, stage.title),
            FormField("aim", "Aim", value=stage.aim),
            FormField("done_when", "Done when", value=stage.done_when, hint="Leave empty for the program's own words."),
        ),
    )


def item_form(stage: Stage, item: ChecklistItem | None) -> FormState:
    """Return the form of an item's words; a new one without an item."""
    ticked = item is not None and item.done_at is not None
    return FormState(
        "item",
        f"Stage {stage.number}: {'change the item' if item else 'add an item'}",
        "Save item",
        (FormField("text", "What there is to do", value=item.text if item else ""),),
        lead="The tick stays, with what it was given to." if ticked else "",
    )


def preview_lines(preview: TemplatePreview, *, stream: WorkStream | None) -> tuple[str, ...]:
    """Return what a template would add, line by line, and what it leaves alone."""
    title = stream.title if stream else "this work stream"
    lines = [] if not preview.is_empty else [f"Everything of this template is in {title} already."]
    if preview.outcomes:
        lines.append(f"{_many(len(preview.outcomes), 'outcome')}: {'; '.join(one.title for one in preview.outcomes)}.")
    if preview.items:
        texts = [f"{text} (stage {stage})" for stage, text in preview.items[:_LISTED]]
        more = f"; and {len(preview.items) - _LISTED} more" if len(preview.items) > _LISTED else ""
        lines.append(f"{_many(len(preview.items), 'item')} on checklists: {'; '.join(texts)}{more}.")
    if preview.adds_prompts:
        questions = sum(len(section.questions) for section in preview.template.prompts)
        lines.append(f"{_many(questions, 'question')} for the review form.")
    return (*lines, *preview.left)


def measures_words(preview: TemplatePreview) -> str:
    """Return what can be taken into use with a template; nothing where all of it is."""
    if not preview.measures:
        return ""
    names = ", ".join(title for _, title in preview.measures)
    return f"Take {_many(len(preview.measures), 'measure')} into use with it: {names}"


def undo_words(use: TemplateUse, templates: Mapping[str, str]) -> str:
    """Return what the button says that undoes the newest use of a template."""
    return f"Undo “{templates.get(use.template, use.template.replace('_', ' ').capitalize())}”"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
