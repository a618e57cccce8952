"""What stands on a stage board: the program's own words, with what the department changed of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from cdconsole.domain.framework import ChecklistItem, Stage
from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.resources import resource_text
from cdconsole.domain.work_stream import FIRST
from cdconsole.storage import stages
from cdconsole.storage.section_file import Reading
from cdconsole.storage.stages import StageWords, StoredItem, Tick

_FILE = "framework/stages.json"


def stages_of(reading: Reading, stream: WorkStreamId) -> tuple[Stage, ...]:
    """Return the stages of a work stream with their checklists in order."""
    edits, ticks, listed = stages.stage_edits(reading, stream), stages.ticks(reading), items_of(reading, stream)
    return tuple(_stage(row, edits, ticks, listed) for row in _shipped())


def items_of(reading: Reading, stream: WorkStreamId) -> tuple[StoredItem, ...]:
    """Return every item of a work stream's board by stage and place, taken-off ones too."""
    changed = stages.items(reading, stream)
    shipped = [
        StoredItem(key, row["number"], text, at)
        for row in _shipped()
        for at, text in enumerate(row["items"], start=1)
        for key in (shipped_key(stream, row["number"], at),)
    ]
    every = {item.key: item for item in shipped} | changed
    return tuple(sorted(every.values(), key=lambda item: (item.stage, item.position, item.key)))


def shipped_key(stream: WorkStreamId, stage: int, place: int) -> str:
    """Return the key of an item that came with the program; in the first stream it is 3.1 and no more."""
    return f"{stage}.{place}" if stream == FIRST else f"{stream}:{stage}.{place}"


@cache
def _shipped() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(resource_text(_FILE))["stages"])


def _stage(
    shipped: Mapping[str, Any],
    edits: Mapping[int, StageWords],
    ticks: Mapping[str, Tick],
    listed: Iterable[StoredItem],
) -> Stage:
    number = int(shipped["number"])
    words = edits.get(number, StageWords(shipped["title"], shipped["aim"]))
    own = [item for item in listed if item.stage == number]
    return Stage(
        number,
        words.title,
        words.aim,
        words.done_when or shipped["done_when"],
        tuple(_item(item, ticks.get(item.key)) for item in own if not item.is_removed),
        tuple(_item(item, ticks.get(item.key)) for item in own if item.is_removed),
    )


def _item(item: StoredItem, tick: Tick | None) -> ChecklistItem:
    if tick is None:
        return ChecklistItem(item.key, item.text)
    ticked_as = tick.text if tick.text not in ("", item.text) else ""
    return ChecklistItem(item.key, item.text, tick.person, tick.at, ticked_as)
