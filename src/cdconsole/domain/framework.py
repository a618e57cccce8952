"""The eight stages, the charter and the outcome tree; titles and checklists are data the owner can edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.work_stream import FIRST, SetAside, WorkStream


@dataclass(frozen=True)
class ChecklistItem:
    """One thing to do in a stage, and who ticked it; ``ticked_as`` is what it said then, where it says else now."""

    key: str
    text: str
    done_by: str = ""
    done_at: datetime | None = None
    ticked_as: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of the work stream's board, adapted from Trebble et al. 2015. ``removed`` items can be put back."""

    number: int
    title: str
    aim: str
    done_when: str
    items: tuple[ChecklistItem, ...]
    removed: tuple[ChecklistItem, ...] = ()

    @property
    def is_done(self) -> bool:
        """Return whether there are items and every one is ticked."""
        return bool(self.items) and all(item.done_at is not None for item in self.items)


@dataclass(frozen=True)
class StageFacts:
    """What the records themselves say of a stage, in sentences; nothing is ticked by them."""

    number: int
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class SuccessCriticalOutcome:
    """What must go right, at team level, and the measures that show it.

    ``direction`` is which way, or the target, in words. ``parked`` says why it has no measure for now, ``retired`` why
    it is not pursued any more.
    """

    id: str
    title: str
    why: str
    owner: str
    review_on: date | None
    measures: tuple[MeasureId, ...]
    revision: int = 1
    direction: str = ""
    stream: WorkStreamId = FIRST
    parked: SetAside | None = None
    retired: SetAside | None = None


class SigningParty(Enum):
    """Who signs a charter."""

    DIRECTOR = "Clinical director"
    SPONSOR = "Sponsor"


@dataclass(frozen=True)
class CharterSignature:
    """A name under one version of a charter, the day it was given, and who entered it."""

    party: SigningParty
    name: str
    signed_on: date
    entered_by: str = ""


@dataclass(frozen=True)
class Charter:
    """What the department is for and how it will use its data, in one version; a new one has no signatures.

    ``signed`` is what was typed under versions from before signatures were kept.
    """

    aims: str = ""
    sponsor: str = ""
    definition_of_concern: str = ""
    version: int = 0
    signed: str = ""
    values: str = ""
    person: str = ""
    at: datetime | None = None
    signatures: tuple[CharterSignature, ...] = ()

    def signature(self, party: SigningParty) -> CharterSignature | None:
        """Return a party's signature, if it is there."""
        return next((one for one in self.signatures if one.party is party), None)


@dataclass(frozen=True)
class Framework:
    """The framework of one work stream; ``outcomes`` are those pursued, ``retired`` those that were."""

    stream: WorkStream
    stages: tuple[Stage, ...]
    charter: Charter
    outcomes: tuple[SuccessCriticalOutcome, ...]
    retired: tuple[SuccessCriticalOutcome, ...] = ()
