"""Reads a file from outside into columns of text, whole or part by part, and refuses in plain words what is no use."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, islice

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.child import Report
from cdconsole.importing.contents import content_of
from cdconsole.importing.formats import open_grid
from cdconsole.importing.grid import Row
from cdconsole.importing.limits import Limits
from cdconsole.importing.source import Source

PART_ROWS = 20_000
_BLOCK_ROWS = 1_000  # turned from rows to columns at once; more falls out of the processor's cache
_MOSTLY_REPEATED = 0.5


@dataclass(frozen=True)
class Table:
    """A file's cells, column by column, stripped of surrounding space; blank rows are not in it.

    ``numbers[i]`` is the row of ``columns[heading][i]`` as a spreadsheet counts, the heading being row 1; a message or
    resource is a row, too. ``widths`` holds the number of cells of those rows that have more or fewer than the heading
    does. ``left_out`` says which rows the format itself has no use for, with counts: messages and resources of other
    types. The rows of a file are those of its table and those left out.
    """

    sha256: str
    columns: dict[str, list[str]]
    numbers: list[int]
    widths: dict[int, int]
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings in the file's order."""
        return tuple(self.columns)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def rows_in(self) -> int:
        """Return how many rows the file has, blank ones apart: those here and those left out."""
        return len(self.numbers) + sum(rows for _, rows in self.left_out)


class TableReader:
    """An opened file: its headings at once, its rows part by part, each part a Table with the same headings.

    Raises ImportRefused on opening or between parts if the file as a whole is no use.
    """

    def __init__(self, source: Source, limits: Limits, report: Report, sheet: str = "") -> None:
        content = content_of(source, limits)
        self.sha256 = hashlib.sha256(content).hexdigest()
        self._name = source.name
        self._limits = limits
        self._report = report
        self._grid = open_grid(content, source.name, limits, sheet)
        self.sheets = self._grid.sheets
        self._next = self._grid.first
        self.headings = tuple(_unique(self._heading()))

    @property
    def share(self) -> float:
        """Return how much of the file was read so far, 0 to 1, to tell how long the rest takes."""
        return self._grid.share()

    def parts(self) -> Iterator[Table]:
        """Yield the rows that are not blank, at most PART_ROWS at a time. ``report`` hears the rows read so far."""
        rows, left_out = 0, Counter[str]()
        while (part := self._part()) is not None:
            yield part
            rows += len(part)
            left_out.update(dict(part.left_out))
            if rows > self._limits.rows:
                raise self._too_much(f"{self._limits.rows:,} rows")
            self._report(rows)
        if not rows:
            raise self._nothing(left_out)

    def whole(self) -> Table:
        """Return all rows as one table; a text that repeats within a column is held once."""
        columns: dict[str, list[str]] = {heading: [] for heading in self.headings}
        known: dict[str, dict[str, str]] = {heading: {} for heading in self.headings}
        numbers: list[int] = []
        widths: dict[int, int] = {}
        left_out = Counter[str]()
        for part in self.parts():
            numbers += part.numbers
            widths |= part.widths
            left_out.update(dict(part.left_out))
            if len(numbers) * len(columns) > self._limits.cells:
                raise self._too_much(f"{self._limits.cells:,} cells")
            for heading, cells in part.columns.items():
                texts = known.get(heading)
                columns[heading] += cells if texts is None else map(texts.setdefault, cells, cells)
                if texts is not None and len(texts) > _MOSTLY_REPEATED * len(numbers):
                    del known[heading]
        return Table(self.sha256, columns, numbers, widths, tuple(sorted(left_out.items())))

    def _part(self) -> Table | None:
        """Return the next rows, None at the end; some may have been left out or blank, so that there are fewer."""
        cells: list[list[str]] = [[] for _ in self.headings]
        numbers: list[int] = []
        widths: dict[int, int] = {}
        first = self._next
        while self._next < first + PART_ROWS and (block := list(islice(self._grid.rows, _BLOCK_ROWS))):
            counted = list(range(self._next, self._next + len(block)))
            self._next += len(block)
            if set(map(len, block)) != {len(self.headings)}:
                counted, block = _fitted(block, counted, len(self.headings), widths)
            new = [list(map(str.strip, column)) for column in zip(*block, strict=True)]
            if new and "" in new[0]:
                filled = [any(row) for row in zip(*new, strict=True)]
                new = [list(compress(column, filled)) for column in new]
                counted = list(compress(counted, filled))
            numbers += counted
            for column, more in zip(cells, new, strict=False):  # a block may be all blank
                column.extend(more)
        if self._next == first:
            return None
        left_out = tuple(sorted(self._grid.left_out.items()))
        self._grid.left_out.clear()
        return Table(self.sha256, dict(zip(self.headings, cells, strict=True)), numbers, widths, left_out)

    def _heading(self) -> Row:
        for row in self._grid.rows:
            self._next += 1
            if any(cell and not cell.isspace() for cell in row):
                break
        else:
            raise ImportRefused(f"{self._name} is empty.", "Export the file again.")
        if len(row) > self._limits.columns:
            raise ImportRefused(
                f"{self._name} has {len(row):,} columns; at most {self._limits.columns} can be read.",
                "Export only the columns that are needed.",
            )
        return row

    def _nothing(self, left_out: Counter[str]) -> ImportRefused:
        if left_out:
            said = "; ".join(f"{rows:,} {reason}" for reason, rows in sorted(left_out.items()))
            return ImportRefused(f"{self._name} has nothing that can be imported: {said}.", "Choose another file.")
        return ImportRefused(f"{self._name} has a heading and no rows.", "Export the file again with its rows.")

    def _too_much(self, what: str) -> ImportRefused:
        return ImportRefused(
            f"{self._name} has more than {what}.",
            "Split the file, for example by year, and import the parts one after another.",
        )


def read_table(source: Source, limits: Limits, report: Report, sheet: str = "") -> Table:
    """Return a whole file, or one sheet of it, as one table.

    ``report`` is told the rows read so far, now and then. Raises ImportRefused if the file as a whole is no use.
    """
    return TableReader(source, limits, report, sheet).whole()


def _fitted(block: list[Row], numbers: list[int], width: int, widths: dict[int, int]) -> tuple[list[int], list[Row]]:
    """Return the rows that are not blank, each cut or padded to the heading's width, noting which were."""
    filled = [any(cell and not cell.isspace() for cell in row) for row in block]
    numbers, block = list(compress(numbers, filled)), list(compress(block, filled))
    for number, row in zip(numbers, block, strict=True):
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            widths[number] = len(row)
        del row[width:]
        row.extend([""] * (width - len(row)))
    return numbers, block


def _unique(record: Sequence[str]) -> list[str]:
    """Return headings that can be told apart: a second ``Date`` becomes ``Date (2)``."""
    headings: dict[str, None] = {}
    for place, cell in enumerate(record, start=1):
        wanted = " ".join(cell.split()) or f"(no heading, column {place})"
        heading, copy = wanted, 1
        while heading in headings:
            copy += 1
            heading = f"{wanted} ({copy})"
        headings[heading] = None
    return list(headings)
