"""What a person can want of a printed document."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.printed import PrintedKind
from cdconsole.domain.requests import Command


@dataclass(frozen=True)
class SavePrinted(Command[str]):
    """Write a document that was laid out as a PDF, through the export log; return its SHA-256.

    ``clinician`` is whom it is about, None for nobody in particular.
    """

    kind: PrintedKind
    clinician: ClinicianId | None
    path: str
    pdf: bytes

    def __repr__(self) -> str:
        return "SavePrinted(...)"


@dataclass(frozen=True)
class RecordPrinting(Command[None]):
    """Keep in the export log that a document went to a printer."""

    kind: PrintedKind
    clinician: ClinicianId | None
