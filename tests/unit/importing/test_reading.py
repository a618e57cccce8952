"""The reader as a whole: whatever is written into a file comes out of it, row for row and cell for cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.delimited import DELIMITERS
from cdconsole.importing.limits import Limits
from cdconsole.importing.source import HeldFile
from cdconsole.importing.table import Table, TableReader, read_table
from unit.importing.test_hl7_messages import message
from unit.importing.test_spreadsheets import workbook

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
HEADINGS = ["first", "second", "third"]
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
PRINTED = st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF), max_size=8)


def rows_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(text, min_size=3, max_size=3), max_size=30)


def read(content: bytes) -> Table:
    return read_table(HeldFile("file", content), Limits(), lambda _: None)


def expected(rows: list[list[str]]) -> tuple[list[list[str]], list[int]]:
    """Return the stripped columns and the numbers of the rows that are not blank, the heading being row 1."""
    kept = [(number, row) for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
    return [[row[place].strip() for _, row in kept] for place in range(3)], [number for number, _ in kept]


@settings(max_examples=150, deadline=None)
@given(rows_of(TEXT), st.sampled_from(DELIMITERS), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_that_every_row_written_as_delimited_text_is_read(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    rows = [*rows, ["end", "end", "end"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([HEADINGS, *rows])
    table = read(text.getvalue().encode(encoding))
    columns, numbers = expected(rows)
    assert (list(table.columns.values()), table.numbers, table.widths) == (columns, numbers, {})
    assert table.rows_in == len(numbers)


@settings(max_examples=25, deadline=None)
@given(rows_of(PRINTED.filter(lambda text: not text.startswith("="))))
def test_that_every_row_written_into_a_workbook_is_read(rows: list[list[str]]) -> None:
    rows = [*rows, ["end", "end", "end"]]
    table = read(workbook([HEADINGS, *rows]))
    columns, numbers = expected(rows)
    assert (list(table.columns.values()), table.numbers) == (columns, numbers)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["A01", "A02", "A03", "A04", "A08", "A40", "Z99"]), min_size=1, max_size=30))
def test_that_every_message_is_a_row_or_left_out(events: list[str]) -> None:
    used = [number for number, event in enumerate(events, start=1) if event in {"A01", "A02", "A03", "A08"}]
    content = "".join(map(message, events)).encode()
    if not used:
        with pytest.raises(ImportRefused, match="nothing that can be imported"):
            read(content)
        return
    table = read(content)
    assert table.numbers == used
    assert table.rows_in == len(events)


@pytest.mark.parametrize("empty", [50_000, 999, 20_000])
def test_that_blank_rows_between_parts_are_counted_and_left(empty: int) -> None:
    table = read(b"a,b\n1,2\n" + b",\n" * empty + b"3,4\n")
    assert table.numbers == [2, empty + 3]
    assert table.columns == {"a": ["1", "3"], "b": ["2", "4"]}


@pytest.mark.skipif(not DATA.exists(), reason="the shared data sets are not here")
def test_that_every_shared_data_set_is_read() -> None:
    rows = {
        path.name: len(read_table(path, Limits(), lambda _: None))
        for path in DATA.rglob("*")
        if path.suffix in {".csv", ".hl7"}
    }
    assert rows == {
        "NHSRdatasets__ae_attendances.csv": 12_765,
        "NHSRdatasets__stranded_data.csv": 768,
        "artificial_hes_apc_0102__selected_columns.csv": 2_075,
        "hospitalflow__consultant_month_summary.csv": 2_251,
        "hospitalflow__inpatient_episodes_slim.csv": 22_524,
        "or_utilisation_2022q1__q1_or_utilization_clean.csv": 2_172,
        "adt_a08_pv2_expected_discharge.hl7": 1,
    }


def test_that_a_reader_says_what_it_reads_before_its_rows() -> None:
    reader = TableReader(HeldFile("file", b"a;b\n1;2\n"), Limits(), lambda _: None)
    assert (reader.headings, reader.sheets, len(reader.sha256)) == (("a", "b"), (), 64)
