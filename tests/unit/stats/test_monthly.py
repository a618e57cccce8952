from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.stats.monthly import counts, medians, sums

FIRST, LAST = 24300, 24303
ROWS = st.lists(st.tuples(st.integers(FIRST - 2, LAST + 2), st.none() | st.integers(0, 60).map(float)), max_size=60)


@given(ROWS)
def test_that_each_month_gets_its_own_count_sum_and_median(rows: list[tuple[int, float | None]]) -> None:
    month_index = np.array([month for month, _ in rows], dtype=np.int64)
    values = np.array([value for _, value in rows], dtype=float)
    count = counts(month_index, FIRST, LAST)
    total = sums(month_index, values, FIRST, LAST)
    median = medians(month_index, values, FIRST, LAST)
    for place, month in enumerate(range(FIRST, LAST + 1)):
        present = [value for at, value in rows if at == month and value is not None]
        assert count[place] == sum(at == month for at, _ in rows)
        assert total[place] == pytest.approx(sum(present))
        assert median[place] == pytest.approx(statistics.median(present) if present else np.nan, nan_ok=True)


def test_that_flags_sum_to_how_many_are_true() -> None:
    month_index = np.array([FIRST, FIRST, LAST])
    assert sums(month_index, np.array([True, False, True]), FIRST, LAST).tolist() == [1.0, 0.0, 0.0, 1.0]


def test_that_whole_days_have_a_median_too() -> None:
    assert medians(np.array([FIRST] * 4), np.array([1, 2, 4, 9]), FIRST, FIRST).tolist() == [3.0]


def test_that_no_month_gives_an_empty_result() -> None:
    nothing = np.array([], dtype=np.int64)
    assert len(counts(nothing, 5, 4)) == len(sums(nothing, nothing, 5, 4)) == len(medians(nothing, nothing, 5, 4)) == 0
