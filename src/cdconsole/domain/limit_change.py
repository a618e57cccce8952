"""Changes of a chart's limits by a person, each with a reason: withdrawn with a reason, never changed or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.calendar import Month
from cdconsole.domain.chart_marks import LimitKind, LimitMark, words_under_a_chart
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId


@dataclass(frozen=True)
class LimitChange:
    """Limits that begin anew with a month, or leave it out, on a clinician's chart or the team's (None)."""

    id: str
    clinician_id: ClinicianId | None
    measure: MeasureId
    kind: LimitKind
    month: Month
    reason: str
    author: str
    at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    revision: int = 1

    @property
    def holds(self) -> bool:
        """Return whether the limits follow it."""
        return self.withdrawn_at is None

    @property
    def mark(self) -> LimitMark:
        """Return it as its chart shows it."""
        return LimitMark(self.id, self.kind, self.month, self.reason, self.author, self.at, self.revision)


def checked_reason(text: str) -> str:
    """Return a reason without space around it. Raises RuleBroken (field ``reason``) for none, or one too long."""
    missing = RuleBroken("Limits are never changed without a reason.", "Say what changed in the work.", "reason")
    return words_under_a_chart(text, "reason", missing)
