"""Collects what is found while a file is read: rows refused, rows to check, rows left out."""

from __future__ import annotations

from collections import Counter

from cdconsole.domain.extract import RowFinding
from cdconsole.importing.records import LeftOut


class Findings:
    """Everything found so far, in the order of the rows; nothing is ever dropped from it."""

    def __init__(self) -> None:
        self._rejected: list[RowFinding] = []
        self._questioned: list[RowFinding] = []
        self._left_out: Counter[str] = Counter()

    def reject(self, row: int, column: str, reason: str, value: str = "") -> None:
        """Say why a row is not stored."""
        self._rejected.append(RowFinding(row, column, reason, value))

    def question(self, row: int, column: str, reason: str, value: str = "") -> None:
        """Say what to check in a row that is stored."""
        self._questioned.append(RowFinding(row, column, reason, value))

    def leave_out(self, reason: str, rows: int) -> None:
        """Count rows that the person chose to leave out, or that a format has no use for."""
        self._left_out[reason] += rows

    @property
    def rejected(self) -> tuple[RowFinding, ...]:
        """Return the reasons for refused rows, by row."""
        return tuple(sorted(self._rejected, key=lambda finding: finding.row))

    @property
    def rejected_rows(self) -> int:
        """Return how many rows were refused; a row may have several reasons."""
        return len({finding.row for finding in self._rejected})

    @property
    def questioned(self) -> tuple[RowFinding, ...]:
        """Return the things to check, by row."""
        return tuple(sorted(self._questioned, key=lambda finding: finding.row))

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Return the rows left out, by reason."""
        return tuple(LeftOut(reason, rows) for reason, rows in sorted(self._left_out.items()))
