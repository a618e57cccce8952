"""Quartiles as numpy's and R's default has them."""

from __future__ import annotations

import numpy as np
import pytest

from cdconsole.stats.boxes import parts, quartiles


def test_that_quartiles_are_of_type_seven() -> None:
    assert quartiles(np.array([1, 2, 3, 4])) == (1.75, 2.5, 3.25)
    assert quartiles(np.array([7.0])) == (7.0, 7.0, 7.0)


def test_that_quartiles_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        quartiles(np.zeros(0))


def test_that_values_are_cut_where_days_begin() -> None:
    cut = parts(np.array([1, 1, 3, 7]), np.array([1, 3, 5, 8]), np.array([10.0, 11.0, 12.0, 13.0]))
    assert [part.tolist() for part in cut] == [[10.0, 11.0], [12.0], [13.0]]
