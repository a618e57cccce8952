"""How often a programmed activity comes round: every week, n in m weeks, or n a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import gcd

WORKING_WEEKS = 42
"""Weeks a year that remain of 52 after annual leave, study leave and public holidays, unless a plan says otherwise."""

EVERY_WEEK = "every week"
_WEEKLY = frozenset({"", "weekly", EVERY_WEEK, "each week", "1 in 1"})
_FORTNIGHTLY = frozenset({"alternate weeks", "fortnightly", "every other week", "every 2 weeks", "every second week"})
_IN_WEEKS = re.compile(r"(\d{1,2}) (?:in|of|weeks? in)(?: every)? (\d{1,2})(?: weeks?)?", re.ASCII)
_EVERY_WEEKS = re.compile(r"every (\d{1,2}) weeks", re.ASCII)
_A_YEAR = re.compile(r"(\d{1,3}(?:\.\d)?) (?:sessions )?(?:a|per|times a) year", re.ASCII)


@dataclass(frozen=True)
class Frequency:
    """``times`` in ``weeks`` weeks, or ``a_year`` times a year where that is not 0.

    ``words`` are those of a source that say neither, such as "weeks 1 and 3": kept as they are, counted as every week.
    """

    times: int = 1
    weeks: int = 1
    a_year: float = 0.0
    words: str = ""

    @classmethod
    def read(cls, text: str) -> Frequency:
        """Return what a text says: "every week", "3 in 9 weeks", "1 in 2", "alternate weeks", "10 a year"."""
        words = " ".join(text.split())
        plain = words.casefold().rstrip(".")
        if plain in _WEEKLY:
            return cls()
        if plain in _FORTNIGHTLY:
            return cls(1, 2)
        if found := _IN_WEEKS.fullmatch(plain):
            times, weeks = int(found[1]), int(found[2])
            return cls(times, weeks) if 0 < times <= weeks <= 52 else cls(words=words)
        if found := _EVERY_WEEKS.fullmatch(plain):
            return cls(1, int(found[1])) if 0 < int(found[1]) <= 52 else cls(words=words)
        if found := _A_YEAR.fullmatch(plain):
            return cls(a_year=float(found[1])) if 0 < float(found[1]) <= 366 else cls(words=words)
        return cls(words=words)

    @property
    def weekly_share(self) -> float:
        """Return how many times a working week on average; n a year is spread over 42 working weeks."""
        return self.share_of(WORKING_WEEKS)

    def share_of(self, working_weeks: int) -> float:
        """Return how many times a working week, of so many in a year."""
        return self.a_year / working_weeks if self.a_year else self.times / self.weeks

    @property
    def is_known(self) -> bool:
        """Return whether the number of times follows from the words."""
        return not self.words

    @property
    def has_fixed_weeks(self) -> bool:
        """Return whether it comes round in a cycle of weeks, so that two rows can be compared week by week."""
        return not self.a_year and self.is_known

    def __str__(self) -> str:
        if self.words:
            return self.words
        if self.a_year:
            return f"{self.a_year:g} a year"
        if self.times == self.weeks:
            return EVERY_WEEK
        return f"{self.times} in {self.weeks} weeks"


WEEKLY = Frequency()


def shared_weeks(one: Frequency, other: Frequency) -> tuple[int, int, int]:
    """Return the fewest and the most weeks in which two rows can meet, of how many weeks.

    Which weeks of its cycle a row takes is not in a plan. Two rows of the same cycle can be set apart as far as there
    is room: 3 in 9 and 7 in 9 share at least 1. Each week of one cycle meets each of
    another once where the two have no common divisor.
    """
    if one.weeks == other.weeks:
        cycle = one.weeks
        return max(0, one.times + other.times - cycle), min(one.times, other.times), cycle
    divisor = gcd(one.weeks, other.weeks)
    cycle = one.weeks * other.weeks // divisor
    ones, others = one.times * (cycle // one.weeks), other.times * (cycle // other.weeks)
    if divisor == 1:
        return one.times * other.times, one.times * other.times, cycle
    return max(0, ones + others - cycle), min(ones, others), cycle
