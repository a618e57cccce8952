"""Change the department's definitions: add, edit, copy, retire, bring back, choose what the clinician page shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from cdconsole.domain.definition import MOST_SHOWN, Definition, DefinitionVersion
from cdconsole.domain.definition_requests import (
    AddMeasures,
    BringBackMeasure,
    ChooseMeasures,
    CopyDefinition,
    EditDefinition,
    RetireMeasure,
)
from cdconsole.domain.definition_rules import checked
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.domain.people import Section
from cdconsole.services.definitions import all_versions, on_clinician_page
from cdconsole.services.measure_templates import shipped_templates
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import measure_definitions, outcomes
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_FROM_TEMPLATE = "Added from the template"


@handles(AddMeasures)
def add_measures(session: Session, request: AddMeasures, _task: Task) -> tuple[Definition, ...]:
    """Take templates into use, and put them under an outcome where one is named.

    Raises RuleBroken where nothing is named, a measure is there already or the outcome is gone.
    """
    if not request.templates:
        raise RuleBroken("No measure is chosen.", "Choose one or more.", "templates")
    with session.unit_of_work(Section.RECORDS) as work:
        outcome = _outcome(work, request.outcome)
        added = take_into_use(work, request.templates, "" if outcome is None else outcome.title)
        if outcome is not None:
            measures = (*outcome.measures, *(version.measure.id for version in added))
            outcomes.save(work, replace(outcome, measures=tuple(dict.fromkeys(measures))))
        work.commit()
    return tuple(Definition((version,)) for version in added)


def take_into_use(work: Work, wanted: Iterable[MeasureId], outcome: str = "") -> tuple[DefinitionVersion, ...]:
    """Store templates as definitions of the department; ``outcome`` is the title of the one they serve, if named.

    Raises RuleBroken where a measure is there already, or no template has its name.
    """
    templates = {template.id: template for template in shipped_templates()}
    known = {one.id: one for one in all_versions(work)}
    added = []
    for name in dict.fromkeys(wanted):
        if name in known:
            what_to_do = "Bring it back instead." if known[name].is_retired else "Edit or copy it instead."
            raise RuleBroken(f"{known[name].measure.title} is there already.", what_to_do, "templates")
        if name not in templates:
            raise RuleBroken(f"There is no template “{name}”.", "Choose from the list.", "templates")
        measure = templates[name]
        _refuse_same_title(work, measure)
        measure = replace(measure, outcome=outcome) if outcome else measure
        added.append(_stored(work, measure, reason=_FROM_TEMPLATE, action="added"))
    return tuple(added)


@handles(EditDefinition)
def edit_definition(session: Session, request: EditDefinition, _task: Task) -> Definition:
    """Store a definition's next version; how it counts in principle stays.

    Raises RuleBroken naming the field at fault, StaleEdit.
    """
    wanted = checked(request.measure)
    with session.unit_of_work(Section.RECORDS) as work:
        before = _known(work, wanted.id)
        check_revision(before.measure.version, wanted.version, "The definition")
        if before.is_retired:
            raise RuleBroken("This measure is retired.", "Bring it back first.", "title")
        _refuse_other_counting(before.measure, wanted)
        _refuse_same_title(work, wanted)
        if wanted == before.measure:
            raise RuleBroken("Nothing is changed yet.", "Change a field, or cancel.", "reason")
        reason = _reason(request.reason, "Say why the definition changes: old charts keep the old one.")
        version = _stored(work, replace(wanted, version=wanted.version + 1), reason=reason, action="changed")
        work.commit()
    return Definition((version, *before.versions))


@handles(CopyDefinition)
def copy_definition(session: Session, request: CopyDefinition, _task: Task) -> Definition:
    """Take a definition of its own into use that was made from another; its id follows from its title.

    Raises RuleBroken naming the field at fault.
    """
    wanted = checked(request.measure)
    with session.unit_of_work(Section.RECORDS) as work:
        origin = _origin(work, wanted.id)
        _refuse_other_counting(origin, wanted)
        taken = {one.id for one in all_versions(work)} | {template.id for template in shipped_templates()}
        measure = replace(wanted, id=_new_id(wanted.title, taken), version=1)
        _refuse_same_title(work, measure)
        if replace(wanted, title=origin.title) == origin:
            raise RuleBroken("The copy counts the same as the original.", "Change more than its title.", "title")
        reason = _reason(request.reason, "Say what the copy is for.")
        version = _stored(work, measure, reason=reason, action="added")
        work.commit()
    return Definition((version,))


@handles(RetireMeasure)
def retire_measure(session: Session, request: RetireMeasure, _task: Task) -> Definition:
    """Draw nothing new of a measure; goals, reviews and charts that have it keep it.

    Raises RuleBroken without a reason, for a measure retired already and for the last one in use; StaleEdit.
    """
    reason = _reason(request.reason, "Say why the measure is not used any more.")
    with session.unit_of_work(Section.RECORDS) as work:
        before = _known(work, request.measure)
        check_revision(before.measure.version, request.version, "The definition")
        if before.is_retired:
            raise RuleBroken("This measure is retired already.", "", "reason")
        if sum(not one.is_retired for one in all_versions(work)) == 1:
            raise RuleBroken("The last measure in use can't be retired.", "Add another first.", "reason")
        after = _next(before)
        version = _stored(work, after, reason=reason, action="retired", is_retired=True)
        work.commit()
    return Definition((version, *before.versions))


@handles(BringBackMeasure)
def bring_back_measure(session: Session, request: BringBackMeasure, _task: Task) -> Definition:
    """Take a retired measure into use again. Raises RuleBroken where it is in use or its title is taken; StaleEdit."""
    with session.unit_of_work(Section.RECORDS) as work:
        before = _known(work, request.measure)
        check_revision(before.measure.version, request.version, "The definition")
        if not before.is_retired:
            raise RuleBroken("This measure is in use.", "", "reason")
        _refuse_same_title(work, before.measure)
        version = _stored(work, _next(before), reason=request.reason.strip() or "Brought back", action="brought back")
        work.commit()
    return Definition((version, *before.versions))


@handles(ChooseMeasures)
def choose_measures(session: Session, request: ChooseMeasures, _task: Task) -> tuple[MeasureId, ...]:
    """Store what stands on the clinician page, and return what stands there now.

    Raises RuleBroken for more than six, and for a measure that is retired or unknown.
    """
    wanted = tuple(dict.fromkeys(request.measures))
    if len(wanted) > MOST_SHOWN:
        raise RuleBroken(
            f"At most {MOST_SHOWN} charts stand on the clinician page at once.", "Take some away.", "measures"
        )
    with session.unit_of_work(Section.RECORDS) as work:
        for one in (_known(work, measure) for measure in wanted):
            if one.is_retired:
                raise RuleBroken(f"{one.measure.title} is retired.", "Bring it back first.", "measures")
        measure_definitions.choose(work, wanted)
        work.audit("chose", "the charts of the clinician page")
        work.commit()
    return tuple(measure.id for measure in on_clinician_page(session))


def make_newest(work: Work, measure: Measure, *, is_retired: bool) -> None:
    """Store content as the newest version of its definition, unless it is the newest already."""
    before = _known(work, measure.id)
    wanted = replace(measure, version=before.measure.version)
    if (wanted, is_retired) != (before.measure, before.is_retired):
        after = replace(measure, version=before.measure.version + 1)
        _stored(work, after, reason="Chosen of two versions", action="changed", is_retired=is_retired)


def _stored(work: Work, measure: Measure, *, reason: str, action: str, is_retired: bool = False) -> DefinitionVersion:
    version = measure_definitions.add_version(work, measure, is_retired=is_retired, reason=reason)
    work.audit(action, f"the definition {measure.id}, version {measure.version}")
    return version


def _next(before: Definition) -> Measure:
    return replace(before.measure, version=before.measure.version + 1)


def _known(reading: Reading, measure: MeasureId) -> Definition:
    for one in all_versions(reading):
        if one.id == measure:
            return one
    raise UserFacingError("There is no such measure.", "Choose one from the list of definitions.")


def _origin(reading: Reading, measure: MeasureId) -> Measure:
    """Return the definition or template that a copy is made from."""
    known = {template.id: template for template in shipped_templates()}
    known |= {one.id: one.measure for one in all_versions(reading)}
    if measure not in known:
        raise UserFacingError("There is no such measure.", "Choose one from the list of definitions.")
    return known[measure]


def _outcome(reading: Reading, wanted: str) -> SuccessCriticalOutcome | None:
    if not wanted:
        return None
    for outcome in outcomes.pursued(reading):
        if outcome.id == wanted:
            return outcome
    raise RuleBroken("That outcome is not in the tree any more.", "Choose another.", "outcome")


def _reason(typed: str, what_to_do: str) -> str:
    if not typed.strip():
        raise RuleBroken("A reason is needed.", what_to_do, "reason")
    return typed.strip()


def _refuse_other_counting(before: Measure, wanted: Measure) -> None:
    if wanted.counting.calculation is not before.counting.calculation:
        raise RuleBroken("How a measure counts stays.", "Add another from its template.", "calculation")


def _refuse_same_title(reading: Reading, wanted: Measure) -> None:
    for one in all_versions(reading):
        is_same = one.measure.title.casefold() == wanted.title.casefold()
        if is_same and one.id != wanted.id and not one.is_retired:
            raise RuleBroken(
                f"Another measure is called “{one.measure.title}”.", "Give it a title of its own.", "title"
            )


def _new_id(title: str, taken: Collection[str]) -> MeasureId:
    """Return a title as an id that nothing else has."""
    plain = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_") or "measure"
    names = (plain, *(f"{plain}_{number}" for number in range(2, len(taken) + 3)))
    return MeasureId(next(name for name in names if MeasureId(name) not in taken))
