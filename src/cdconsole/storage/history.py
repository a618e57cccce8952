"""Say who changed a record last, from the history that every section keeps."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from cdconsole.domain.calendar import moment_text
from cdconsole.storage.section_file import Reading


class LastChange(NamedTuple):
    """Who changed a record last, and when (UTC)."""

    person: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.person} on {moment_text(self.at)}"


def last_change(reading: Reading, table: str, row_id: str) -> LastChange:
    """Return the newest entry of a record's history. Raises LookupError where it has none."""
    row = reading.row(
        "SELECT person, at FROM history WHERE table_name = ? AND row_id = ? ORDER BY sequence DESC LIMIT 1",
        (table, row_id),
    )
    if row is None:
        raise LookupError(f"{table} has no history of that id")
    return LastChange(row[0], datetime.fromisoformat(row[1]))
