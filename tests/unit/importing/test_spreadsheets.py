from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.limits import Limits
from cdconsole.importing.source import HeldFile
from cdconsole.importing.table import Table, TableReader, read_table

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = f"""<?xml version="1.0"?><office:document-content xmlns:office="{_OFFICE}:office:1.0"
xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Wards">
<table:table-row><table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>day</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2026-01-02"><text:p>2 Jan</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="16000"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def workbook(rows: list[list[Any]], change: Callable[[Any], None] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    change(sheet)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def packed(**members: str | bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(
                name.replace("__", "/").replace("_xml", ".xml"),
                content,
                zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED,
            )
    return saved.getvalue()


def read(content: bytes, sheet: str = "") -> Table:
    return read_table(HeldFile("file.csv", content), Limits(), lambda _: None, sheet)


def test_that_cells_are_read_as_people_write_them() -> None:
    cells = [
        *("007", 1234567890, 0.1 + 0.2, -3, 1e22, True, datetime.fromisoformat("2026-01-02 10:30"), date(2026, 1, 3)),
        *(time(14, 5), timedelta(hours=30), " text "),
    ]
    table = read(workbook([[f"column {n}" for n in range(len(cells))], cells]))
    assert [cell for (cell,) in table.columns.values()] == [
        *("007", "1234567890", "0.3", "-3", "10000000000000000000000", "TRUE", "2026-01-02 10:30:00", "2026-01-03"),
        *("14:05:00", "30:00:00", "text"),
    ]


def test_that_titles_above_the_heading_are_passed_over_and_rows_numbered_as_shown() -> None:
    table = read(workbook([["Ward report"], [], ["patient", "ward"], ["1", "A"], [], ["2", "B"]]))
    assert table.columns == {"patient": ["1", "2"], "ward": ["A", "B"]}
    assert table.numbers == [4, 6]


def test_that_a_heading_of_two_rows_is_joined() -> None:
    def merge(sheet: Any) -> None:
        for cells in ("A1:E1", "A2:B2", "C2:D2", "E2:E3"):
            sheet.merge_cells(cells)

    rows = [["Report of 2026"], ["Patient", None, "Stay", None, "Ward"], ["id", "age", "in", "out"], [1, 2, 3, 4, "A"]]
    table = read(workbook(rows, merge))
    assert table.headings == ("Patient - id", "Patient - age", "Stay - in", "Stay - out", "Ward")
    assert table.numbers == [4]


def test_that_a_sheet_that_starts_further_in_is_read() -> None:
    def write(sheet: Any) -> None:
        sheet["C5"], sheet["D5"], sheet["C6"], sheet["D6"] = "a", "b", 1, 2

    table = read(workbook([], write))
    assert (table.columns, table.numbers) == ({"a": ["1"], "b": ["2"]}, [6])


def test_that_a_column_without_heading_and_empty_columns_are_told_apart() -> None:
    table = read(workbook([["a", "b"], [1, 2, "note"], [3, 4, None, " "]]))
    assert table.headings == ("a", "b", "(no heading, column 3)")
    assert not table.widths


def test_that_sheets_can_be_chosen_and_hidden_ones_are_named_so() -> None:
    def more(sheet: Any) -> None:
        sheet.title = "Empty"
        sheet.parent.create_sheet("Data").append(["a"])
        sheet.parent["Data"].append([1])
        hidden = sheet.parent.create_sheet("Codes")
        hidden.append(["code"])
        hidden.append([2])
        hidden.sheet_state = "hidden"

    content = workbook([], more)
    assert TableReader(HeldFile("x", content), Limits(), lambda _: None).sheets == ("Empty", "Data", "Codes (hidden)")
    assert read(content).columns == {"a": ["1"]}
    assert read(content, "Codes (hidden)").columns == read(content, "Codes").columns == {"code": ["2"]}
    with pytest.raises(ImportRefused, match="has no sheet Nothing"):
        read(content, "Nothing")


def test_that_an_open_document_spreadsheet_is_read() -> None:
    content = packed(
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
        content_xml=_ODS.replace("\n", " ").replace("> <", "><"),
        **{"META-INF/manifest_xml": f"<manifest:manifest xmlns:manifest='{_OFFICE}:manifest:1.0'/>"},
    )
    assert read(content).columns == {"id": ["1"], "day": ["2026-01-02"]}


def test_that_a_formula_is_its_saved_value_and_never_worked_out() -> None:
    table = read(workbook([["a", "b"], ["x", "=1+1"]]))
    assert table.columns["b"] == [""]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed(a_csv="a,b"), "is a zip archive, not a spreadsheet"),
        (packed(xl__workbook_xml="<workbook/>"), "is damaged, or is not a spreadsheet"),
        (packed(xl__workbook_xml="<", xl__big=bytes(1 << 21)), "unpacks to more than 1 MB"),
        (b"\xd0\xcf\x11\xe0" + bytes(100) + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"PK\x03\x04" + bytes(100), "is a damaged spreadsheet"),
        (workbook([]), "no sheet with anything"),
        (workbook([["a"], ["x" * 30_000]]), "more than 20,000 characters"),
    ],
)
def test_that_what_is_no_use_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(ImportRefused, match=said) as refused:
        read_table(HeldFile("file", content), Limits(unpacked_bytes=1 << 20, cell_characters=20_000), lambda _: None)
    assert refused.value.what_to_do


def test_that_a_damaged_workbook_is_refused_or_read() -> None:
    good = workbook([["a", "b"], [1, 2]])
    for at in range(0, len(good), 61):
        try:
            read(good[:at] + b"\xff" + good[at + 1 :])
        except ImportRefused:
            continue
