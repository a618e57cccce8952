"""Recognise what two people entered at once: the same patient, the same review, the same file.

Ids are random, so each has one of their own; what must be unique tells that they are the same. Our row is then taken
for theirs, and what refers to it with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlcipher3.dbapi2 import Connection

from cdconsole.storage.merging.differences import Change, changes
from cdconsole.storage.merging.rules import SAME_SOURCE, SUPERSEDED, VERSIONED
from cdconsole.storage.merging.stored import delete, stored
from cdconsole.storage.merging.tables import Key, Row, Table, UniqueIndex


@dataclass
class Twins:
    """Which rows of ours stand for one of theirs, by table and key, and which of ours theirs brought already.

    ``superseded`` are rows of theirs that were taken out, because ours says how what they began has ended.
    """

    of: dict[tuple[str, Key], Key] = field(default_factory=dict)
    brought: set[tuple[str, Key]] = field(default_factory=set)
    superseded: list[Row] = field(default_factory=list)

    def referring(self, table: Table, row: Row) -> Row:
        """Return a row of ours whose references lead to their rows where those are twins."""
        turned = dict(row)
        for reference in table.references:
            twin = self.of.get((reference.parent, (row[reference.column],)))
            if twin is not None:
                turned[reference.column] = twin[0]
        return turned

    def belongs_to_brought(self, table: Table, row: Row) -> bool:
        """Return whether a row of ours is part of something that theirs brought whole."""
        return any((reference.parent, (row[reference.column],)) in self.brought for reference in table.references)


def find_twins(connection: Connection, tables: tuple[Table, ...]) -> Twins:
    """Return the twins among what both added; ``tables`` are those we changed, children first."""
    twins = Twins()
    for table in reversed(tables):
        if table.name in VERSIONED:
            continue
        for change in changes(connection, table):
            if change.ours is not None and change.base is None:
                _look_for_twin(connection, table, change, twins)
        if table.name == "clinician":
            _look_for_clinicians(connection, twins)
    return twins


def _look_for_twin(connection: Connection, table: Table, change: Change, twins: Twins) -> None:
    if change.ours is None:
        return
    if twins.belongs_to_brought(table, change.ours):
        twins.brought.add((table.name, change.key))
        return
    row = twins.referring(table, change.ours)
    for index in table.unique:
        twin = _row_with(connection, table, index, row, change.key)
        if twin is not None and not _supersedes(connection, table, change.ours, twin, twins):
            twins.of[table.name, change.key] = twin
            if table.name in SAME_SOURCE:
                twins.brought.add((table.name, change.key))
            return


def _row_with(connection: Connection, table: Table, index: UniqueIndex, row: Row, key: Key) -> Key | None:
    """Return the key of the row that theirs added with our row's values in what must be unique."""
    values = [row[name] for name in index.columns]
    if None in values:
        return None
    if index.where:
        ours = f"SELECT 1 FROM ours.{table.name} WHERE {table.found_by_key} AND ({index.where})"
        if connection.execute(ours, key).fetchone() is None:
            return None
    same = " AND ".join(f"{name} = ?" for name in index.columns)
    condition = f" AND ({index.where})" if index.where else ""
    found = connection.execute(
        f"SELECT {', '.join(table.keys)} FROM main.{table.name} AS t WHERE {same}{condition} AND NOT EXISTS"
        f" (SELECT 1 FROM base.{table.name} AS b WHERE {table.same_key('b', 't')})",
        values,
    ).fetchone()
    return None if found is None or found == key else found


def _supersedes(connection: Connection, table: Table, ours: Row, twin: Key, twins: Twins) -> bool:
    """Take theirs out, with its parts, where it had not ended and ours has; return whether that was so."""
    if table.name not in SUPERSEDED:
        return False
    ended, parts = SUPERSEDED[table.name]
    theirs = stored(connection, table, twin)
    if theirs is None or theirs[ended] is not None or ours[ended] is None:
        return False
    connection.execute(f"DELETE FROM main.{parts} WHERE {table.name}_id = ?", twin)
    delete(connection, table, twin)
    twins.superseded.append(theirs)
    return True


def _look_for_clinicians(connection: Connection, twins: Twins) -> None:
    """Take a clinician of ours for one of theirs where both are new and a source system's code stands for both."""
    found = connection.execute(
        "SELECT o.clinician_id, t.clinician_id FROM ours.clinician_code AS o"
        " JOIN main.clinician_code AS t ON t.code = o.code AND t.clinician_id <> o.clinician_id"
        " WHERE o.clinician_id NOT IN (SELECT id FROM base.clinician)"
        " AND t.clinician_id NOT IN (SELECT id FROM base.clinician)"
    )
    twins.of |= {("clinician", (ours,)): (theirs,) for ours, theirs in found.fetchall()}
