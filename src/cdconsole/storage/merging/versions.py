"""Let our new versions follow theirs: predicted dates, notes, charters and job plans are only ever added to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from cdconsole.domain.conflict import ConflictKind
from cdconsole.domain.identity import new_id
from cdconsole.domain.ward import ReasonCode
from cdconsole.storage.merging.columns import is_worth_asking
from cdconsole.storage.merging.differences import Change, changes
from cdconsole.storage.merging.kept import Kept
from cdconsole.storage.merging.rules import VERSIONED, Versions
from cdconsole.storage.merging.stored import insert, stored
from cdconsole.storage.merging.tables import Key, Row, Table
from cdconsole.storage.merging.twins import Twins

_Thing = tuple[str, Key]  # a versioned table, and what there are versions of


def their_newest(connection: Connection, tables: tuple[Table, ...], twins: Twins) -> dict[_Thing, Row]:
    """Return the newest version that theirs added of each thing we added one of; asked before anything is merged."""
    newest: dict[_Thing, Row] = {}
    for table in tables:
        rule = VERSIONED.get(table.name)
        if rule is None:
            continue
        things = {
            _thing(rule, twins.referring(table, change.ours)) for change in changes(connection, table) if change.ours
        }
        for thing in things:
            row = _newest(connection, table, rule, thing)
            if row is not None and all(
                stored(connection, table, table.key(row), schema) != row for schema in ("base", "ours")
            ):
                newest[table.name, thing] = row
    return newest


@dataclass
class OurVersions:
    """Adds our versions during one attempt, and tells which of them somebody has to be asked about."""

    connection: Connection
    theirs: dict[_Thing, Row]
    tables: dict[str, Table]
    placed: dict[tuple[str, Key], Key] = field(default_factory=dict)
    _newest: dict[_Thing, Row] = field(default_factory=dict)

    def add(self, table: Table, change: Change, ours: Row) -> None:
        """Store a version of ours, or what was written on in the newest one. Raises IntegrityError where refused."""
        rule = VERSIONED[table.name]
        now = stored(self.connection, table, change.key)
        if now == ours:
            return
        if change.base is None:
            self._follow(table, rule, change, ours)
        elif now != change.base or not self._grow(table, rule, change.base, ours):
            self._follow(table, rule, change, ours | {"id": new_id()})

    def to_ask(self) -> list[Kept]:
        """Return the pairs of new versions of which only one can hold."""
        asked = []
        for (name, thing), ours in self._newest.items():
            table, theirs = self.tables[name], self.theirs.get((name, thing))
            if theirs is None or not VERSIONED[name].asks:
                continue
            if is_worth_asking(table, table.columns, ours, theirs) or self._parts(name, ours) != self._parts(
                name, theirs
            ):
                asked.append(Kept(ConflictKind.VERSION, table, table.key(ours), None, ours, theirs))
        return asked

    def _follow(self, table: Table, rule: Versions, change: Change, ours: Row) -> None:
        thing = _thing(rule, ours)
        newest = _newest(self.connection, table, rule, thing)
        number = ours[rule.number] if newest is None else max(ours[rule.number], newest[rule.number] + 1)
        row = ours | {rule.number: number}
        if rule.counted_with:
            row[rule.counted_with] += number - ours[rule.number]
        if row.get("reason") == ReasonCode.FIRST.name and number > 1:
            row["reason"] = ReasonCode.CONCURRENT.name
        insert(self.connection, table, row)
        self.placed[table.name, table.key(row)] = change.key
        self._newest[table.name, thing] = row

    def _grow(self, table: Table, rule: Versions, base: Row, ours: Row) -> bool:
        """Write on in the newest version, as it was written, one revision after the other; False where refused."""
        written = [name for name in table.columns if name != rule.number and base[name] != ours[name]]
        setting = ", ".join(f"{name} = ?" for name in (*written, rule.number))
        self.connection.execute("SAVEPOINT growing")
        try:
            for number in range(base[rule.number] + 1, ours[rule.number] + 1):
                self.connection.execute(
                    f"UPDATE main.{table.name} SET {setting} WHERE id = ?",
                    (*(ours[name] for name in written), number, ours["id"]),
                )
        except dbapi2.IntegrityError:
            self.connection.execute("ROLLBACK TO growing")
            return False
        finally:
            self.connection.execute("RELEASE growing")
        self._newest[table.name, _thing(rule, ours)] = ours
        return True

    def _parts(self, name: str, row: Row) -> list[tuple[Any, ...]]:
        """Return what belongs to a version, but for which version it belongs to."""
        if not VERSIONED[name].parts:
            return []
        parts = self.tables[VERSIONED[name].parts]
        parent = next(reference.column for reference in parts.references if reference.parent == name)
        columns = ", ".join(column for column in parts.columns if column != parent)
        return self.connection.execute(
            f"SELECT {columns} FROM main.{parts.name} WHERE {parent} = ? ORDER BY {columns}", (row["id"],)
        ).fetchall()


def _thing(rule: Versions, row: Row) -> Key:
    return tuple(row[name] for name in rule.of)


def _newest(connection: Connection, table: Table, rule: Versions, thing: Key) -> Row | None:
    where = " AND ".join(f"{name} = ?" for name in rule.of) or "true"
    found = connection.execute(
        f"SELECT {', '.join(table.columns)} FROM main.{table.name} WHERE {where} ORDER BY {rule.number} DESC LIMIT 1",
        thing,
    ).fetchone()
    return None if found is None else table.row(found)
