"""Corrections of what can't be changed: the record stays as it was, and both texts are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId, ReviewId


class RectifiedKind(Enum):
    """What can be asked to be corrected."""

    NOTE = "Note of a locked review"
    ADDENDUM = "Addendum to a locked review"
    RECOGNITION = "Thank-you"


class Decision(Enum):
    """What was decided on a correction that was asked for."""

    OPEN = "Not decided yet"
    ACCEPTED = "Accepted"
    NOT_ACCEPTED = "Not accepted"


@dataclass(frozen=True)
class RectifiedRecord:
    """Which record: of a review's notes and addenda ``id`` is the review, and ``part`` says which of them."""

    kind: RectifiedKind
    id: str
    part: str = ""

    @classmethod
    def note(cls, review: ReviewId, kind: Enum, domain: Enum | None) -> RectifiedRecord:
        """Return one note of a review, by the kind of the note and its domain."""
        return cls(RectifiedKind.NOTE, review, f"{kind.name}:{'' if domain is None else domain.name}")

    @classmethod
    def addendum(cls, review: ReviewId, number: int) -> RectifiedRecord:
        """Return one addendum of a review, counted from 1."""
        return cls(RectifiedKind.ADDENDUM, review, str(number))

    @classmethod
    def recognition(cls, recognition: str) -> RectifiedRecord:
        """Return a thank-you."""
        return cls(RectifiedKind.RECOGNITION, recognition)

    @property
    def note_names(self) -> tuple[str, str]:
        """Return the names of a note's kind and domain, the second empty where it stands for the whole review."""
        kind, _, domain = self.part.partition(":")
        return kind, domain


@dataclass(frozen=True)
class Correctable:
    """A record that can't be changed and can be asked to be corrected: what it is called, and what it says."""

    record: RectifiedRecord
    on: date
    stands: str


@dataclass(frozen=True)
class Rectification:
    """A correction asked for: what ``stands``, what it ``should_say``, who asked and why, and what was decided."""

    id: str
    clinician_id: ClinicianId
    record: RectifiedRecord
    stands: str
    should_say: str
    reason: str
    asked_by: str
    recorded_by: str
    asked_at: datetime
    decision: Decision = Decision.OPEN
    decision_reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    revision: int = 1

    def decided(self, decision: Decision, reason: str) -> None:
        """Raise RuleBroken unless it can be decided so: once, and with a reason where it is not accepted."""
        if self.decision is not Decision.OPEN:
            raise RuleBroken("This was decided before.", "Ask for another correction.", "decision")
        if decision is Decision.OPEN:
            raise RuleBroken("That is no decision.", "Accept it, or say why not.", "decision")
        if decision is Decision.NOT_ACCEPTED and not reason.strip():
            raise RuleBroken("A correction that is not accepted needs a reason.", "Say why.", "reason")

    @property
    def sentence(self) -> str:
        """Return what stands under the record: the other text, or that one was asked for."""
        asked = f"{self.asked_by} asked on {date_text(self.asked_at.date())} that it say"
        if self.decision is Decision.ACCEPTED and self.decided_at is not None:
            on = date_text(self.decided_at.date())
            return (
                f"Corrected on {on} by {self.decided_by}: {self.should_say} (Asked by {self.asked_by}: {self.reason})"
            )
        if self.decided_at is not None:
            refused = (
                f"Not accepted on {date_text(self.decided_at.date())} by {self.decided_by}: {self.decision_reason}"
            )
            return f"{asked}: {self.should_say} (Because: {self.reason}) {refused}"
        return f"{asked}: {self.should_say} (Because: {self.reason}) Not decided yet."


def of_record(known: tuple[Rectification, ...], record: RectifiedRecord) -> tuple[Rectification, ...]:
    """Return what was asked of one record, oldest first as they were given."""
    return tuple(one for one in known if one.record == record)
