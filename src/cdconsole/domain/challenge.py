"""Challenges: what a clinician says is wrong with a measure's months, what was asked, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from cdconsole.domain.attribution import Channel
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import BatchId, ClinicianId
from cdconsole.domain.measure import ChallengeNote, MeasureId

_LONGEST_WORDS = 90


class ChallengeStatus(Enum):
    """Where a challenge stands."""

    OPEN = "Open"
    UPHELD = "Upheld"
    PARTLY_UPHELD = "Partly upheld"
    NOT_UPHELD = "Not upheld"
    WITHDRAWN = "Withdrawn"


@dataclass(frozen=True)
class Challenge:
    """One challenge as it stands; ``clinician_id`` None means the team's own measure.

    ``raised_by`` is who made the claim. The claim never changes; ``decision`` and ``dissent`` are both views of how it
    ended, and ``reopened`` says why it was last opened again.
    """

    id: str
    clinician_id: ClinicianId | None
    measure: MeasureId
    period: Period
    claim: str
    evidence: str
    channel: Channel
    raised_by: str
    raised_at: datetime
    status: ChallengeStatus = ChallengeStatus.OPEN
    decision: str = ""
    dissent: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reopened: str = ""
    revision: int = 1

    @property
    def is_open(self) -> bool:
        """Return whether nothing is decided yet."""
        return self.status is ChallengeStatus.OPEN

    @property
    def turnaround_days(self) -> int | None:
        """Return whole days from raising to the decision; None while open, and for one that was withdrawn."""
        if self.decided_at is None or self.status is ChallengeStatus.WITHDRAWN:
            return None
        return (self.decided_at.date() - self.raised_at.date()).days

    @property
    def note(self) -> ChallengeNote | None:
        """Return what stands on the chart: while open, and for good once upheld whole or in part."""
        if self.status in (ChallengeStatus.NOT_UPHELD, ChallengeStatus.WITHDRAWN):
            return None
        decided = None if self.decided_at is None else self.decided_at.date()
        words = first_words(self.claim if self.is_open else self.decision)
        return ChallengeNote(self.period, self.raised_at.date(), decided, self.status.value, words)

    def checked(self) -> Challenge:
        """Return the challenge with trimmed texts, or raise RuleBroken naming the field at fault."""
        trimmed = replace(
            self, claim=self.claim.strip(), evidence=self.evidence.strip(), raised_by=self.raised_by.strip()
        )
        if not trimmed.claim:
            raise RuleBroken("A challenge needs a claim.", "Say what is wrong with the figures.", "claim")
        if not len(self.period):
            raise RuleBroken("The last month is before the first.", "Choose the months again.", "last")
        if not trimmed.raised_by:
            raise RuleBroken("It is not said who raises the challenge.", "Type a name.", "raised_by")
        return trimmed


def first_words(text: str) -> str:
    """Return a text's first words, as long as one line of a chart card holds."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_WORDS else f"{line[: _LONGEST_WORDS - 1].rsplit(' ', 1)[0]}…"


@dataclass(frozen=True)
class ChallengeDraft:
    """What is typed to raise a challenge; an empty ``raised_by`` is the clinician."""

    clinician: ClinicianId | None
    measure: MeasureId
    first: Month
    last: Month
    claim: str
    evidence: str
    raised_by: str = ""
    channel: Channel = Channel.IN_PERSON


@dataclass(frozen=True)
class DataQuery:
    """A question to an administrator about the records behind some months; ``answered_at`` None while it is open.

    ``subject`` is the challenge it was asked for, ``whose`` the clinician's name or "Team". ``batch`` is the import
    that mended the records, where one did.
    """

    id: str
    subject: str
    clinician_id: ClinicianId | None
    whose: str
    measure: MeasureId
    period: Period
    question: str
    asked_by: str
    asked_at: datetime
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    batch: BatchId | None = None
    batch_name: str = ""
    revision: int = 1

    @property
    def is_open(self) -> bool:
        """Return whether it waits for an answer."""
        return self.answered_at is None


@dataclass(frozen=True)
class ChallengeStep:
    """One thing that happened to a challenge: raised, data asked, answered, decided, opened again."""

    at: datetime
    person: str
    what: str
    text: str


@dataclass(frozen=True)
class ChallengeRow:
    """One line of the list of challenges, with names in place of ids."""

    challenge: Challenge
    whose: str
    measure: str


@dataclass(frozen=True)
class ChallengeList:
    """Open challenges first, then decided ones, newest first; the median turnaround is over ``decided`` of them."""

    rows: tuple[ChallengeRow, ...] = ()
    median_days: float | None = None
    decided: int = 0

    @property
    def open_count(self) -> int:
        """Return how many wait for a decision."""
        return sum(1 for row in self.rows if row.challenge.is_open)


@dataclass(frozen=True)
class ChallengeRecord:
    """A challenge with everything that happened to it, oldest first, and the data queries asked for it."""

    row: ChallengeRow
    steps: tuple[ChallengeStep, ...]
    queries: tuple[DataQuery, ...]
