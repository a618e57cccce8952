"""Read and write single rows of the file that is merged into."""

from __future__ import annotations

from sqlcipher3.dbapi2 import Connection

from cdconsole.storage.merging.tables import Key, Row, Table


def stored(connection: Connection, table: Table, key: Key, schema: str = "main") -> Row | None:
    """Return the row with a key, None where there is none."""
    columns = ", ".join(table.columns)
    found = connection.execute(f"SELECT {columns} FROM {schema}.{table.name} WHERE {table.found_by_key}", key)
    values = found.fetchone()
    return None if values is None else table.row(values)


def insert(connection: Connection, table: Table, row: Row) -> None:
    """Store a new row. Raises IntegrityError where a constraint or a trigger refuses it."""
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO main.{table.name} ({names}) VALUES ({marks})", tuple(row.values()))


def update(connection: Connection, table: Table, before: Row, after: Row) -> None:
    """Store what is different in a row. Raises IntegrityError where a constraint or a trigger refuses it."""
    changed = {name: value for name, value in after.items() if before[name] != value}
    if changed:
        setting = ", ".join(f"{name} = ?" for name in changed)
        connection.execute(
            f"UPDATE main.{table.name} SET {setting} WHERE {table.found_by_key}",
            (*changed.values(), *table.key(before)),
        )


def delete(connection: Connection, table: Table, key: Key) -> None:
    """Take out a row. Raises IntegrityError where a trigger refuses it."""
    connection.execute(f"DELETE FROM main.{table.name} WHERE {table.found_by_key}", key)
