"""Change the stage board: words of stages, their checklists, ticks."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.framework import Framework
from cdconsole.domain.framework_requests import MoveStageItem, RemoveStageItem, SaveStageItem
from cdconsole.domain.identity import WorkStreamId, new_id
from cdconsole.domain.people import Section
from cdconsole.domain.requests import EditStage, TickStageItem
from cdconsole.services.framework import read_framework
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.stage_words import items_of, stages_of
from cdconsole.services.tasks import Task
from cdconsole.services.work_streams import open_stream
from cdconsole.storage import stages
from cdconsole.storage.section_file import Reading
from cdconsole.storage.stages import StageWords, StoredItem


@handles(TickStageItem)
def tick_stage_item(session: Session, request: TickStageItem, _task: Task) -> Framework:
    """Tick or untick one item of a stage's checklist. Raises RuleBroken for one that is not on the board."""
    with session.unit_of_work(Section.RECORDS) as work:
        open_stream(work, request.stream)
        item = _on_board(work, request.stream, request.key)
        stages.tick(work, request.key, is_done=request.is_done, text=item.text)
        work.commit()
    return read_framework(session, request.stream)


@handles(EditStage)
def edit_stage(session: Session, request: EditStage, _task: Task) -> Framework:
    """Change a stage's words. Raises RuleBroken when the title is empty."""
    if not request.title.strip():
        raise RuleBroken("A stage needs a title.", "Type one or two words.", "title")
    words = StageWords(request.title.strip(), request.aim.strip(), request.done_when.strip())
    with session.unit_of_work(Section.RECORDS) as work:
        open_stream(work, request.stream)
        _known_stage(work, request.stream, request.number)
        stages.edit_stage(work, request.number, words, request.stream)
        work.commit()
    return read_framework(session, request.stream)


@handles(SaveStageItem)
def save_stage_item(session: Session, request: SaveStageItem, _task: Task) -> Framework:
    """Add an item to a checklist, or change its words; a tick stays, with what was ticked.

    Raises RuleBroken for empty words, and for words that stand on the checklist already.
    """
    text = request.text.strip()
    if not text:
        raise RuleBroken("An item needs words.", "Say what there is to do.", "text")
    with session.unit_of_work(Section.RECORDS) as work:
        open_stream(work, request.stream)
        _known_stage(work, request.stream, request.stage)
        own = [item for item in items_of(work, request.stream) if item.stage == request.stage and not item.is_removed]
        if any(item.text.casefold() == text.casefold() and item.key != request.key for item in own):
            raise RuleBroken("The checklist has this item already.", "Change its words.", "text")
        if request.key:
            item = replace(_on_board(work, request.stream, request.key), text=text)
        else:
            item = next_item(work, request.stream, request.stage, text)
        stages.save_items(work, request.stream, [item], "changed" if request.key else "added")
        work.commit()
    return read_framework(session, request.stream)


@handles(RemoveStageItem)
def remove_stage_item(session: Session, request: RemoveStageItem, _task: Task) -> Framework:
    """Take an item off a checklist, or put it back where it was; its tick is kept."""
    with session.unit_of_work(Section.RECORDS) as work:
        open_stream(work, request.stream)
        item = _known_item(work, request.stream, request.key)
        changed = replace(item, is_removed=request.is_removed)
        stages.save_items(work, request.stream, [changed], "took off" if request.is_removed else "put back")
        work.commit()
    return read_framework(session, request.stream)


@handles(MoveStageItem)
def move_stage_item(session: Session, request: MoveStageItem, _task: Task) -> Framework:
    """Move an item up or down its checklist; at the end it stays where it is."""
    with session.unit_of_work(Section.RECORDS) as work:
        open_stream(work, request.stream)
        item = _on_board(work, request.stream, request.key)
        every = [one for one in items_of(work, request.stream) if one.stage == item.stage]
        own = [one for one in every if not one.is_removed]
        at = own.index(item)
        to = at + request.by
        if 0 <= to < len(own):
            own.insert(to, own.pop(at))
            order = [*own, *(one for one in every if one.is_removed)]
            placed = [replace(one, position=place) for place, one in enumerate(order, start=1)]
            stages.save_items(work, request.stream, placed, "moved")
            work.audit("moved", f"stage item {item.key}")
        work.commit()
    return read_framework(session, request.stream)


def next_item(reading: Reading, stream: WorkStreamId, stage: int, text: str) -> StoredItem:
    """Return a new item that stands last on its checklist."""
    places = [item.position for item in items_of(reading, stream) if item.stage == stage]
    return StoredItem(new_id(), stage, text, max(places, default=0) + 1)


def _known_stage(reading: Reading, stream: WorkStreamId, number: int) -> None:
    if number not in {stage.number for stage in stages_of(reading, stream)}:
        raise RuleBroken("There is no such stage.", "Open the page again.", "stage")


def _known_item(reading: Reading, stream: WorkStreamId, key: str) -> StoredItem:
    for item in items_of(reading, stream):
        if item.key == key:
            return item
    raise RuleBroken("That item is not on the stage board.", "Open the page again.", "item")


def _on_board(reading: Reading, stream: WorkStreamId, key: str) -> StoredItem:
    item = _known_item(reading, stream, key)
    if item.is_removed:
        raise RuleBroken("That item was taken off the board.", "Put it back first.", "item")
    return item
