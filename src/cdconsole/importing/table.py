"""Reads a delimited text file into columns of text, and refuses in plain words what is not one.

Python's own csv reader is used because it keeps count of every row: a short or long row, a blank line and an open
quotation mark are each seen, where faster readers pad, skip or swallow them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.child import Report
from cdconsole.importing.limits import MEGABYTE, Limits
from cdconsole.importing.source import HeldFile, Source

SAVE_AS_CSV = "Open it in a spreadsheet and save it as CSV (comma separated), then import that file."
CHOOSE_ANOTHER = "Choose another file."
DELIMITERS = (",", ";", "\t")
ROWS_A_REPORT = 20_000
NOT_TEXT = (
    (b"PK\x03\x04", "is a spreadsheet or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "is an old or a password-protected Office file"),
    (b"%PDF", "is a PDF"),
    (b"\x1f\x8b", "is compressed"),
)
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Table:
    """A file's cells, column by column, stripped of surrounding space; blank rows are not in it.

    ``numbers[i]`` is the row of ``columns[heading][i]`` as a spreadsheet counts, the heading being row 1. ``widths``
    holds the number of cells of those rows that have more or fewer than the heading does.
    """

    sha256: str
    columns: dict[str, list[str]]
    numbers: list[int]
    widths: dict[int, int]

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings in the file's order."""
        return tuple(self.columns)

    def __len__(self) -> int:
        return len(self.numbers)


def read_table(source: Source, limits: Limits, report: Report) -> Table:
    """Read a CSV file (comma, semicolon or tab; UTF-8, UTF-16 with its mark, or Windows-1252).

    ``report`` is told the rows read so far, now and then. Raises ImportRefused if the file as a whole is no use.
    """
    content, name = _content(source, limits), source.name
    encoding = text_encoding(content, name)
    records = _records(content, encoding, name, limits)
    headings = _unique(_first(records, name, limits))
    cells: list[list[str]] = [[] for _ in headings]
    numbers: list[int] = []
    widths: dict[int, int] = {}
    for number, record in records:
        if len(record) != len(headings):
            _fit(record, len(headings), number, widths)
        numbers.append(number)
        for column, cell in zip(cells, record, strict=True):
            column.append(cell.strip())
        if len(numbers) % ROWS_A_REPORT == 0:
            report(len(numbers))
        if len(numbers) > limits.rows or len(numbers) * len(headings) > limits.cells:
            raise ImportRefused(
                f"{name} has more than {len(numbers) - 1:,} rows of {len(headings)} columns.",
                "Split the file, for example by year, and import the parts one after another.",
            )
    if not numbers:
        raise ImportRefused(f"{name} has a heading and no rows.", "Export the file again with its rows.")
    columns = dict(zip(headings, cells, strict=True))
    return Table(hashlib.sha256(content).hexdigest(), columns, numbers, widths)


def refusal(error: OSError, name: str) -> ImportRefused:
    """Return what an operating system's error means for the file called ``name``."""
    if isinstance(error, FileNotFoundError):
        return ImportRefused(f"{name} is not there any more.", CHOOSE_ANOTHER)
    if isinstance(error, PermissionError):
        return ImportRefused(
            f"You may not read {name}.", "Ask whoever owns it for permission, or copy it to your own folder."
        )
    return ImportRefused(f"{name} cannot be read from its disk or share.", "Copy it to this computer and try again.")


def _content(source: Source, limits: Limits) -> bytes:
    content = source.content if isinstance(source, HeldFile) else _read(source, limits)
    if not content.strip():
        raise ImportRefused(f"{source.name} is empty.", "Export the file again.")
    if len(content) > limits.file_bytes:
        raise ImportRefused(
            f"{source.name} is larger than {limits.file_bytes // MEGABYTE:,} MB.",
            "Split it, for example by year, and import the parts one after another.",
        )
    return content


def _read(path: Path, limits: Limits) -> bytes:
    """Return a file's bytes; of one that is too large, one more than allowed."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ImportRefused(f"{path.name} is a folder, not a file.", "Choose the CSV file inside it.")
        if not stat.S_ISREG(status.st_mode):
            raise ImportRefused(f"{path.name} is not an ordinary file.", CHOOSE_ANOTHER)
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1)
    except OSError as error:
        raise refusal(error, path.name) from None


def text_encoding(content: bytes, name: str) -> str:
    """Return how the text of a file is encoded. Raises ImportRefused where it is no text."""
    for mark, what in NOT_TEXT:
        if content.startswith(mark):
            raise ImportRefused(f"{name} {what}, not a CSV text file.", SAVE_AS_CSV)
    candidates: tuple[str, ...] = ("utf-16",) if content.startswith(UTF16_MARKS) else ("utf-8-sig", "cp1252")
    if candidates != ("utf-16",) and b"\0" in content:
        raise ImportRefused(f"{name} holds binary data, not text.", SAVE_AS_CSV)
    for encoding in candidates:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise ImportRefused(f"{name} is not text this program can read.", "Save it as CSV with the encoding UTF-8.")


def _records(content: bytes, encoding: str, name: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank, with its number."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    delimiter = _delimiter(text)
    csv.field_size_limit(limits.cell_characters)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(reader, start=1):
            if any(cell and not cell.isspace() for cell in record):
                yield number, record
    except csv.Error:
        raise ImportRefused(
            f"{name} is damaged at or before line {reader.line_num:,}: a quotation mark is out of place or is never "
            f"closed, or a cell has more than {limits.cell_characters:,} characters.",
            "Correct that line, or open the file in a spreadsheet and save it as CSV again.",
        ) from None


def _delimiter(text: io.TextIOWrapper) -> str:
    """Return the delimiter met most often, outside quotation marks, in the first line that is not blank."""
    first = next((line for line in text if line.strip()), "")
    text.seek(0)
    unquoted = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=unquoted.count)


def _first(records: Iterator[tuple[int, list[str]]], name: str, limits: Limits) -> list[str]:
    _, record = next(records, (0, []))
    if not record:
        raise ImportRefused(f"{name} is empty.", "Export the file again.")
    if len(record) > limits.columns:
        raise ImportRefused(
            f"{name} has {len(record):,} columns; at most {limits.columns} can be read.",
            "Export only the columns that are needed.",
        )
    return record


def _unique(record: Sequence[str]) -> list[str]:
    """Return headings that can be told apart: a second ``Date`` becomes ``Date (2)``."""
    headings: list[str] = []
    for place, cell in enumerate(record, start=1):
        wanted = " ".join(cell.split()) or f"(no heading, column {place})"
        heading, copy = wanted, 1
        while heading in headings:
            copy += 1
            heading = f"{wanted} ({copy})"
        headings.append(heading)
    return headings


def _fit(record: list[str], width: int, number: int, widths: dict[int, int]) -> None:
    """Cut or pad a row to the heading's width, noting it unless only empty cells were cut."""
    if len(record) < width or any(cell.strip() for cell in record[width:]):
        widths[number] = len(record)
    del record[width:]
    record.extend([""] * (width - len(record)))
