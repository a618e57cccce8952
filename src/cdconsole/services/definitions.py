"""The definition cards of the measures this version calculates (evidence: `docs/measures.md`)."""

from __future__ import annotations

from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.measure import Controllable, Measure, MeasureId, Setting, Unit
from cdconsole.domain.requests import ListMeasures
from cdconsole.domain.spc import Improvement
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

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
        controllable=Controllable.PARTLY,
        settings=(Setting.MEDICINE, Setting.SURGERY),
    ),
)


@handles(ListMeasures)
def list_measures(session: Session, _request: ListMeasures, _task: Task) -> tuple[Measure, ...]:
    """Return the definitions in use."""
    return in_use(session)


def in_use(_session: Session) -> tuple[Measure, ...]:
    """Return the newest version of every definition that is in use, in the department's order."""
    return MEASURES


def definition(session: Session, measure: MeasureId) -> Measure:
    """Return the newest version of a definition, in use or retired. Raises UserFacingError for an unknown one."""
    for known in in_use(session):
        if known.id == measure:
            return known
    raise UserFacingError("There is no such measure.", "Choose one from the list of definitions.")


def title_of(session: Session, measure: MeasureId) -> str:
    """Return what people call a measure, also one that was retired; the id where nothing is known of it."""
    return next((known.title for known in in_use(session) if known.id == measure), measure)


BY_ID: dict[MeasureId, Measure] = {measure.id: measure for measure in MEASURES}
"""The definitions that every department begins with."""
