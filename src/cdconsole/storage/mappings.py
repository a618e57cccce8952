"""Mappings a person confirmed, remembered by the headings of the file they were for."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.extract import ColumnMapping, DateOrder, ExtractKind, NumberStyle, RememberedMapping
from cdconsole.domain.extract_fields import Field
from cdconsole.storage.section_file import Reading, Work

_COLUMNS = "SELECT headings_sha256, file_name, mapping, person, at FROM remembered_mapping"


def remember(work: Work, headings_sha256: str, file_name: str, mapping: ColumnMapping) -> None:
    """Remember a confirmed mapping in place of the one before for the same headings."""
    work.execute(
        "INSERT INTO remembered_mapping (headings_sha256, file_name, mapping, person, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (headings_sha256) DO UPDATE SET file_name = excluded.file_name, mapping = excluded.mapping,"
        " person = excluded.person, at = excluded.at",
        (headings_sha256, file_name, as_json(mapping), work.actor.name, work.at.isoformat()),
    )
    work.changed(Topic.IMPORT)


def forget(work: Work, headings_sha256: str) -> bool:
    """Forget a mapping; return whether it was known."""
    known = work.execute("DELETE FROM remembered_mapping WHERE headings_sha256 = ?", (headings_sha256,)) > 0
    if known:
        work.audit("forgot", "a remembered mapping")
        work.changed(Topic.IMPORT)
    return known


def find(reading: Reading, headings_sha256: str) -> RememberedMapping | None:
    """Return the mapping remembered for these headings."""
    row = reading.row(f"{_COLUMNS} WHERE headings_sha256 = ?", (headings_sha256,))
    return None if row is None else _remembered(row)


def remembered(reading: Reading) -> tuple[RememberedMapping, ...]:
    """Return all mappings remembered, newest first."""
    return tuple(map(_remembered, reading.rows(f"{_COLUMNS} ORDER BY at DESC, rowid DESC")))


def as_json(mapping: ColumnMapping) -> str:
    """Return a mapping in one form: equal mappings give equal text."""
    values = {
        "kind": mapping.kind.name,
        "columns": {wanted.name: heading for wanted, heading in mapping.columns.items()},
        "date_order": mapping.date_order.name,
        "specialty": mapping.specialty,
        "confirm_unattributed": mapping.confirm_unattributed,
        "date_orders": {heading: order.name for heading, order in mapping.date_orders.items()},
        "number_styles": {heading: style.name for heading, style in mapping.number_styles.items()},
        "sheet": mapping.sheet,
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _remembered(row: tuple[Any, ...]) -> RememberedMapping:
    headings, file_name, mapping, person, at = row
    return RememberedMapping(headings, file_name, _mapping(json.loads(mapping)), person, datetime.fromisoformat(at))


def _mapping(values: dict[str, Any]) -> ColumnMapping:
    return ColumnMapping(
        kind=ExtractKind[values["kind"]],
        columns={Field[name]: heading for name, heading in values["columns"].items() if name in Field.__members__},
        date_order=DateOrder[values["date_order"]],
        specialty=values["specialty"],
        confirm_unattributed=values["confirm_unattributed"],
        date_orders={heading: DateOrder[name] for heading, name in values["date_orders"].items()},
        number_styles={heading: NumberStyle[name] for heading, name in values["number_styles"].items()},
        sheet=values["sheet"],
    )
