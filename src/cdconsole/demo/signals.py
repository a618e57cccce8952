"""The signals planted in the demonstration department, as data: a test checks that the charts show every one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.spc import SpecialCause, SpecialDirection

MONTHS = 36
DNA_RATE, LATE_STARTS = MeasureId("dna_rate"), MeasureId("late_starts")


@dataclass(frozen=True)
class PlantedSignal:
    """One change put into one clinician's months of one measure.

    ``levels`` holds one value a month, ``first`` to ``last``: for spells the multiple of the usual number, made
    exactly; for length of stay the median of an emergency in days; for rates the underlying fraction.
    At least ``at_least`` of the months must be flagged, all in ``direction``, each with one of ``causes``: a chart
    names the first rule a month meets, so the far months of a shift may stand as outside or two of three.
    """

    clinician: str
    measure: MeasureId
    first: Month
    last: Month
    levels: tuple[float, ...]
    causes: frozenset[SpecialCause]
    at_least: int
    direction: SpecialDirection
    story: str

    @property
    def period(self) -> Period:
        """Return the months it was planted in."""
        return Period(self.first, self.last)


@dataclass(frozen=True)
class _Plan:
    """A signal by place: months back from the newest, 0 being the newest."""

    clinician: str
    measure: MeasureId
    from_back: int
    levels: tuple[float, ...]
    causes: frozenset[SpecialCause]
    at_least: int
    direction: SpecialDirection
    story: str


def _step(level: float, months: int) -> tuple[float, ...]:
    return (level,) * months


_SHIFT = frozenset({SpecialCause.SHIFT, SpecialCause.TWO_OF_THREE, SpecialCause.OUTSIDE})
_OUTSIDE = frozenset({SpecialCause.OUTSIDE})
_DIP = frozenset({SpecialCause.OUTSIDE, SpecialCause.TWO_OF_THREE})
_TREND = frozenset({SpecialCause.TREND, SpecialCause.OUTSIDE})

_PLANS = (
    _Plan(
        "Dr Amara Okafor", MeasureId.BEFORE_MIDDAY, 11, _step(0.46, 12), _SHIFT, 7, SpecialDirection.IMPROVEMENT,
        "The board round moved to 08:15 and medicines to take home are written the evening before.",
    ),
    _Plan(
        "Dr Callum Ferrier", MeasureId.LENGTH_OF_STAY, 13, _step(10.5, 14), _SHIFT, 7, SpecialDirection.CONCERN,
        "Complex liver patients were brought together on Cedar ward under one name: case mix, not pace.",
    ),
    _Plan(
        "Dr Yusuf Demirel", MeasureId.LENGTH_OF_STAY, 15, _step(5.0, 16), _SHIFT, 7, SpecialDirection.IMPROVEMENT,
        "A daily senior review began on Birch ward, and dietetic assessment on the day of admission.",
    ),
    _Plan(
        "Dr Tomasz Wieczorek", MeasureId.SPELLS, 7, (1.55,), _OUTSIDE, 1, SpecialDirection.NEUTRAL_HIGH,
        "A waiting-list initiative: twelve extra endoscopy lists in one month.",
    ),
    _Plan(
        "Dr Tunde Fagbenle", MeasureId.SPELLS, 6, (1.05, 1.14, 1.23, 1.32, 1.41, 1.50, 1.59), _TREND, 7,
        SpecialDirection.NEUTRAL_HIGH, "New lists opened one by one when the third endoscopy room came into use.",
    ),
    _Plan(
        "Dr Eleanor Thackray", MeasureId.DAY_CASE_RATE, 9, _step(0.95, 10), _SHIFT, 7, SpecialDirection.IMPROVEMENT,
        "The job plan changed: an overnight list became two day-case screening lists.",
    ),
    _Plan(
        "Dr Niamh Corrigan", MeasureId.SPELLS, 20, _step(0.0, 3), _OUTSIDE, 3, SpecialDirection.NEUTRAL_LOW,
        "Three months of sickness absence, entered in the exposure log: no work to count, and no comment on it.",
    ),
    _Plan(
        "Dr Kofi Asamoah", MeasureId.BEFORE_MIDDAY, 9, _step(0.03, 3), _DIP, 2, SpecialDirection.CONCERN,
        "The discharge lounge was closed for three months by norovirus and then repairs.",
    ),
    _Plan(
        "Dr Priya Raghunathan", DNA_RATE, 11, _step(0.025, 12), _SHIFT, 7, SpecialDirection.IMPROVEMENT,
        "The IBD clinics began to remind patients by text message, two days and two hours before.",
    ),
    _Plan(
        "Dr Rajan Velupillai", LATE_STARTS, 8, _step(0.97, 3), _DIP, 2, SpecialDirection.CONCERN,
        "Theatre 6 was closed for its ventilation: lists began in a borrowed theatre, after its own first case.",
    ),
)  # fmt: skip


def planted_signals(period: Period) -> tuple[PlantedSignal, ...]:
    """Return every planted signal for the 36 months of ``period``. Raises ValueError for another length."""
    if len(period) != MONTHS:
        raise ValueError(f"the demonstration department covers {MONTHS} months, not {len(period)}")
    return tuple(_placed(plan, period) for plan in _PLANS)


@dataclass(frozen=True)
class PlantedLevels:
    """What was planted of one measure, month by month."""

    signals: tuple[PlantedSignal, ...]

    @classmethod
    def of(cls, signals: Sequence[PlantedSignal], measure: MeasureId) -> PlantedLevels:
        """Return what was planted of a measure."""
        return cls(tuple(signal for signal in signals if signal.measure == measure))

    def on(self, clinician: str, day: date, usual: float) -> float:
        """Return a clinician's level on a day: what was planted there, or the usual."""
        for signal in self.signals:
            if signal.clinician == clinician and day in signal.period:
                return signal.levels[Month.of(day).index - signal.first.index]
        return usual


def _placed(plan: _Plan, period: Period) -> PlantedSignal:
    first = period.last - plan.from_back
    return PlantedSignal(
        clinician=plan.clinician,
        measure=plan.measure,
        first=first,
        last=first + (len(plan.levels) - 1),
        levels=plan.levels,
        causes=plan.causes,
        at_least=plan.at_least,
        direction=plan.direction,
        story=plan.story,
    )
