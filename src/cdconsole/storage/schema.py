"""Bring a section's tables to the form this version knows: numbered steps, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from cdconsole.domain.people import Section
from cdconsole.storage.sqlcipher import FORMAT, damaged, later_version

_FOLDER = files("cdconsole.storage.migrations")
_EVERY_SECTION = "every_section"  # a step here and one of a section's own never have the same number


def lay_foundation(connection: Connection, section: Section) -> None:
    """Give a new, empty file the tables that every section has."""
    with transaction(connection):
        _run_script(connection, _FOLDER / "foundation.sql")
        connection.execute("INSERT INTO sentinel (section, format) VALUES (?, ?)", (section.value, FORMAT))


def missing_steps(connection: Connection, section: Section) -> tuple[Traversable, ...]:
    """Return the steps a section's file has not had yet.

    Raises CannotOpenDepartment where it has had more than this version knows, DamagedSection for another section's.
    """
    if connection.execute("SELECT section FROM sentinel").fetchone() != (section.value,):
        raise damaged(f"{section.value}.db", "holds another section")
    folders = (_FOLDER / section.value, _FOLDER / _EVERY_SECTION)
    found = (step for folder in folders for step in folder.iterdir() if step.name.endswith(".sql"))
    steps = sorted(found, key=lambda step: step.name)
    [(version,)] = connection.execute("PRAGMA user_version").fetchall()
    if version > _number(steps[-1]):
        raise later_version(f"{section.value}.db")
    return tuple(step for step in steps if _number(step) > version)


def apply_steps(connection: Connection, steps: tuple[Traversable, ...], at: datetime) -> None:
    """Apply steps in order, each in one transaction together with its number."""
    for step in steps:
        with transaction(connection):
            number = _number(step)
            _run_script(connection, step)
            connection.execute(
                "INSERT INTO schema_step (number, name, applied_at) VALUES (?, ?, ?)",
                (number, step.name, at.isoformat()),
            )
            connection.execute(f"PRAGMA user_version = {number}")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Run statements together: all are stored, or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _number(step: Traversable) -> int:
    return int(step.name[1:5])


def _run_script(connection: Connection, script: Traversable) -> None:
    """Execute a script's statements one by one, for `executescript` would first commit what is open."""
    statement = ""
    for line in script.read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if dbapi2.complete_statement(statement):
            connection.execute(statement)
            statement = ""
