"""Lets a document laid out by the window leave as a PDF or on paper, through the export log as every file."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from cdconsole.domain.errors import ExportRefused
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.printed import PrintedKind
from cdconsole.domain.printed_requests import RecordPrinting, SavePrinted
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import export_log
from cdconsole.storage.export_log import ExportState

_PDF = b"%PDF-"
_OF_EVERYBODY = frozenset({PrintedKind.TRANSPARENCY_SHEET, PrintedKind.CHARTER, PrintedKind.GUIDANCE_CARD})
"""What an administrator may print too; all else is kept in the review section, and needs its key."""


@handles(SavePrinted)
def save_printed(session: Session, request: SavePrinted, _task: Task) -> str:
    """Write the document. Raises NotEntitled for an administrator, ExportRefused where it can't be written."""
    exported = _exported(session, request.kind, request.clinician)
    if not request.pdf.startswith(_PDF):
        raise ExportRefused("The document could not be laid out.", "Try again; if it stays so, report it.")
    target = checked_target(Path(request.path), ".pdf")

    def write(path: Path) -> int:
        path.write_bytes(request.pdf)
        return 1

    _rows, digest = write_logged(session, target, exported, write)
    return digest


@handles(RecordPrinting)
def record_printing(session: Session, request: RecordPrinting, _task: Task) -> None:
    """Log what is about to be printed; there is no file, so the log has no name and the hash of nothing.

    Raises NotEntitled for an administrator where the document is about somebody's review.
    """
    exported = _exported(session, request.kind, request.clinician)
    with session.unit_of_work(exported.section, reason="export") as work:
        export_log.add(work, ExportState.WRITTEN, exported.what, "on paper", sha256().hexdigest(), exported.subject)
        work.commit()


def _exported(session: Session, kind: PrintedKind, clinician: ClinicianId | None) -> Exported:
    section = Section.RECORDS if kind in _OF_EVERYBODY and clinician is None else Section.REVIEW
    session.require(section)
    subject = kind.value.lower()
    return Exported(kind.value, section, f"{subject}: {clinician}" if clinician else subject)
