"""The templates: a CSV file a kind that says which columns to ask business intelligence for."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.import_requests import ListTemplates, SaveTemplate
from cdconsole.domain.people import Section
from cdconsole.domain.resources import resource_path
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


@handles(ListTemplates)
def list_templates(session: Session, _request: ListTemplates, _task: Task) -> tuple[ExtractKind, ...]:
    """Return the kinds that have a template."""
    session.require(Section.RECORDS)
    folder = resource_path("templates")
    return tuple(kind for kind in ExtractKind if (folder / _name(kind)).exists())


@handles(SaveTemplate)
def save_template(session: Session, request: SaveTemplate, _task: Task) -> str:
    """Save a template as a file of its own; return where. Raises ExportRefused where it can't be written."""
    session.require(Section.RECORDS)
    target = checked_target(Path(request.path), ".csv")
    content = resource_path(f"templates/{_name(request.kind)}").read_bytes()

    def write(temporary: Path) -> int:
        temporary.write_bytes(content)
        return content.count(b"\n") - 1

    write_logged(session, target, Exported("Template of an extract, without data", subject=request.kind.value), write)
    return str(target)


def _name(kind: ExtractKind) -> str:
    return f"{kind.name.lower()}.csv"
