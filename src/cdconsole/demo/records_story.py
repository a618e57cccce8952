"""Files sent with the spells and after them: records of every other kind, and what is wrong in some."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cdconsole.demo.extract_file import ExtractFile, Row
from cdconsole.demo.spell_file import HEADINGS, spells_csv
from cdconsole.demo.take import EMERGENCY
from cdconsole.demo.telling import Telling
from cdconsole.domain.calendar import Period
from cdconsole.domain.extract import ColumnMapping
from cdconsole.domain.import_requests import ImportExtract

_ADMITTED, _DISCHARGED, _METHOD, _WARD = (
    HEADINGS.index(name) for name in ("Admitted", "Discharged", "Admission method", "Ward")
)
_CORRECTED = 12


def flawed_rows(rows: Sequence[Row]) -> list[Row]:
    """Return rows that no importer should store: stays that end before they begin, and rows sent twice."""
    backwards = [
        (f"X{place:07d}", *row[1:_ADMITTED], row[_DISCHARGED], row[_ADMITTED], *row[_DISCHARGED + 1 :])
        for place, row in enumerate(row for row in rows if row[_ADMITTED][:10] < row[_DISCHARGED][:10])
    ]
    return [*backwards[:6], *rows[-3:]]


def import_records(telling: Telling, files: Sequence[ExtractFile], period: Period, scratch: Path) -> None:
    """Import what each file holds of a period."""
    for file in files:
        file.give(telling, period, scratch)


def correct_spells(telling: Telling, rows: Sequence[Row], mapping: ColumnMapping, scratch: Path) -> None:
    """Import some spells again with the ward that the patient really left from: no measure counts it."""
    stays = [row for row in rows[-400:] if row[_METHOD] in EMERGENCY][:_CORRECTED]
    corrected = [(*row[:_WARD], "Discharge lounge", *row[_WARD + 1 :]) for row in stays]
    path = scratch / "spells-corrected.csv"
    path.write_text(spells_csv(corrected), encoding="utf-8", newline="")
    telling.ask(ImportExtract(str(path), mapping))
