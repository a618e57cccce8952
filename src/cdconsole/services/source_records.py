"""What every source of records offers to measures: which months it covers, and the records that count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Source
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure
from cdconsole.services.monthly_values import Counted, MonthlyMeasure

Whose = ClinicianId | None
"""A clinician; None is the whole team, in which every record counts once, as recorded."""


class SourceRecords(Protocol):
    """The records of one source, everybody's."""

    @property
    def months(self) -> frozenset[Month]:
        """Return the months that the source covers whole: elsewhere nothing is known, which is not a count of 0."""

    def unavailable(self, whose: Whose, measure: Measure) -> str:
        """Return why a measure can't be drawn, in a sentence, and what to do; nothing where it can."""

    def counted(self, whose: Whose, measure: Measure, *, as_recorded: bool = False) -> Counted | None:
        """Return the records that count; None where a measure is not made of records.

        ``as_recorded`` leaves aside what clinicians said of their records.
        """

    def monthly(self, whose: Whose, measure: Measure, period: Period, *, as_recorded: bool = False) -> MonthlyMeasure:
        """Return a measure by month, gaps and all."""


Sources = Mapping[Source, SourceRecords]
