"""Merge unpublished work onto a newer published file of the same section, three ways, by row and column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.storage import schema, spells, sqlcipher
from cdconsole.storage.audit_chain import AuditChain
from cdconsole.storage.merging import kept as conflicts
from cdconsole.storage.merging.agreement import Agreements
from cdconsole.storage.merging.appended import AuditTrail, follow
from cdconsole.storage.merging.differences import is_changed, note_changes
from cdconsole.storage.merging.kept import MergeTerms
from cdconsole.storage.merging.replay import Replayed, replay
from cdconsole.storage.merging.rules import LOGS, NOT_MERGED, TOPICS
from cdconsole.storage.merging.tables import children_first
from cdconsole.storage.merging.twins import find_twins
from cdconsole.storage.section_file import Parameters, Snapshot


@dataclass(frozen=True)
class Copy:
    """A section's file and its key. Nothing else has it open; it is only read."""

    path: Path
    key: bytes

    def __repr__(self) -> str:
        return f"Copy({self.path.name})"


@dataclass(frozen=True)
class MergeOutcome:
    """How many rows of ours were taken over, how many conflicts are kept, and what theirs changed, for the screens."""

    rows: int
    conflicts: int
    tables: frozenset[str]
    changes: ChangeSet


def merge(base: Copy, ours: Copy, theirs: Copy, into: Path, terms: MergeTerms) -> MergeOutcome:
    """Write ``into``, a new file under the key of theirs: theirs, with what ours changed since base applied to it.

    Where both changed the same, theirs stands and both are kept in the table of conflicts; new versions of one thing
    are both kept, ours after theirs. Nothing is lost: what can't be stored at all is kept there whole. ``into`` is
    complete when this returns, and is not there when it raises: UserFacingError (name taken, disk), DamagedSection,
    CannotOpenDepartment (a later version wrote one of them).
    """
    sqlcipher.reserve(into)
    into.unlink()
    try:
        _copy_up_to_date(theirs, into, terms)
        with _up_to_date(base, into, "base", terms) as older, _up_to_date(ours, into, "ours", terms) as newer:
            beside = {"base": (older.path, older.key), "ours": (newer.path, newer.key)}
            opened = sqlcipher.connect_beside(into, theirs.key, beside)
            with closing(opened) as connection, sqlcipher.failures_named(into.name):
                outcome = _merged(connection, AuditTrail(connection, AuditChain(theirs.key)), terms)
    except BaseException:
        into.unlink(missing_ok=True)
        raise
    finally:
        _journal_of(into).unlink(missing_ok=True)  # closed: it is empty, or belongs to a file that is no more
    return outcome


class _Merged(Snapshot):
    """The merged file as repositories write it."""

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement and return how many rows it changed."""
        with self._running() as connection:
            return connection.execute(sql, parameters).rowcount


def _merged(connection: Connection, trail: AuditTrail, terms: MergeTerms) -> MergeOutcome:
    tables = children_first(connection)
    every = tuple(table for table in tables if table.name not in NOT_MERGED)
    logs = [table for table in tables if table.name in LOGS]
    ours = tuple(table for table in every if note_changes(connection, table))
    theirs = frozenset(table.name for table in (*every, *logs) if is_changed(connection, table))
    with schema.transaction(connection):
        connection.execute("PRAGMA defer_foreign_keys = ON")
        twins = find_twins(connection, ours)
        agreements = Agreements.of(connection, twins) if terms.section is Section.REVIEW else None
        refused = set() if agreements is None else agreements.locks_that_fall(connection)
        done = replay(connection, every, ours, twins, refused)
        for kept in done.kept:
            conflicts.write(connection, kept, terms)
        for log in logs:
            follow(connection, log, twins.of)
        trail.follow()
        if agreements is not None:
            agreements.let_marks_fall(connection, trail, terms)
        _follow_spells(connection, done)
        if theirs and (done.rows or done.kept):
            trail.add(
                terms, "merged", f"{done.rows:,} changes with what others had saved, {len(done.kept):,} to decide"
            )
    return MergeOutcome(done.rows, len(done.kept), theirs, _changes(theirs, done))


def _changes(theirs: frozenset[str], done: Replayed) -> ChangeSet:
    topics = {TOPICS[table] for table in theirs if table in TOPICS}
    return ChangeSet(frozenset(topics | ({Topic.CONFLICT} if done.kept else set())))


def _follow_spells(connection: Connection, done: Replayed) -> None:
    """Make again what is worked out from spells, for the clinicians some of whose spells are others now."""
    file = _Merged(connection, "the merged section")
    for clinician in sorted(done.clinicians):
        file.execute("DELETE FROM monthly_rollup WHERE clinician_id = ?", (clinician,))
        spells.rebuild_columns(file, ClinicianId(clinician))


def _copy_up_to_date(copy: Copy, into: Path, terms: MergeTerms) -> None:
    with closing(sqlcipher.connect(copy.path, copy.key)) as source:
        sqlcipher.copy_to(source, into, copy.key)
    with closing(sqlcipher.connect(into, copy.key)) as connection, sqlcipher.failures_named(into.name):
        schema.apply_steps(connection, schema.missing_steps(connection, terms.section), terms.at)


@contextmanager
def _up_to_date(copy: Copy, into: Path, name: str, terms: MergeTerms) -> Iterator[Copy]:
    """Lend a copy whose tables have the form this version knows: itself, or where it is older one that goes again."""
    with closing(sqlcipher.connect(copy.path, copy.key)) as connection:
        is_older = bool(schema.missing_steps(connection, terms.section))
    if not is_older:
        yield copy
        return
    lifted = Copy(into.with_suffix(f".{name}"), copy.key)
    lifted.path.unlink(missing_ok=True)  # of a merge that a crash ended
    try:
        _copy_up_to_date(copy, lifted.path, terms)
        yield lifted
    finally:
        for left in (lifted.path, _journal_of(lifted.path)):
            left.unlink(missing_ok=True)


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")
