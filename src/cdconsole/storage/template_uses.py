"""Store which starter templates were used in a work stream, and what each added."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.framework_template import TemplateUse
from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.measure import MeasureId
from cdconsole.storage.section_file import Reading, Work

_SELECT = "SELECT id, stream, template, added, person, at, undone_at IS NOT NULL FROM template_use"


def of_stream(reading: Reading, stream: WorkStreamId) -> tuple[TemplateUse, ...]:
    """Return every use in a work stream, newest first."""
    return tuple(map(_use, reading.rows(f"{_SELECT} WHERE stream = ? ORDER BY at DESC, rowid DESC", (stream,))))


def by_id(reading: Reading, use: str) -> TemplateUse | None:
    """Return one use."""
    row = reading.row(f"{_SELECT} WHERE id = ?", (use,))
    return None if row is None else _use(row)


def add(work: Work, use: TemplateUse) -> None:
    """Store that a template was used."""
    added = {"outcomes": use.outcomes, "items": use.items, "measures": use.measures, "form": use.form}
    work.execute(
        "INSERT INTO template_use (id, stream, template, added, at, person, revision) VALUES (?, ?, ?, ?, ?, ?, 1)",
        (use.id, use.stream, use.template, json.dumps(added), work.at.isoformat(), work.actor.name),
    )
    work.keep_history("template_use", use.id, 1, None, {"template": use.template, **added})
    work.audit("used", f"the starter template {use.template}")
    work.changed(Topic.FRAMEWORK)


def undo(work: Work, use: TemplateUse) -> None:
    """Store that what a template added was retired."""
    work.execute(
        "UPDATE template_use SET undone_by = ?, undone_at = ?, revision = 2 WHERE id = ?",
        (work.actor.name, work.at.isoformat(), use.id),
    )
    work.keep_history("template_use", use.id, 2, {"is_undone": False}, {"is_undone": True})
    work.audit("undid", f"the starter template {use.template}")
    work.changed(Topic.FRAMEWORK)


def _use(row: tuple[Any, ...]) -> TemplateUse:
    found, stream, template, text, person, at, is_undone = row
    added = json.loads(text)
    return TemplateUse(
        found,
        WorkStreamId(stream),
        template,
        tuple(added["outcomes"]),
        tuple(added["items"]),
        tuple(MeasureId(name) for name in added["measures"]),
        added["form"],
        person,
        datetime.fromisoformat(at),
        bool(is_undone),
    )
