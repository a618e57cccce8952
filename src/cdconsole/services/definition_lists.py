"""List the definitions with what uses them, and write them to a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from cdconsole.domain.counting import Source
from cdconsole.domain.definition import DefinitionList, MeasureTemplate
from cdconsole.domain.definition_requests import ExportDefinitions, ListDefinitions
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.exporting.definitions_csv import write_definitions
from cdconsole.services.definitions import every_definition, on_clinician_page
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.measure_templates import shipped_templates
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import goals, inpatients, measure_definitions, outcomes


@handles(ListDefinitions)
def list_definitions(session: Session, _request: ListDefinitions, _task: Task) -> DefinitionList:
    """Return every definition and template. How many goals use one is said only to whom goals are open."""
    known = every_definition(session)
    uses = _uses(session)
    with session.snapshot(Section.RECORDS) as snapshot:
        sources = measure_definitions.sources_with_records(snapshot)
        is_chosen = bool(measure_definitions.shown(snapshot))
    with session.snapshot(Section.WARD) as snapshot:
        if inpatients.has_any(snapshot):
            sources |= {Source.WARD_LIST}
    ids = {one.id for one in known}
    return DefinitionList(
        definitions=tuple(replace(one, uses=uses.get(one.id, ())) for one in known),
        templates=tuple(
            MeasureTemplate(one, one.id in ids, one.counting.source in sources) for one in shipped_templates()
        ),
        shown=tuple(measure.id for measure in on_clinician_page(session)),
        is_chosen=is_chosen,
    )


@handles(ExportDefinitions)
def export_definitions(session: Session, request: ExportDefinitions, _task: Task) -> int:
    """Write every version through the export log, oldest first. Raises ExportRefused."""
    target = checked_target(Path(request.path), ".csv")
    known = every_definition(session)

    def write(path: Path) -> int:
        return write_definitions(path, known)

    rows, _digest = write_logged(session, target, Exported("definitions of measures"), write)
    return rows


def _uses(session: Session) -> dict[MeasureId, tuple[str, ...]]:
    """Return what holds on to each measure, in words."""
    with session.snapshot(Section.RECORDS) as snapshot:
        tree = outcomes.pursued(snapshot)
    found = {
        measure: tuple(f"the outcome “{one.title}”" for one in tree if measure in one.measures)
        for measure in {measure for one in tree for measure in one.measures}
    }
    if Section.REVIEW in session.person.role.sections:
        with session.snapshot(Section.REVIEW) as snapshot:
            open_goals = goals.everybody(snapshot, include_closed=False)
        counted = Counter(goal.measure for goal in open_goals if goal.measure is not None)
        for measure, number in counted.items():
            found[measure] = (f"{number} open goal{'s' if number > 1 else ''}", *found.get(measure, ()))
    return found
