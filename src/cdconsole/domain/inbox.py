"""Data packs from business intelligence: what a sender signed, what speaks against a pack, and the inbox itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cdconsole.domain.calendar import Period
from cdconsole.domain.extract import ImportReport


class PackState(Enum):
    """How far a data pack got."""

    WAITING = "Waiting"
    QUARANTINED = "Quarantined"
    TAKEN_IN = "Taken in"
    REFUSED = "Refused"


class Doubt(Enum):
    """What can speak against a data pack; while any of it stands unanswered the pack is quarantined."""

    UNSIGNED = "unsigned"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    LATER_VERSION = "later version"
    OTHER_DEPARTMENT = "other department"
    UNKNOWN_KEY = "unknown key"
    COPY = "copy"
    EARLIER_KEY = "earlier key"
    UNKNOWN_SENDER = "unknown sender"
    BLOCKED_SENDER = "blocked sender"
    GAP = "gap"
    DUPLICATE = "duplicate"

    @property
    def may_be_accepted(self) -> bool:
        """Return whether a person may take the pack all the same, with a reason."""
        return self in (Doubt.EARLIER_KEY, Doubt.GAP, Doubt.DUPLICATE)


@dataclass(frozen=True)
class Finding:
    """One doubt, in a sentence."""

    doubt: Doubt
    words: str


@dataclass(frozen=True)
class PackFile:
    """One file of a data pack, as its sender signed it; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class PackHeader:
    """What a sender signed.

    ``sender_key`` is their Ed25519 public key in hexadecimal; ``sequence`` counts from 1 for each sender and
    department; ``period`` is None where the sender stated none.
    """

    vault: str
    sender: str
    sender_key: str
    sequence: int
    period: Period | None
    made_at: datetime
    files: tuple[PackFile, ...]

    @property
    def months(self) -> str:
        """Return the period as the reader sees it; nothing where none was stated."""
        if self.period is None:
            return ""
        return str(self.period.first) if len(self.period) == 1 else str(self.period)


@dataclass(frozen=True)
class Arrival:
    """A file lying in the inbox: whose it is, if that could be proved, and what speaks against it by itself."""

    file_name: str
    sha256: str
    size: int
    header: PackHeader | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class PackDecision:
    """What a person decided on a data pack; ``accepted`` are the doubts they answered with ``reason``."""

    sha256: str
    file_name: str
    header: PackHeader | None
    state: PackState
    accepted: frozenset[Doubt]
    reason: str
    person: str
    at: datetime

    @property
    def is_settled(self) -> bool:
        """Return whether nothing more is to be decided."""
        return self.state in (PackState.TAKEN_IN, PackState.REFUSED)


@dataclass(frozen=True)
class PackSender:
    """Somebody who seals data packs: accepted or blocked by a person, after comparing the ``fingerprint``'s words."""

    key: str
    name: str
    fingerprint: str
    is_accepted: bool
    person: str
    at: datetime


@dataclass(frozen=True)
class InboxPack:
    """One line of the inbox. ``findings`` are the doubts that stand; ``note`` is what a person decided, in words."""

    file_name: str
    sha256: str
    size: int
    header: PackHeader | None
    state: PackState
    findings: tuple[Finding, ...] = ()
    note: str = ""
    fingerprint: str = ""
    is_here: bool = True

    @property
    def reason(self) -> str:
        """Return in words why it stands as it does."""
        return " ".join(finding.words for finding in self.findings) or self.note

    @property
    def may_be_accepted(self) -> bool:
        """Return whether a person may accept it with a reason."""
        is_open = self.state is PackState.QUARANTINED or (self.state is PackState.REFUSED and self.header is not None)
        return self.is_here and is_open and all(finding.doubt.may_be_accepted for finding in self.findings)

    @property
    def awaits_sender(self) -> bool:
        """Return whether the sender would have to be accepted first."""
        return any(finding.doubt in (Doubt.UNKNOWN_SENDER, Doubt.BLOCKED_SENDER) for finding in self.findings)


@dataclass(frozen=True)
class Inbox:
    """The whole inbox; ``key`` is the department's public key as senders are given it, empty before the first."""

    key: str
    packs: tuple[InboxPack, ...]
    senders: tuple[PackSender, ...]


@dataclass(frozen=True)
class TakenFile:
    """What became of one file of a data pack: stored with a report, or why not."""

    name: str
    report: ImportReport | None
    problem: str = ""
    is_known: bool = False

    @property
    def sentence(self) -> str:
        """Return what became of it in words."""
        return self.problem if self.report is None else self.report.sentence


@dataclass(frozen=True)
class PackReceipt:
    """What taking in a data pack did, file by file; ``is_whole`` unless a file is still outside."""

    pack: str
    files: tuple[TakenFile, ...]

    @property
    def is_whole(self) -> bool:
        """Return whether every file is stored, now or by an earlier import."""
        return all(file.report is not None or file.is_known for file in self.files)


@dataclass(frozen=True)
class SealReceipt:
    """What a sender is told: where the sealed pack is and what its header says."""

    path: str
    header: PackHeader


Decisions = Mapping[str, PackDecision]
