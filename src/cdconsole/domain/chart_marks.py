"""What people put on a chart's months beside the values: notes, and the days on which PDSA cycles started."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cdconsole.domain.calendar import Month, date_text


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
