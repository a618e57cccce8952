"""Everything the ward list shows: who passes the filter, which cell is being edited, what was refused. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.calendar import MONTH_NAMES, date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId, InpatientId
from cdconsole.domain.ward import (
    Inpatient,
    PredictedDischarge,
    ReasonCode,
    WardList,
    checked_prediction,
    read_predicted_date,
)

_GIVEN_BY_NOBODY = (ReasonCode.FIRST, ReasonCode.UNDONE, ReasonCode.CONCURRENT, ReasonCode.IMPORTED)
REASONS = tuple(reason for reason in ReasonCode if reason not in _GIVEN_BY_NOBODY)
NUMBER, CLINICIAN, ADMITTED, DISCHARGED = "hospital_number", "clinician", "admitted", "discharged"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class StatusFilter(Enum):
    """Which predicted dates are looked at."""

    ALL = "Any status"
    NOT_SET = "Not set"
    OVER = "Past predicted date"
    TODAY = "Due today"


@dataclass(frozen=True)
class Filters:
    """What is shown of the list; kept while the department is open."""

    text: str = ""
    clinician: ClinicianId | None = None
    status: StatusFilter = StatusFilter.ALL

    def passes(self, patient: Inpatient, today: date) -> bool:
        """Return whether a patient is shown."""
        on = predicted_on(patient)
        wanted = {
            StatusFilter.ALL: True,
            StatusFilter.NOT_SET: on is None,
            StatusFilter.OVER: on is not None and on < today,
            StatusFilter.TODAY: on == today,
        }[self.status]
        known = " ".join((patient.bay, patient.bed, patient.hospital_number, patient.clinician)).casefold()
        return (
            wanted
            and self.clinician in (None, patient.clinician_id)
            and all(word in known for word in self.text.casefold().split())
        )


class Cell(Enum):
    """Which cell of the row is open."""

    DATE = "date"
    REASON = "reason"


@dataclass(frozen=True)
class Editing:
    """The one open cell. ``typed`` stands in the date cell, ``hint`` says how it is understood.

    ``revision`` is the patient's when the cell was opened: what others store meanwhile must not be overwritten.
    """

    inpatient: InpatientId
    revision: int
    typed: str
    cell: Cell = Cell.DATE
    reason: ReasonCode = ReasonCode.REVIEWED
    hint: str = ""
    problem: str = ""


@dataclass(frozen=True)
class WardRow:
    """One line of the grid."""

    patient: Inpatient
    today: date
    is_saving: bool = False


@dataclass(frozen=True)
class Admitting:
    """The dialog that adds a patient."""

    problems: Mapping[str, str] = field(default_factory=dict)
    is_busy: bool = False


@dataclass(frozen=True)
class Discharging:
    """The dialog that takes a patient off the list."""

    patient: Inpatient
    problem: str = ""
    is_busy: bool = False


@dataclass(frozen=True)
class WardState:
    """The whole screen. ``undo_text`` says what the next undo brings back; nothing where there is nothing."""

    now: datetime
    ward: WardList | None = None
    filters: Filters = Filters()
    selected: InpatientId | None = None
    history: tuple[PredictedDischarge, ...] = ()
    editing: Editing | None = None
    saving: frozenset[InpatientId] = frozenset()
    notice: str = ""
    undo_text: str = ""
    admitting: Admitting | None = None
    discharging: Discharging | None = None

    @property
    def rows(self) -> tuple[WardRow, ...]:
        """Return the lines that pass the filter, in ward order."""
        if self.ward is None:
            return ()
        today = self.ward.today
        return tuple(
            WardRow(patient, today, is_saving=patient.id in self.saving)
            for patient in self.ward.inpatients
            if self.filters.passes(patient, today)
        )

    @property
    def totals(self) -> str:
        """Return the line under the grid."""
        if self.ward is None:
            return ""
        shown, everybody = len(self.rows), len(self.ward.inpatients)
        return self.ward.totals + (f". Showing {shown} of {everybody}" if shown < everybody else "")

    @property
    def empty_text(self) -> str:
        """Return what stands in place of an empty grid."""
        if self.ward is None:
            return "Reading the ward list"
        if not self.ward.inpatients:
            return "Nobody on the ward list yet. Add a patient."
        return "" if self.rows else "Nobody matches. Clear the search, or choose other filters."

    def patient(self, inpatient: InpatientId | None) -> Inpatient | None:
        """Return a patient on the list."""
        known = () if self.ward is None else self.ward.inpatients
        return next((patient for patient in known if patient.id == inpatient), None)


def predicted_on(patient: Inpatient) -> date | None:
    """Return the predicted date that stands."""
    return None if patient.predicted is None else patient.predicted.on


def day_text(on: date | None) -> str:
    """Return a date with its weekday, as wards talk of it: ``Fri 27 Nov 2026``."""
    return "" if on is None else f"{_DAYS[on.weekday()]} {date_text(on)}"


def short_moment(at: datetime) -> str:
    """Return a moment of these weeks: ``23 Nov 10:42``."""
    local = at.astimezone()
    return f"{local.day} {MONTH_NAMES[local.month - 1]} {local:%H:%M}"


def bed_text(patient: Inpatient) -> str:
    """Return where a patient lies; never who it is."""
    return " ".join(filter(None, (patient.bay, f"bed {patient.bed}" if patient.bed else "")))


def understood(typed: str, patient: Inpatient, today: date) -> str:
    """Return how typed text is read, while it is typed; nothing where it is not a date yet."""
    try:
        on = checked_prediction(read_predicted_date(typed, today), patient.admitted.date(), today)
    except RuleBroken:
        return ""
    return day_text(on) if on is not None else "No predicted date"
