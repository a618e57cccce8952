"""Turns one column's codes or words into meanings, and remembers every one that is not in the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cdconsole.importing.findings import Findings
from cdconsole.importing.identifying import shown_code


class CodedColumn:
    """A column of codes. ``meaning_of`` returns None for a code it does not know; that is stored as ``unknown``."""

    def __init__(self, meaning_of: Callable[[str], str | None], unknown: str) -> None:
        self._meaning_of = meaning_of
        self._unknown = unknown
        self._meanings: dict[str, str] = {"": unknown}
        self._not_known: dict[str, tuple[int, int]] = {}  # by code: its first row, and how many rows have it

    def read(self, cells: Sequence[str], rows: Sequence[int]) -> list[str]:
        """Return the meanings of cells, which stand in these rows of the file."""
        found = set(cells)
        for cell in found - self._meanings.keys():
            meaning = self._meaning_of(cell)
            if meaning is None:
                self._not_known[cell] = (0, 0)
            self._meanings[cell] = self._unknown if meaning is None else meaning
        for cell in self._not_known.keys() & found:
            first, count = self._not_known[cell]
            self._not_known[cell] = (first or rows[cells.index(cell)], count + cells.count(cell))
        return list(map(self._meanings.__getitem__, cells))

    def tell(self, heading: str, findings: Findings) -> None:
        """Add one finding for each code that is not known, at its first row, with the number of rows."""
        for cell, (first, count) in self._not_known.items():
            many = f"{count:,} rows have" if count > 1 else "One row has"
            reason = f"{many} a value that is not known here; stored as not recorded"
            findings.question(first, heading, reason, shown_code(cell))
