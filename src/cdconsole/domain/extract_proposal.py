"""A sealed extract: the least that a review outside the department needs, agreed by two people before it exists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cdconsole.domain.calendar import Period, date_text, moment_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import ClinicianId, GoalId, PersonId, ReviewId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.review import Domain

_RECIPIENT = re.compile(r"age1[0-9a-z]{58}")
_LONGEST = 200


@dataclass(frozen=True)
class ReviewPart:
    """One domain of one locked review; ``domain`` None is what stands for the whole review."""

    review: ReviewId
    domain: Domain | None

    @property
    def title(self) -> str:
        """Return the part as the reader sees it."""
        return "The review as a whole" if self.domain is None else self.domain.value


@dataclass(frozen=True)
class ExtractTicks:
    """What is ticked. ``period`` is the months of the measures and of the exposure log."""

    period: Period
    measures: tuple[MeasureId, ...] = ()
    job_plan: bool = False
    exposure: bool = False
    goals: tuple[GoalId, ...] = ()
    reviews: tuple[ReviewPart, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is ticked."""
        return not (self.measures or self.job_plan or self.exposure or self.goals or self.reviews)


@dataclass(frozen=True)
class ExtractDraft:
    """What somebody proposes to seal, about whom, for whom and why.

    ``recipient_key`` is an age public key; without one the file gets a passphrase of five words.
    """

    clinician: ClinicianId
    ticks: ExtractTicks
    purpose: str
    recipient: str
    recipient_key: str = ""

    def checked(self) -> ExtractDraft:
        """Return the draft, or raise RuleBroken naming the field at fault."""
        if self.ticks.is_empty:
            raise RuleBroken("Nothing is ticked.", "Tick what the review needs, and no more.", "ticks")
        for name, text in (("purpose", self.purpose), ("recipient", self.recipient)):
            if not text.strip() or len(text) > _LONGEST or not text.isprintable():
                raise RuleBroken(f"The {name} is missing or can't be shown.", f"Type 1-{_LONGEST} characters.", name)
        if self.recipient_key and _RECIPIENT.fullmatch(self.recipient_key) is None:
            raise RuleBroken(
                "That is not an age public key.", "It begins with age1 and has 62 characters.", "recipient_key"
            )
        return self


@dataclass(frozen=True)
class ExtractFile:
    """One file inside a sealed extract, whole: ``title`` says what it is; ``rows`` is 0 for text to read."""

    name: str
    title: str
    rows: int
    text: str

    def __repr__(self) -> str:
        return f"ExtractFile({self.name}, {self.rows})"


@dataclass(frozen=True)
class ExtractSignature:
    """One person's word for an extract: an Ed25519 signature over its manifest, in hexadecimal."""

    person: PersonId
    name: str
    role: str
    at: datetime
    signature: str

    def __str__(self) -> str:
        return f"{self.name}, {moment_text(self.at)}"


class ExtractState(Enum):
    """Where a proposal is; the value is what a list shows."""

    PROPOSED = "Waits for a second person"
    AGREED = "Agreed by two, not yet sealed"
    SEALED = "Sealed"
    WITHDRAWN = "Withdrawn"
    DECLINED = "Declined"


@dataclass(frozen=True)
class ExtractEnding:
    """Who withdrew or declined a proposal, when and why."""

    person: PersonId
    name: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ExtractProposal:
    """A proposal with its signatures. ``manifest`` is the exact text that is signed; ``contents`` what it lists.

    ``sha256`` is that of the sealed file. ``revision`` counts every change, agreement included.
    """

    id: str
    draft: ExtractDraft
    clinician: str
    manifest: str
    contents: tuple[str, ...]
    proposed: ExtractSignature
    agreed: ExtractSignature | None = None
    sealed_at: datetime | None = None
    sha256: str = ""
    ending: ExtractEnding | None = None
    revision: int = 1

    @property
    def state(self) -> ExtractState:
        """Return where it is."""
        if self.sealed_at is not None:
            return ExtractState.SEALED
        if self.ending is not None:
            is_own = self.ending.person == self.proposed.person
            return ExtractState.WITHDRAWN if is_own else ExtractState.DECLINED
        return ExtractState.PROPOSED if self.agreed is None else ExtractState.AGREED

    @property
    def is_over(self) -> bool:
        """Return whether nothing can change any more."""
        return self.sealed_at is not None or self.ending is not None

    @property
    def standing(self) -> str:
        """Return in words where it is and who still has to do what."""
        if self.sealed_at is not None:
            return f"Sealed {moment_text(self.sealed_at)}"
        if self.ending is not None:
            because = f": {self.ending.reason}" if self.ending.reason else ""
            return f"{self.state.value} by {self.ending.name}, {date_text(self.ending.at.astimezone().date())}{because}"
        if self.agreed is None:
            return f"Proposed by {self.proposed.name}; waits for another director or deputy"
        return f"Proposed by {self.proposed.name}, agreed by {self.agreed.name}; may be sealed"


@dataclass(frozen=True)
class ExtractChoices:
    """What can be ticked for one clinician, each choice with its words; ``period`` is the most that can be chosen.

    ``measures`` are (id, title, why it is not available: empty where it is).
    """

    clinician: ClinicianId
    name: str
    period: Period
    measures: tuple[tuple[MeasureId, str, str], ...]
    has_job_plan: bool
    goals: tuple[tuple[GoalId, str], ...]
    reviews: tuple[tuple[ReviewPart, str], ...]


@dataclass(frozen=True)
class SealedExtract:
    """What was sealed. ``passphrase`` is shown once and stored nowhere; empty where the recipient has a key."""

    receipt: ExportReceipt
    proposal: ExtractProposal
    passphrase: str = ""

    def __repr__(self) -> str:
        return f"SealedExtract({self.receipt.path})"


@dataclass(frozen=True)
class OpenedExtract:
    """A sealed extract as its recipient finds it: files by name, and who signed it with which key."""

    about: str
    signed_by: tuple[str, ...]
    files: Mapping[str, bytes]

    def __repr__(self) -> str:
        return f"OpenedExtract({len(self.files)} files)"
