"""What each kind of extract has: its fields, and those without which a row is of no use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cdconsole.domain.extract import ColumnMapping, ExtractKind
from cdconsole.domain.extract_fields import Field


@dataclass(frozen=True)
class Layout:
    """The fields of one kind of extract in the order people read them.

    Of each group in ``needed`` at least one field has to have a column.
    """

    fields: tuple[Field, ...]
    needed: tuple[tuple[Field, ...], ...]


_SPELL = (
    *(Field.SPELL_KEY, Field.PATIENT, Field.CLINICIAN, Field.ADMITTED, Field.ADMITTED_TIME),
    *(Field.DISCHARGED, Field.DISCHARGED_TIME),
)
_SPELL_FACTS = (
    *(Field.PATIENT_CLASS, Field.ADMISSION_METHOD, Field.DISCHARGE_METHOD, Field.SPECIALTY, Field.WARD),
    *(Field.AGE, Field.SEX, Field.HRG, Field.SPELL_DAYS),
)
_EPISODE = (
    *(Field.EPISODE_START, Field.EPISODE_START_TIME, Field.EPISODE_END, Field.EPISODE_END_TIME),
    *(Field.EPISODE_ORDER, Field.EPISODE_DAYS),
)
_SESSION = (
    *(Field.SESSION_KEY, Field.CLINICIAN, Field.SESSION_DATE, Field.SESSION_START, Field.SESSION_END),
    *(Field.PLANNED_MINUTES, Field.LOCATION, Field.SPECIALTY, Field.CANCELLED, Field.CANCELLED_REASON),
)

LAYOUTS: Final[dict[ExtractKind, Layout]] = {
    ExtractKind.SPELLS: Layout(
        (*_SPELL, *_SPELL_FACTS), ((Field.ADMITTED,), (Field.DISCHARGED,), (Field.SPELL_KEY, Field.PATIENT))
    ),
    ExtractKind.EPISODES: Layout(
        (*_SPELL, *_EPISODE, *_SPELL_FACTS), ((Field.ADMITTED,), (Field.DISCHARGED,), (Field.PATIENT,))
    ),
    ExtractKind.WARD_MOVES: Layout(
        (
            *(Field.SPELL_KEY, Field.PATIENT, Field.CLINICIAN, Field.WARD, Field.BAY, Field.BED),
            *(Field.ENTERED, Field.LEFT_WARD),
        ),
        ((Field.PATIENT, Field.SPELL_KEY), (Field.WARD,), (Field.ENTERED,)),
    ),
    ExtractKind.TAKE_REVIEWS: Layout(
        (Field.PATIENT, Field.SPELL_KEY, Field.CLINICIAN, Field.ARRIVED, Field.REVIEWED, Field.DECISION),
        ((Field.PATIENT, Field.SPELL_KEY), (Field.CLINICIAN,), (Field.REVIEWED,)),
    ),
    ExtractKind.CLINICS: Layout(
        (
            *(*_SESSION, Field.SLOTS, Field.BOOKED, Field.ATTENDED, Field.DID_NOT_ATTEND),
            *(Field.RECORD_KEY, Field.PATIENT, Field.APPOINTMENT_KIND, Field.ATTENDANCE),
        ),
        ((Field.CLINICIAN,), (Field.SESSION_DATE,), (Field.ATTENDANCE, Field.ATTENDED, Field.BOOKED)),
    ),
    ExtractKind.THEATRE: Layout(
        (
            *(*_SESSION, Field.RECORD_KEY, Field.PATIENT, Field.PROCEDURE, Field.URGENCY, Field.CASE_MINUTES),
            *(Field.ANAESTHETIC_START, Field.INTO_THEATRE, Field.KNIFE_TO_SKIN, Field.CLOSURE, Field.OUT_OF_THEATRE),
        ),
        ((Field.SESSION_DATE,), (Field.INTO_THEATRE, Field.ANAESTHETIC_START, Field.KNIFE_TO_SKIN)),
    ),
    ExtractKind.ENDOSCOPY: Layout(
        (
            *(*_SESSION, Field.RECORD_KEY, Field.PATIENT, Field.PROCEDURE, Field.URGENCY, Field.POINTS),
            *(Field.COMPLETE, Field.ADENOMA, Field.POLYPS_FOUND, Field.POLYPS_RETRIEVED, Field.WITHDRAWAL_MINUTES),
            Field.BOWEL_PREPARATION,
        ),
        ((Field.CLINICIAN,), (Field.SESSION_DATE,), (Field.PROCEDURE, Field.POINTS)),
    ),
    ExtractKind.EXPOSURE: Layout(
        (Field.CLINICIAN, Field.EXPOSURE_KIND, Field.FIRST_DAY, Field.LAST_DAY, Field.NOTE),
        ((Field.EXPOSURE_KIND,), (Field.FIRST_DAY,), (Field.LAST_DAY,)),
    ),
    ExtractKind.WARD_LIST: Layout(
        (
            *(Field.HOSPITAL_NUMBER, Field.CLINICIAN, Field.WARD, Field.BAY, Field.BED, Field.ADMITTED),
            *(Field.ADMITTED_TIME, Field.PREDICTED, Field.PREDICTED_REASON, Field.CRITERIA_TO_RESIDE),
            *(Field.DISCHARGED, Field.DISCHARGED_TIME, Field.SEEN_AT),
        ),
        ((Field.HOSPITAL_NUMBER,), (Field.ADMITTED, Field.PREDICTED, Field.DISCHARGED)),
    ),
    ExtractKind.COUNTS: Layout(
        (
            *(Field.PERIOD, Field.CLINICIAN, Field.ORGANISATION, Field.COUNT_OF, Field.NUMERATOR),
            Field.DENOMINATOR,
        ),
        ((Field.PERIOD,), (Field.CLINICIAN, Field.ORGANISATION), (Field.NUMERATOR,)),
    ),
    ExtractKind.JOB_PLANS: Layout((), ()),
}
"""Job plans have no columns to choose: they are read as whole plans, by the headings of their own template."""

_NEED_NO_CLINICIAN: Final = frozenset(
    {ExtractKind.COUNTS, ExtractKind.EXPOSURE, ExtractKind.THEATRE, ExtractKind.JOB_PLANS}
)
NUMBER_FIELDS: Final = frozenset(
    {
        *(Field.SPELL_DAYS, Field.EPISODE_DAYS, Field.PLANNED_MINUTES, Field.CASE_MINUTES, Field.SLOTS, Field.BOOKED),
        *(Field.ATTENDED, Field.DID_NOT_ATTEND, Field.POINTS, Field.POLYPS_FOUND, Field.POLYPS_RETRIEVED),
        *(Field.WITHDRAWAL_MINUTES, Field.NUMERATOR, Field.DENOMINATOR),
    }
)
"""The fields that hold numbers, and so may be written with a decimal comma; codes are taken as they stand."""


def missing_columns(mapping: ColumnMapping) -> tuple[str, ...]:
    """Return what no column is chosen for though it is needed, in words; "this, or that" where either would do.

    The clinician is needed too, unless it was confirmed that the work is nobody's; counts may be an organisation's, a
    closure the whole department's, and a theatre's use can be counted without a surgeon.
    """
    layout = LAYOUTS[mapping.kind]
    missing = [
        ", or ".join(field.value for field in group)
        for group in layout.needed
        if not any(field in mapping.columns for field in group)
    ]
    if needs_clinician(mapping) and Field.CLINICIAN.value not in missing:
        missing.append(Field.CLINICIAN.value)
    return tuple(missing)


def needs_clinician(mapping: ColumnMapping) -> bool:
    """Return whether a column that names the clinician is wanted and there is none, nor a word that none is needed."""
    has_one = Field.CLINICIAN in mapping.columns or mapping.confirm_unattributed
    return not has_one and mapping.kind not in _NEED_NO_CLINICIAN
