"""The framework page: eight stages whose words are data, the charter and the outcome tree."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.framework import ChecklistItem, Framework, Stage
from cdconsole.domain.people import Section
from cdconsole.domain.requests import EditStage, SaveCharter, SaveOutcome, ShowFramework, TickStageItem
from cdconsole.domain.resources import resource_text
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import framework as stored
from cdconsole.storage.framework import StageWords, Tick

_STAGES_FILE = "framework/stages.json"


@handles(ShowFramework)
def show_framework(session: Session, _request: ShowFramework, _task: Task) -> Framework:
    """Return the stage board, charter and outcome tree."""
    return read_framework(session)


@handles(TickStageItem)
def tick_stage_item(session: Session, request: TickStageItem, _task: Task) -> Framework:
    """Tick or untick one item of a stage's checklist."""
    known = {item.key for stage in read_framework(session).stages for item in stage.items}
    if request.key not in known:
        raise RuleBroken("That item is not on the stage board.", "Open the page again.", "item")
    with session.unit_of_work(Section.RECORDS) as work:
        stored.tick(work, request.key, is_done=request.is_done)
        work.commit()
    return read_framework(session)


@handles(EditStage)
def edit_stage(session: Session, request: EditStage, _task: Task) -> Framework:
    """Change a stage's title and aim. Raises RuleBroken when the title is empty."""
    if not request.title.strip():
        raise RuleBroken("A stage needs a title.", "Type one or two words.", "title")
    with session.unit_of_work(Section.RECORDS) as work:
        stored.edit_stage(work, request.number, request.title.strip(), request.aim.strip())
        work.commit()
    return read_framework(session)


@handles(SaveCharter)
def save_charter(session: Session, request: SaveCharter, _task: Task) -> Framework:
    """Store a new version of the charter; earlier versions are kept."""
    with session.unit_of_work(Section.RECORDS) as work:
        stored.save_charter(work, request.charter)
        work.commit()
    return read_framework(session)


@handles(SaveOutcome)
def save_outcome(session: Session, request: SaveOutcome, _task: Task) -> Framework:
    """Add or change a success critical outcome. Raises RuleBroken without a title, StaleEdit."""
    if not request.outcome.title.strip():
        raise RuleBroken("An outcome needs a title.", "Say what must go right.", "title")
    with session.unit_of_work(Section.RECORDS) as work:
        stored.save_outcome(work, request.outcome)
        work.commit()
    return read_framework(session)


def read_framework(session: Session) -> Framework:
    """Return the framework as it stands: the shipped words, the department's edits, the ticks."""
    with session.snapshot(Section.RECORDS) as snapshot:
        edits, ticks = stored.stage_edits(snapshot), stored.ticks(snapshot)
        charter, outcomes = stored.charter(snapshot), stored.outcomes(snapshot)
    shipped = json.loads(resource_text(_STAGES_FILE))["stages"]
    stages = tuple(_stage(record, edits, ticks) for record in shipped)
    return Framework(session.file.vault.locked.specialty, stages, charter, outcomes)


def _stage(shipped: Mapping[str, Any], edits: Mapping[int, StageWords], ticks: Mapping[str, Tick]) -> Stage:
    number = int(shipped["number"])
    title, aim = edits.get(number, (shipped["title"], shipped["aim"]))
    items = []
    for place, text in enumerate(shipped["items"], start=1):
        key = f"{number}.{place}"
        tick = ticks.get(key)
        items.append(ChecklistItem(key, text, *tick) if tick else ChecklistItem(key, text))
    return Stage(number, title, aim, shipped["done_when"], tuple(items))
