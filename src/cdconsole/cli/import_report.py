"""What an import did with every row, as JSON for scripts: counts that add up, and each rejection with its reason."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract import ImportReport, RowFinding

_DATE: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*", re.ASCII)
_NUMBER: Final = re.compile(r"[-+]?[\d.,]+", re.ASCII)
_COUNTS: Final = ("rows_in", "rows_stored", "rows_unchanged", "rows_rejected")


@dataclass(frozen=True)
class FileReport:
    """What became of one file: its report, or why it was refused."""

    name: str
    report: ImportReport | None = None
    refused: str = ""

    @property
    def findings(self) -> Iterator[tuple[str, RowFinding]]:
        """Yield what was found, and whether the row was stored."""
        if self.report is not None:
            yield from (("not stored", finding) for finding in self.report.rejected)
            yield from (("stored, to check", finding) for finding in self.report.questioned)


def write_report(path: Path, files: Sequence[FileReport]) -> None:
    """Write what became of every row of all files, for its owner only. Raises UserFacingError.

    ``rows_in`` is the sum of the three other counts: a row that the person chose to leave out counts as rejected, and
    is one of a rejection with ``rows``. No value is in it, only of what class the value is.
    """
    each = [_of_file(file) for file in files]
    whole = {count: sum(one[count] for one in each) for count in _COUNTS}
    rejections = [{"file": one["file"], **rejection} for one in each for rejection in one["rejections"]]
    text = json.dumps({**whole, "rejections": rejections, "files": each}, ensure_ascii=False, indent=2)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        raise UserFacingError(f"The report {path} cannot be written.", "Choose another place for it.") from error


def _of_file(file: FileReport) -> dict[str, Any]:
    """Return one file's part of the report."""
    report = file.report
    if report is None:
        return {"file": file.name, "refused": file.refused, **dict.fromkeys(_COUNTS, 0), "rejections": []}
    rejected = report.rejected_rows + report.left_out_rows
    counts = (report.rows, report.stored_rows, report.unchanged_rows, rejected)
    return {
        "file": file.name,
        "as": report.kind.value,
        "refused": "",
        "batch": report.batch_id or "",
        **dict(zip(_COUNTS, counts, strict=True)),
        "records_stored": report.spells,
        "records_changed": report.changed,
        "covers": [] if report.covers is None else [day.isoformat() for day in report.covers],
        "rejections": [_rejection(finding) for finding in report.rejected]
        + [_left_out(one) for one in report.left_out],
        "to_check": [_rejection(finding) for finding in report.questioned],
    }


def _rejection(finding: RowFinding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "value_class": _value_class(finding),
        "reason": finding.reason,
    }


def _left_out(line: str) -> dict[str, Any]:
    """Return rows left out together: ``12 rows: specialty is not 301`` as it stands in a report."""
    count, _, reason = line.partition(": ")
    rows = int(count.partition(" ")[0].replace(",", ""))
    return {"row": None, "rows": rows, "column": "", "value_class": "not shown", "reason": reason}


def _value_class(finding: RowFinding) -> str:
    """Return of what class a value is; 'not shown' where the column could identify a patient or none is at fault."""
    if not finding.value:
        return "empty" if finding.reason.startswith("There is no ") else "not shown"
    if _DATE.fullmatch(finding.value):
        return "date"
    return "number" if _NUMBER.fullmatch(finding.value) else "text"
