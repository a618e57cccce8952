"""The four measures by month, worked out from column arrays as their definition cards say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.measure import MeasureId, MonthlyValue
from cdconsole.stats.monthly import counts, medians, sums
from cdconsole.storage.spell_columns import ADMISSION_CODES, CLASS_CODES, DISCHARGE_CODES, SpellColumns

MIDDAY_MINUTE = 12 * 60
_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()
_EPOCH_MONTH = 1970 * 12
_AWAY_FROM_WARDS = [
    CLASS_CODES[kind] for kind in (PatientClass.DAY_CASE, PatientClass.REGULAR_DAY, PatientClass.REGULAR_NIGHT)
]
_PLANNED_CLASSES = [CLASS_CODES[kind] for kind in (PatientClass.ORDINARY, PatientClass.DAY_CASE)]
_DEATHS = [DISCHARGE_CODES[kind] for kind in (DischargeKind.DIED, DischargeKind.STILLBIRTH)]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class MonthlyMeasure:
    """One measure over consecutive months: float arrays [months]; ``value`` is NaN where the denominator is 0."""

    first: Month
    numerator: npt.NDArray[np.float64]
    denominator: npt.NDArray[np.float64]
    value: npt.NDArray[np.float64]

    def values(self, period: Period) -> tuple[MonthlyValue, ...]:
        """Return the months of a period, which must lie within the arrays."""
        start = period.first.index - self.first.index
        return tuple(
            MonthlyValue(month, float(self.numerator[at]), float(self.denominator[at]), _or_none(float(self.value[at])))
            for at, month in enumerate(period, start=start)
        )

    def without(self, gaps: Flags) -> MonthlyMeasure:
        """Return it with nothing known in the months [months] that no import covers: that is not a count of 0."""
        return MonthlyMeasure(
            self.first,
            np.where(gaps, 0.0, self.numerator),
            np.where(gaps, 0.0, self.denominator),
            np.where(gaps, np.nan, self.value),
        )


def month_indexes(day_ordinals: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Return ``Month.index`` of proleptic day ordinals; ordinals of -1 (no date) give months before any data."""
    days = (day_ordinals.astype(np.int64) - _EPOCH_ORDINAL).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64) + _EPOCH_MONTH


def calculate(columns: SpellColumns, measure: MeasureId, period: Period) -> MonthlyMeasure:
    """Return one measure of one set of spells, by month of discharge.

    Spells: numerator is the count, denominator is filled in by whoever knows the job plan (0 here).
    Length of stay: numerator is the sum of days, value their median (quantile type 7).
    """
    counted = counted_spells(columns, measure)
    months = month_indexes(columns.discharged_day[counted])
    first, last = period.first.index, period.last.index
    number = counts(months, first, last).astype(np.float64)
    if measure is MeasureId.SPELLS:
        return MonthlyMeasure(period.first, number, np.zeros_like(number), number)
    if measure is MeasureId.LENGTH_OF_STAY:
        days = columns.los_days[counted]
        return MonthlyMeasure(period.first, sums(months, days, first, last), number, medians(months, days, first, last))
    events = sums(months, in_numerator(columns, measure)[counted], first, last)
    share = np.divide(events, number, out=np.full_like(number, np.nan), where=number > 0)
    return MonthlyMeasure(period.first, events, number, share)


def median_stay(columns: SpellColumns, period: Period) -> float | None:
    """Return the median stay in days over a whole period: medians of months can't be averaged."""
    months = month_indexes(columns.discharged_day)
    inside = (months >= period.first.index) & (months <= period.last.index)
    days = columns.los_days[counted_spells(columns, MeasureId.LENGTH_OF_STAY) & inside]
    return float(np.median(days)) if days.size else None


def counted_spells(columns: SpellColumns, measure: MeasureId) -> Flags:
    """Return which spells [spells] are in a measure's denominator (in the count itself, for spells)."""
    done: Flags = columns.discharged_day >= 0
    if measure is MeasureId.SPELLS:
        return done
    if measure is MeasureId.DAY_CASE_RATE:
        planned: Flags = columns.admission == ADMISSION_CODES[AdmissionKind.ELECTIVE]
        elective: Flags = done & planned & np.isin(columns.patient_class, _PLANNED_CLASSES)
        return elective
    inpatient: Flags = done & ~np.isin(columns.patient_class, _AWAY_FROM_WARDS)
    if measure is MeasureId.LENGTH_OF_STAY:
        return inpatient
    timed: Flags = inpatient & ~np.isin(columns.discharge, _DEATHS) & (columns.discharged_minute >= 0)
    return timed


def in_numerator(columns: SpellColumns, measure: MeasureId) -> Flags:
    """Return which spells [spells] are events of a rate."""
    if measure is MeasureId.BEFORE_MIDDAY:
        events: Flags = (columns.discharged_minute >= 0) & (columns.discharged_minute < MIDDAY_MINUTE)
    else:
        events = columns.patient_class == CLASS_CODES[PatientClass.DAY_CASE]
    return events


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
