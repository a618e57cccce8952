"""The definitions in use: those every department begins with, and its own (evidence: `docs/measures.md`)."""

from __future__ import annotations

from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.definition import MOST_SHOWN, Definition, DefinitionVersion
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.measure import Controllable, Measure, MeasureId, Setting, Unit
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListMeasures
from cdconsole.domain.spc import Improvement
from cdconsole.services.measure_templates import shipped_templates
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import measure_definitions
from cdconsole.storage.section_file import Reading

_TOPICS = frozenset({Topic.MEASURE})

_ATTRIBUTION = (
    "The discharging clinician: whoever the source system names at discharge. What that clinician calls not theirs is "
    "taken out of their own figures; what they call shared also counts for the colleague they name. The team's figures "
    "count every spell once, as recorded."
)

MEASURES: tuple[Measure, ...] = (
    Measure(
        id=MeasureId.SPELLS,
        version=1,
        title="Spells",
        question="How much inpatient and day-case work ended under this clinician?",
        numerator="Hospital provider spells with a discharge date in the month",
        denominator="Direct clinical care (DCC) PAs in the job plan, times the weeks of the month not spent on leave",
        denominator_noun="DCC PA-weeks",
        exclusions="Spells not yet discharged",
        attribution=_ATTRIBUTION,
        unit=Unit.COUNT,
        improvement=Improvement.NEITHER,
        needs_times=False,
        balancing="Length of stay",
        weaknesses="A count follows rota, leave and closures before the person: read it beside the job plan.",
        source="Hospital provider spell, NHS Data Dictionary",
        counting=Counting(Calculation.SPELLS),
        outcome="Work is shared fairly and delivered as planned",
        controllable=Controllable.PARTLY,
        settings=(Setting.MEDICINE, Setting.SURGERY),
    ),
    Measure(
        id=MeasureId.LENGTH_OF_STAY,
        version=1,
        title="Length of stay, median days",
        question="How long do this clinician's inpatients stay?",
        numerator="Discharge date minus admission date, in days",
        denominator="Completed inpatient spells",
        denominator_noun="inpatient spells",
        exclusions="Day cases and regular attenders; spells that ended in death are counted",
        attribution=_ATTRIBUTION,
        unit=Unit.DAYS,
        improvement=Improvement.DOWN,
        needs_times=False,
        balancing="Emergency readmission within 30 days",
        weaknesses="Whole days, so a median moves in steps; the last clinician is credited with the whole stay.",
        source="Hospital provider spell, NHS Data Dictionary; median because stays are skewed",
        counting=Counting(Calculation.LENGTH_OF_STAY),
        outcome="Patients leave as soon as they are ready",
        controllable=Controllable.PARTLY,
        settings=(Setting.MEDICINE, Setting.SURGERY),
    ),
    Measure(
        id=MeasureId.BEFORE_MIDDAY,
        version=1,
        title="Discharged before midday",
        question="How many patients leave in the morning, freeing a bed for the day?",
        numerator="Inpatients discharged alive before 12:00",
        denominator="Inpatients discharged alive, with a recorded time",
        denominator_noun="discharges",
        exclusions="Day cases, regular attenders, deaths; discharges without a time of day",
        attribution=_ATTRIBUTION,
        unit=Unit.PERCENT,
        improvement=Improvement.UP,
        needs_times=True,
        balancing="Length of stay",
        weaknesses="The recorded time may be when the form was closed; transport and pharmacy are not the clinician's.",
        source="SAFER patient flow bundle, element E (NHS Improvement)",
        counting=Counting(Calculation.BEFORE_MIDDAY, threshold=12),
        outcome="Patients leave as soon as they are ready",
        controllable=Controllable.PARTLY,
        settings=(Setting.MEDICINE, Setting.SURGERY),
    ),
    Measure(
        id=MeasureId.DAY_CASE_RATE,
        version=1,
        title="Day-case rate",
        question="How much elective work is done without a night in hospital?",
        numerator="Elective day cases",
        denominator="Elective admissions, day case or ordinary",
        denominator_noun="elective admissions",
        exclusions="Emergencies, maternity, regular attenders",
        attribution=_ATTRIBUTION,
        unit=Unit.PERCENT,
        improvement=Improvement.UP,
        needs_times=False,
        balancing="Unplanned overnight stay",
        weaknesses="All electives, not a basket of procedures: case mix moves it.",
        source="Patient classification, NHS Data Dictionary",
        counting=Counting(Calculation.DAY_CASES),
        outcome="Planned surgery takes no unneeded night in hospital",
        controllable=Controllable.PARTLY,
        settings=(Setting.MEDICINE, Setting.SURGERY),
    ),
)


@handles(ListMeasures)
def list_measures(session: Session, _request: ListMeasures, _task: Task) -> tuple[Measure, ...]:
    """Return the definitions in use."""
    return in_use(session)


def every_definition(session: Session) -> tuple[Definition, ...]:
    """Return every definition with its versions, in use or retired, in the department's order.

    Those that every department begins with come first, then those of templates in the order of the templates, then
    the department's own by title.
    """
    return session.keep("definitions", _TOPICS, lambda: _read(session))


def in_use(session: Session) -> tuple[Measure, ...]:
    """Return the newest version of every definition that is in use, in the department's order."""
    return tuple(known.measure for known in every_definition(session) if not known.is_retired)


def definition(session: Session, measure: MeasureId) -> Measure:
    """Return the newest version of a definition, in use or retired. Raises UserFacingError for an unknown one."""
    for known in every_definition(session):
        if known.id == measure:
            return known.measure
    raise UserFacingError("There is no such measure.", "Choose one from the list of definitions.")


def title_of(session: Session, measure: MeasureId) -> str:
    """Return what people call a measure, also one that was retired; the id where nothing is known of it."""
    return next((known.measure.title for known in every_definition(session) if known.id == measure), measure)


def on_clinician_page(session: Session) -> tuple[Measure, ...]:
    """Return the measures that stand on the clinician page: those that were chosen, else the first in use."""
    return session.keep("measures of the clinician page", _TOPICS, lambda: _shown(session))


def all_versions(reading: Reading) -> tuple[Definition, ...]:
    """Return every definition as ``every_definition`` does, from a moment of the records."""
    stored = measure_definitions.versions(reading)
    begun = {measure.id: (DefinitionVersion(measure),) for measure in MEASURES}
    known = [Definition((*stored.get(id_, ()), *begun.get(id_, ()))) for id_ in {**begun, **stored}]
    places = {measure.id: place for place, measure in enumerate((*MEASURES, *shipped_templates()))}
    return tuple(sorted(known, key=lambda one: (places.get(one.id, len(places)), one.measure.title.casefold(), one.id)))


def _read(session: Session) -> tuple[Definition, ...]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return all_versions(snapshot)


def _shown(session: Session) -> tuple[Measure, ...]:
    with session.snapshot(Section.RECORDS) as snapshot:
        chosen = measure_definitions.shown(snapshot)
    used = {measure.id: measure for measure in in_use(session)}
    shown = [used[measure] for measure in chosen if measure in used]
    return tuple(shown or used.values())[:MOST_SHOWN]


BY_ID: dict[MeasureId, Measure] = {measure.id: measure for measure in MEASURES}
"""The definitions that every department begins with."""
