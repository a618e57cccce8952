"""The ward list: current inpatients and their predicted discharge dates, with every revision kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from cdconsole.domain.calendar import MONTH_NAMES
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId, InpatientId

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ReasonCode(Enum):
    """Why a predicted discharge date changed after the first."""

    FIRST = "First prediction"
    CLINICAL = "Clinical change"
    AWAITING_TEST = "Awaiting test or result"
    AWAITING_PROCEDURE = "Awaiting procedure"
    SOCIAL_CARE = "Awaiting social care"
    TRANSPORT = "Transport or medicines"
    REVIEWED = "Ward round review"
    CORRECTION = "Typing corrected"
    UNDONE = "Undone"
    CONCURRENT = "Set by two people at once"
    IMPORTED = "Imported from another system"


@dataclass(frozen=True)
class PredictedDischarge:
    """One revision of a predicted discharge date; ``on`` None means withdrawn. Revisions are only ever added."""

    on: date | None
    reason: ReasonCode
    at: datetime
    person: str
    revision: int


@dataclass(frozen=True)
class Inpatient:
    """A current inpatient as the ward list shows them; ``hospital_number`` never leaves the ward section."""

    id: InpatientId
    bay: str
    bed: str
    hospital_number: str
    clinician_id: ClinicianId
    clinician: str
    admitted: datetime
    predicted: PredictedDischarge | None
    discharged: datetime | None = None
    revision: int = 1

    def stay_days(self, today: date) -> int:
        """Return length of stay so far, in days."""
        return (today - self.admitted.date()).days

    def status(self, today: date) -> str:
        """Return overdue, due and missing in words, never as a colour alone."""
        if self.predicted is None or self.predicted.on is None:
            return "not set"
        days = (self.predicted.on - today).days
        if days < 0:
            return f"{-days} day{'s' if days < -1 else ''} over"
        return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


@dataclass(frozen=True)
class WardList:
    """All current inpatients, in ward order."""

    inpatients: tuple[Inpatient, ...]
    clinicians: tuple[tuple[ClinicianId, str], ...]
    today: date

    @property
    def totals(self) -> str:
        """Return the line under the grid."""
        patients = self.inpatients
        unset = sum(1 for patient in patients if patient.predicted is None or patient.predicted.on is None)
        over = sum(
            1
            for p in patients
            if p.predicted is not None and p.predicted.on is not None and p.predicted.on < self.today
        )
        due = sum(1 for p in patients if p.predicted is not None and p.predicted.on == self.today)
        people = "1 inpatient" if len(patients) == 1 else f"{len(patients)} inpatients"
        return f"{people}: {due} due today, {over} past their predicted date, {unset} not set"


def read_predicted_date(text: str, today: date) -> date | None:
    """Read what an administrator types at ward-round speed; nothing typed withdraws the date.

    Understands ``t`` or ``today``, ``+2``, ``fri`` (the next Friday after today), ``23/11``, ``23/11/26``,
    ``23 Nov``, ``23 Nov 2026`` and ``2026-11-23``. A day and month without a year is the next such day from a
    fortnight ago on. Raises RuleBroken with what would be understood.
    """
    typed = text.strip().lower()
    if not typed:
        return None
    for reader in (_relative_date, _written_date):
        found = reader(typed, today)
        if found is not None:
            return found
    raise RuleBroken(
        f"“{text.strip()}” is not a date.", "Type 23/11, 23 Nov, +2, t for today, or a day such as fri.", "predicted"
    )


def checked_prediction(on: date | None, admitted: date, today: date) -> date | None:
    """Return a date that can be a prediction, or raise RuleBroken: not before admission, at most a year away."""
    if on is not None and on < admitted:
        raise RuleBroken("A predicted date can't be before admission.", "Check the day and the month.", "predicted")
    if on is not None and on > today + timedelta(days=366):
        raise RuleBroken("That date is more than a year away.", "Check the year.", "predicted")
    return on


def _relative_date(typed: str, today: date) -> date | None:
    if typed in ("t", "today"):
        return today
    if re.fullmatch(r"\+\d{1,3}", typed):
        return today + timedelta(days=int(typed))
    if typed[:3] in _WEEKDAYS and typed.isalpha():
        return today + timedelta(days=(_WEEKDAYS.index(typed[:3]) - today.weekday() - 1) % 7 + 1)
    return None


def _written_date(typed: str, today: date) -> date | None:
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed)
    numeric = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?", typed)
    named = re.fullmatch(r"(\d{1,2})\s*([a-z]{3})[a-z]*\.?\s*(\d{2}|\d{4})?", typed)
    if iso:
        day, month, year = int(iso[3]), int(iso[2]), iso[1]
    elif numeric:
        day, month, year = int(numeric[1]), int(numeric[2]), numeric[3]
    elif named and named[2].title() in MONTH_NAMES:
        day, month, year = int(named[1]), MONTH_NAMES.index(named[2].title()) + 1, named[3]
    else:
        return None
    try:
        if year is not None:
            return date(int(year) % 100 + 2000 if len(year) == 2 else int(year), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today - timedelta(days=14) else date(today.year + 1, month, day)
    except ValueError as error:
        raise RuleBroken(f"There is no day {typed}.", "Check the day and the month.", "predicted") from error
