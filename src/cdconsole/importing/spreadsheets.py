"""Reads one sheet of a workbook (XLSX, XLSB, XLS, ODS) as rows of text, below whatever titles stand above its heading.

calamine reads the values that were saved: formulas are not worked out, links are not followed, macros are not seen.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.grid import Grid, Row
from cdconsole.importing.limits import MEGABYTE, Limits

_ZIP_MARK: Final = b"PK\x03\x04"
_OLE_MARK: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORKBOOKS: Final = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})
_HIDDEN = " (hidden)"
_LOOK_ROWS = 30
_MOST_TEXT = 0.8
_HALF_A_SECOND = timedelta(milliseconds=500)  # a workbook holds times as fractions of a day, a little off
_HALF = 0.5
_SAVE_AGAIN = "Open it in a spreadsheet, save it as a new XLSX or CSV file, and import that."

Cell = int | float | str | bool | time | date | datetime | timedelta
_Range = tuple[tuple[int, int], tuple[int, int]]


def is_workbook(content: bytes) -> bool:
    """Return whether a file starts as workbooks do, and other archives and Office files with them."""
    return content.startswith((_ZIP_MARK, _OLE_MARK))


def sheet_grid(content: bytes, name: str, limits: Limits, sheet: str) -> Grid:
    """Return the rows of one sheet, its heading first; without a name, of the first that is not hidden and has rows.

    Rows are numbered as the spreadsheet shows them. A heading of two rows is joined: "Group - Column". Raises
    ImportRefused in words for what is no workbook, is encrypted, unpacks to too much, or has no such sheet.
    """
    refuse_archive(content, name, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        labels = {_label(entry.name, entry.visible): entry.name for entry in book.sheets_metadata}
        chosen = _chosen(book, labels, sheet, name)
        head = list(islice(chosen.iter_rows(), _LOOK_ROWS))
        heading, below = _heading(head, _merged(chosen))
        width = max(_width(heading), *map(_width, head[below:]), 0)
        rows = _rows(islice(chosen.iter_rows(), below, None), width, name, limits)
        padded = [*heading[:width], *[""] * (width - len(heading))]
        return Grid(chain([padded], rows), first=below, sheets=tuple(labels))
    except PasswordError:
        raise _encrypted(name) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise ImportRefused(f"{name} is damaged, or is not a spreadsheet this program can read.", _SAVE_AGAIN) from None


def refuse_archive(content: bytes, name: str, limits: Limits) -> None:
    """Raise ImportRefused for what only looks like a workbook, or unpacks to too much; nothing is unpacked."""
    if content.startswith(_OLE_MARK):
        if _ENCRYPTED in content:
            raise _encrypted(name)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ImportRefused(f"{name} is a damaged spreadsheet or archive.", _SAVE_AGAIN) from None
    if not _WORKBOOKS & {member.filename for member in members}:
        raise ImportRefused(f"{name} is a zip archive, not a spreadsheet.", "Unpack it, and import the files in it.")
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise ImportRefused(
            f"{name} unpacks to more than {limits.unpacked_bytes // MEGABYTE:,} MB.",
            "Split it, for example by year, or save the sheet as CSV.",
        )


def _encrypted(name: str) -> ImportRefused:
    return ImportRefused(
        f"{name} is protected by a password.",
        "Open it in a spreadsheet, save a copy without a password, and import that.",
    )


def _label(name: str, visible: SheetVisibleEnum) -> str:
    return name if visible is SheetVisibleEnum.Visible else name + _HIDDEN


def _chosen(book: CalamineWorkbook, labels: dict[str, str], sheet: str, name: str) -> CalamineSheet:
    if sheet:
        wanted = labels.get(sheet, sheet)
        if wanted not in labels.values():
            raise ImportRefused(f"{name} has no sheet {sheet}.", f"Choose one of: {', '.join(labels)}.")
        return book.get_sheet_by_name(wanted)
    shown = [real for label, real in labels.items() if label == real]
    for real in shown:
        found = book.get_sheet_by_name(real)
        if found.start is not None:
            return found
    raise ImportRefused(f"{name} has no sheet with anything in it.", "Export the file again.")


def _merged(sheet: CalamineSheet) -> list[_Range]:
    """Return the merged cells, counted as the rows are: from the sheet's top, and from its first used column."""
    left = sheet.start[1] if sheet.start else 0
    return [
        ((top, first - left), (bottom, last - left))
        for (top, first), (bottom, last) in sheet.merged_cell_ranges or ()
        if first >= left
    ]


def _heading(head: Sequence[list[Cell]], merged: Sequence[_Range]) -> tuple[Row, int]:
    """Return the headings, and how many rows they and whatever stands above them take.

    The heading is the first row of words that fills at least half as many columns as the widest row: a title fills
    one. Where cells of it are merged across columns, they name groups, and the row below names the columns.
    """
    spread = [list(row) for row in head]
    for (top, first), (bottom, last) in merged:
        if top < len(spread) and top == bottom:
            spread[top][first : last + 1] = [spread[top][first]] * len(spread[top][first : last + 1])
    widest = max((_filled(row) for row in head), default=0)
    for place, row in enumerate(spread):
        if _is_words(row) and _filled(row) >= _HALF * widest and (widest == 1 or len({*row} - {""}) > 1):
            groups = any(top == bottom == place and last > first for (top, first), (bottom, last) in merged)
            if groups and place + 1 < len(spread) and _is_words(spread[place + 1]):
                return [_joined(*pair) for pair in zip(row, spread[place + 1], strict=True)], place + 2
            return [_text(cell) for cell in row], place + 1
    first = next((place for place, row in enumerate(head) if _filled(row)), 0)
    return [_text(cell) for cell in head[first]] if head else [], first + 1


def _joined(group: Cell, column: Cell) -> str:
    return " - ".join(dict.fromkeys(text for text in (_text(group).strip(), _text(column).strip()) if text))


def _filled(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if not isinstance(cell, str) or cell.strip())


def _is_words(row: Sequence[Cell]) -> bool:
    words = sum(1 for cell in row if isinstance(cell, str) and cell.strip())
    return words > 0 and words >= _MOST_TEXT * _filled(row)


def _width(row: Sequence[Cell]) -> int:
    """Return how many cells a row has up to the last that is filled."""
    return next((place for place in range(len(row), 0, -1) if _text(row[place - 1]).strip()), 0)


def _rows(rows: Iterator[list[Cell]], width: int, name: str, limits: Limits) -> Iterator[Row]:
    """Yield rows as text, without the empty cells beyond ``width``."""
    for row in rows:
        texts = [cell if type(cell) is str else _text(cell) for cell in row]
        if len(texts) > width and not any(texts[width:]):
            del texts[width:]
        if texts and max(map(len, texts)) > limits.cell_characters:
            raise ImportRefused(
                f"{name} has a cell of more than {limits.cell_characters:,} characters.",
                "Shorten it, and import again.",
            )
        yield texts


def _text(cell: Cell) -> str:
    """Return a cell as people write it: 1234567890 without a point or exponent, dates year first."""
    match cell:
        case float():
            return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
        case datetime():
            return (cell + _HALF_A_SECOND).isoformat(" ", "seconds")
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case int():
            return str(cell)
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("seconds")
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
