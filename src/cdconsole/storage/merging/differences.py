"""Find what a section file changed since the one it was based on, quickly where nearly nothing was.

Both files come from one: a row that was left alone is at the same place in both. So two files are read side by side
in the order of the disk, and only rows that differ there are looked up by key. One that merely moved is found equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlcipher3.dbapi2 import Connection

from cdconsole.storage.merging.tables import Key, Row, Table


@dataclass(frozen=True)
class Change:
    """One row that was added (``base`` None), changed, or taken out (``ours`` None)."""

    key: Key
    base: Row | None
    ours: Row | None


def note_changes(connection: Connection, table: Table) -> int:
    """Note the keys of rows in ``ours`` that are not as in ``base``, and return how many there are.

    New and changed rows in their own order, then those taken out; in a temporary table that never reaches the disk.
    """
    noted, keys = _noted(table), ", ".join(table.keys)
    connection.execute(f"CREATE TEMP TABLE {noted} AS SELECT {keys} FROM ours.{table.name} WHERE false")
    connection.execute(f"INSERT INTO {noted} ({keys}) {_changed(table, 'ours')}")
    there = f"EXISTS (SELECT 1 FROM base.{table.name} AS b WHERE {table.same_key('b', 'noted')})"
    added = _count(connection, f"{noted} AS noted WHERE NOT {there}")
    if _count(connection, f"ours.{table.name}") - added != _count(connection, f"base.{table.name}"):
        connection.execute(f"INSERT INTO {noted} ({keys}) {_removed(table)}")
    return _count(connection, noted)


def changes(connection: Connection, table: Table) -> Iterator[Change]:
    """Yield the changes noted before."""
    found = connection.execute(
        f"SELECT {table.listed('noted', table.keys)}, {table.listed('o')}, {table.listed('b')}"
        f" FROM {_noted(table)} AS noted LEFT JOIN ours.{table.name} AS o ON {table.same_key('o', 'noted')}"
        f" LEFT JOIN base.{table.name} AS b ON {table.same_key('b', 'noted')} ORDER BY noted.rowid"
    )
    keys, columns = len(table.keys), len(table.columns)
    for values in found:
        key, ours, base = values[:keys], values[keys : keys + columns], values[keys + columns :]
        yield Change(key, _row(table, base), _row(table, ours))


def is_changed(connection: Connection, table: Table) -> bool:
    """Return whether ``main``, before anything is merged into it, differs from ``base`` in a table."""
    if _count(connection, f"main.{table.name}") != _count(connection, f"base.{table.name}"):
        return True
    return connection.execute(f"{_changed(table, 'main')} LIMIT 1").fetchone() is not None


def _changed(table: Table, newer: str) -> str:
    """Return the query for the keys of rows that are new, or are not what they were."""
    differs = f"(b.{table.keys[0]} IS NULL OR ({table.listed('n')}) IS NOT ({table.listed('b')}))"
    by_key = f"LEFT JOIN base.{table.name} AS b ON {table.same_key('b', 'n')} WHERE {differs}"
    if not table.has_rowid:
        return f"SELECT {table.listed('n', table.keys)} FROM {newer}.{table.name} AS n {by_key}"
    return (
        f"WITH moved AS MATERIALIZED (SELECT n.rowid AS place FROM {newer}.{table.name} AS n"
        f" LEFT JOIN base.{table.name} AS b ON b.rowid = n.rowid WHERE {differs})"
        f" SELECT {table.listed('n', table.keys)} FROM moved"
        f" CROSS JOIN {newer}.{table.name} AS n ON n.rowid = place {by_key}"
    )


def _removed(table: Table) -> str:
    """Return the query for the keys of rows that are no longer in ``ours``."""
    gone = f"NOT EXISTS (SELECT 1 FROM ours.{table.name} AS n WHERE {table.same_key('n', 'b')})"
    if not table.has_rowid:
        return f"SELECT {table.listed('b', table.keys)} FROM base.{table.name} AS b WHERE {gone}"
    return (
        f"WITH moved AS MATERIALIZED (SELECT b.rowid AS place FROM base.{table.name} AS b"
        f" LEFT JOIN ours.{table.name} AS n ON n.rowid = b.rowid"
        f" WHERE ({table.listed('n', table.keys)}) IS NOT ({table.listed('b', table.keys)}))"
        f" SELECT {table.listed('b', table.keys)} FROM moved"
        f" CROSS JOIN base.{table.name} AS b ON b.rowid = place WHERE {gone}"
    )


def _count(connection: Connection, rows: str) -> int:
    [(count,)] = connection.execute(f"SELECT count(*) FROM {rows}").fetchall()
    return int(count)


def _noted(table: Table) -> str:
    return f"temp.changed_{table.name}"


def _row(table: Table, values: tuple[object, ...]) -> Row | None:
    """Return a row, or None where the outer join found none: keys are never NULL."""
    row = table.row(values)
    return None if row[table.keys[0]] is None else row
