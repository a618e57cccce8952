"""A measure record by record: when each record ended and what its value was, with a box for each quarter."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.calendar import Period, Quarter
from cdconsole.domain.counting import Calculation, Form
from cdconsole.domain.measure import Measure
from cdconsole.domain.value_distribution import ValueDistribution

_BYTES_A_RECORD = 4
_OF_ONE = frozenset(
    {
        *(Calculation.LATE_START_MINUTES, Calculation.EARLY_FINISH_MINUTES, Calculation.OVERRUN_MINUTES),
        Calculation.WITHDRAWAL_MINUTES,
    }
)


def is_by_record(measure: Measure) -> bool:
    """Return whether each record has a value of its own in a measure: a stay has days, a rate is of many."""
    return measure.counting.form is Form.MEDIAN or measure.counting.calculation in _OF_ONE


@dataclass(frozen=True)
class QuarterBox:
    """The quartiles of one quarter's records (quantile type 7) and how many there are."""

    quarter: Quarter
    n: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True)
class RecordDistribution:
    """The records of one clinician, or of the team, in a measure; nobody's records can be told from the values.

    ``days`` are little-endian 32-bit proleptic ordinals, ``values`` little-endian 32-bit floats, one of each a record,
    by day: as bytes a million of them cross to the window in milliseconds. ``boxes`` leave out quarters with too few
    records. ``sentence`` says the whole; it is all there is where there are no records. ``spread`` is how the values
    are spread, None without records; ``colleagues`` how everybody else's are, as recorded, beside one clinician's.
    """

    measure: Measure
    whose: str
    period: Period
    days: bytes
    values: bytes
    boxes: tuple[QuarterBox, ...]
    sentence: str
    spread: ValueDistribution | None
    colleagues: ValueDistribution | None = None

    def __len__(self) -> int:
        return len(self.days) // _BYTES_A_RECORD
