"""What a person can want of the audit trail: read it, prove it, and take it along."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.audit_trail import EVERYTHING, AuditFilter, AuditTrail, AuditVerdict
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ListAuditEvents(Request[AuditTrail]):
    """The audit trail of the sections this person can read, newest first, as far as it passes the filter."""

    wanted: AuditFilter = EVERYTHING
    limit: int = 500


@dataclass(frozen=True)
class VerifyAuditTrail(Request[AuditVerdict]):
    """Whether every event is as it was written; ``printed`` is a head from paper to look for, empty for none."""

    printed: str = ""


@dataclass(frozen=True)
class ExportAuditTrail(Command[ExportReceipt]):
    """Write every event that passes the filter as CSV, logged like any export."""

    wanted: AuditFilter
    path: str
