"""Every reliability program in small; `python3 run.py torture` runs them longer and prints their figures."""

import pytest

from torture import ROWS, measured


@pytest.mark.timeout(600)
@pytest.mark.parametrize("row", ROWS)
def test_that_a_department_survives(row: str) -> None:
    found = measured(row, "small")
    if found.passed is None:
        pytest.skip(found.result)
    assert found.passed, found.result
