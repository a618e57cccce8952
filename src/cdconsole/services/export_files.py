"""How every file leaves: beside its final name first, then into the export log, and only then in place."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.errors import ExportRefused
from cdconsole.domain.people import Section
from cdconsole.services.session import Session
from cdconsole.storage import export_log
from cdconsole.storage.export_log import ExportState


@dataclass(frozen=True)
class Exported:
    """What the export log says of a file; ``section`` holds the entry, ``subject`` is what the audit trail says."""

    what: str
    section: Section = Section.RECORDS
    subject: str = ""


def checked_target(path: Path, ending: str = "") -> Path:
    """Return where a file is to go. Raises ExportRefused where it can't."""
    if ending and path.suffix.lower() != ending:
        raise ExportRefused(f"{path.name} does not end in {ending}.", f"Give it a name like {path.stem}{ending}.")
    try:
        is_folder, has_place = path.is_dir(), path.parent.is_dir()
    except OSError as error:  # a name too long, for one
        raise _cannot_write(path, error) from error
    if is_folder:
        raise ExportRefused(f"{path.name} is a folder.", "Choose a file name.")
    if not has_place:
        raise ExportRefused(f"{path.name} cannot be written: there is no folder {path.parent}.", "Choose another.")
    return path


def write_logged(session: Session, target: Path, exported: Exported, write: Callable[[Path], int]) -> tuple[int, str]:
    """Write a file beside its final name, log it, then let it appear; return its rows and SHA-256.

    No unlogged export can exist. Raises ExportRefused where the place can't be written, and what ``write`` raises.
    """
    temporary = _temporary_beside(target)
    try:
        rows = write(temporary)
        digest = hashlib.sha256(temporary.read_bytes()).hexdigest()
        _log(session, ExportState.WRITTEN, exported, target.name, digest)
        try:
            temporary.replace(target)
        except OSError as error:
            _log(session, ExportState.FAILED, exported, target.name, digest)
            raise _cannot_write(target, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return rows, digest


def _temporary_beside(target: Path) -> Path:
    """Return a new empty private file in the target's folder, so that the last step is a rename."""
    try:
        handle, name = tempfile.mkstemp(prefix=".cdconsole-", suffix=target.suffix, dir=target.parent)
    except OSError as error:
        raise _cannot_write(target, error) from error
    os.close(handle)
    return Path(name)


def _cannot_write(target: Path, error: OSError) -> ExportRefused:
    return ExportRefused(
        f"{target.name} cannot be written in {target.parent} ({error.strerror}).",
        "Close it if it is open in another program, or choose another folder.",
    )


def _log(session: Session, state: ExportState, exported: Exported, file_name: str, digest: str) -> None:
    with session.unit_of_work(exported.section, reason="export") as work:
        export_log.add(work, state, exported.what, file_name, digest, exported.subject)
        work.commit()
