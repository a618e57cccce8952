"""Write outcome trees and stage boards as files, through the export log."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.framework import Framework
from cdconsole.domain.framework_requests import ExportFramework, FrameworkPart, ListWorkStreams
from cdconsole.domain.people import Section
from cdconsole.exporting.framework_csv import write_board, write_outcomes
from cdconsole.services.definitions import every_definition
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.framework import read_framework
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.work_streams import list_work_streams


@handles(ExportFramework)
def export_framework(session: Session, request: ExportFramework, task: Task) -> int:
    """Write a part of every work stream's framework as CSV and log it; return how many rows. Raises ExportRefused."""
    target = checked_target(Path(request.path), ".csv")
    frameworks = every_framework(session, task)
    titles = {known.id: known.measure.title for known in every_definition(session)}

    def write(path: Path) -> int:
        if request.part is FrameworkPart.BOARD:
            return write_board(path, frameworks)
        return write_outcomes(path, frameworks, titles)

    exported = Exported(f"{request.part.value.capitalize()} of the framework", Section.RECORDS)
    rows, _digest = write_logged(session, target, exported, write)
    return rows


def every_framework(session: Session, task: Task) -> tuple[Framework, ...]:
    """Return the framework of every work stream, closed ones too."""
    return tuple(read_framework(session, one.id) for one in list_work_streams(session, ListWorkStreams(), task))
