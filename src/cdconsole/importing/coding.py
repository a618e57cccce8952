"""Turns one column's codes or words into meanings, and remembers every one that is not in the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from cdconsole.importing.findings import Findings
from cdconsole.importing.identifying import shown_code

Meaning = TypeVar("Meaning")


class CodedColumn(Generic[Meaning]):
    """A column of codes. ``meaning_of`` returns None for a code it does not know; that is stored as ``unknown``."""

    def __init__(self, cells: list[str], meaning_of: Callable[[str], Meaning | None], unknown: Meaning) -> None:
        self._meanings = {cell: meaning_of(cell) for cell in set(cells) if cell}
        self._unknown = unknown
        self._unknown_rows: dict[str, list[int]] = {}

    def read(self, cell: str, row: int) -> Meaning:
        """Return the meaning of one of the column's cells, which stands in row ``row`` of the file."""
        if not cell:
            return self._unknown
        meaning = self._meanings[cell]
        if meaning is None:
            self._unknown_rows.setdefault(cell, []).append(row)
            return self._unknown
        return meaning

    def tell(self, heading: str, findings: Findings) -> None:
        """Add one finding for each code that is not known, at its first row, with the number of rows."""
        for cell, rows in self._unknown_rows.items():
            many = f"{len(rows):,} rows have" if len(rows) > 1 else "One row has"
            reason = f"{many} a value that is not known here; stored as not recorded"
            findings.question(rows[0], heading, reason, shown_code(cell))
