"""Starter templates: what one would add to a work stream, adding it in one step, and undoing that by retiring it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.framework_requests import (
    ApplyTemplate,
    ListFrameworkTemplates,
    ListTemplateUses,
    PreviewTemplate,
    UndoTemplate,
)
from cdconsole.domain.framework_template import FrameworkTemplate, TemplateOutcome, TemplatePreview, TemplateUse
from cdconsole.domain.identity import WorkStreamId, new_id
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.resources import resource_text
from cdconsole.domain.review_form import ReviewForm
from cdconsole.services.definition_changes import take_into_use
from cdconsole.services.definitions import MEASURES, all_versions
from cdconsole.services.measure_templates import shipped_templates
from cdconsole.services.outcome_tree import retire
from cdconsole.services.registry import handles
from cdconsole.services.review_forms import form_of, read_sections, shipped_sections
from cdconsole.services.session import Session
from cdconsole.services.stage_board import next_item
from cdconsole.services.stage_words import items_of
from cdconsole.services.tasks import Task
from cdconsole.services.work_streams import open_stream
from cdconsole.storage import outcomes, review_forms, stages, template_uses
from cdconsole.storage.section_file import Reading, Work

NAMES = ("medicine", "surgery", "endoscopy", "acute_take")


@handles(ListFrameworkTemplates)
def list_framework_templates(
    session: Session, _request: ListFrameworkTemplates, _task: Task
) -> tuple[FrameworkTemplate, ...]:
    """Return the starter templates."""
    session.require(Section.RECORDS)
    return shipped_framework_templates()


@handles(PreviewTemplate)
def preview_template(session: Session, request: PreviewTemplate, _task: Task) -> TemplatePreview:
    """Return what a template would add to a work stream, and what it leaves alone."""
    with session.snapshot(Section.RECORDS) as snapshot:
        open_stream(snapshot, request.stream)
        return _preview(session, snapshot, _named(request.template), request.stream)


@handles(ApplyTemplate)
def apply_template(session: Session, request: ApplyTemplate, _task: Task) -> TemplateUse:
    """Add what a template has and the work stream lacks. Raises RuleBroken where there is nothing to add."""
    with session.unit_of_work(Section.RECORDS) as work:
        open_stream(work, request.stream)
        preview = _preview(session, work, _named(request.template), request.stream)
        if preview.is_empty:
            raise RuleBroken("Everything of this template is there already.", "Choose another, or cancel.", "template")
        taken = [measure for measure, _ in preview.measures] if request.with_measures else []
        added = take_into_use(work, taken)
        use = TemplateUse(
            new_id(),
            request.stream,
            request.template,
            _add_outcomes(work, preview.outcomes, request.stream),
            _add_items(work, preview.items, request.stream),
            tuple(version.measure.id for version in added),
            _add_form(work, preview, request.stream),
            work.actor.name,
            work.at,
        )
        template_uses.add(work, use)
        work.commit()
    return use


@handles(ListTemplateUses)
def list_template_uses(session: Session, request: ListTemplateUses, _task: Task) -> tuple[TemplateUse, ...]:
    """Return which templates were used in a work stream, newest first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return template_uses.of_stream(snapshot, request.stream)


@handles(UndoTemplate)
def undo_template(session: Session, request: UndoTemplate, _task: Task) -> TemplateUse:
    """Retire the outcomes a template added and take its items off, ticked ones excepted.

    Measures stay in use: charts and goals may have them by now. Questions go back to the program's own, unless they
    were changed since. Raises RuleBroken where it is undone already.
    """
    with session.unit_of_work(Section.RECORDS) as work:
        use = template_uses.by_id(work, request.use)
        if use is None or use.is_undone:
            raise RuleBroken("There is nothing to undo.", "Load the page again.", "use")
        open_stream(work, use.stream)
        for outcome in filter(None, (outcomes.by_id(work, one) for one in use.outcomes)):
            if outcome.retired is None:
                retire(work, outcome, f"The template {_named(use.template).title} was undone")
        ticked = stages.ticks(work)
        known = stages.items(work, use.stream)
        gone = [known[key] for key in use.items if key in known and key not in ticked]
        stages.save_items(work, use.stream, [_removed(item) for item in gone], "took off")
        form = form_of(work, use.stream)
        if use.form and form.version == use.form:
            review_forms.save(work, ReviewForm(shipped_sections(), form.version, stream=use.stream))
        template_uses.undo(work, use)
        undone = template_uses.by_id(work, use.id)
        work.commit()
    return undone or use


@cache
def shipped_framework_templates() -> tuple[FrameworkTemplate, ...]:
    """Return the starter templates. Raises ValueError where a file is wrong: an installation is then damaged."""
    return tuple(_read(name, json.loads(resource_text(f"framework/{name}.json"))) for name in NAMES)


def _read(name: str, row: Mapping[str, Any]) -> FrameworkTemplate:
    found = FrameworkTemplate(
        name,
        row["title"],
        row["about"],
        tuple(
            TemplateOutcome(one["title"], one["why"], one["direction"], tuple(map(MeasureId, one["measures"])))
            for one in row["outcomes"]
        ),
        tuple((one["stage"], text) for one in row["items"] for text in one["texts"]),
        read_sections(row["prompts"]),
    )
    known = {measure.id for measure in shipped_templates()} | {measure.id for measure in MEASURES}
    unknown = {measure for one in found.outcomes for measure in one.measures} - known
    if unknown:
        raise ValueError(f"{name}: there is no measure {', '.join(sorted(unknown))}")
    return found


def _named(name: str) -> FrameworkTemplate:
    for template in shipped_framework_templates():
        if template.name == name:
            return template
    raise UserFacingError("There is no such template.", "Choose from the list.")


def _preview(session: Session, reading: Reading, template: FrameworkTemplate, stream: WorkStreamId) -> TemplatePreview:
    there = {one.title.casefold() for one in outcomes.pursued(reading, stream)}
    on_board = {(item.stage, item.text.casefold()) for item in items_of(reading, stream)}
    new = tuple(one for one in template.outcomes if one.title.casefold() not in there)
    items = tuple((stage, text) for stage, text in template.items if (stage, text.casefold()) not in on_board)
    definitions = {one.id: one for one in all_versions(reading)}
    shipped = {one.id: one.title for one in shipped_templates()}
    titles = {one.measure.title.casefold() for one in definitions.values() if not one.is_retired}
    wanted = dict.fromkeys(measure for one in new for measure in one.measures)
    free = [one for one in wanted if one not in definitions]
    taken = [one for one in free if shipped[one].casefold() in titles]
    retired = [definitions[one].measure.title for one in wanted if one in definitions and definitions[one].is_retired]
    may_review = session.person.role.may_review
    adds_prompts = may_review and not form_of(reading, stream).version
    left = [f"The outcome “{one.title}” is there already." for one in template.outcomes if one not in new]
    left += [f"{title} is retired here and stays so." for title in retired]
    left += [f"Another measure is called {shipped[one]}." for one in taken]
    if may_review and not adds_prompts:
        left.append("The review form is the department's own by now, and stays as it is.")
    return TemplatePreview(
        template,
        new,
        items,
        tuple((one, shipped[one]) for one in free if one not in taken),
        adds_prompts,
        tuple(left),
    )


def _add_outcomes(work: Work, new: Iterable[TemplateOutcome], stream: WorkStreamId) -> tuple[str, ...]:
    in_use = {one.id for one in all_versions(work) if not one.is_retired}
    added = []
    for one in new:
        measures = tuple(measure for measure in one.measures if measure in in_use)
        outcome = SuccessCriticalOutcome("", one.title, one.why, "", None, measures, 1, one.direction, stream)
        added.append(outcomes.save(work, outcome).id)
    return tuple(added)


def _add_items(work: Work, new: Iterable[tuple[int, str]], stream: WorkStreamId) -> tuple[str, ...]:
    added = []
    for stage, text in new:
        item = next_item(work, stream, stage, text)
        stages.save_items(work, stream, [item], "added")
        added.append(item.key)
    return tuple(added)


def _add_form(work: Work, preview: TemplatePreview, stream: WorkStreamId) -> int:
    if not preview.adds_prompts:
        return 0
    return review_forms.save(work, ReviewForm(preview.template.prompts, 0, stream=stream)).version


def _removed(item: stages.StoredItem) -> stages.StoredItem:
    return stages.StoredItem(item.key, item.stage, item.text, item.position, is_removed=True)
