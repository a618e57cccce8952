"""Counts reported to the department as a source of measures: a numerator and a denominator for a month or a day."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.services.monthly_values import month_indexes
from cdconsole.services.record_source import Asked, Line, Recipe, Rule, reach_of
from cdconsole.services.tallies import Lacking, Tally, Units
from cdconsole.storage import record_columns
from cdconsole.storage.record_columns import RecordColumns
from cdconsole.storage.section_file import Reading

_FIELDS = (*(Field.FIRST_DAY, Field.LAST_DAY, Field.ORGANISATION, Field.COUNT_OF, Field.NUMERATOR, Field.DENOMINATOR),)
_LONGEST_DAYS = 31


def _read(reading: Reading, asked: Asked) -> RecordColumns:
    return record_columns.read(reading, ExtractKind.COUNTS, _FIELDS, asked.period, with_patients=asked.with_patients)


def _reported(records: RecordColumns, counting: Counting) -> Tally:
    """Return the counts of one name, without regard to case; those for more than a month are left out.

    The team's are those that name no clinician; in months that have none, everybody's together.
    """
    wanted = _plain(counting.count_of)
    asked = records.texts[Field.COUNT_OF].where(lambda name: _plain(name) == wanted)
    denominator = records.numbers[Field.DENOMINATOR]
    days = records.days[Field.LAST_DAY] - records.days[Field.FIRST_DAY] + 1
    is_known = ~np.isnan(denominator) & (days <= _LONGEST_DAYS)
    month = month_indexes(records.days[Field.FIRST_DAY])
    of_all = records.whose.among("") & asked & is_known
    teams = np.flatnonzero(of_all | ~np.isin(month, month[of_all]))
    units = replace(Units.of_records(records.days[Field.FIRST_DAY], records.whose), teams=teams)
    lacking = Lacking("a denominator or a period within a month", "counts", asked & ~is_known)
    numerator = records.numbers[Field.NUMERATOR]
    return Tally(units, asked & is_known, numerator, np.nan_to_num(denominator), lacking)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _line(records: RecordColumns, _: Calculation, place: int) -> Line:
    words = (records.texts[Field.COUNT_OF][place] or "Count", records.texts[Field.ORGANISATION][place])
    return Line("", ", ".join(filter(None, words)), records.batch[place])


COUNTS: Final = Recipe(
    "reported counts",
    frozenset({Topic.COUNT, Topic.IMPORT}),
    reach_of(ExtractKind.COUNTS),
    _read,
    {Calculation.REPORTED: Rule(_reported, "{n} of {d}")},
    _line,
)
