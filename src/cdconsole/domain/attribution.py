"""Whose work a record is, in the eyes of the clinician it is counted for: mine, not mine, or shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cdconsole.domain.calendar import Period, date_text
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId


class Vote(Enum):
    """What a clinician says of one record."""

    MINE = "Mine"
    NOT_MINE = "Not mine"
    SHARED = "Shared"


class Channel(Enum):
    """How something a clinician said reached the department's file."""

    IN_PERSON = "In person, entered in the director's unlocked session"
    SIGNED_REPLY = "Signed reply from the clinician's own pack"


@dataclass(frozen=True)
class GivenVote:
    """A vote to be stored; ``vote`` None takes an earlier one back.

    ``source_key`` is the record's keyed identifier. ``with_clinician`` names whom the work is shared with, or whose it
    is, where the clinician said so. ``revision`` is that of the vote that was on screen, 0 for none.
    """

    source_key: str
    vote: Vote | None
    comment: str = ""
    with_clinician: ClinicianId | None = None
    revision: int = 0


@dataclass(frozen=True)
class AttributionVote:
    """One clinician's newest word on one record; every earlier one is kept in the history.

    The record is named by its keyed identifier, so that the vote outlives a later version of it. ``vote`` None was
    taken back.
    """

    clinician_id: ClinicianId
    source_key: str
    vote: Vote | None
    comment: str
    channel: Channel
    at: datetime
    person: str
    with_clinician: ClinicianId | None = None
    revision: int = 1


@dataclass(frozen=True)
class ValidationState:
    """How far a clinician got with the records of a period; ``last_at`` is when they last said anything of one."""

    records: int
    voted: int
    not_mine: int
    shared: int
    last_at: datetime | None

    @property
    def sentence(self) -> str:
        """Return it in one plain sentence."""
        if not self.voted or self.last_at is None:
            return f"{self.records:,} records, none of them checked yet."
        on = date_text(self.last_at.astimezone().date())
        return f"{self.records:,} records, {self.voted:,} checked{self._told}, last on {on}."

    @property
    def changed_text(self) -> str:
        """Return how many records the votes changed anything about; nothing while they changed nothing."""
        changed = self.not_mine + self.shared
        if not changed:
            return ""
        return f"{changed:,} of {self.records:,} records changed by the clinician's own votes{self._told}"

    @property
    def _told(self) -> str:
        parts = [f"{count:,} {word}" for count, word in ((self.not_mine, "not mine"), (self.shared, "shared")) if count]
        return f" ({', '.join(parts)})" if parts else ""


@dataclass(frozen=True)
class MyRecord:
    """One record as the clinician it is counted for sees it, pseudonymised, with their newest word on it."""

    key: str
    pseudonym: str
    admitted: str
    discharged: str
    length_of_stay_days: int | None
    patient_class: str
    admission_method: str
    ward: str
    batch: str
    vote: AttributionVote | None

    @property
    def said(self) -> Vote | None:
        """Return what the clinician says of it now."""
        return None if self.vote is None else self.vote.vote


@dataclass(frozen=True)
class MyRecords:
    """One clinician's records of a period, newest first, and who else a record can be shared with."""

    clinician: Clinician
    period: Period
    records: tuple[MyRecord, ...]
    state: ValidationState
    colleagues: tuple[Clinician, ...]


@dataclass(frozen=True)
class ValidationRow:
    """One line of the list of who has checked their records."""

    clinician: Clinician
    state: ValidationState
