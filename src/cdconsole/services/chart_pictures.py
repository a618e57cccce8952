"""Lets a drawn chart leave as a picture, through the export log as every file."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.chart_picture_requests import SaveChartPicture
from cdconsole.domain.errors import ExportRefused
from cdconsole.domain.people import Section
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

WHAT = "Picture of a clinician's chart"
_PNG = b"\x89PNG\r\n\x1a\n"


@handles(SaveChartPicture)
def save_chart_picture(session: Session, request: SaveChartPicture, _task: Task) -> str:
    """Write the picture. Raises NotEntitled for an administrator, ExportRefused where it can't be written."""
    session.require(Section.REVIEW)
    if not request.png.startswith(_PNG):
        raise ExportRefused("The chart could not be drawn as a picture.", "Copy it instead, and try again.")
    target = checked_target(Path(request.path), ".png")

    def write(path: Path) -> int:
        path.write_bytes(request.png)
        return 1

    exported = Exported(WHAT, Section.REVIEW, f"{WHAT.lower()}: {request.clinician}")
    _rows, digest = write_logged(session, target, exported, write)
    return digest
