from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.extract import DateOrder
from cdconsole.importing.dates import DateReader
from cdconsole.importing.moments import MomentReader

TODAY = date(2026, 11, 23)
TEXTS = [
    *("", "2026-11-01", "2026-11-01 10:05", "2026-11-01T10:05:07", "01/11/2026", "01/11/2026 10:05", "1/11/2026 9:05"),
    *("1 Nov 2026", "1 Nov 2026 10:05", "20261101", "20261101 10:05", "2026-02-30", "soon", "2026-11-01 25:00"),
    *("1/1/2026 1", "2030-01-01 10:05", "2026-11-02 10:05", "02/11/2026", "2 Nov 2026", "2026-11-01 10:05:07.5"),
]


@given(st.lists(st.sampled_from(TEXTS), max_size=30))
def test_that_a_column_reads_as_its_cells_do_alone(cells: list[str]) -> None:
    found = MomentReader(DateReader(DateOrder.DAY_FIRST, TODAY)).column(cells)
    alone = DateReader(DateOrder.DAY_FIRST, TODAY)
    for cell, text in zip(cells, found, strict=True):
        read = alone[cell]
        if read.at is None:
            assert text == ("" if not cell else None)
        else:
            assert text == (read.at.isoformat() if read.is_timed else read.at.date().isoformat())


@pytest.mark.parametrize(("cell", "reason"), [("soon", "This cannot be read as a date")])
def test_that_a_cell_that_is_no_date_says_why(cell: str, reason: str) -> None:
    reader = MomentReader(DateReader(DateOrder.DAY_FIRST, TODAY))
    assert reader.column([cell]) == [None]
    assert reader.reason(cell) == reason
