from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cdconsole.domain.calendar import Quarter, moment_text
from cdconsole.domain.governance import ExportLogRow, ExportReceipt
from cdconsole.ui.screens.governance.columns import LOG_COLUMNS
from cdconsole.ui.screens.governance.state import file_name, quarter_words, receipt_words
from cdconsole.ui.tables.column import as_tab_separated

RECEIPT = ExportReceipt("pack.xlsx", 7, 1400, 36, "ab" * 32)
ROW = ExportLogRow(
    datetime(2026, 11, 23, 10, 42, tzinfo=UTC), "Dr B. Director", "Workbook", "a.xlsx", "ab" * 32, "written"
)


def test_that_a_quarter_is_shown_with_its_months() -> None:
    assert quarter_words(Quarter(2026, 3)) == "2026Q3, Jul to Sep 2026"


@pytest.mark.parametrize(
    ("department", "expected"),
    [
        ("Gastroenterology", "Gastroenterology governance 2026Q3.xlsx"),
        ("Care/Elderly: 'A'", "Care Elderly  'A' governance 2026Q3.xlsx"),
        ("..\\..", "Department governance 2026Q3.xlsx"),
    ],
)
def test_that_the_proposed_name_is_safe_on_every_file_system(department: str, expected: str) -> None:
    assert file_name(department, Quarter(2026, 3)) == expected


@pytest.mark.parametrize(
    ("suppressed", "words"),
    [(0, "no value holds a suppressed count"), (1, "1 of them holds a"), (36, "36 of them hold a")],
)
def test_that_the_receipt_counts_what_is_suppressed(suppressed: int, words: str) -> None:
    said = receipt_words(replace(RECEIPT, suppressed=suppressed))
    assert said.startswith("7 sheets, 1,400 rows of monthly values; ")
    assert words in said


@pytest.mark.parametrize(
    ("state", "words"),
    [("written", "Written"), ("failed", "Not put in place"), ("started", "Started, not finished"), ("other", "other")],
)
def test_that_a_state_is_shown_in_words(state: str, words: str) -> None:
    row = replace(ROW, state=state)
    assert [column.text(row) for column in LOG_COLUMNS] == [
        moment_text(ROW.at), "Dr B. Director", "Workbook", words, "ab" * 32, "a.xlsx",
    ]  # fmt: skip


def test_that_the_log_sorts_by_moment_and_copies_the_whole_hash() -> None:
    assert LOG_COLUMNS[0].key(ROW) == ROW.at
    assert "ab" * 32 in as_tab_separated(LOG_COLUMNS, [ROW])
