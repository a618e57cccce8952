"""Tells by its content what kind of file it is, never by its name, and opens it as rows."""

from __future__ import annotations

from cdconsole.importing.delimited import delimited_grid, text_encoding
from cdconsole.importing.fhir import fhir_grid, is_json
from cdconsole.importing.grid import Grid
from cdconsole.importing.hl7_messages import hl7_grid, is_hl7
from cdconsole.importing.limits import LIMITS, Limits
from cdconsole.importing.spreadsheets import is_workbook, refuse_archive, sheet_grid


def open_grid(content: bytes, name: str, limits: Limits, sheet: str) -> Grid:
    """Return the rows of a file; of a spreadsheet, those of one sheet. Raises ImportRefused where it has none."""
    if is_workbook(content):
        return sheet_grid(content, name, limits, sheet)
    encoding = text_encoding(content, name)
    if is_hl7(content):
        return hl7_grid(content, encoding, limits)
    if is_json(content):
        return fhir_grid(content, encoding, name)
    return delimited_grid(content, encoding, name, limits)


def check_format(content: bytes, name: str) -> None:
    """Raise ImportRefused where a file is neither text nor a workbook, without reading its rows."""
    if is_workbook(content):
        refuse_archive(content, name, LIMITS)
    else:
        text_encoding(content, name)
