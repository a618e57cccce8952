"""Everything held about one person as a zip of CSV files, one a kind of record, and a text that says what they are."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cdconsole.domain.held import LEFT_OUT, HeldTable, PersonPreview, TextToCheck
from cdconsole.exporting.csv_file import shown_as_text

README = "README.txt"
TO_CHECK = "00-texts-to-check.csv"
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_LINE_END = "\r\n"


def write_person_files(path: Path, preview: PersonPreview, made: str, tables: Iterable[HeldTable]) -> int:
    """Write the zip and return how many rows its files hold; ``made`` says who made it, when, and where.

    Spreadsheets take the files for UTF-8, and no cell for a formula. A kind of which nothing is held has no file.
    Raises what reading the tables raises.
    """
    rows, named = 0, [TO_CHECK]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as files:
        _add(files, TO_CHECK, _csv(("file", "row", "column", "why"), map(_check, preview.to_check)))
        for table in tables:
            if table.rows:
                named.append(file_name(table.count.title, len(named)))
                _add(files, named[-1], _csv(table.columns, table.rows))
                rows += len(table.rows)
        _add(files, README, _readme(preview, made, named))
    return rows


def file_name(title: str, number: int) -> str:
    """Return what the file of a kind is called: ``07-goals.csv``."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return f"{number:02}-{words}.csv"


def _readme(preview: PersonPreview, made: str, named: Sequence[str]) -> str:
    lines = [
        f"Everything held about {preview.clinician.name}",
        made,
        "",
        preview.sentence,
        "",
        "FILES",
        *(f"- {name}" for name in named),
        "",
        "NOTHING IS HELD OF",
        *(f"- {title}" for title in preview.nothing_of),
        "",
        "WHAT IS LEFT OUT, AND WHY",
        *(f"- {what}: {why}" for what, why in LEFT_OUT),
        "",
        "BEFORE IT IS HANDED OVER",
        f"- Read the texts named in {TO_CHECK}: they may tell of somebody else. Take that list out first.",
        "- Opinions are shown as opinions, with whose they are; corrections asked for with both texts.",
        "- What is exempt is decided by the Trust's information governance.",
        "- A request is answered within one month, three where it is complex and they were told (UK GDPR, 12(3)).",
    ]
    return _LINE_END.join(lines) + _LINE_END


def _check(text: TextToCheck) -> tuple[str, ...]:
    return text.title, str(text.row), text.field, text.why


def _csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    write: Callable[[Iterable[str]], object] = csv.writer(text, lineterminator=_LINE_END).writerow
    text.write(_BOM)
    write(heading)
    for row in rows:
        write(map(shown_as_text, row))
    return text.getvalue()


def _add(files: zipfile.ZipFile, name: str, text: str) -> None:
    files.writestr(zipfile.ZipInfo(name, _EARLIEST), text.encode(), zipfile.ZIP_DEFLATED)
