"""The export log: an entry before a file appears, another once it has, and none is ever changed."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from cdconsole.domain.change_set import Topic
from cdconsole.domain.governance import ExportLogRow
from cdconsole.domain.identity import ClinicianId
from cdconsole.storage.section_file import Reading, Work


class ExportState(Enum):
    """How far an export got."""

    STARTED = "started"
    WRITTEN = "written"
    FAILED = "failed"


def add(work: Work, state: ExportState, what: str, file_name: str, sha256: str = "", subject: str = "") -> None:
    """Add an entry; ``sha256`` is that of the file as far as it is known, ``subject`` what the audit trail says.

    Without a subject the audit trail says ``what``.
    """
    work.execute(
        "INSERT INTO export_log (at, person, what, file_name, sha256, state) VALUES (?, ?, ?, ?, ?, ?)",
        (work.at.isoformat(), work.actor.name, what, file_name, sha256, state.value),
    )
    work.audit(f"export {state.value}", subject or what)
    work.changed(Topic.EXPORT)


def about(reading: Reading, clinician: ClinicianId, what: str) -> tuple[ExportLogRow, ...]:
    """Return the entries about one clinician whose words begin with ``what``, newest first.

    The audit trail beside it says whom a file was about.
    """
    found = reading.rows(
        "SELECT at, person, what, file_name, sha256, state FROM export_log AS e WHERE instr(what, ?) = 1 AND EXISTS ("
        "SELECT 1 FROM audit_event AS a WHERE a.at = e.at AND instr(a.subject, ?)) ORDER BY sequence DESC",
        (what, clinician),
    )
    return tuple(ExportLogRow(datetime.fromisoformat(at), *words) for at, *words in found)


def entries(reading: Reading) -> tuple[ExportLogRow, ...]:
    """Return the whole log, newest first."""
    found = reading.rows("SELECT at, person, what, file_name, sha256, state FROM export_log ORDER BY sequence DESC")
    return tuple(ExportLogRow(datetime.fromisoformat(at), *words) for at, *words in found)
