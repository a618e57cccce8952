"""The days on which the demonstration department's story happens, all told from one day: today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cdconsole.demo.signals import MONTHS
from cdconsole.domain.calendar import Month, Period

_TUESDAY = 1


class StoryClock:
    """A clock that the story moves forward, so that everything carries the day it happened on."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return the moment the story has reached."""
        return self._at

    def today(self) -> date:
        """Return the day the story has reached."""
        return self._at.date()

    def move_to(self, at: datetime) -> None:
        """Go on to a later moment; an earlier one leaves the clock where it is."""
        self._at = max(self._at, at)


@dataclass(frozen=True)
class StoryDays:
    """The story's days. ``period`` is the data, ``early`` the part of it that the past review saw."""

    period: Period
    early: Period
    founded: date
    review: date
    next_review: date
    goals_due: date
    cycle_begins: date
    thanks: date
    second_import: date

    @property
    def late(self) -> Period:
        """Return the part of the data that came after the past review."""
        return Period(self.early.last + 1, self.period.last)

    @classmethod
    def before(cls, today: date) -> StoryDays:
        """Return the days of a story that ends today, with the 36 complete months before today as data."""
        newest = Month.of(today) - 1
        held = newest - 3
        return cls(
            period=Period.ending(newest, MONTHS),
            early=Period.ending(held - 1, MONTHS - 4),
            founded=held.first + timedelta(days=5),
            review=_third_tuesday(held),
            next_review=_third_tuesday(held + 3),
            goals_due=_third_tuesday(held + 6),
            cycle_begins=(held + 1).first + timedelta(days=11),
            thanks=(held + 2).first + timedelta(days=20),
            second_import=min(today, (newest + 1).first + timedelta(days=1)),
        )


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the story, UTC."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)


def _third_tuesday(month: Month) -> date:
    first = month.first
    return first + timedelta(days=(_TUESDAY - first.weekday()) % 7 + 14)
