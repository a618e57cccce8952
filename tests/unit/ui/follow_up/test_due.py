from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.calendar import months_on
from cdconsole.ui.follow_up.due import due_words

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today, 23 Nov 2026"),
        (1, "tomorrow, 24 Nov 2026"),
        (2, "in 2 days, 25 Nov 2026"),
        (13, "in 13 days, 6 Dec 2026"),
        (14, "in 2 weeks, 7 Dec 2026"),
        (69, "in 10 weeks, 31 Jan 2027"),
        (70, "in 2 months, 1 Feb 2027"),
        (-1, "1 day over, 22 Nov 2026"),
        (-34, "5 weeks over, 20 Oct 2026"),
    ],
)
def test_that_a_day_is_said_with_how_far_off_it_is(days: int, words: str) -> None:
    assert due_words(TODAY + timedelta(days=days), TODAY) == words


def test_that_a_missing_day_is_said_to_be_not_set() -> None:
    assert due_words(None, TODAY) == "not set"


def test_that_a_shorter_month_gives_its_last_day() -> None:
    assert months_on(date(2026, 11, 30), 3) == date(2027, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 48))
def test_that_months_on_lands_in_the_month_so_many_on(day: date, months: int) -> None:
    found = months_on(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day
