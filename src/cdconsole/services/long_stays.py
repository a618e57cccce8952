"""Inpatients who have stayed long: a census at the end of every day, of those who lie in hospital that night."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import Month, Period
from cdconsole.services.monthly_values import Counted, Flags, MonthlyMeasure, month_indexes, quotient
from cdconsole.storage.spell_columns import NO_DAY, SpellColumns

Days = npt.NDArray[np.int64]


def inpatient_days(columns: SpellColumns, inside: Flags, longer_than: float, months: Period) -> Counted:
    """Return each month of each spell, with its inpatient-days: those after a long stay, and all.

    A patient is counted at the end of every day from admission to the day before discharge, or to the end of
    ``months`` while not discharged; a day is one of a long stay when more than ``longer_than`` days have gone by since
    admission. ``inside`` [spells] are the spells that count. ``day`` is the first of the month.
    """
    place, start, end = _nights(columns, inside, months)
    first, last = month_indexes(start), month_indexes(end - 1)
    many = last - first + 1
    row = np.repeat(np.arange(len(place)), many)
    month = first[row] + _count_up(many)
    begins, after = _first_days(month), _first_days(month + 1)
    low, high = np.maximum(start[row], begins), np.minimum(end[row], after)
    long = np.maximum(low, _long_from(columns, place, longer_than)[row])
    numerator = np.maximum(high - long, 0)
    return Counted(begins, numerator, (high - low).astype(np.float64), place[row])


def monthly_days(columns: SpellColumns, inside: Flags, longer_than: float, months: Period) -> MonthlyMeasure:
    """Return the same summed by month, without a row for each: the census of all days from when people come and go."""
    place, start, end = _nights(columns, inside, months)
    long = np.minimum(np.maximum(start, _long_from(columns, place, longer_than)), end)
    first_day = months.first.first.toordinal()
    days = months.last.last.toordinal() + 1 - first_day
    cuts = _first_days(np.arange(months.first.index, months.last.index + 1)) - first_day
    numerator, denominator = (
        np.add.reduceat(_census(begin - first_day, end - first_day, days), cuts).astype(np.float64)
        for begin in (long, start)
    )
    return MonthlyMeasure(months.first, numerator, denominator, quotient(numerator, denominator))


def _nights(columns: SpellColumns, inside: Flags, months: Period) -> tuple[npt.NDArray[np.intp], Days, Days]:
    """Return the spells that count a night in the months, and for each the first day and the day after the last."""
    low, high = months.first.first.toordinal(), months.last.last.toordinal() + 1
    ended = np.where(columns.discharged_day == NO_DAY, high, np.minimum(columns.discharged_day, high))
    start = np.maximum(columns.admitted_day, low)
    place = np.flatnonzero(inside & (start < ended))
    return place, start[place].astype(np.int64), ended[place].astype(np.int64)


def _long_from(columns: SpellColumns, place: npt.NDArray[np.intp], longer_than: float) -> Days:
    return columns.admitted_day[place].astype(np.int64) + int(np.floor(longer_than)) + 1


def _census(begin: Days, end: Days, days: int) -> Days:
    """Return how many are there on each day [days]: one more from each beginning, one less from each end."""
    came, went = (np.bincount(moment, minlength=days + 1)[:days] for moment in (begin, end))
    return np.cumsum(came - went)


def _count_up(many: Days) -> Days:
    """Return 0, 1, ... up to each number, one after the other."""
    return np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)


def _first_days(month_index: npt.NDArray[np.int64]) -> Days:
    """Return the proleptic ordinal of the first day of each month."""
    epoch = Month(1970, 1)
    days = (month_index - epoch.index).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days + epoch.first.toordinal()
