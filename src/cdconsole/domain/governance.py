"""What leaves the department for a governance meeting: team level, small counts protected, every export logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.measure import Measure, MonthlyValue
from cdconsole.domain.spc import SpcChart

SUPPRESSED = "*"


@dataclass(frozen=True)
class ProtectedCount:
    """A count after disclosure control: None is suppressed (1-7); others are rounded to the nearest 5."""

    value: int | None

    def __str__(self) -> str:
        return SUPPRESSED if self.value is None else f"{self.value:,}"


@dataclass(frozen=True)
class ProtectedMonth:
    """One month of one measure as it may leave the department. ``value`` None where a count behind it is suppressed."""

    month: str
    numerator: ProtectedCount
    denominator: ProtectedCount
    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    special_cause: str


@dataclass(frozen=True)
class MeasureSheet:
    """One measure of the workbook: its definition, chart and protected months."""

    measure: Measure
    chart: SpcChart
    reading: str
    quality: str
    quarter_value: float | None
    months: tuple[ProtectedMonth, ...]
    suppressed: int


@dataclass(frozen=True)
class MeasureValues:
    """One measure's true team values, before disclosure control."""

    measure: Measure
    chart: SpcChart
    reading: str
    quality: str
    quarter_value: float | None
    values: tuple[MonthlyValue, ...]


@dataclass(frozen=True)
class GovernancePack:
    """Everything the workbook holds.

    ``challenges`` says what they leave out, by measure; ``audit_head`` is the records' newest audit head in its short
    form.
    """

    department: str
    specialty: str
    quarter: Quarter
    data_to: str
    exported_by: str
    exported_at: datetime
    sheets: tuple[MeasureSheet, ...]
    batches: tuple[str, ...]
    audit_head: str = ""
    challenges: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class GovernancePreview:
    """What the workbook would hold and what is suppressed, before it is written."""

    quarter: Quarter
    quarters: tuple[Quarter, ...]
    measures: tuple[str, ...]
    suppressed: int
    sentence: str


@dataclass(frozen=True)
class ExportReceipt:
    """What was written; ``left_out`` says what was not, because of challenges."""

    path: str
    sheets: int
    rows: int
    suppressed: int
    sha256: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExportLogRow:
    """One line of the export log."""

    at: datetime
    person: str
    what: str
    file_name: str
    sha256: str
    state: str
