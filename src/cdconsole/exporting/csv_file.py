"""A CSV file that appears whole or not at all, and in which no cell is a formula."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from cdconsole.domain.errors import ExportRefused

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a file in UTF-8, readable by its owner only, in the place of what was there.

    Raises ExportRefused where it can't be written; what was there then stays as it was.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".cdconsole-", suffix=".csv", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(heading)
                writer.writerows([shown_as_text(cell) for cell in row] for row in rows)
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
