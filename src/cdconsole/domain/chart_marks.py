"""What people put on a chart's months beside the values: notes, changes of limits, PDSA cycles, a goal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.calendar import Month, date_text
from cdconsole.domain.errors import RuleBroken

LONGEST = 400
"""Characters that fit under a chart."""


@dataclass(frozen=True)
class PointNote:
    """A person's note on one month of a chart; ``id`` and ``revision`` are those of its annotation."""

    id: str
    month: Month
    text: str
    author: str
    at: datetime
    revision: int

    def __str__(self) -> str:
        return f"{self.month}: {self.text} ({self.author}, {date_text(self.at.date())})"


@dataclass(frozen=True)
class CycleMark:
    """The day a PDSA cycle of a goal started: ``label`` is ``PDSA 1``, ``plan`` what was to be tried."""

    on: date
    label: str
    plan: str

    @property
    def month(self) -> Month:
        """Return the month it stands in."""
        return Month.of(self.on)

    def __str__(self) -> str:
        return f"{self.label}, {date_text(self.on)}: {self.plan}"


@dataclass(frozen=True)
class GoalMark:
    """What a goal puts on the chart of its measure: when it was agreed, its baseline and its target, if it has them."""

    agreed_on: date
    baseline: float | None
    target: float | None

    def __str__(self) -> str:
        return f"Goal agreed {date_text(self.agreed_on)}"


class LimitKind(Enum):
    """What a person has the limits do at a month: begin anew from it, or leave it out."""

    REBASE = "rebase"
    EXCLUDE = "exclude"


@dataclass(frozen=True)
class LimitMark:
    """A person's change of a chart's limits, with the reason; ``id`` and ``revision`` are those of its record."""

    id: str
    kind: LimitKind
    month: Month
    reason: str
    author: str
    at: datetime
    revision: int

    def __str__(self) -> str:
        what = (
            f"Limits changed from {self.month}"
            if self.kind is LimitKind.REBASE
            else f"{self.month} left out of the limits"
        )
        return f"{what}: {self.reason.rstrip('.')}. {self.author}, {date_text(self.at.date())}"


def words_under_a_chart(text: str, called: str, missing: RuleBroken) -> str:
    """Return a person's words without space around them.

    Raises ``missing`` for none, and RuleBroken for the same field, about what is ``called`` so, for more than fit.
    """
    words = " ".join(text.split())
    if not words:
        raise missing
    if len(words) > LONGEST:
        raise RuleBroken(
            f"The {called} is longer than {LONGEST} characters.",
            "Keep it short; longer words belong in the review.",
            missing.field,
        )
    return words
