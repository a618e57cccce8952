"""Months, periods and the clock: whole calendar months, dates written as 23 Nov 2026."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Clock(Protocol):
    """Where the time comes from; the only one is injected."""

    def now(self) -> datetime:
        """Return the time now, with its time zone."""
        ...

    def today(self) -> date:
        """Return today's local date."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the time now in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return today's local date."""
        return datetime.now().astimezone().date()


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still: for tests, screenshots and the demonstration department."""

    at: datetime

    def now(self) -> datetime:
        """Return the fixed time."""
        return self.at

    def today(self) -> date:
        """Return the fixed date."""
        return self.at.date()


def date_text(on: date | None) -> str:
    """Return a date as the reader sees it: ``23 Nov 2026``; nothing for ``None``."""
    return "" if on is None else f"{on.day} {MONTH_NAMES[on.month - 1]} {on.year}"


def clinical_text(at: datetime, *, has_times: bool) -> str:
    """Return a time of the ward as ``23 Nov 2026 10:42``; only the day where the source gave dates only."""
    return f"{date_text(at.date())} {at:%H:%M}" if has_times else date_text(at.date())


def moment_text(at: datetime) -> str:
    """Return a moment in local time: ``23 Nov 2026 10:42``."""
    local = at.astimezone()
    return f"{date_text(local.date())} {local:%H:%M}"


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def of(cls, on: date) -> Month:
        """Return the month that holds a date."""
        return cls(on.year, on.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2026-11``. Raises ValueError on anything else."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if match is None or not 1 <= int(match[2]) <= 12:
            raise ValueError(f"{text!r} is not a month like 2026-11")
        return cls(int(match[1]), int(match[2]))

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Return the last day."""
        return (self + 1).first - timedelta(days=1)

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return self.last.day

    @property
    def index(self) -> int:
        """Return months since year 0, for arithmetic."""
        return self.year * 12 + self.month - 1

    def __add__(self, months: int) -> Month:
        return Month(*divmod_month(self.index + months))

    def __sub__(self, months: int) -> Month:
        return self + -months

    def iso(self) -> str:
        """Return ``2026-11``."""
        return f"{self.year:04d}-{self.month:02d}"

    def __str__(self) -> str:
        return f"{MONTH_NAMES[self.month - 1]} {self.year}"


def months_on(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day where it is shorter."""
    month = Month.of(day) + months
    return month.first.replace(day=min(day.day, month.days))


def divmod_month(index: int) -> tuple[int, int]:
    """Return (year, month) of a month index as in ``Month.index``."""
    return index // 12, index % 12 + 1


@dataclass(frozen=True)
class Period:
    """Whole months, both ends included."""

    first: Month
    last: Month

    @classmethod
    def ending(cls, last: Month, months: int) -> Period:
        """Return the period of ``months`` months that ends with ``last``."""
        return cls(last - (months - 1), last)

    @property
    def months(self) -> tuple[Month, ...]:
        """Return the months in order."""
        return tuple(self)

    def __iter__(self) -> Iterator[Month]:
        return (self.first + step for step in range(len(self)))

    def __len__(self) -> int:
        return max(0, self.last.index - self.first.index + 1)

    def __contains__(self, on: date) -> bool:
        return self.first.first <= on <= self.last.last

    def __str__(self) -> str:
        return f"{self.first} - {self.last}"


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter, written ``2026Q3``."""

    year: int
    number: int

    @classmethod
    def of(cls, on: date) -> Quarter:
        """Return the quarter that holds a date."""
        return cls(on.year, (on.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read ``2026Q3``. Raises ValueError on anything else."""
        match = re.fullmatch(r"(\d{4})\s*[Qq]([1-4])", text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a quarter like 2026Q3")
        return cls(int(match[1]), int(match[2]))

    @property
    def period(self) -> Period:
        """Return its three months."""
        first = Month(self.year, self.number * 3 - 2)
        return Period(first, first + 2)

    def __sub__(self, quarters: int) -> Quarter:
        index = self.year * 4 + self.number - 1 - quarters
        return Quarter(index // 4, index % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
