from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cdconsole.demo.story_days import StoryClock, StoryDays
from cdconsole.domain.calendar import Month


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 12, 1), date(2027, 1, 1), date(2028, 2, 29)])
def test_that_the_story_ends_today_and_goes_forward(today: date) -> None:
    days = StoryDays.before(today)
    assert days.period.last == Month.of(today) - 1
    assert len(days.period) == 36
    assert days.early.first == days.period.first
    told = [days.early.last.last, days.founded, days.review, days.cycle_begins, days.thanks, days.second_import, today]
    assert told == sorted(told)
    assert days.review < days.next_review < days.goals_due
    assert (days.review.weekday(), days.next_review.weekday()) == (1, 1)


def test_that_the_review_of_the_default_story_was_held_four_months_ago() -> None:
    assert StoryDays.before(date(2026, 11, 23)).review == date(2026, 7, 21)


def test_that_the_storys_clock_never_goes_back() -> None:
    clock = StoryClock(datetime(2026, 7, 6, 9, tzinfo=UTC))
    clock.move_to(datetime(2026, 7, 5, tzinfo=UTC))
    assert clock.now() == datetime(2026, 7, 6, 9, tzinfo=UTC)
    clock.move_to(datetime(2026, 7, 8, 10, tzinfo=UTC))
    assert clock.today() == date(2026, 7, 8)
