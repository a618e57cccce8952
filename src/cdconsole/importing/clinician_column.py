"""Reads the column that says whose a row is: codes and names, none at all, or a default code for nobody."""

from __future__ import annotations

from collections.abc import Sequence

from cdconsole.importing.findings import Findings
from cdconsole.importing.identifying import CodeShape, clinician_code_shape, is_default_consultant_code, shown_code

_CODES = frozenset({CodeShape.GMC_NUMBER, CodeShape.CONSULTANT_CODE})


class ClinicianColumn:
    """A column of clinicians. A default code is read as nobody; the first row and the count of each code are kept."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._met: dict[str, tuple[int, int]] = {}  # by code or name: its first row, and how many rows have it

    def read(self, cells: Sequence[str], rows: Sequence[int]) -> list[str]:
        """Return whose each row is, empty for nobody; the cells stand in these rows of the file."""
        for cell in dict.fromkeys(cells):
            if cell not in self._names:
                line = " ".join(cell.split())
                self._names[cell] = "" if is_default_consultant_code(line) else line
            first, count = self._met.get(cell, (rows[cells.index(cell)], 0))
            self._met[cell] = (first, count + cells.count(cell))
        return list(map(self._names.__getitem__, cells))

    def tell(self, heading: str, findings: Findings) -> None:
        """Ask about rows that are nobody's, and about codes of another shape than the others of the file."""
        shapes = {cell: clinician_code_shape(self._names[cell]) for cell in self._met if self._names[cell]}
        has_codes = bool(_CODES & set(shapes.values()))
        for cell, (first, count) in self._met.items():
            many = f"{count:,} rows have" if count > 1 else "One row has"
            if not cell:
                findings.question(first, heading, f"{many} no clinician; stored as unattributed")
            elif not self._names[cell]:
                reason = f"{many} a {CodeShape.DEFAULT.value}; stored as unattributed"
                findings.question(first, heading, reason, shown_code(cell))
            elif has_codes and shapes[cell] is CodeShape.OTHER:
                reason = f"{many} a code that is {CodeShape.OTHER.value}"
                findings.question(first, heading, reason, shown_code(cell))
