"""What a section holds, as one hash per table: the same for the same rows, whatever wrote them and in which order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from cdconsole.storage.section_file import Reading

# Later versions add to the end of these: the rows that were there must still come first, as they were.
GROWING = {"history": "sequence", "audit_event": "sequence", "schema_step": "number"}
# The format is what a later version raises.
NOT_KEPT = {("sentinel", "format")}


def describe(reading: Reading) -> dict[str, dict[str, Any]]:
    """Return each table's columns, how many rows it has, and the hash of those."""
    tables = reading.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return {table: _described(reading, table) for (table,) in tables}


def differences(reading: Reading, recorded: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return each recorded table whose rows are not all there and equal; columns and tables added since don't count."""
    found = []
    for table, was in recorded.items():
        now = digest(reading, table, was["columns"], was["rows"])
        if now != (was["rows"], was["sha256"]):
            found.append(f"{table}: {now[0]} rows {now[1]}, recorded were {was['rows']} rows {was['sha256']}")
    return tuple(found)


def digest(reading: Reading, table: str, columns: Sequence[str], rows: int) -> tuple[int, str]:
    """Return how many rows a table has and the hash of them; of a growing table only the first ``rows`` count."""
    order = f" ORDER BY {GROWING[table]} LIMIT {rows}" if table in GROWING else ""
    found = reading.rows(f"SELECT {', '.join(columns)} FROM {table}{order}")
    lines = [json.dumps(row, ensure_ascii=True, separators=(",", ":"), default=bytes.hex) for row in found]
    if table not in GROWING:
        lines.sort()
    return len(found), sha256("\n".join(lines).encode("ascii")).hexdigest()


def _described(reading: Reading, table: str) -> dict[str, Any]:
    every = [name for _, name, *_ in reading.rows(f"PRAGMA table_info({table})")]
    columns = [name for name in every if (table, name) not in NOT_KEPT]
    rows, sha = digest(reading, table, columns, -1)
    return {"columns": columns, "rows": rows, "sha256": sha}
