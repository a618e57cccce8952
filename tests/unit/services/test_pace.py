from __future__ import annotations

import pytest

from cdconsole.services.pace import Pace


@pytest.mark.parametrize(
    ("seconds", "rows", "share", "said"),
    [
        (0.5, 20_000, 0.1, "20,000 rows"),
        (6.75, 412_000, 0.43, "412,000 rows, 61,000 a second, about 9 s left"),
        (100.0, 50_000, 0.1, "50,000 rows, 500 a second, about 15 minutes left"),
        (10.0, 0, 0.5, "0 rows"),
    ],
)
def test_that_progress_says_rows_rate_and_time_left(seconds: float, rows: int, share: float, said: str) -> None:
    times = iter((100.0, 100.0 + seconds))
    assert Pace(lambda: next(times)).label(rows, share) == said
