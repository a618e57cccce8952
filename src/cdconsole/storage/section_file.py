"""One section's file on this computer: read one moment of it, or write everything of one act together or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.people import Person, Section
from cdconsole.storage import schema, sqlcipher
from cdconsole.storage.audit_chain import START, AuditChain, AuditRow
from cdconsole.storage.dirty_marker import Base, DirtyMarker
from cdconsole.storage.disk import disk_asked
from cdconsole.storage.rekeying import copy_under_key

NO_BASE = Base()
_ROOM_KIB, _USUAL_KIB = 256 * 1024, 2000
Parameters = Sequence[Any] | Mapping[str, Any]


class Reading(Protocol):
    """Something records can be read from: one moment of a section, or a unit of work on it."""

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        ...

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, if any."""
        ...


class Writing(Reading, Protocol):
    """Something records can be read from and written to."""

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement and return how many rows it changed."""
        ...


class Snapshot:
    """One moment of a section. Raises Cancelled where the task was cancelled, DamagedSection where a page is bad."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._is_open = True

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._running() as connection:
            return connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, if any."""
        with self._running() as connection:
            return connection.execute(sql, parameters).fetchone()

    def end(self) -> None:
        """Refuse every later use: outside its transaction a statement would take effect at once and by itself."""
        self._is_open = False

    @contextmanager
    def _running(self) -> Iterator[Connection]:
        if not self._is_open:
            raise RuntimeError("this transaction has ended")
        with sqlcipher.failures_named(self._name):
            yield self._connection


class Work(Snapshot):
    """A unit of work: record, history and audit event are stored together by ``commit``, or none of them is."""

    def __init__(self, file: SectionFile, connection: Connection, actor: Person, reason: str) -> None:
        super().__init__(connection, file.path.name)
        self._file = file
        self.actor = actor
        self.at = file.clock.now().astimezone(UTC)
        self.reason = reason
        self.committed = ChangeSet()
        self._changes = ChangeSet()

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement and return how many rows it changed."""
        with self._running() as connection:
            return connection.execute(sql, parameters).rowcount

    def execute_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run one writing statement for each row of values."""
        with self._running() as connection:
            connection.executemany(sql, rows)

    def make_room(self) -> None:
        """Keep more pages in memory until this work ends, so that a very large one writes each of them once."""
        self.execute(f"PRAGMA cache_size = {-_ROOM_KIB}")

    def changed(self, topic: Topic, *clinicians: ClinicianId) -> None:
        """Say what this work changes; without clinicians, every screen on the topic reloads."""
        self._changes |= ChangeSet(frozenset({topic}), frozenset(clinicians))

    def audit(self, action: str, subject: str) -> None:
        """Add an event to the audit trail: what was done to what, never the text of a note or a patient identifier."""
        last = self.row("SELECT sequence, mac FROM audit_event ORDER BY sequence DESC LIMIT 1")
        sequence, previous = last or (0, START)
        event = AuditRow(
            sequence=sequence + 1,
            id=new_id(),
            at=self.at.isoformat(),
            person_id=self.actor.id,
            person=self.actor.name,
            action=action,
            subject=subject,
            reason=self.reason,
        )
        self.execute(
            "INSERT INTO audit_event (sequence, id, at, person_id, person, action, subject, reason, mac)"
            " VALUES (:sequence, :id, :at, :person_id, :person, :action, :subject, :reason, :mac)",
            vars(event) | {"mac": self._file.audit_chain.mac(previous, event)},
        )

    def keep_history(
        self, table: str, row_id: str, revision: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
    ) -> None:
        """Keep what a record was and what it became; ``revision`` is the one it became, ``before`` None when new."""
        self.execute(
            "INSERT INTO history (table_name, row_id, revision, at, person_id, person, reason, before, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(table, row_id, revision, self.at.isoformat(), self.actor.id, self.actor.name, self.reason),
                None if before is None else _as_json(before),
                _as_json(after),
            ),
        )

    def commit(self) -> ChangeSet:
        """Store everything; durable when this returns. Raises UserFacingError, with nothing stored, if it can't be."""
        with self._running() as connection:
            self._file.marker.set(self._file.base)
            connection.execute("COMMIT")
        self._file.commits += 1
        self.end()
        self.committed = self._changes
        return self.committed


class SectionFile:
    """A section's encrypted file, held open by one process.

    ``base`` is the published file it is based on. From the first commit after publishing a marker beside it says that
    it holds work found nowhere else; ``before_change`` is called before the first change. ``commits`` counts what was
    stored since it was opened.
    """

    def __init__(self, path: Path, key: bytes, section: Section, clock: Clock, connection: Connection) -> None:
        self.path = path
        self.section = section
        self.clock = clock
        self.base = Base()
        self._before_change: Callable[[Base], None] | None = None
        self.commits = 0
        self.marker = DirtyMarker(path)
        self.audit_chain = AuditChain(key)
        self._key = key
        self._connection = connection
        self._snapshot: Snapshot | None = None
        self._had_fault = False

    @classmethod
    def create(cls, path: Path, key: bytes, section: Section, clock: Clock) -> SectionFile:
        """Make a new section file, marked as not yet published. Raises UserFacingError where the name is taken."""
        connection = sqlcipher.create(path, key)
        try:
            with sqlcipher.failures_named(path.name):
                schema.lay_foundation(connection, section)
        except BaseException:
            connection.close()
            raise
        return cls._current(cls(path, key, section, clock, connection))

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        section: Section,
        clock: Clock,
        base: Base = NO_BASE,
        before_change: Callable[[Base], None] | None = None,
    ) -> SectionFile:
        """Open a section file and bring it up to date.

        Raises DamagedSection, CannotOpenDepartment (a later version wrote it), UserFacingError (disk, open elsewhere).
        """
        file = cls(path, key, section, clock, sqlcipher.connect(path, key))
        file.base = base
        file._before_change = before_change
        return cls._current(file)

    @staticmethod
    def _current(file: SectionFile) -> SectionFile:
        try:
            with sqlcipher.failures_named(file.path.name):
                steps = schema.missing_steps(file._connection, file.section)
                if steps:
                    file._begin_changing()
                    file.marker.set(file.base)
                    schema.apply_steps(file._connection, steps, file.clock.now().astimezone(UTC))
        except BaseException:
            file.close()
            raise
        return file

    @property
    def is_dirty(self) -> bool:
        """Return whether it holds work that is not yet published."""
        return self.marker.is_set

    @contextmanager
    def unit_of_work(self, actor: Person, reason: str = "") -> Iterator[Work]:
        """Open a transaction; leaving without ``commit`` rolls back."""
        self._refuse_nesting()
        self._begin_changing()
        with self._noticing_faults(), sqlcipher.failures_named(self.path.name):
            self._connection.execute("BEGIN IMMEDIATE")
        work = Work(self, self._connection, actor, reason)
        try:
            with self._noticing_faults():
                yield work
        finally:
            work.end()
            self._roll_back()
            self._connection.execute(f"PRAGMA cache_size = {-_USUAL_KIB}")

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Open one moment for reading; inside another snapshot it is the same moment."""
        if self._snapshot is not None:
            yield self._snapshot
            return
        self._refuse_nesting()
        with self._noticing_faults(), sqlcipher.failures_named(self.path.name):
            self._connection.execute("PRAGMA query_only = ON")
            self._connection.execute("BEGIN DEFERRED")
        self._snapshot = Snapshot(self._connection, self.path.name)
        try:
            with self._noticing_faults():
                yield self._snapshot
        finally:
            self._snapshot.end()
            self._snapshot = None
            self._roll_back()
            self._connection.execute("PRAGMA query_only = OFF")

    def audit_head(self) -> str:
        """Return the newest audit event's mac in hexadecimal: kept elsewhere, it pins everything before it."""
        with self.snapshot() as snapshot:
            last = snapshot.row("SELECT mac FROM audit_event ORDER BY sequence DESC LIMIT 1")
        return (START if last is None else last[0]).hex()

    def backup_to(self, path: Path) -> None:
        """Copy its bytes, whole between transactions, to a new file. Raises UserFacingError for a taken name."""
        self._refuse_nesting()
        with disk_asked():
            sqlcipher.reserve(path)
            shutil.copyfile(self.path, path)

    def prover(self, path: Path) -> Callable[[], None]:
        """Return what proves every page in use of a copy of this file; it may run in another thread.

        It raises DamagedSection.
        """
        return partial(sqlcipher.prove_pages, path, self._key)

    def rebuilt(self, path: Path) -> SectionFile:
        """Return a new file of the same records, free of damaged empty pages. Raises UserFacingError."""
        self._refuse_nesting()
        with self._noticing_faults():
            sqlcipher.rebuild_to(self._connection, path)
        return SectionFile.open(path, self._key, self.section, self.clock)

    def replace_with(self, other: SectionFile) -> None:
        """Take over another file's whole content, at once or not at all; it is then work not yet published."""
        self._refuse_nesting()
        self._begin_changing()
        self.marker.set(self.base)
        with self._noticing_faults():
            sqlcipher.copy_over(other._connection, self._connection, self.path.name)
        self.commits += 1

    def rekey_to(self, path: Path, key: bytes) -> None:
        """Copy it, as it is, to a new file under another key. Raises UserFacingError where the name is taken."""
        self._refuse_nesting()
        with self._noticing_faults():
            copy_under_key(self._connection, path, self._key, key)

    def interrupt(self) -> None:
        """Stop the statement that is running, from another thread; it raises Cancelled there."""
        with suppress(dbapi2.ProgrammingError):  # it was closed at this very moment, so nothing is running
            self._connection.interrupt()

    def close(self) -> None:
        """Close the file; what was committed is on the disk already."""
        self._connection.close()

    def _begin_changing(self) -> None:
        if self._before_change is not None and not self.is_dirty:
            self._before_change(self.base)

    def _refuse_nesting(self) -> None:
        """A read beside an open write would see half of it: read through the unit of work instead."""
        if self._had_fault:
            self._open_again()
        if self._connection.in_transaction:
            raise RuntimeError("a transaction on this section is already open")

    @contextmanager
    def _noticing_faults(self) -> Iterator[None]:
        try:
            yield
        except UserFacingError as problem:
            self._had_fault = self._had_fault or isinstance(problem.__cause__, dbapi2.DatabaseError)
            raise

    def _open_again(self) -> None:
        """Begin with a fresh connection: after a read that failed, SQLCipher keeps a page without its content."""
        self._connection.close()
        self._connection = sqlcipher.connect(self.path, self._key)
        self._had_fault = False

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _as_json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.name
    raise TypeError(f"{type(value).__name__} has no stored form")
