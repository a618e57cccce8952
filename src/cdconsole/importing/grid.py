"""What every kind of file comes down to: rows of text, the heading first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Row = list[str]


@dataclass
class Grid:
    """Rows as they are written, each counted from ``first``, which is the heading's number.

    A blank row is a row without a filled cell. A row that the format itself has no use for (a message or resource of
    another type) is an empty row, and counted in ``left_out`` under its reason, complete once the rows are used up.
    ``sheets`` names the sheets of a workbook. ``share`` returns how much of the file was read so far, 0 to 1.
    """

    rows: Iterator[Row]
    first: int = 1
    left_out: Counter[str] = field(default_factory=Counter)
    sheets: tuple[str, ...] = ()
    share: Callable[[], float] = lambda: 1.0
