"""A person's own CSV file as columns of text: every refusal names file, row and column.

No refusal says what a field holds: it could name a patient.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.errors import ExportRefused, ImportRefused

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class CsvTable:
    """The columns asked for, one text a row; ``numbers`` are those a spreadsheet shows: the header is row 1."""

    source: Path
    numbers: tuple[int, ...]
    columns: tuple[list[str], ...]

    def refusal(self, place: int, column: str, problem: str, what_to_do: str) -> ImportRefused:
        """Return an error that says in which row, by its place, and in which column something is wrong."""
        where = f"{self.source.name}, row {self.numbers[place]}, column '{column}'"
        return ImportRefused(f"{where}: {problem}.", f"{what_to_do}.")


def read_table(source: Path, wanted: Sequence[str]) -> CsvTable:
    """Return some columns of a file in UTF-8, in the order asked; an empty name gives a column of empty texts.

    Raises ImportRefused for a file that can't be read whole, has no rows, or lacks a column.
    """
    name = source.name
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            table = _columns(list(csv.reader(file, strict=True)), source, wanted)
    except FileNotFoundError as error:
        raise ImportRefused(f"There is no file {source}.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise ImportRefused(f"{source} is a folder.", "Give the name of a CSV file.") from error
    except OSError as error:
        raise ImportRefused(f"{source} cannot be read: {error.strerror}.", "Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{name} is not text in UTF-8.", "Save it again as 'CSV UTF-8'.") from error
    except csv.Error as error:
        raise ImportRefused(f"{name} is not a whole CSV file: {error}.", "Save it again as CSV.") from error
    if not table.numbers:
        raise ImportRefused(f"{name} has a header and no rows.", "Choose a file with data.")
    return table


def is_number_text(text: str) -> bool:
    """Return whether a text is a number in ASCII digits, as 12, -0.5 or 1e-3."""
    return _NUMBER.fullmatch(text) is not None


def refuse_output(source: Path, output: Path) -> None:
    """Raise ExportRefused where the output is a folder, or the very file to read."""
    if output.is_dir():
        raise ExportRefused(f"{output} is a folder.", "Give the name of a file to write.")
    if output.exists() and source.exists() and output.samefile(source):
        raise ExportRefused(f"{output} is the file to read.", "Write the result to another file.")


def _columns(lines: list[list[str]], source: Path, wanted: Sequence[str]) -> CsvTable:
    header = [column.strip() for column in lines[0]] if lines else []
    places = [_place(header, column, source) if column else None for column in wanted]
    numbers = tuple(number for number, fields in enumerate(lines[1:], start=2) if fields)
    filled = [fields for fields in lines[1:] if fields]
    for number, fields in zip(numbers, filled, strict=True):
        if len(fields) != len(header):
            raise ImportRefused(
                f"{source.name}, row {number}: {len(fields)} fields where the header has {len(header)}.",
                "Correct the row.",
            )
    columns = ([""] * len(filled) if at is None else [fields[at].strip() for fields in filled] for at in places)
    return CsvTable(source, numbers, tuple(columns))


def _place(header: Sequence[str], column: str, source: Path) -> int:
    found = header.count(column)
    if found != 1:
        missing = "has no column" if header else "is empty: it has no column"
        problem = f"has {found} columns called" if found else missing
        raise ImportRefused(f"{source.name} {problem} '{column}'.", f"Its columns are: {', '.join(header) or 'none'}.")
    return header.index(column)
