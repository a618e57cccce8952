"""Everything the audit trail's page shows. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from cdconsole.domain.audit_trail import AuditFilter, AuditKind, AuditTrail, AuditVerdict
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import ClinicianId, PersonId

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class Days(Enum):
    """How far back the trail is shown; the value is what the choice says."""

    ALL = "All days"
    TODAY = "Today"
    WEEK = "Last 7 days"
    MONTH = "Last 30 days"
    YEAR = "Last 12 months"

    def first(self, today: date) -> date | None:
        """Return the first day shown; None for all."""
        back = {Days.TODAY: 0, Days.WEEK: 6, Days.MONTH: 29, Days.YEAR: 364}
        return today - timedelta(days=back[self]) if self in back else None


@dataclass(frozen=True)
class AuditChoice:
    """What was chosen in the line of filters."""

    person: PersonId | None = None
    clinician: ClinicianId | None = None
    kind: AuditKind | None = None
    days: Days = Days.ALL

    def wanted(self, today: date) -> AuditFilter:
        """Return the filter that the choice means on a day."""
        return AuditFilter(self.person, self.clinician, self.kind, self.days.first(today))


@dataclass(frozen=True)
class AuditState:
    """The page. ``doing`` says what is going on, and is empty otherwise; ``has_newer`` that more was written since.

    Of ``receipt`` and ``refusal``, how the last attempt to save went, at most one is set.
    """

    choice: AuditChoice = AuditChoice()
    trail: AuditTrail | None = None
    clinicians: tuple[Clinician, ...] = ()
    has_newer: bool = False
    doing: str = ""
    verdict: AuditVerdict | None = None
    printed_problem: str = ""
    receipt: ExportReceipt | None = None
    refusal: str = ""

    @property
    def count_words(self) -> str:
        """Return how many events are shown, of how many."""
        if self.trail is None:
            return ""
        shown, total = len(self.trail.events), self.trail.total
        if shown < total:
            return f"The newest {shown:,} of {total:,} events"
        return f"{total:,} {'event' if total == 1 else 'events'}"

    @property
    def is_empty(self) -> bool:
        """Return whether nothing passes the filter."""
        return self.trail is not None and not self.trail.events

    @property
    def saved_words(self) -> str:
        """Return what became of saving, in a sentence."""
        if self.receipt is None:
            return self.refusal
        return f"{self.receipt.rows:,} events written to {self.receipt.path}, and entered in the export log."

    @property
    def file_name(self) -> str:
        """Return the name a saved trail is given unless the person types another."""
        about = next((one.name for one in self.clinicians if one.id == self.choice.clinician), "")
        name = f"Who looked at data of {about}" if self.choice.kind is AuditKind.LOOKED and about else "Audit trail"
        whose = f" {about}" if about and not name.endswith(about) else ""
        return f"{_NOT_IN_FILE_NAMES.sub(' ', name + whose).strip()}.csv"
