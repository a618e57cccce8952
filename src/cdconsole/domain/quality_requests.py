"""What a person or a script can want of data quality: the reports, and the list of things to mend."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.data_quality import FixItem, FixList, FixState, QualityReport, QualitySubject
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import BatchId
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ListQualitySubjects(Request[tuple[QualitySubject, ...]]):
    """Everything a report can be about: each kind of record that is stored, then each batch, newest first."""


@dataclass(frozen=True)
class ShowQualityReport(Request[QualityReport]):
    """One report, worked out from what is stored now."""

    subject: QualitySubject


@dataclass(frozen=True)
class ListFixes(Request[FixList]):
    """What to mend, of everything or of one batch; those decided on are left out unless wanted."""

    batch: BatchId | None = None
    include_decided: bool = False
    limit: int = 2_000


@dataclass(frozen=True)
class DecideFix(Command[FixItem]):
    """Say what became of one thing to mend; ``revision`` is the item's that was on screen."""

    key: str
    state: FixState
    note: str
    revision: int

    def __repr__(self) -> str:
        return "DecideFix(...)"


@dataclass(frozen=True)
class ExportFixes(Command[ExportReceipt]):
    """Write the list as CSV, for whoever keeps the source system; through the export log."""

    path: str
    batch: BatchId | None = None
