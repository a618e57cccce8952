"""Apply our changes to their file: all that can be, in as many attempts as it takes to know which can't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from cdconsole.domain.conflict import ConflictKind
from cdconsole.storage.merging.columns import is_worth_asking, joined
from cdconsole.storage.merging.differences import Change, changes
from cdconsole.storage.merging.kept import Kept
from cdconsole.storage.merging.rules import QUIET, REVISION, SUPERSEDED, VERSIONED
from cdconsole.storage.merging.stored import delete, insert, stored, update
from cdconsole.storage.merging.tables import Key, Reference, Row, Table
from cdconsole.storage.merging.twins import Twins
from cdconsole.storage.merging.versions import OurVersions, their_newest

Place = tuple[str, Key]  # a table's name and the key of a row in our file


@dataclass
class Replayed:
    """What became of our changes: how many rows were taken over, what is kept, and whose spells are others now."""

    rows: int = 0
    kept: list[Kept] = field(default_factory=list)
    clinicians: set[str] = field(default_factory=set)


def replay(
    connection: Connection, every: tuple[Table, ...], ours: tuple[Table, ...], twins: Twins, refused: set[Place]
) -> Replayed:
    """Apply our changes; ``ours`` are the tables we changed, both children first, ``refused`` what must stay out.

    A row that a constraint or a trigger refuses is left out together with all that hangs on it, and kept. Leaving it
    out can't be mended in place, for most tables refuse deletion: the attempt is taken back and begun again without it.
    """
    theirs = their_newest(connection, ours, twins)
    left_out = set(refused)
    while True:
        connection.execute("SAVEPOINT attempt")
        attempt = _Attempt(connection, ours, twins, OurVersions(connection, theirs, {one.name: one for one in every}))
        found = attempt.run(every, left_out) - left_out
        if not found:
            connection.execute("RELEASE attempt")
            break
        connection.execute("ROLLBACK TO attempt")
        connection.execute("RELEASE attempt")
        left_out |= found
    done = attempt.done
    done.clinicians |= {row["clinician_id"] for row in twins.superseded}
    done.kept += attempt.versions.to_ask()
    done.kept += _left_out(connection, ours, twins, left_out)
    return done


@dataclass
class _Attempt:
    connection: Connection
    tables: tuple[Table, ...]
    twins: Twins
    versions: OurVersions
    done: Replayed = field(default_factory=Replayed)
    _removed: set[Place] = field(default_factory=set)

    def run(self, every: tuple[Table, ...], left_out: set[Place]) -> set[Place]:
        """Apply everything but what is left out, and return what has to be left out besides."""
        waiting = [
            (table, change)
            for table in self.tables
            for change in changes(self.connection, table)
            if not self._is_out(table, change, left_out) and not self._applied(table, change)
        ]
        # What was refused may have waited for another: an addendum for the lock, a bed for a discharge.
        while waiting:
            still = [(table, change) for table, change in waiting if not self._applied(table, change)]
            if len(still) == len(waiting):
                return {(table.name, change.key) for table, change in waiting}
            waiting = still
        return set(self._without_parent(every))

    def _is_out(self, table: Table, change: Change, left_out: set[Place]) -> bool:
        place = (table.name, change.key)
        return place in left_out or place in self.twins.brought

    def _applied(self, table: Table, change: Change) -> bool:
        written = self.connection.total_changes
        try:
            self._apply(table, change)
        except dbapi2.IntegrityError:
            return False
        self.done.rows += self.connection.total_changes > written
        return True

    def _apply(self, table: Table, change: Change) -> None:
        key = self.twins.of.get((table.name, change.key), change.key)
        now = stored(self.connection, table, key)
        if change.ours is None:
            self._take_out(table, change, now)
            return
        ours = self.twins.referring(table, change.ours) | dict(zip(table.keys, key, strict=True))
        if table.name in VERSIONED:
            self.versions.add(table, change, ours)
        elif now is None:
            insert(self.connection, table, ours)
            if change.base is not None:
                self._keep(Kept(ConflictKind.DELETED, table, key, change.base, ours, None))
        else:
            self._join(table, change.base, ours, now)
        self._note_spells(table, change.base, ours, now)

    def _take_out(self, table: Table, change: Change, now: Row | None) -> None:
        if now is None or change.base is None:
            return
        if is_worth_asking(table, table.columns, change.base, now):
            self._keep(Kept(ConflictKind.DELETED, table, change.key, change.base, None, now))
            return
        delete(self.connection, table, change.key)
        self._removed.add((table.name, change.key))
        self._note_spells(table, change.base, now)

    def _join(self, table: Table, base: Row | None, ours: Row, now: Row) -> None:
        row, disagreements = joined(table, base, ours, now)
        try:
            update(self.connection, table, now, row)
        except dbapi2.IntegrityError:
            if row != now | {REVISION: row.get(REVISION)}:
                raise  # else nothing of ours is in it, and what can't be changed can't be edited from an old reading
        for found in disagreements:
            self._keep(
                Kept(ConflictKind.VALUE, table, table.key(row), found.base, found.ours, found.theirs, found.columns)
            )

    def _keep(self, kept: Kept) -> None:
        if kept.table.name not in QUIET:
            self.done.kept.append(kept)

    def _note_spells(self, table: Table, *rows: Row | None) -> None:
        if table.name == "spell":
            self.done.clinicians |= {row["clinician_id"] for row in rows if row is not None}

    def _without_parent(self, every: Iterable[Table]) -> Iterator[Place]:
        """Yield our changes after which a row refers to nothing: one we added, or a parent that we took out."""
        touched = {table.name for table in self.tables}
        emptied = {name for name, _ in self._removed}
        for table in every:
            for reference in table.references:
                if table.name in touched or reference.parent in emptied:
                    for key, parent in _orphans(self.connection, table, reference):
                        removed, child = (reference.parent, (parent,)), (table.name, key)
                        own = (table.name, self.versions.placed.get(child, key))
                        yield removed if removed in self._removed else own


def _orphans(connection: Connection, table: Table, reference: Reference) -> list[tuple[Key, str]]:
    """Return the keys of rows that refer to a row which is not there, and what they refer to."""
    parents = f"SELECT 1 FROM main.{reference.parent} AS p WHERE p.{reference.parent_column} = c.{reference.column}"
    found = connection.execute(
        f"SELECT {table.listed('c', (*table.keys, reference.column))} FROM main.{table.name} AS c"
        f" WHERE c.{reference.column} IS NOT NULL AND NOT EXISTS ({parents})"
    )
    return [(tuple(key), parent) for *key, parent in found.fetchall()]


def _left_out(connection: Connection, tables: tuple[Table, ...], twins: Twins, left_out: set[Place]) -> Iterator[Kept]:
    """Yield what of ours is not in the merged file, but for what theirs says as well."""
    for table in tables:
        if table.name in QUIET:
            continue
        for change in changes(connection, table):
            place = (table.name, change.key)
            key = twins.of.get(place, change.key)
            theirs = stored(connection, table, key)
            if place in left_out or (place in twins.brought and _differs(table, change.ours, theirs, twins)):
                yield Kept(ConflictKind.LEFT_OUT, table, key, change.base, change.ours, theirs)


def _differs(table: Table, ours: Row | None, theirs: Row | None, twins: Twins) -> bool:
    """Return whether theirs brought something else in our row's place; with no row in its place it came as a part."""
    if ours is None or theirs is None:
        return False
    ended = SUPERSEDED.get(table.name, ("", ""))[0]
    if ended and ours[ended] is None and theirs[ended] is not None:
        return False
    return is_worth_asking(table, table.columns, twins.referring(table, ours), theirs)
