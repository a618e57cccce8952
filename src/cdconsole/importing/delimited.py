"""Reads delimited text: any of the usual delimiters and encodings, worked out from the content.

Python's own csv reader is used because it keeps count of every row: a short or long row, a blank line and an open
quotation mark are each seen, where faster readers pad, skip or swallow them.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Final

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.grid import Grid, Row
from cdconsole.importing.limits import MEGABYTE, Limits

DELIMITERS: Final = (",", ";", "\t", "|", "^", "~", ":")
"""In order of preference where two fit equally well."""
SAVE_AS_CSV = "Open it in a spreadsheet and save it as CSV (comma separated), then import that file."
_NOT_TEXT: Final = (
    (b"%PDF", "is a PDF"),
    (b"\x1f\x8b", "is compressed"),
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 50
_MOSTLY = 0.5
_FEW = 0.1


def text_encoding(content: bytes, name: str) -> str:
    """Return how the text of a file is encoded. Raises ImportRefused where it is no text."""
    for mark, what in _NOT_TEXT:
        if content.startswith(mark):
            raise ImportRefused(f"{name} {what}, not a CSV text file.", SAVE_AS_CSV)
    candidates = _candidates(content)
    for encoding in candidates:
        found = _decodes(content, encoding)
        if found is not None and "\0" in found:
            raise ImportRefused(f"{name} holds binary data, not text.", SAVE_AS_CSV)
        if found is not None:
            return encoding
    raise ImportRefused(f"{name} is not text this program can read.", "Save it as CSV with the encoding UTF-8.")


def _candidates(content: bytes) -> tuple[str, ...]:
    """Return the encodings to try in turn; UTF-16 without its mark shows by a zero in every other byte."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return (encoding,)
    start = content[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(odd, even) > _MOSTLY * len(start[1::2]) and min(odd, even) < _FEW * max(odd, even):
        return ("utf-16-le" if odd > even else "utf-16-be",)
    return ("utf-8", "cp1252")


def _decodes(content: bytes, encoding: str) -> str | None:
    """Return None if content is not in that encoding; otherwise a NUL if there is one, else nothing."""
    if encoding in {"utf-8", "utf-8-sig", "cp1252"} and b"\0" in content:
        return "\0"
    decoder = codecs.getincrementaldecoder(encoding)()
    found = ""
    try:
        for at in range(0, len(content), MEGABYTE):
            part = decoder.decode(content[at : at + MEGABYTE], final=at + MEGABYTE >= len(content))
            found = found or ("\0" if "\0" in part else "")
    except UnicodeDecodeError:
        return None
    return found


def delimited_grid(content: bytes, encoding: str, name: str, limits: Limits) -> Grid:
    """Return the rows of delimited text. Reading them raises ImportRefused where a quotation mark is out of place."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    csv.field_size_limit(limits.cell_characters)
    delimiter = find_delimiter(text.read(_SAMPLE_CHARACTERS))
    text.seek(0)
    return Grid(_rows(text, delimiter, name, limits), share=lambda: text.buffer.tell() / len(content))


def _rows(text: io.TextIOWrapper, delimiter: str, name: str, limits: Limits) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise ImportRefused(
            f"{name} is damaged at or before line {reader.line_num:,}: a quotation mark is out of place or is never "
            f"closed, or a cell has more than {limits.cell_characters:,} characters.",
            "Correct that line, or open the file in a spreadsheet and save it as CSV again.",
        ) from None


def find_delimiter(sample: str) -> str:
    """Return the delimiter that cuts the most rows of a sample into as many cells as the heading has."""
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> float:
    """Return how many cells a delimiter makes of the heading, less one, times the share of rows with as many."""
    lines = list(io.StringIO(sample, newline=""))
    if len(sample) == _SAMPLE_CHARACTERS and len(lines) > 1:
        lines.pop()  # it may be cut
    widths: list[int] = []
    try:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        widths.extend(len(row) for row in islice((row for row in reader if any(map(str.strip, row))), _SAMPLE_ROWS))
    except csv.Error:
        pass  # the rows before it have to do
    return (widths[0] - 1) * widths.count(widths[0]) / len(widths) if widths else 0.0
