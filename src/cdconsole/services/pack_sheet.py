"""The transparency sheet in a clinician's own pack, and that its owner says they have read it."""

from __future__ import annotations

from cdconsole.domain.clinician_pack import PackSheet
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.ownership import ReadChannel, TextKind
from cdconsole.domain.pack_review import BroughtBack
from cdconsole.services.ownership import record_read
from cdconsole.storage import ownership
from cdconsole.storage.section_file import Reading, Work
from cdconsole.vault.clinician_pack import SignedReply


def sheet_for(reading: Reading, clinician: ClinicianId) -> PackSheet | None:
    """Return the sheet in force, and which version it is entered that they have read; None where none is in use."""
    known = ownership.texts(reading, TextKind.TRANSPARENCY)
    if not known:
        return None
    mark = ownership.marks(reading, TextKind.TRANSPARENCY).get(clinician)
    return PackSheet(known[0].version, known[0].text, 0 if mark is None else mark.version)


def sheet_brought(reading: Reading, version: int) -> tuple[BroughtBack, ...]:
    """Return what becomes of it that a reply says they have read a version; nothing for version 0."""
    if not version:
        return ()
    becomes = "Entered as read in their own pack." if _is_known(reading, version) else "Left out: it is not known here."
    return (BroughtBack("They have read the transparency sheet", f"Version {version}", becomes),)


def store_read(work: Work, clinician: ClinicianId, version: int, signed: SignedReply) -> None:
    """Store that they have read a version of the sheet, on the day of their reply; nothing for version 0."""
    if version and _is_known(work, version):
        on = signed.at.astimezone().date()
        record_read(work, clinician, TextKind.TRANSPARENCY, ReadChannel.IN_PACK, on, version)


def _is_known(reading: Reading, version: int) -> bool:
    return any(one.version == version for one in ownership.texts(reading, TextKind.TRANSPARENCY))
