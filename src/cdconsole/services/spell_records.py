"""The department's spells as a source of measures: as recorded, and as clinicians said whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure
from cdconsole.services.monthly_values import Counted, MonthlyMeasure, by_month
from cdconsole.services.source_records import Whose
from cdconsole.services.spell_counting import counted_spells
from cdconsole.storage.spell_columns import SpellColumns, joined, of_spells

_DATES_ONLY = "Not available: dates only. The extract has no discharge times."


@dataclass(frozen=True)
class SpellRecords:
    """Spells by clinician. ``columns`` are as recorded.

    ``validated`` follow what clinicians said of their records: "not mine" is taken out, "shared" also counts for
    whom it is shared with; those for whom that changes nothing have the same columns.
    """

    columns: Mapping[ClinicianId, SpellColumns]
    validated: Mapping[ClinicianId, SpellColumns]
    months: frozenset[Month]

    @cached_property
    def everybody(self) -> SpellColumns:
        """Return every spell once, as recorded."""
        return joined(*self.columns.values())

    def of(self, whose: Whose, *, as_recorded: bool = False) -> SpellColumns:
        """Return the spells that are somebody's, or everybody's."""
        if whose is None:
            return self.everybody
        found = (self.columns if as_recorded else self.validated).get(whose)
        return of_spells(()) if found is None else found

    def unavailable(self, whose: Whose, measure: Measure) -> str:
        """Return why a measure can't be drawn, in a sentence; nothing where it can."""
        if whose is not None and whose not in self.validated:
            return "No spells have been imported for this clinician."
        if measure.needs_times and not self.has_times(whose):
            return _DATES_ONLY
        return ""

    def has_times(self, whose: Whose) -> bool:
        """Return whether records have times of day."""
        return bool((self.of(whose).discharged_minute >= 0).any())

    def counted(self, whose: Whose, measure: Measure, *, as_recorded: bool = False) -> Counted:
        """Return the spells that count, each on its day of discharge."""
        return counted_spells(self.of(whose, as_recorded=as_recorded), measure.counting)

    def monthly(self, whose: Whose, measure: Measure, period: Period, *, as_recorded: bool = False) -> MonthlyMeasure:
        """Return a measure by month; months that no import covers are gaps."""
        counted = self.counted(whose, measure, as_recorded=as_recorded)
        gaps = np.array([month not in self.months for month in period])
        return by_month(counted, measure.counting.form, period).without(gaps)
