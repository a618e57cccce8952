"""Keep what could not be joined: both values, who wrote them and when, until somebody has chosen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from cdconsole.domain.conflict import ConflictKind
from cdconsole.domain.identity import new_id
from cdconsole.domain.people import Person, Section
from cdconsole.storage.merging.tables import Key, Row, Table

_WHO = ("person", "author", "done_by", "ticked_by")
_WHEN = ("changed_at", "saved_at", "at", "added_at", "done_at", "ticked_at")


@dataclass(frozen=True)
class MergeTerms:
    """Whose act the merge is, when (UTC), and of which section."""

    section: Section
    at: datetime
    person: Person


@dataclass(frozen=True)
class Kept:
    """One thing to be asked about; ``columns`` empty where the whole row is meant, a row None where there is none."""

    kind: ConflictKind
    table: Table
    key: Key
    base: Row | None
    ours: Row | None
    theirs: Row | None
    columns: tuple[str, ...] = ()


def write(connection: Connection, kept: Kept, terms: MergeTerms) -> None:
    """Store what is kept in the section's table of conflicts. Before our history is added: it tells who wrote what."""
    our_person, our_at = _who(connection, "ours", kept, kept.ours) or (terms.person.name, terms.at.isoformat())
    their_person, their_at = _who(connection, "main", kept, kept.theirs) or ("", None)
    connection.execute(
        "INSERT INTO main.conflict (id, kind, table_name, row_key, column_name, base, ours, theirs, our_person, our_at,"
        " their_person, their_at, found_at, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (
            *(new_id(), kept.kind.name, kept.table.name, json.dumps(kept.key), kept.columns[0] if kept.columns else ""),
            *(_as_json(kept.base), _as_json(kept.ours), _as_json(kept.theirs)),
            *(our_person, our_at, their_person, their_at, terms.at.isoformat()),
        ),
    )


def _who(connection: Connection, schema: str, kept: Kept, row: Row | None) -> tuple[str, str] | None:
    """Return who wrote one side and when: as the row says, else as the history does, its own or its parent's."""
    values = row or {}
    person = next((values[name] for name in _WHO if name in values), None)
    at = next((values[name] for name in _WHEN if name in values), None)
    if person and at:
        return person, at
    known = values or kept.base or {}
    parents = [(reference.parent, known.get(reference.column)) for reference in kept.table.references]
    for table, row_id in ((kept.table.name, kept.key[0]), *parents):
        found = connection.execute(
            f"SELECT person, at FROM {schema}.history WHERE table_name = ? AND row_id = ?"
            " AND sequence > (SELECT coalesce(max(sequence), 0) FROM base.history) ORDER BY sequence DESC LIMIT 1",
            (table, str(row_id)),
        ).fetchone()
        if found is not None:
            return found
    return None


def _as_json(row: Row | None) -> str | None:
    return None if row is None else json.dumps(row, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"{type(value).__name__} has no stored form")
