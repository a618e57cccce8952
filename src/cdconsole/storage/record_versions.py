"""Records that imports bring: new ones are added, equal ones left alone, changed ones kept whole as earlier versions.

Each record is known again by its source key, and has at most one version from each batch. The table itself holds the
version that is in force: the one of the newest batch that is not withdrawn. ``earlier_version`` holds all others.
Everything is done inside the file, many rows a statement, so that a million rows are no other case than ten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import BatchId, ClinicianId
from cdconsole.storage.section_file import Reading, Work

IncomingRow = tuple[Any, ...]
"""(row of the file, id if new, batch, source key, \\*columns of the table)."""

IncomingPart = tuple[Any, ...]
"""(id, id of the incoming row it belongs to, \\*columns of the parts' table)."""

_SOURCE_KEY = 3


@dataclass(frozen=True)
class Parts:
    """A table of what belongs to a record, compared and kept with it; ``order`` are columns that order them."""

    name: str
    parent: str
    columns: tuple[str, ...]
    order: str


@dataclass(frozen=True)
class ImportedTable:
    """A table whose rows come from imports; besides ``columns`` it has id, batch_id, source_key and revision.

    ``ended`` names a column that once filled is not emptied by an extract that knows less: such a row is unchanged.
    The table has a unique index on ``source_key`` where it is not empty.
    """

    name: str
    columns: tuple[str, ...]
    topic: Topic
    parts: Parts | None = None
    ended: str = ""


class Stored(NamedTuple):
    """What became of incoming rows: how many are new, and the source keys of those that were known."""

    new: int
    changed: frozenset[str]
    unchanged: frozenset[str]


class Settled(NamedTuple):
    """What withdrawing or reinstating did to one table: records taken out, put in, and whose they are."""

    removed: int
    restored: int
    clinicians: frozenset[ClinicianId]


@dataclass
class RecordVersions:
    """Stores the rows of one batch in one table, part after part; ``finish`` when all are stored.

    ``keeps_stored`` leaves every known record as it is, as when the same file comes again. ``clinicians`` are those
    some of whose records are others now.
    """

    work: Work
    table: ImportedTable
    keeps_stored: bool = False
    clinicians: set[ClinicianId] = field(default_factory=set)
    _indexes: list[str] = field(default_factory=list)
    _has_any: bool = False

    def __post_init__(self) -> None:
        name = self.table.name
        self._has_any = self.work.row(f"SELECT 1 FROM {name} WHERE source_key <> '' LIMIT 1") is not None
        if not self._has_any:
            self._put_indexes_off()

    def store(self, rows: Sequence[IncomingRow], parts: Sequence[IncomingPart] = ()) -> Stored:
        """Store rows that have different source keys, with what belongs to them.

        Raises IntegrityError, at the latest from ``finish``, where two rows of the batch have the same source key.
        """
        known = self._known([row[_SOURCE_KEY] for row in rows])
        fresh = [row for row in rows if row[_SOURCE_KEY] not in known] if known else rows
        self.work.execute_many(_insert(self.table), fresh)
        if self.table.parts is not None:
            ids = {row[1] for row in fresh} if known else None
            self.work.execute_many(
                _insert_part(self.table.parts), [part for part in parts if ids is None or part[1] in ids]
            )
        changed: frozenset[str] = frozenset()
        if known and not self.keeps_stored:
            changed = self._replace([row for row in rows if row[_SOURCE_KEY] in known], parts)
        return Stored(len(fresh), changed, known - changed)

    def finish(self, checkpoint: Callable[[], None]) -> None:
        """Make the indexes again that were put off while an empty table was filled; ``checkpoint`` may raise before."""
        for statement in self._indexes:
            checkpoint()
            self.work.execute(statement)
        self._indexes.clear()

    def _put_indexes_off(self) -> None:
        found = self.work.rows(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
            (self.table.name,),
        )
        for name, statement in found:
            self.work.execute(f"DROP INDEX {name}")
            self._indexes.append(statement)

    def _known(self, keys: Sequence[str]) -> frozenset[str]:
        if not self._has_any:
            return frozenset()
        found = self.work.rows(
            f"SELECT source_key FROM {self.table.name}"
            " WHERE source_key <> '' AND source_key IN (SELECT value FROM json_each(?))",
            (json.dumps(keys),),
        )
        return frozenset(key for (key,) in found)

    def _replace(self, rows: Sequence[IncomingRow], parts: Sequence[IncomingPart]) -> frozenset[str]:
        """Give each known record that differs its next version; return the source keys of these."""
        table, work = self.table, self.work
        _fill(work, "incoming", ("row_number", "id", "batch_id", "source_key", *table.columns), rows)
        if table.parts is not None:
            ids = {row[1] for row in rows}
            columns = ("id", table.parts.parent, *table.parts.columns)
            _fill(work, "incoming_part", columns, [part for part in parts if part[1] in ids])
        work.execute(
            f"DELETE FROM temp.incoming AS i WHERE EXISTS (SELECT 1 FROM main.{table.name} AS t"
            f" WHERE t.source_key = i.source_key AND t.source_key <> '' AND {_is_unchanged(table)})"
        )
        changed = frozenset(key for (key,) in work.rows("SELECT source_key FROM temp.incoming"))
        if changed:
            self._note_clinicians()
            work.execute(
                _keep(table, "i.batch_id", "i.row_number", f"temp.incoming AS i CROSS JOIN main.{table.name} AS t")
                + " WHERE t.source_key = i.source_key AND t.source_key <> ''",
                {"at": work.at.isoformat()},
            )
            self._update()
            self._note_clinicians()
        return changed

    def _update(self) -> None:
        table, work = self.table, self.work
        setting = ", ".join(f"{name} = i.{name}" for name in ("batch_id", *table.columns))
        work.execute(
            f"UPDATE {table.name} SET {setting}, revision = revision + 1 FROM temp.incoming AS i"
            f" WHERE {table.name}.source_key = i.source_key AND {table.name}.source_key <> ''"
        )
        if table.parts is None:
            return
        same = f"main.{table.name} AS t WHERE t.source_key = i.source_key AND t.source_key <> ''"
        parts = table.parts
        work.execute(
            f"DELETE FROM {parts.name} WHERE {parts.parent} IN (SELECT t.id FROM temp.incoming AS i CROSS JOIN {same})"
        )
        columns = ", ".join(parts.columns)
        work.execute(
            f"INSERT INTO {parts.name} (id, {parts.parent}, {columns})"
            f" SELECT p.id, t.id, {', '.join(f'p.{name}' for name in parts.columns)} FROM temp.incoming AS i"
            f" CROSS JOIN temp.incoming_part AS p ON p.{parts.parent} = i.id CROSS JOIN {same}"
        )

    def _note_clinicians(self) -> None:
        self.clinicians |= _clinicians(
            self.work,
            self.table,
            f"temp.incoming AS i CROSS JOIN main.{self.table.name} AS t"
            " WHERE t.source_key = i.source_key AND t.source_key <> ''",
        )


def withdraw(work: Work, table: ImportedTable, batch: BatchId) -> Settled:
    """Take a batch's records out of force; what they had replaced is in force again.

    The batch is marked as withdrawn already. What a later batch replaced is not in force and stays as it is.
    """
    return _settle(work, table, f"SELECT source_key FROM {table.name} WHERE batch_id = :batch", batch)


def reinstate(work: Work, table: ImportedTable, batch: BatchId) -> Settled:
    """Put a batch's records back in force, but for those of which a later batch has a version.

    The batch is no longer marked as withdrawn.
    """
    held = f"SELECT source_key FROM earlier_version WHERE batch_id = :batch AND table_name = '{table.name}'"
    return _settle(work, table, held, batch)


def later_versions(reading: Reading, batch: BatchId) -> int:
    """Return how many records of a batch have another version in force or kept since."""
    found = reading.row("SELECT count(*) FROM earlier_version WHERE batch_id = ? AND replaced_by IS NOT NULL", (batch,))
    return 0 if found is None else int(found[0])


class Difference(NamedTuple):
    """One record's columns before and after a batch changed it, and the row of the file that did."""

    source_key: str
    row: int
    before: dict[str, Any]
    after: dict[str, Any]


def differences(reading: Reading, table: ImportedTable, batch: BatchId, most: int) -> tuple[int, list[Difference]]:
    """Return how many records of a table a batch changed, and the first of them by row."""
    name = table.name
    condition = f"FROM earlier_version AS e WHERE e.replaced_by = ? AND e.table_name = '{name}'"
    [(count,)] = reading.rows(f"SELECT count(*) {condition}", (batch,))
    found = reading.rows(
        f"SELECT e.source_key, e.row_number, e.body, coalesce("
        f"(SELECT {_body(table)} FROM {name} AS t"
        " WHERE t.source_key = e.source_key AND t.source_key <> '' AND t.batch_id = e.replaced_by),"
        " (SELECT n.body FROM earlier_version AS n WHERE n.table_name = e.table_name AND n.source_key = e.source_key"
        " AND n.batch_id = e.replaced_by), e.body)"
        f" {condition} ORDER BY e.row_number LIMIT ?",
        (batch, most),
    )
    return count, [Difference(key, row, json.loads(before), json.loads(after)) for key, row, before, after in found]


def _settle(work: Work, table: ImportedTable, affected: str, batch: BatchId) -> Settled:
    """Put in force the newest version that is not withdrawn, of each record that a query for source keys names."""
    name, parts = table.name, table.parts
    work.execute("PRAGMA defer_foreign_keys = ON")  # what refers to a record finds it again under its id
    work.execute("DROP TABLE IF EXISTS temp.affected")
    work.execute("CREATE TEMP TABLE affected (source_key TEXT PRIMARY KEY)")
    work.execute(f"INSERT INTO temp.affected {affected}", {"batch": batch})
    live = f"temp.affected AS a CROSS JOIN main.{name} AS t WHERE t.source_key = a.source_key AND t.source_key <> ''"
    clinicians = _clinicians(work, table, live)
    ids = f"SELECT t.id FROM {live}"
    removed = work.execute(_keep(table, "NULL", "0", live), {"at": work.at.isoformat()})
    if parts is not None:
        work.execute(f"DELETE FROM {parts.name} WHERE {parts.parent} IN ({ids})")
    work.execute(f"DELETE FROM {name} WHERE id IN ({ids})")
    restored = _restore_newest(work, table)
    clinicians |= _clinicians(work, table, live)
    work.execute(
        f"UPDATE earlier_version SET replaced_by = t.batch_id FROM {name} AS t"
        f" WHERE earlier_version.replaced_by IS NULL AND earlier_version.table_name = '{name}'"
        " AND t.source_key = earlier_version.source_key AND t.source_key <> ''"
        " AND earlier_version.source_key IN (SELECT source_key FROM temp.affected)"
        " AND NOT EXISTS (SELECT 1 FROM import_batch AS b"
        " WHERE b.id = earlier_version.batch_id AND b.withdrawn_at IS NOT NULL)"
    )
    work.execute("DROP TABLE temp.affected")
    for clinician in sorted(clinicians):
        work.changed(table.topic, clinician)
    return Settled(removed, restored, frozenset(clinicians))


def _restore_newest(work: Work, table: ImportedTable) -> int:
    name, parts = table.name, table.parts
    work.execute("DROP TABLE IF EXISTS temp.chosen")
    work.execute(
        "CREATE TEMP TABLE chosen AS SELECT id, revision FROM (SELECT e.id, row_number() OVER versions AS place,"
        " max(json_extract(e.body, '$.revision')) OVER (PARTITION BY e.source_key) AS revision,"
        " e.batch_id IS NOT NULL AND b.withdrawn_at IS NOT NULL AS is_withdrawn"
        " FROM temp.affected AS a CROSS JOIN earlier_version AS e ON e.source_key = a.source_key"
        f" AND e.table_name = '{name}' LEFT JOIN import_batch AS b ON b.id = e.batch_id"
        " WINDOW versions AS (PARTITION BY e.source_key"
        " ORDER BY e.batch_id IS NOT NULL AND b.withdrawn_at IS NOT NULL, b.at DESC, b.rowid DESC))"
        " WHERE place = 1 AND NOT is_withdrawn"
    )
    chosen = "temp.chosen AS c CROSS JOIN earlier_version AS e ON e.id = c.id"
    columns = ", ".join(table.columns)
    values = ", ".join(f"json_extract(e.body, '$.{column}')" for column in table.columns)
    restored = work.execute(
        f"INSERT INTO {name} (id, batch_id, source_key, revision, {columns})"
        f" SELECT json_extract(e.body, '$.id'), e.batch_id, e.source_key, c.revision + 1, {values} FROM {chosen}"
    )
    if parts is not None:
        held = ", ".join(f"json_extract(p.value, '$[{place}]')" for place in range(len(parts.columns) + 1))
        work.execute(
            f"INSERT INTO {parts.name} (id, {', '.join(parts.columns)}, {parts.parent})"
            f" SELECT {held}, json_extract(e.body, '$.id') FROM {chosen}, json_each(e.body, '$.parts') AS p"
        )
    work.execute("DELETE FROM earlier_version WHERE id IN (SELECT id FROM temp.chosen)")
    work.execute("DROP TABLE temp.chosen")
    return restored


def _insert(table: ImportedTable) -> str:
    columns = ("id", "batch_id", "source_key", *table.columns)
    marks = ", ".join(f"?{place}" for place in range(2, len(columns) + 2))
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"


def _insert_part(parts: Parts) -> str:
    columns = ("id", parts.parent, *parts.columns)
    return f"INSERT INTO {parts.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _fill(work: Work, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    work.execute(f"DROP TABLE IF EXISTS temp.{name}")
    key = columns[1]  # a record's id, or that of the record a part belongs to
    work.execute(f"CREATE TEMP TABLE {name} ({', '.join(columns)})")
    work.execute(f"CREATE INDEX temp.{name}_key ON {name} ({key})")
    work.execute_many(f"INSERT INTO temp.{name} VALUES ({', '.join('?' * len(columns))})", rows)


def _is_unchanged(table: ImportedTable) -> str:
    """Return the condition that an incoming record ``i`` says no more than the stored one ``t``."""
    stored, incoming = (", ".join(f"{alias}.{column}" for column in table.columns) for alias in "ti")
    same = f"({stored}) IS ({incoming})"
    if table.parts is not None:
        same += f" AND {_parts(table.parts, f'main.{table.parts.name}', 't')} IS "
        same += _parts(table.parts, "temp.incoming_part", "i")
    if not table.ended:
        return f"({same})"
    return f"(({same}) OR (t.{table.ended} IS NOT NULL AND i.{table.ended} IS NULL))"


def _parts(parts: Parts, source: str, owner: str, first: Set[str] = frozenset()) -> str:
    """Return the expression for what belongs to a record, as a JSON list of lists in order."""
    columns = ", ".join(f"x.{column}" for column in (*sorted(first), *parts.columns))
    ordered = f"SELECT * FROM {source} WHERE {parts.parent} = {owner}.id ORDER BY {parts.order}"
    return f"(SELECT json_group_array(json_array({columns})) FROM ({ordered}) AS x)"


def _body(table: ImportedTable) -> str:
    """Return the expression for a stored record ``t``, whole, as JSON."""
    pairs = ", ".join(f"'{column}', t.{column}" for column in ("id", "revision", *table.columns))
    if table.parts is not None:
        pairs += f", 'parts', json({_parts(table.parts, f'main.{table.parts.name}', 't', frozenset({'id'}))})"
    return f"json_object({pairs})"


def _keep(table: ImportedTable, replaced_by: str, row: str, source: str) -> str:
    """Return the statement that keeps stored records ``t`` of a source as earlier versions."""
    return (
        "INSERT INTO earlier_version (id, table_name, source_key, batch_id, replaced_by, row_number, at, body)"
        f" SELECT lower(hex(randomblob(16))), '{table.name}', t.source_key, t.batch_id, {replaced_by}, {row}, :at,"
        f" {_body(table)} FROM {source}"
    )


def _clinicians(work: Work, table: ImportedTable, source: str) -> set[ClinicianId]:
    if "clinician_id" not in table.columns:
        return set()
    return {ClinicianId(one) for (one,) in work.rows(f"SELECT DISTINCT t.clinician_id FROM {source}") if one}
