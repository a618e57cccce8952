"""Files as a hospital's systems would send them: what they hold, under which headings, and up to which day."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cdconsole.demo.telling import Telling
from cdconsole.domain.calendar import Period
from cdconsole.domain.extract import ColumnMapping, ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.import_requests import ImportExtract

Row = tuple[str, ...]
Dated = tuple[date, Row]


@dataclass(frozen=True)
class ExtractFile:
    """Three years of records of one kind, each with the day it is counted on; ``columns`` are the headings by field."""

    name: str
    kind: ExtractKind
    columns: Mapping[Field, str]
    rows: Sequence[Dated]

    def text(self, period: Period) -> str:
        """Return the text of the file that holds a period's rows."""
        first, last = period.first.first, period.last.last
        return csv_text(self.columns.values(), [row for day, row in self.rows if first <= day <= last])

    def give(self, telling: Telling, period: Period, scratch: Path) -> None:
        """Import a period's rows, as whoever sits at the department."""
        path = scratch / f"{self.name}-to-{period.last.iso()}.csv"
        path.write_text(self.text(period), encoding="utf-8", newline="")
        telling.ask(ImportExtract(str(path), ColumnMapping(self.kind, dict(self.columns))))


def csv_text(heading: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(tuple(heading))
    writer.writerows(rows)
    return text.getvalue()
