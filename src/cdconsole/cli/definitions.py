"""``cdconsole definitions``: what every measure means, version by version, and which are in use."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.calendar import moment_text
from cdconsole.domain.definition import Definition, DefinitionList
from cdconsole.domain.definition_requests import (
    AddMeasures,
    BringBackMeasure,
    ExportDefinitions,
    ListDefinitions,
    RetireMeasure,
)
from cdconsole.domain.definition_text import field_texts
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.measure import MeasureId
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_definitions(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``definitions``."""
    definitions = commands.add_parser("definitions", help="what every measure means; add, retire and bring back")
    add_department(definitions, "--as")
    acts = definitions.add_mutually_exclusive_group()
    acts.add_argument("--output", type=Path, metavar="OUT.csv", help="write every version with all fields")
    acts.add_argument("--templates", action="store_true", help="list the templates that can be added")
    acts.add_argument("--add", nargs="+", type=MeasureId, metavar="ID", help="take templates into use")
    acts.add_argument("--retire", type=MeasureId, metavar="ID", help="draw nothing new of a measure")
    acts.add_argument("--bring-back", type=MeasureId, metavar="ID", help="take a retired measure into use again")
    definitions.add_argument("--reason", default="", metavar="WHY", help="why, for --retire and --bring-back")
    definitions.set_defaults(command=_definitions)


def _definitions(options: argparse.Namespace) -> int:
    with opened(options) as session:
        if options.output:
            rows = answer(session, ExportDefinitions(str(options.output.resolve())), Task())
            print(f"{rows:,} versions of definitions written to {options.output}, and entered in the export log")
        elif options.add:
            for one in answer(session, AddMeasures(tuple(options.add)), Task()):
                print(f"{one.measure.title} ({one.id}) is in use.")
        elif options.retire or options.bring_back:
            _change(session, options)
        else:
            _list(answer(session, ListDefinitions(), Task()), of_templates=options.templates)
    return 0


def _change(session: Session, options: argparse.Namespace) -> None:
    wanted = options.retire or options.bring_back
    known = {one.id: one for one in answer(session, ListDefinitions(), Task()).definitions}
    if wanted not in known:
        raise UserFacingError(f"There is no measure “{wanted}”.", f"Known: {', '.join(known)}.")
    version, uses = known[wanted].measure.version, known[wanted].uses
    if options.retire:
        after = answer(session, RetireMeasure(wanted, options.reason, version), Task())
        still = f" Still used by {', '.join(uses)}." if uses else ""
        print(f"{after.measure.title} is retired, version {after.measure.version}.{still}")
    else:
        after = answer(session, BringBackMeasure(wanted, version, options.reason), Task())
        print(f"{after.measure.title} is in use again, version {after.measure.version}.")


def _list(found: DefinitionList, *, of_templates: bool) -> None:
    if of_templates:
        for template in found.templates:
            source, settings = template.measure.counting.source.value, template.measure.settings
            here = "in the list already" if template.is_known else "not in the list"
            records = "imported" if template.has_data else "none imported"
            print(f"{template.measure.id}: {template.measure.title} ({', '.join(one.value for one in settings)})")
            print(f"  {here}; needs {source.lower()}: {records}")
        return
    for definition in found.definitions:
        _print(definition)


def _print(definition: Definition) -> None:
    for version in definition.versions:
        measure = version.measure
        state = "retired" if version.is_retired else "in use" if version is definition.newest else "earlier"
        who = "came with the program" if version.at is None else f"{version.person}, {moment_text(version.at)}"
        why = f": {version.reason}" if version.reason else ""
        print(f"{measure.id}, version {measure.version}, {state}: {measure.title}")
        print(f"  {who}{why}")
        for name, text in field_texts(measure):
            print(f"  {name}: {text}")
