"""The conflicts that merging kept: read what waits for a choice, and put the chosen one in its place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlcipher3 import dbapi2

from cdconsole.domain.change_set import Topic
from cdconsole.domain.conflict import Choice, ConflictKind
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.storage.section_file import Reading, Work

Values = dict[str, Any]
_Place = tuple[str, tuple[str, ...], tuple[Any, ...]]  # a table, its key columns, the key
_SELECT = (
    "SELECT id, kind, table_name, row_key, column_name, base, ours, theirs, our_person, our_at, their_person, their_at,"
    " chosen, revision FROM conflict"
)


@dataclass(frozen=True)
class KeptConflict:
    """One conflict as it was kept: columns and their values by side, None where the side has no such row."""

    id: str
    kind: ConflictKind
    table: str
    key: tuple[Any, ...]
    column: str
    base: Values | None
    ours: Values | None
    theirs: Values | None
    our_person: str
    our_at: datetime
    their_person: str
    their_at: datetime | None
    is_open: bool
    revision: int

    @property
    def known(self) -> Values:
        """Return what is known of the row from any side, ours first."""
        return (self.base or {}) | (self.theirs or {}) | (self.ours or {})

    def side(self, choice: Choice) -> Values | None:
        """Return one side's values."""
        return self.ours if choice is Choice.OURS else self.theirs


def waiting(reading: Reading) -> tuple[KeptConflict, ...]:
    """Return what waits for a choice, oldest first."""
    return tuple(map(_kept, reading.rows(f"{_SELECT} WHERE chosen IS NULL ORDER BY found_at, rowid")))


def to_decide(work: Work, conflict: str, revision: int) -> KeptConflict:
    """Return the conflict somebody is about to decide. Raises StaleEdit where it was decided meanwhile."""
    row = work.row(f"{_SELECT} WHERE id = ?", (conflict,))
    found = None if row is None else _kept(row)
    if found is None or not found.is_open or found.revision != revision:
        raise StaleEdit("Somebody has chosen here already.", "Look at what holds now.")
    return found


def decide(work: Work, conflict: KeptConflict, choice: Choice) -> None:
    """Keep which of the two holds, who said so and when."""
    revision = conflict.revision + 1
    work.execute(
        "UPDATE conflict SET chosen = ?, decided_by = ?, decided_at = ?, revision = ? WHERE id = ?",
        (choice.name, work.actor.name, work.at.isoformat(), revision, conflict.id),
    )
    work.keep_history("conflict", conflict.id, revision, {"chosen": None}, {"chosen": choice.name})
    work.changed(Topic.CONFLICT)


def row_now(reading: Reading, conflict: KeptConflict) -> Values | None:
    """Return the row in question as it is now, None where it is not there."""
    table, columns, keys = _shape(reading, conflict.table)
    found = reading.row(f"SELECT {', '.join(columns)} FROM {table} WHERE {_by(keys)}", conflict.key)
    return None if found is None else dict(zip(columns, found, strict=True))


def put(work: Work, conflict: KeptConflict, wanted: Values | None) -> None:
    """Give the row the wanted values as its next revision, bring it back, or take it out where they are None.

    Nothing is written where it is so already. Raises RuleBroken where the row can't be changed any more.
    """
    table, columns, keys = _shape(work, conflict.table)
    now = row_now(work, conflict)
    if wanted is None if now is None else wanted is not None and now | wanted == now:
        return
    revision = 1 if now is None else int(now.get("revision", 0)) + 1
    after = None if wanted is None else {name: value for name, value in wanted.items() if name in columns}
    if after is not None and "revision" in columns:
        after["revision"] = revision
    try:
        _write(work, (table, keys, conflict.key), now, after)
    except dbapi2.IntegrityError as problem:
        raise RuleBroken("This can't be changed any more.", "Keep what stands.", "choice") from problem
    kept = after or dict.fromkeys(keys)
    before = None if now is None else {name: now[name] for name in kept}
    work.keep_history(conflict.table, str(conflict.key[0]), revision, before, kept)


def _write(work: Work, place: _Place, now: Values | None, after: Values | None) -> None:
    table, keys, key = place
    if after is None:
        work.execute(f"DELETE FROM {table} WHERE {_by(keys)}", key)
    elif now is None:
        marks = ", ".join("?" * len(after))
        work.execute(f"INSERT INTO {table} ({', '.join(after)}) VALUES ({marks})", tuple(after.values()))
    else:
        setting = ", ".join(f"{name} = ?" for name in after)
        work.execute(f"UPDATE {table} SET {setting} WHERE {_by(keys)}", (*after.values(), *key))


def _shape(reading: Reading, table: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return a table's name, columns and keys as the file itself has them: names in a conflict are not trusted."""
    known = reading.row("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,))
    if known is None:
        raise RuleBroken("This belongs to records that this version does not know.", "Keep what stands.", "choice")
    found = reading.rows("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (table,))
    keys = tuple(name for _place, name in sorted((place, name) for name, place in found if place))
    return known[0], tuple(name for name, _ in found), keys


def _by(keys: tuple[str, ...]) -> str:
    return " AND ".join(f"{name} = ?" for name in keys)


def _kept(row: tuple[Any, ...]) -> KeptConflict:
    id_, kind, table, key, column, base, ours, theirs, our_person, our_at, their_person, their_at, chosen, revision = (
        row
    )
    return KeptConflict(
        id=id_,
        kind=ConflictKind[kind],
        table=table,
        key=tuple(json.loads(key)),
        column=column,
        base=_values(base),
        ours=_values(ours),
        theirs=_values(theirs),
        our_person=our_person,
        our_at=datetime.fromisoformat(our_at),
        their_person=their_person,
        their_at=None if their_at is None else datetime.fromisoformat(their_at),
        is_open=chosen is None,
        revision=revision,
    )


def _values(text: str | None) -> Values | None:
    return None if text is None else json.loads(text)
