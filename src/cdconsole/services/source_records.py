"""What every source of records offers to measures: which months it covers, and the records that count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Source
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure, SourceRecord
from cdconsole.domain.quality_mark import Filled
from cdconsole.services.monthly_values import Counted, MonthlyMeasure

Whose = ClinicianId | None
"""A clinician; None is the whole team, in which every record counts once, as recorded."""


class SourceRecords(Protocol):
    """The records of one source, everybody's."""

    @property
    def months(self) -> frozenset[Month]:
        """Return the months that the source covers whole: elsewhere nothing is known, which is not a count of 0."""

    @property
    def people(self) -> Mapping[ClinicianId, int]:
        """Return everybody who has records, each with the day of the first, as a proleptic ordinal."""

    def unavailable(self, whose: Whose, measure: Measure) -> str:
        """Return why a measure can't be drawn, in a sentence, and what to do; nothing where it can."""

    def counted(self, whose: Whose, measure: Measure, *, as_recorded: bool = False) -> Counted | None:
        """Return the records that count; None where a measure is not made of records.

        ``as_recorded`` leaves aside what clinicians said of their records.
        """

    def monthly(self, whose: Whose, measure: Measure, period: Period, *, as_recorded: bool = False) -> MonthlyMeasure:
        """Return a measure by month, gaps and all."""

    def n_text(self, whose: Whose, measure: Measure, period: Period, usual: str) -> str:
        """Return the n of a chart: the usual words, or those that say more of it, as what was left out."""

    def filled(self, whose: Whose, measure: Measure, period: Period) -> Iterator[Filled]:
        """Yield how far each thing that the measure needs is recorded, of the records of a period."""

    def shown(self, clinician: ClinicianId, measure: Measure, period: Period) -> tuple[SourceRecord, ...]:
        """Return the records behind a clinician's point, newest first; no spells, which can be voted on."""


Sources = Mapping[Source, SourceRecords]
