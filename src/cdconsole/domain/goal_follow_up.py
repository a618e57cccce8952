"""What follows a goal: whose it is where it is a group's, before and after, and whether what was gained held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from cdconsole.domain.calendar import date_text
from cdconsole.domain.identity import ClinicianId


def a_year_after(day: date) -> date:
    """Return the same day a year on, when somebody looks whether what was achieved held; of 29 Feb the 28th."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@dataclass(frozen=True)
class GoalGroup:
    """Who agreed a goal together, outside any one person's review; without ``members`` it is the whole team.

    ``owners`` says in words who sees to it.
    """

    name: str
    members: tuple[ClinicianId, ...]
    owners: str
    agreed_on: date

    def has(self, clinician: ClinicianId) -> bool:
        """Return whether a clinician belongs to it."""
        return not self.members or clinician in self.members


class Held(Enum):
    """Whether a gain held a year on: a person's word, never worked out."""

    HELD = "Held"
    PARTLY = "Partly held"
    NOT_HELD = "Not held"


@dataclass(frozen=True)
class SustainCheck:
    """The look back a year after a goal was achieved. ``checked_on`` None while it waits; once done it stands.

    ``value`` and ``value_text`` are where the measure was then, with its n and denominator; ``held`` is a person's
    word.
    """

    id: str
    due_on: date
    checked_on: date | None = None
    value: float | None = None
    value_text: str = ""
    held: Held | None = None
    note: str = ""
    author: str = ""
    revision: int = 1

    @property
    def is_done(self) -> bool:
        """Return whether somebody looked."""
        return self.checked_on is not None

    def __str__(self) -> str:
        if self.checked_on is None or self.held is None:
            return f"Whether it held is looked at on {date_text(self.due_on)}."
        return f"{self.held.value} on {date_text(self.checked_on)}: {self.note} {self.value_text}. {self.author}"


@dataclass(frozen=True)
class BeforeAfter:
    """A measure before a day and since, in sentences. ``at`` is the day, ``what`` happened then: ``the agreement``.

    ``difference`` says how far the two may differ with 95% confidence, or why nothing can be said. ``on_chart`` says
    whether the chart's rules found a shift since. ``cautions`` are what the figures cannot tell.
    """

    at: date
    what: str
    before: str
    since: str
    difference: str
    on_chart: str = ""
    cautions: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Return everything it says, a sentence or two a line."""
        said = (self.before, self.since, self.difference, self.on_chart, " ".join(self.cautions))
        return tuple(line for line in said if line)


@dataclass(frozen=True)
class GoalsDue:
    """How many open goals are overdue or due within a week, and how many achieved ones are due to be looked back on."""

    overdue: int = 0
    this_week: int = 0
    checks: int = 0

    @property
    def text(self) -> str:
        """Return what is due in a few words: ``2 due this week, 1 overdue``; nothing where nothing is."""
        counted = ((self.this_week, "due this week"), (self.overdue, "overdue"), (self.checks, "to look back on"))
        return ", ".join(f"{count} {words}" for count, words in counted if count)
