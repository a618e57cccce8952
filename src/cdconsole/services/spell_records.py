"""The department's spells as a source of measures: as recorded, and as clinicians said whose they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from math import ceil
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Attribution, Calculation, Counting, Form
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure, SourceRecord
from cdconsole.domain.quality_mark import Filled
from cdconsole.services.covered_months import span_of
from cdconsole.services.long_stays import inpatient_days, monthly_days
from cdconsole.services.monthly_values import Counted, Flags, MonthlyMeasure, by_month, summed, together
from cdconsole.services.readmissions import Readmissions, readmissions
from cdconsole.services.source_records import Whose
from cdconsole.services.spell_attribution import Attributed
from cdconsole.services.spell_counting import (
    counted_inside,
    counted_readmissions,
    counted_spells,
    needs_cases,
    threshold,
)
from cdconsole.storage.spell_coding import of_spells
from cdconsole.storage.spell_columns import (
    ADMISSION_CODES,
    CLASS_CODES,
    DISCHARGE_CODES,
    NO_PATIENT,
    CaseColumns,
    SpellColumns,
)

_CLASS, _ADMISSION, _DISCHARGE, _TIMES, _PATIENT = (
    *("Patient classification", "Admission method", "Discharge method", "Time of day", "Patient identity"),
)
_NEEDS: Final[Mapping[Calculation, tuple[str, ...]]] = {
    Calculation.LENGTH_OF_STAY: (_CLASS,),
    Calculation.BEFORE_MIDDAY: (_CLASS, _DISCHARGE, _TIMES),
    Calculation.DAY_CASES: (_CLASS, _ADMISSION),
    Calculation.LONG_STAYS: (_CLASS,),
    Calculation.READMISSIONS: (_CLASS, _ADMISSION, _DISCHARGE, _PATIENT),
}
_NO_MONTH = Period(Month(2000, 1), Month(2000, 1))
_NOBODY = "No spells have been imported for this clinician."
_DATES_ONLY = "Not available: dates only. The extract has no discharge times."
_NO_PATIENTS = "Not available: the extract does not say which spells are of the same patient."


class _Asked(NamedTuple):
    """What months were asked for."""

    whose: Whose
    counting: Counting
    period: Period
    as_recorded: bool


@dataclass(frozen=True)
class SpellRecords:
    """Spells by clinician. ``columns`` are as recorded.

    ``validated`` follow what clinicians said of their records: "not mine" is taken out, "shared" also counts for
    whom it is shared with; those for whom that changes nothing have the same columns. ``read`` gives spells whole, by
    an attribution; it is asked once for each that a measure needs.
    """

    columns: Mapping[ClinicianId, SpellColumns]
    validated: Mapping[ClinicianId, SpellColumns]
    months: frozenset[Month]
    read: Callable[[Attribution], Attributed[CaseColumns]]
    _whole: dict[Attribution, Attributed[CaseColumns]] = field(default_factory=dict)
    _monthly: dict[_Asked, MonthlyMeasure] = field(default_factory=dict)
    _returns: list[Readmissions] = field(default_factory=list)
    _days: dict[int, npt.NDArray[np.int32]] = field(default_factory=dict)

    def following(self, before: SpellRecords) -> SpellRecords:
        """Return these with what was worked out ``before`` a change and still holds."""
        kept = {asked: found for asked, found in before._monthly.items() if self._is_as(before, asked)}
        if self.columns is not before.columns:
            return replace(self, _monthly=kept)
        whole: dict[Attribution, Attributed[CaseColumns]] = {
            rule: found for rule, found in before._whole.items() if rule is not Attribution.DISCHARGING
        }
        return replace(self, _monthly=kept, _whole=whole, _returns=before._returns, _days=before._days)

    def _is_as(self, before: SpellRecords, asked: _Asked) -> bool:
        """Return whether months are as they were; the same columns for all say that nothing but votes changed."""
        if self.columns is before.columns and (asked.whose is None or asked.as_recorded):
            return True
        if asked.whose is None or self.months != before.months:
            return False
        was, now = ((each.columns.get(asked.whose), each.validated.get(asked.whose)) for each in (before, self))
        is_same = all(one is other for one, other in zip(was, now, strict=True))
        return is_same and (self.columns is before.columns or not needs_cases(asked.counting))

    @cached_property
    def people(self) -> Mapping[ClinicianId, int]:
        """Return everybody who has spells, each with the first discharge in a month that is covered; 1 without any."""
        return {who: _first_discharge(columns, self.months) for who, columns in self.validated.items()}

    @property
    def returns(self) -> Readmissions:
        """Return which discharges were followed by an emergency readmission, to anybody in the department."""
        if not self._returns:
            self._returns.append(readmissions(self._read(Attribution.DISCHARGING).once.values()))
        return self._returns[0]

    def behind(self, whose: Whose, measure: Measure, *, as_recorded: bool = False) -> tuple[SpellColumns, ...]:
        """Return the spells that a measure is taken from: a clinician's, or a part for each clinician."""
        counting = measure.counting
        kept = self._read(counting.attribution) if needs_cases(counting) else self._plain
        if whose is None:
            return tuple(kept.once.values())
        found = (kept.recorded if as_recorded else kept.validated).get(whose)
        return () if found is None else (found,)

    def own_and_others(
        self, who: ClinicianId, measure: Measure, *, as_recorded: bool = False
    ) -> tuple[tuple[CaseColumns, ...], tuple[CaseColumns, ...]]:
        """Return a clinician's spells whole, and colleagues' as recorded, a part for each; one part without spells."""
        kept = self._read(measure.counting.attribution)
        own = (kept.recorded if as_recorded else kept.validated).get(who)
        others = tuple(columns for other, columns in kept.once.items() if other != who)
        nothing = of_spells(())
        return (nothing if own is None else own,), others or (nothing,)

    def recorded(self, whose: Whose) -> tuple[SpellColumns, ...]:
        """Return the spells that a clinician discharged, or a part for each clinician, as recorded."""
        kept = self.columns
        return tuple(kept.values()) if whose is None else tuple(kept[who] for who in (whose,) if who in kept)

    def of(self, whose: ClinicianId) -> SpellColumns:
        """Return a clinician's spells, as they were discharged and as the clinician said of them."""
        return self.validated[whose] if whose in self.validated else of_spells(()).plain

    def unavailable(self, whose: Whose, measure: Measure) -> str:
        """Return why a measure can't be drawn, in a sentence; nothing where it can."""
        found = self.behind(whose, measure)
        if whose is not None and not found:
            return _NOBODY
        if measure.needs_times and not any((columns.discharged_minute >= 0).any() for columns in found):
            return _DATES_ONLY
        if measure.counting.calculation is Calculation.READMISSIONS and not self._names_patients:
            return _NO_PATIENTS
        return ""

    def counted(self, whose: Whose, measure: Measure, *, as_recorded: bool = False) -> Counted:
        """Return the spells that count, each on its day of discharge; of LONG_STAYS, each month of each."""
        parts = self.behind(whose, measure, as_recorded=as_recorded) or (of_spells(()),)
        counted = [self.counted_of(columns, measure.counting) for columns in parts]
        return counted[0] if len(counted) == 1 else together(counted, [len(columns) for columns in parts])

    def counted_of(self, columns: SpellColumns, counting: Counting) -> Counted:
        """Return which of some of the department's spells count."""
        if counting.calculation is Calculation.LONG_STAYS:
            return inpatient_days(
                columns, counted_inside(columns, counting), threshold(counting), span_of(self.months) or _NO_MONTH
            )
        if counting.calculation is Calculation.READMISSIONS and isinstance(columns, CaseColumns):
            return counted_readmissions(columns, counting, self._days_after(columns))
        return counted_spells(columns, counting)

    def monthly(self, whose: Whose, measure: Measure, period: Period, *, as_recorded: bool = False) -> MonthlyMeasure:
        """Return a measure by month; months that no import covers are gaps.

        Of READMISSIONS so are months after which too little is covered for every readmission to be known. What adds up
        is the team's as the sum of the clinicians', so that a change of one of them leaves little to count.
        """
        has_votes = whose is not None and self.validated.get(whose) is not self.columns.get(whose)
        key = _Asked(whose, measure.counting, period, as_recorded and has_votes)
        if key not in self._monthly:
            self._monthly[key] = self._worked_out(whose, measure, period, as_recorded=as_recorded)
        return self._monthly[key]

    def _worked_out(self, whose: Whose, measure: Measure, period: Period, *, as_recorded: bool) -> MonthlyMeasure:
        counting = measure.counting
        days = ceil(threshold(counting)) - 1 if counting.calculation is Calculation.READMISSIONS else 0
        gaps = np.array([not _covers(self.months, month, days) for month in period])
        if whose is None and counting.attribution is Attribution.DISCHARGING and counting.form is not Form.MEDIAN:
            each = [self.monthly(who, measure, period, as_recorded=True) for who in self.columns]
            return summed(each, counting.form, period).without(gaps)
        if counting.calculation is not Calculation.LONG_STAYS:
            counted = self.counted(whose, measure, as_recorded=as_recorded)
            return by_month(counted, counting.form, period).without(gaps)
        parts = self.behind(whose, measure, as_recorded=as_recorded)
        each = [monthly_days(one, counted_inside(one, counting), threshold(counting), period) for one in parts]
        return summed(each, counting.form, period).without(gaps)

    def n_text(self, whose: Whose, measure: Measure, period: Period, usual: str) -> str:  # noqa: ARG002
        """Return the usual words."""
        return usual

    def filled(self, whose: Whose, measure: Measure, period: Period) -> Iterator[Filled]:
        """Yield how far each field that a measure needs is filled in, among the spells that ended in a period."""
        parts = [(columns, ended_in(columns, period)) for columns in self.behind(whose, measure)]
        records = sum(ended.stop - ended.start for _, ended in parts)
        for what in _NEEDS.get(measure.counting.calculation, ()):
            filled = (int(np.count_nonzero(_is_filled(columns, what)[ended])) for columns, ended in parts)
            yield Filled(what, records, sum(filled))

    def shown(self, clinician: ClinicianId, measure: Measure, period: Period) -> tuple[SourceRecord, ...]:  # noqa: ARG002
        """Return nothing: spells are shown with what was said of each."""
        return ()

    def _read(self, rule: Attribution) -> Attributed[CaseColumns]:
        if rule not in self._whole:
            self._whole[rule] = self.read(rule)
        return self._whole[rule]

    def _days_after(self, columns: CaseColumns) -> npt.NDArray[np.int32]:
        """Return days to readmission [spells], worked out for everybody at once: clinicians are looked at in turn."""
        if not self._days:
            parts = self._read(Attribution.DISCHARGING).once.values()  # kept, so that their ids stay theirs
            self._days.update({id(part): self.returns.days_after(part) for part in parts})
        known = self._days.get(id(columns))
        return self.returns.days_after(columns) if known is None else known

    @cached_property
    def _plain(self) -> Attributed[SpellColumns]:
        return Attributed(self.columns, self.validated, self.columns)

    @cached_property
    def _names_patients(self) -> bool:
        return any(
            (columns.patient != NO_PATIENT).any() for columns in self._read(Attribution.DISCHARGING).once.values()
        )


def _covers(months: frozenset[Month], month: Month, days_after: int) -> bool:
    """Return whether imports cover a month whole, and so many days after its end."""
    last = Month.of(month.last + timedelta(days=days_after))
    return all(each in months for each in Period(month, last))


def _first_discharge(columns: SpellColumns, months: frozenset[Month]) -> int:
    """Return the day of the first discharge in the months between the first covered and the last; 1 without any."""
    covered = span_of(months)
    if covered is None:
        return 1
    days = columns.discharged_day[ended_in(columns, covered)]
    return int(days[0]) if days.size else 1


def ended_in(columns: SpellColumns, period: Period) -> slice:
    """Return where the spells stand that ended in a period: they are in order of discharge."""
    bounds = period.first.first.toordinal(), period.last.last.toordinal() + 1
    return slice(*np.searchsorted(columns.discharged_day, bounds).tolist())


def _is_filled(columns: SpellColumns, what: str) -> Flags:
    if what == _TIMES:
        return columns.has_times
    if what == _PATIENT:
        return columns.patient != NO_PATIENT if isinstance(columns, CaseColumns) else np.zeros(len(columns), np.bool_)
    known: dict[str, tuple[npt.NDArray[np.uint8], int]] = {
        _CLASS: (columns.patient_class, CLASS_CODES[PatientClass.UNKNOWN]),
        _ADMISSION: (columns.admission, ADMISSION_CODES[AdmissionKind.UNKNOWN]),
        _DISCHARGE: (columns.discharge, DISCHARGE_CODES[DischargeKind.UNKNOWN]),
    }
    codes, unknown = known[what]
    filled: Flags = codes != unknown
    return filled
