"""What can be asked about everything that is held about one person."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.held import PersonPreview
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.printed import Printed
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class PreviewPersonReport(Request[PersonPreview]):
    """What everything held about one clinician would hold."""

    clinician: ClinicianId


@dataclass(frozen=True)
class PrintPersonReport(Request[Printed]):
    """Everything held about one clinician as a document to be laid out; long lists of work are counted only."""

    clinician: ClinicianId


@dataclass(frozen=True)
class ExportPersonReport(Command[ExportReceipt]):
    """Write everything held about one clinician as CSV files in one zip, through the export log."""

    clinician: ClinicianId
    path: str
