"""Notes that people write on a month of a chart: withdrawn, never changed or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.calendar import Month
from cdconsole.domain.chart_marks import PointNote, words_under_a_chart
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId


@dataclass(frozen=True)
class Annotation:
    """A note on one month of a clinician's chart, or of the team's where ``clinician_id`` is None."""

    id: str
    clinician_id: ClinicianId | None
    measure: MeasureId
    month: Month
    text: str
    author: str
    at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    revision: int = 1

    @property
    def holds(self) -> bool:
        """Return whether it stands on the chart."""
        return self.withdrawn_at is None

    @property
    def note(self) -> PointNote:
        """Return it as its chart shows it."""
        return PointNote(self.id, self.month, self.text, self.author, self.at, self.revision)


def checked_words(text: str) -> str:
    """Return a note's words without space around them. Raises RuleBroken for none, or for more than fit a chart."""
    missing = RuleBroken("The note has no words yet.", "Say what happened in that month.", "text")
    return words_under_a_chart(text, "note", missing)
