"""Reviews on the acute take as a source of measures: each is the reviewing clinician's, on the day of the review."""

from __future__ import annotations

from typing import Final

import numpy as np

from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.sessions import TakeDecision
from cdconsole.services.monthly_values import Flags
from cdconsole.services.record_source import Asked, Line, Recipe, Rule, reach_of
from cdconsole.services.tallies import Lacking, Tally, Units
from cdconsole.storage import record_columns
from cdconsole.storage.record_columns import EPOCH_ORDINAL, MINUTES_A_DAY, RecordColumns
from cdconsole.storage.section_file import Reading

_FIELDS = (Field.REVIEWED, Field.DECISION, Field.ADMITTED, Field.DISCHARGED)


def _read(reading: Reading, asked: Asked) -> RecordColumns:
    return record_columns.read(
        reading, ExtractKind.TAKE_REVIEWS, _FIELDS, asked.period, with_patients=asked.with_patients
    )


def _admitted(records: RecordColumns, _: Counting) -> Tally:
    """Return the reviews that ended in admission; those that ended otherwise than at home or in a bed are left out."""
    decision = records.texts[Field.DECISION]
    admitted = decision.among(TakeDecision.ADMITTED.name)
    counts = admitted | decision.among(TakeDecision.DISCHARGED.name)
    return Tally(_units(records), counts, admitted, None, _lacking(decision.among(TakeDecision.UNKNOWN.name)))


def _same_day(records: RecordColumns, _: Counting) -> Tally:
    """Return the reviews after which the patient went home that day: as decided, or because the spell ended alive."""
    decision = records.texts[Field.DECISION]
    sent_home = decision.among(TakeDecision.DISCHARGED.name)
    unknown = decision.among(TakeDecision.UNKNOWN.name)
    has_spell: Flags = records.numbers[Field.ADMITTED] > 0
    left_minutes = np.nan_to_num(records.moments[Field.DISCHARGED], nan=-1.0)
    left_on = np.where(left_minutes < 0, -1, left_minutes // MINUTES_A_DAY + EPOCH_ORDINAL)
    went_that_day: Flags = left_on == records.days[Field.REVIEWED]
    counts = decision.among(TakeDecision.ADMITTED.name) | sent_home | (unknown & has_spell)
    return Tally(_units(records), counts, sent_home | went_that_day, None, _lacking(unknown & ~has_spell))


def _units(records: RecordColumns) -> Units:
    return Units.of_records(records.days[Field.REVIEWED], records.whose)


def _lacking(flags: Flags) -> Lacking:
    return Lacking("a decision", "reviews", flags)


def _line(records: RecordColumns, _: Calculation, place: int) -> Line:
    decision = TakeDecision[records.texts[Field.DECISION][place]].value
    return Line(records.patient[place], f"Review; decision: {decision.lower()}", records.batch[place])


TAKE: Final = Recipe(
    "reviews on take",
    frozenset({Topic.SESSION, Topic.SPELL, Topic.IMPORT}),
    reach_of(ExtractKind.TAKE_REVIEWS),
    _read,
    {
        Calculation.ADMITTED_ON_TAKE: Rule(_admitted, "admitted", "discharged"),
        Calculation.SAME_DAY_ON_TAKE: Rule(_same_day, "went home that day", "stayed"),
    },
    _line,
)
