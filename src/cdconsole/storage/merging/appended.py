"""Let our history, our audit events and our export log, which are only ever added to, follow theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlcipher3.dbapi2 import Connection

from cdconsole.domain.identity import new_id
from cdconsole.storage.audit_chain import START, AuditChain, AuditRow
from cdconsole.storage.merging.kept import MergeTerms
from cdconsole.storage.merging.tables import Key, Table

_AUDIT_COLUMNS = "sequence, id, at, person_id, person, action, subject, reason"


def follow(connection: Connection, table: Table, turned: Mapping[tuple[str, Key], Key]) -> None:
    """Add our rows to a numbered log; entries of a row that is another's twin name that one from here on."""
    names = [name for name in table.columns if name != "sequence"]
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    same = " AND ".join(f"theirs.{name} IS ours.{name}" for name in names)
    found = connection.execute(
        f"SELECT {columns} FROM ours.{table.name} AS ours WHERE sequence > {_last(table.name)} AND NOT EXISTS"
        f" (SELECT 1 FROM main.{table.name} AS theirs WHERE {same} AND sequence > {_last(table.name)})"
        " ORDER BY sequence"
    )
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        twin = turned.get((row.get("table_name", ""), (row.get("row_id"),)))
        if twin is not None:
            row["row_id"] = twin[0]
        connection.execute(f"INSERT INTO main.{table.name} ({columns}) VALUES ({marks})", tuple(row.values()))


@dataclass
class AuditTrail:
    """Adds events to the end of the merged file's chain, under its key."""

    connection: Connection
    chain: AuditChain

    def follow(self) -> None:
        """Add our events. They get new numbers and macs; nothing else about them changes."""
        for event in self._ours():
            self._add(event)

    def add(self, terms: MergeTerms, action: str, subject: str) -> None:
        """Add an event of the merge itself."""
        person = terms.person
        self._add(AuditRow(0, new_id(), terms.at.isoformat(), person.id, person.name, action, subject, ""))

    def _ours(self) -> Iterator[AuditRow]:
        found = self.connection.execute(
            f"SELECT {_AUDIT_COLUMNS} FROM ours.audit_event WHERE sequence > {_last('audit_event')}"
            " AND id NOT IN (SELECT id FROM main.audit_event) ORDER BY sequence"
        )
        return (AuditRow(*values) for values in found.fetchall())

    def _add(self, event: AuditRow) -> None:
        last = self.connection.execute("SELECT sequence, mac FROM main.audit_event ORDER BY sequence DESC LIMIT 1")
        sequence, previous = last.fetchone() or (0, START)
        event = replace(event, sequence=sequence + 1)
        values: dict[str, Any] = vars(event) | {"mac": self.chain.mac(previous, event)}
        self.connection.execute(
            f"INSERT INTO main.audit_event ({_AUDIT_COLUMNS}, mac)"
            " VALUES (:sequence, :id, :at, :person_id, :person, :action, :subject, :reason, :mac)",
            values,
        )


def _last(table: str) -> str:
    return f"(SELECT coalesce(max(sequence), 0) FROM base.{table})"
