"""The department's spells as a source of measures: as recorded, and as clinicians said whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure, SourceRecord
from cdconsole.domain.quality_mark import Filled
from cdconsole.services.covered_months import span_of
from cdconsole.services.monthly_values import Counted, Flags, MonthlyMeasure, by_month
from cdconsole.services.source_records import Whose
from cdconsole.services.spell_counting import counted_spells
from cdconsole.storage.spell_columns import (
    ADMISSION_CODES,
    CLASS_CODES,
    DISCHARGE_CODES,
    SpellColumns,
    joined,
    of_spells,
)

_CLASS, _ADMISSION, _DISCHARGE, _TIMES = (
    *("Patient classification", "Admission method", "Discharge method", "Time of day"),
)
_NEEDS: Final[Mapping[Calculation, tuple[str, ...]]] = {
    Calculation.LENGTH_OF_STAY: (_CLASS,),
    Calculation.BEFORE_MIDDAY: (_CLASS, _DISCHARGE, _TIMES),
    Calculation.DAY_CASES: (_CLASS, _ADMISSION),
}
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
    _monthly: dict[tuple[Whose, Counting, Period, bool], MonthlyMeasure] = field(default_factory=dict)

    @cached_property
    def people(self) -> Mapping[ClinicianId, int]:
        """Return everybody who has spells, each with the first discharge in a month that is covered; 1 without any."""
        return {who: self._first_discharge(columns) for who, columns in self.validated.items()}

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
        key = whose, measure.counting, period, as_recorded
        if key not in self._monthly:
            counted = self.counted(whose, measure, as_recorded=as_recorded)
            gaps = np.array([month not in self.months for month in period])
            self._monthly[key] = by_month(counted, measure.counting.form, period).without(gaps)
        return self._monthly[key]

    def n_text(self, whose: Whose, measure: Measure, period: Period, usual: str) -> str:  # noqa: ARG002
        """Return the usual words."""
        return usual

    def filled(self, whose: Whose, measure: Measure, period: Period) -> Iterator[Filled]:
        """Yield how far each field that a measure needs is filled in, among the spells that ended in a period."""
        columns = self.of(whose)
        first, last = period.first.first.toordinal(), period.last.last.toordinal()
        ended = (columns.discharged_day >= first) & (columns.discharged_day <= last)
        for what in _NEEDS.get(measure.counting.calculation, ()):
            filled = np.count_nonzero(ended & _is_filled(columns, what))
            yield Filled(what, int(np.count_nonzero(ended)), int(filled))

    def shown(self, clinician: ClinicianId, measure: Measure, period: Period) -> tuple[SourceRecord, ...]:  # noqa: ARG002
        """Return nothing: spells are shown with what was said of each."""
        return ()

    def _first_discharge(self, columns: SpellColumns) -> int:
        covered = span_of(self.months)
        if covered is None:
            return 1
        first, last = covered.first.first.toordinal(), covered.last.last.toordinal()
        days = columns.discharged_day[(columns.discharged_day >= first) & (columns.discharged_day <= last)]
        return int(days.min()) if days.size else 1


def _is_filled(columns: SpellColumns, what: str) -> Flags:
    if what == _TIMES:
        return columns.has_times
    known: dict[str, tuple[npt.NDArray[np.uint8], int]] = {
        _CLASS: (columns.patient_class, CLASS_CODES[PatientClass.UNKNOWN]),
        _ADMISSION: (columns.admission, ADMISSION_CODES[AdmissionKind.UNKNOWN]),
        _DISCHARGE: (columns.discharge, DISCHARGE_CODES[DischargeKind.UNKNOWN]),
    }
    codes, unknown = known[what]
    filled: Flags = codes != unknown
    return filled
