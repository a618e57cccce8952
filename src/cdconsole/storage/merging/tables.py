"""What a section's tables look like, read from the file itself: keys, references and what must be unique."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlcipher3.dbapi2 import Connection

Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Reference:
    """A column that holds the key of a row of another table."""

    column: str
    parent: str
    parent_column: str


@dataclass(frozen=True)
class UniqueIndex:
    """Columns in which no two rows agree; ``where`` is the condition of a partial index, else empty."""

    columns: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class Table:
    """One table of a section."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    has_rowid: bool
    references: tuple[Reference, ...]
    unique: tuple[UniqueIndex, ...]

    def key(self, row: Row) -> Key:
        """Return a row's primary key."""
        return tuple(row[name] for name in self.keys)

    def row(self, values: Sequence[Any]) -> Row:
        """Return the values of all columns, in order, as a row."""
        return dict(zip(self.columns, values, strict=True))

    def listed(self, schema: str, columns: Sequence[str] = ()) -> str:
        """Return columns, all unless named, of one of the files' tables for a SELECT or a row value."""
        return ", ".join(f"{schema}.{name}" for name in columns or self.columns)

    @property
    def found_by_key(self) -> str:
        """Return the condition that finds a row by its key."""
        return " AND ".join(f"{name} = ?" for name in self.keys)

    def same_key(self, left: str, right: str) -> str:
        """Return the condition that two aliases stand for rows with the same key."""
        return " AND ".join(f"{left}.{name} = {right}.{name}" for name in self.keys)


def children_first(connection: Connection) -> tuple[Table, ...]:
    """Return every table of the open file, each before those it refers to."""
    names = connection.execute("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    tables = {name: _table(connection, name, has_rowid=not wr) for name, wr in names if not name.startswith("sqlite_")}
    ordered: dict[str, Table] = {}

    def place(table: Table) -> None:
        for reference in table.references:
            if reference.parent not in ordered and reference.parent != table.name:
                place(tables[reference.parent])
        ordered[table.name] = table

    for table in sorted(tables.values(), key=lambda table: table.name):
        place(table)
    return tuple(reversed(ordered.values()))


def _table(connection: Connection, name: str, *, has_rowid: bool) -> Table:
    columns = connection.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
    keys = sorted((place, column) for column, place in columns if place)
    references = connection.execute('SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (name,)).fetchall()
    return Table(
        name,
        tuple(column for column, _ in columns),
        tuple(column for _, column in keys),
        has_rowid,
        tuple(Reference(*reference) for reference in references),
        tuple(_unique(connection, name)),
    )


def _unique(connection: Connection, name: str) -> Iterator[UniqueIndex]:
    """Yield what is unique beside the primary key."""
    found = connection.execute(
        "SELECT list.name, coalesce(sql, '') FROM pragma_index_list(?) AS list"
        " LEFT JOIN main.sqlite_schema AS schema ON schema.name = list.name WHERE \"unique\" AND origin <> 'pk'",
        (name,),
    )
    for index, sql in found.fetchall():
        columns = connection.execute("SELECT name FROM pragma_index_info(?) ORDER BY seqno", (index,)).fetchall()
        yield UniqueIndex(tuple(column for (column,) in columns), sql.partition(" WHERE ")[2])
