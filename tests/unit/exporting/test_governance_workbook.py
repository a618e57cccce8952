from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from cdconsole.domain.calendar import Month, Quarter
from cdconsole.domain.governance import GovernancePack, MeasureSheet, MeasureValues
from cdconsole.domain.measure import Measure, MeasureId, MonthlyValue
from cdconsole.exporting.disclosure import measure_sheet
from cdconsole.exporting.governance_workbook import quarter_totals, write_governance_workbook
from cdconsole.services.charts import spc_chart
from cdconsole.services.definitions import BY_ID

INJECTIONS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("x")', "\t=1", "\r=1")


def sheet_of(measure: Measure, counts: list[tuple[float, float]], reading: str = "Common cause.") -> MeasureSheet:
    values = tuple(
        MonthlyValue(Month(2026, 7) + place, numerator, denominator, numerator / denominator if denominator else None)
        for place, (numerator, denominator) in enumerate(counts)
    )
    chart = spc_chart(measure, values)
    return measure_sheet(MeasureValues(measure, chart, reading, "Not validated", 4.5, values), Quarter(2026, 3).period)


def pack_of(*sheets: MeasureSheet, department: str = "Gastroenterology") -> GovernancePack:
    return GovernancePack(
        department=department,
        specialty="Gastroenterology",
        quarter=Quarter(2026, 3),
        data_to="31 Oct 2026",
        exported_by="Dr B. Director, clinical director",
        exported_at=datetime(2026, 11, 23, 10, 42, tzinfo=UTC),
        sheets=sheets,
        batches=("one import",),
    )


def written(pack: GovernancePack, path: Path) -> openpyxl.Workbook:
    write_governance_workbook(pack, path, lambda _sheet: None)
    return openpyxl.load_workbook(path)


def summary_row(book: openpyxl.Workbook, title: str) -> list[object]:
    [row] = [row for row in book["Summary"].iter_rows(values_only=True) if row[0] == title]
    return list(row)


@pytest.mark.parametrize("text", INJECTIONS)
def test_that_no_text_becomes_a_formula(text: str, tmp_path: Path) -> None:
    sheet = sheet_of(BY_ID[MeasureId.SPELLS], [(40, 100)] * 3, reading=text)
    book = written(pack_of(sheet, department=text), tmp_path / "pack.xlsx")
    kinds = {cell.data_type for one in book for row in one.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any(
        cell.value is not None and text.strip() in str(cell.value)
        for one in book
        for row in one.iter_rows()
        for cell in row
    )


def test_that_the_quarter_is_added_up_from_what_is_shown(tmp_path: Path) -> None:
    book = written(
        pack_of(
            sheet_of(BY_ID[MeasureId.SPELLS], [(41, 0), (42, 0), (43, 0), (44, 0)]),
            sheet_of(BY_ID[MeasureId.BEFORE_MIDDAY], [(33, 101), (40, 120), (52, 130)]),
            sheet_of(BY_ID[MeasureId.LENGTH_OF_STAY], [(200, 50), (200, 50), (200, 50)]),
        ),
        tmp_path / "pack.xlsx",
    )
    assert summary_row(book, "Spells")[1:4] == ["125", 125, "no job plan"]
    assert summary_row(book, "Discharged before midday")[1:4] == ["35.7%", 125, 350]
    assert summary_row(book, "Length of stay, median days")[1:4] == ["4.5 days", 600, 150]


def test_that_a_quarter_with_a_suppressed_month_has_no_total(tmp_path: Path) -> None:
    few = sheet_of(BY_ID[MeasureId.DAY_CASE_RATE], [(3, 40), (30, 60), (40, 90)])
    pack = pack_of(few)
    numerator, denominator = quarter_totals(pack, few)
    assert numerator.value is None
    assert denominator.value == 190
    assert summary_row(written(pack, tmp_path / "pack.xlsx"), "Day-case rate")[1:4] == ["*", "*", 190]


def test_that_a_suppressed_month_is_a_gap_in_the_chart_and_a_star_in_the_table(tmp_path: Path) -> None:
    book = written(pack_of(sheet_of(BY_ID[MeasureId.SPELLS], [(40, 0)] * 4 + [(3, 0)])), tmp_path / "pack.xlsx")
    last = [row for row in book["Spells"].iter_rows(min_row=7, max_col=4, values_only=True) if row[0]][-1]
    assert last == ("Nov 2026", "*", "no job plan", None)


def test_that_writing_can_be_stopped_between_sheets(tmp_path: Path) -> None:
    seen: list[str] = []

    def stop(sheet: str) -> None:
        seen.append(sheet)
        if sheet == "Spells":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_governance_workbook(
            pack_of(sheet_of(BY_ID[MeasureId.SPELLS], [(40, 0)] * 3)), tmp_path / "pack.xlsx", stop
        )
    assert seen == ["Summary", "Spells"]
    assert not (tmp_path / "pack.xlsx").exists()


def test_that_a_sheet_is_named_after_its_measure_as_far_as_excel_allows(tmp_path: Path) -> None:
    measure = replace(BY_ID[MeasureId.LENGTH_OF_STAY], title="Stay: [days] of a/b? and a title that goes on for ever")
    book = written(pack_of(sheet_of(measure, [(200, 50)])), tmp_path / "pack.xlsx")
    assert book.sheetnames[1] == "Stay days of ab and a title tha"
