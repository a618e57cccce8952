"""Three years of invented spells, as columns: whose, when, what kind, how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from cdconsole.demo.absences import Absence
from cdconsole.demo.roster import NAMES, ROSTER
from cdconsole.demo.signals import PlantedSignal
from cdconsole.domain.calendar import Period
from cdconsole.domain.job_plan import ExposureKind
from cdconsole.domain.measure import MeasureId

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Moments = npt.NDArray[np.datetime64]

MIDDAY = 12 * 60
DAY = 24 * 60
_STAY_SPREAD = 0.9
"""Standard deviation of the logarithm of a stay: right-skewed, a tenth stay over three times the median."""
_ELECTIVE_STAY = 0.7
_LONGEST_STAY = 120
_LEAD = timedelta(days=14)
_DEATHS = 0.03
_SELF_DISCHARGES = 0.012

# Weight of each weekday, Monday first: wards discharge less at weekends, day-case lists run on weekdays.
_WARD_WEEK = np.array([1.1, 1.05, 1.05, 1.05, 1.2, 0.6, 0.5])
_LIST_WEEK = np.array([1.0, 1.0, 1.0, 1.0, 0.9, 0.1, 0.0])
_QUIET_DAYS = {(12, 25), (12, 26), (1, 1)}

# Weight of each hour at which an emergency comes in.
_ARRIVALS = np.array([3, 2, 2, 2, 1, 1, 2, 3, 4, 6, 8, 9, 9, 9, 9, 9, 9, 9, 8, 7, 6, 5, 5, 4], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class SpellTable:
    """Columns [spells] in order of discharge. ``clinician`` and ``ward_clinician`` index the roster; times are local.

    ``ending`` is the NHS Data Dictionary discharge method: 1 home, 2 self-discharge, 4 died.
    """

    clinician: Ints
    admitted: Moments
    discharged: Moments
    is_elective: Flags
    is_day_case: Flags
    ending: Ints

    def __len__(self) -> int:
        return len(self.clinician)


@dataclass(frozen=True, eq=False)
class _Levels:
    """What each clinician's month is drawn from: float arrays [clinicians, months]; ``exact`` counts are not drawn."""

    spells: Floats
    exact: Flags
    day_case_rate: Floats
    stay_days: Floats
    before_midday: Floats


def generate_spells(
    period: Period,
    spells: int,
    signals: Sequence[PlantedSignal],
    away: Sequence[Absence],
    rng: np.random.Generator,
) -> SpellTable:
    """Return about ``spells`` completed spells discharged in ``period``, with those of ``signals`` that are in spells.

    A month's count is Poisson about the clinician's usual number, day cases and mornings are binomial, stays are
    log-normal and rounded to days. Nobody discharges on a day they are away. Same generator state, same spells.
    """
    levels = _levels(period, spells, signals)
    number = np.where(levels.exact, np.rint(levels.spells), rng.poisson(levels.spells)).astype(np.int64)
    clinician, month = (np.repeat(index.ravel(), number.ravel()) for index in np.indices(number.shape))
    count = len(clinician)
    electives = np.array([person.electives for person in ROSTER])
    share = electives / (electives + np.array([person.emergencies for person in ROSTER]))
    is_elective = rng.random(count) < share[clinician]
    is_day_case = is_elective & (rng.random(count) < levels.day_case_rate[clinician, month])
    left_on = _days(period, clinician, month, is_day_case, away, rng)
    left_at = _leaving_minutes(levels.before_midday[clinician, month], is_day_case, rng)
    stay = _stays(levels.stay_days[clinician, month], is_elective, is_day_case, rng)
    came_at = _arrival_minutes(left_at, stay, is_elective, is_day_case, rng)
    discharged: Moments = left_on.astype("datetime64[m]") + left_at.astype("timedelta64[m]")
    admitted: Moments = (left_on - stay.astype("timedelta64[D]")).astype("datetime64[m]") + came_at.astype(
        "timedelta64[m]"
    )
    order = np.argsort(discharged, kind="stable")
    first = np.datetime64(period.first.first - _LEAD)
    order = order[admitted[order] >= first]  # as asked of the source: long stays from before are not in the extract
    return SpellTable(
        clinician=clinician[order],
        admitted=admitted[order],
        discharged=discharged[order],
        is_elective=is_elective[order],
        is_day_case=is_day_case[order],
        ending=_endings(is_elective, rng)[order],
    )


def _levels(period: Period, spells: int, signals: Sequence[PlantedSignal]) -> _Levels:
    shape = (len(ROSTER), len(period))
    usual = np.array([person.electives + person.emergencies for person in ROSTER])
    in_use = usual * spells / (usual.sum() * len(period))

    def everywhere(values: Floats) -> Floats:
        return np.repeat(values[:, np.newaxis], shape[1], axis=1)

    levels = _Levels(
        spells=everywhere(in_use),
        exact=np.zeros(shape, dtype=np.bool_),
        day_case_rate=everywhere(np.array([person.day_case_rate for person in ROSTER])),
        stay_days=everywhere(np.array([person.stay_days for person in ROSTER])),
        before_midday=everywhere(np.array([person.before_midday for person in ROSTER])),
    )
    for signal in signals:
        _plant(levels, signal, signal.first.index - period.first.index)
    return levels


def _plant(levels: _Levels, signal: PlantedSignal, start: int) -> None:
    place = NAMES.index(signal.clinician), slice(start, start + len(signal.levels))
    if signal.measure == MeasureId.SPELLS:
        levels.spells[place] *= signal.levels
        levels.exact[place] = True
    elif signal.measure == MeasureId.DAY_CASE_RATE:
        levels.day_case_rate[place] = signal.levels
    elif signal.measure == MeasureId.LENGTH_OF_STAY:
        levels.stay_days[place] = signal.levels
    elif signal.measure == MeasureId.BEFORE_MIDDAY:
        levels.before_midday[place] = signal.levels


def _days(
    period: Period, clinician: Ints, month: Ints, is_day_case: Flags, away: Sequence[Absence], rng: np.random.Generator
) -> Moments:
    """Return the day of each discharge, by weekday and never while its clinician is away."""
    first = np.array([one.first for one in period], dtype="datetime64[D]")
    lengths = np.array([one.days for one in period])
    dates = first[:, np.newaxis] + np.arange(31)
    exists = np.arange(31) < lengths[:, np.newaxis]
    weekday = (dates.astype(np.int64) + 3) % 7  # 1 Jan 1970 was a Thursday
    quiet = np.array([[(day.month, day.day) in _QUIET_DAYS for day in row] for row in dates.tolist()])
    ward = np.where(exists, _WARD_WEEK[weekday] * np.where(quiet, 0.3, 1.0), 0.0)
    lists = np.where(exists & ~quiet, _LIST_WEEK[weekday], 0.0)
    weights = np.stack([np.broadcast_to(kind, (len(ROSTER), *kind.shape)) for kind in (ward, lists)], axis=2)
    weights = weights.copy()  # [clinicians, months, ward or list, days]
    for absence in away:
        covered = (dates >= np.datetime64(absence.first)) & (dates <= np.datetime64(absence.last))
        months, days = np.nonzero(covered)
        if absence.clinician is not None:
            weights[NAMES.index(absence.clinician), months, :, days] = 0.0
        elif absence.kind is ExposureKind.CLOSURE:
            weights[:, months, 1, days] = 0.0
    running = np.cumsum(weights, axis=-1)
    chosen = running[clinician, month, is_day_case.astype(np.int64)]
    target = rng.random(len(clinician)) * chosen[:, -1]
    day = (chosen <= target[:, np.newaxis]).sum(axis=-1)
    picked: Moments = dates[month, day]
    return picked


def _leaving_minutes(before_midday: Floats, is_day_case: Flags, rng: np.random.Generator) -> Ints:
    """Return the minute of the day of each discharge: a morning share, then a peak in mid-afternoon."""
    count = len(before_midday)
    morning = 510 + np.floor((MIDDAY - 510) * rng.beta(2.2, 1.3, count))
    afternoon = MIDDAY + np.floor(540 * rng.beta(2.0, 2.8, count))
    from_unit = 660 + np.floor(480 * rng.beta(2.0, 2.0, count))
    is_morning = rng.random(count) < before_midday
    minutes = np.where(is_day_case, from_unit, np.where(is_morning, np.minimum(morning, MIDDAY - 1), afternoon))
    return minutes.astype(np.int64)


def _stays(median: Floats, is_elective: Flags, is_day_case: Flags, rng: np.random.Generator) -> Ints:
    """Return whole days from admission to discharge."""
    usual = np.where(is_elective, median * _ELECTIVE_STAY, median)
    days = np.rint(usual * np.exp(_STAY_SPREAD * rng.standard_normal(len(median))))
    days = np.minimum(days, _LONGEST_STAY)
    return np.where(is_day_case, 0, np.where(is_elective, np.maximum(days, 1), days)).astype(np.int64)


def _arrival_minutes(
    left_at: Ints, stay: Ints, is_elective: Flags, is_day_case: Flags, rng: np.random.Generator
) -> Ints:
    """Return the minute of the day of each admission, always before the discharge."""
    count = len(left_at)
    hour = rng.choice(24, size=count, p=_ARRIVALS / _ARRIVALS.sum())
    emergency = hour * 60 + rng.integers(0, 60, count)
    planned = rng.integers(7 * 60, 10 * 60, count)
    in_unit = left_at - rng.integers(150, 300, count)
    same_day = np.floor(left_at * rng.uniform(0.15, 0.7, count)).astype(np.int64)
    on_ward = np.where(stay == 0, same_day, np.where(is_elective, planned, emergency))
    return np.where(is_day_case, in_unit, on_ward)


def _endings(is_elective: Flags, rng: np.random.Generator) -> Ints:
    chance = np.where(is_elective, 1.0, rng.random(len(is_elective)))
    return np.where(chance < _DEATHS, 4, np.where(chance < _DEATHS + _SELF_DISCHARGES, 2, 1)).astype(np.int64)
