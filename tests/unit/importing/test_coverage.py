from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from cdconsole.importing.coverage import covered_days


def daily(first: date, last: date) -> list[date]:
    return [first + timedelta(days) for days in range((last - first).days + 1)]


YEAR = daily(date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize(
    ("admissions", "covers"),
    [
        ([], None),
        (YEAR, (date(2019, 1, 1), date(2019, 12, 31))),
        ([*YEAR, date(2020, 1, 26)], (date(2019, 1, 1), date(2019, 12, 31))),
        ([date(1996, 5, 3), *YEAR], (date(2019, 1, 1), date(2019, 12, 31))),
        (daily(date(2019, 1, 10), date(2019, 3, 28)), (date(2019, 1, 10), date(2019, 2, 28))),
        (daily(date(2019, 1, 10), date(2019, 3, 29)), (date(2019, 1, 10), date(2019, 3, 31))),
        (daily(date(2019, 1, 1), date(2019, 1, 20)), None),
    ],
    ids=["none", "year", "stray after", "stray before", "month begun", "last three days", "part of one month"],
)
def test_that_only_months_that_look_complete_are_covered(
    admissions: list[date], covers: tuple[date, date] | None
) -> None:
    assert covered_days(Counter(admissions)) == covers
