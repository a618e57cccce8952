"""A CSV file that appears whole or not at all, and in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from cdconsole.domain.errors import ExportRefused

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LINE_END = "\r\n"


def write_csv(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a file in UTF-8, readable by its owner only, in the place of what was there.

    Raises ExportRefused where it can't be written; what was there then stays as it was.
    """
    with _in_place_of(path) as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows([shown_as_text(cell) for cell in row] for row in rows)


def write_csv_lines(path: Path, heading: Sequence[str], lines: Iterable[str]) -> None:
    """Write lines whose cells are joined by commas already, texts among them by ``quoted``; else as ``write_csv``."""
    with _in_place_of(path) as file:
        file.write(_LINE_END.join([",".join(heading), *lines, ""]))


def quoted(cell: str) -> str:
    """Return a text as a cell of a line: never a formula, in quotes where it needs them."""
    line = io.StringIO()
    # The line end must be the writer's own: it puts quotes about a text with a line break because of it.
    csv.writer(line, lineterminator=_LINE_END).writerow([shown_as_text(cell), ""])
    return line.getvalue().removesuffix(f",{_LINE_END}")


@contextmanager
def _in_place_of(path: Path) -> Iterator[TextIO]:
    try:
        handle, name = tempfile.mkstemp(prefix=".cdconsole-", suffix=".csv", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                yield file
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise ExportRefused(
            f"{path} cannot be written: {error.strerror}.", "Check the folder, its permissions and the room left."
        ) from error


def shown_as_text(cell: str) -> str:
    """Return a cell that a spreadsheet never takes for a formula: names and reasons may come from a file."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not is_number(cell) else cell


def is_number(text: str) -> bool:
    """Return whether a text is a number in Python's writing."""
    try:
        float(text)
    except ValueError:
        return False
    return True
