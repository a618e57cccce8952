"""How long what is held about a clinician is kept, what is past its period, and what is held all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.held import HeldPart
from cdconsole.domain.identity import ClinicianId


class CountedFrom(Enum):
    """Where a period begins."""

    LEAVING = "after leaving"
    RECORD = "from the record"


@dataclass(frozen=True)
class RetentionRule:
    """How many years records of one part are kept, counted from when, and which schedule says so.

    ``person`` set it last; nobody, where it is what the program starts with.
    """

    part: HeldPart
    years: int
    counted_from: CountedFrom
    source: str
    person: str = ""
    changed_at: datetime | None = None
    revision: int = 0

    def checked(self) -> RetentionRule:
        """Return the rule, or raise RuleBroken naming the field at fault."""
        if not 1 <= self.years <= 100:
            raise RuleBroken("A period is 1-100 years.", "Type a whole number.", "years")
        if not self.source.strip():
            raise RuleBroken("A period needs its source.", "Name the schedule and its row.", "source")
        return self

    @property
    def sentence(self) -> str:
        """Return the rule in words."""
        return f"{self.years} {'year' if self.years == 1 else 'years'} {self.counted_from.value}"

    def past_before(self, today: date, left_on: date | None) -> date | None:
        """Return the day before which somebody's records of this part are past their period; None where none is."""
        limit = _years_before(today, self.years)
        if self.counted_from is CountedFrom.RECORD:
            return limit
        return date.max if left_on is not None and left_on < limit else None


_STARTING = "Starting value of this program, not of a schedule: your Trust's records schedule decides."
_AUDIT = "Starting value of this program, after the five years usual for clinical audit: your Trust's schedule decides."
RETAINED_PARTS = tuple(part for part in HeldPart if part is not HeldPart.TRAIL)
"""The parts that have a period; the audit trail and the log of exports stay with the department's file."""

_AFTER_LEAVING = frozenset(HeldPart) - {HeldPart.WORK, HeldPart.CHARTS}
STARTING_RULES = tuple(
    RetentionRule(part, 6, CountedFrom.LEAVING, _STARTING)
    if part in _AFTER_LEAVING
    else RetentionRule(part, 5, CountedFrom.RECORD, _AUDIT)
    for part in RETAINED_PARTS
)
"""What holds until a person sets something else. The NHS Records Management Code's schedule names no such records that
the program's authors could check, so these are to be replaced by the Trust's own."""


@dataclass(frozen=True)
class RetentionHold:
    """Why somebody's records must not be deleted, whatever the period says, until it is lifted."""

    id: str
    clinician_id: ClinicianId
    reason: str
    held_by: str
    held_at: datetime
    lifted_by: str = ""
    lifted_at: datetime | None = None
    lift_reason: str = ""
    revision: int = 1


@dataclass(frozen=True)
class PastPeriod:
    """Records of one kind about one clinician that are past their period; ``hold`` is why they stay all the same."""

    clinician_id: ClinicianId
    clinician: str
    left_on: date | None
    part: HeldPart
    title: str
    rows: int
    oldest: date | None
    rule: str
    hold: str = ""

    @property
    def standing(self) -> str:
        """Return whether anything keeps it."""
        return f"Held: {self.hold}" if self.hold else "Past its period"


@dataclass(frozen=True)
class Leaver:
    """A clinician as the retention page lists them: when they left, if they did, and the hold in force, if any."""

    clinician_id: ClinicianId
    name: str
    left_on: date | None
    left_revision: int
    hold: RetentionHold | None


@dataclass(frozen=True)
class RetentionList:
    """A dry run: the rules, everybody with the day they left and their hold, and what is past its period."""

    on: date
    rules: tuple[RetentionRule, ...]
    leavers: tuple[Leaver, ...]
    past: tuple[PastPeriod, ...]

    @property
    def sentence(self) -> str:
        """Return what the dry run found, in one sentence."""
        free = sum(one.rows for one in self.past if not one.hold)
        held = sum(one.rows for one in self.past if one.hold)
        people = len({one.clinician_id for one in self.past})
        if not self.past:
            return f"On {date_text(self.on)} nothing is past its period."
        kept = f" {held:,} more are kept by a hold." if held else ""
        who = f"{people} {'clinician' if people == 1 else 'clinicians'}"
        return f"On {date_text(self.on)}, {free:,} records about {who} are past their period and not held.{kept}"


ONLY_A_LIST = (
    "This is a list, a dry run: nothing is deleted. This program cannot delete what is listed: every table of these "
    "sections refuses it, other desks and backups would bring them back, and the audit trail would no longer prove. "
    "Take the list to whoever keeps your Trust's records schedule: they decide what becomes of the department's file."
)


def _years_before(today: date, years: int) -> date:
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)
