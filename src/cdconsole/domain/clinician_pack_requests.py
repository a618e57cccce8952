"""What a person can want of clinicians' own packs: the director of making and replies, the clinician of their own."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.clinician_pack import (
    DAYS_VALID,
    ClinicianPack,
    MadePack,
    OwnPack,
    PackDraft,
    ReplyPreview,
)
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.pack_review import ReviewShare
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class PreviewClinicianPack(Request[tuple[str, ...]]):
    """What a pack of the newest complete ``months`` would hold, a line for each kind of thing."""

    clinician: ClinicianId
    months: int = 12
    share: ReviewShare = ReviewShare.WHOLE


@dataclass(frozen=True)
class MakeClinicianPack(Command[MadePack]):
    """Write a pack that only its passphrase opens, valid for some ``days``; ``share`` of a review in preparation."""

    clinician: ClinicianId
    path: str
    months: int = 12
    days: int = DAYS_VALID
    share: ReviewShare = ReviewShare.WHOLE


@dataclass(frozen=True)
class ListClinicianPacks(Request[tuple[ClinicianPack, ...]]):
    """Every pack that was made, newest first."""


@dataclass(frozen=True)
class RevokeClinicianPack(Command[None]):
    """Take no reply to a pack any more."""

    pack: str
    reason: str

    def __repr__(self) -> str:
        return "RevokeClinicianPack(...)"


@dataclass(frozen=True)
class PreviewPackReply(Request[ReplyPreview]):
    """What a reply says and would change."""

    path: str


@dataclass(frozen=True)
class AcceptPackReply(Command[ReplyPreview]):
    """Take in the reply that was looked at, named by its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True)
class RefusePackReply(Command[None]):
    """Refuse the reply that was looked at, with a reason."""

    path: str
    sha256: str
    reason: str

    def __repr__(self) -> str:
        return "RefusePackReply(...)"


@dataclass(frozen=True)
class OpenOwnPack(Request[OwnPack]):
    """Open a pack as the clinician it was made for; no department is needed."""

    path: str
    passphrase: str

    def __repr__(self) -> str:
        return "OpenOwnPack(...)"


@dataclass(frozen=True)
class SaveOwnDraft(Command[None]):
    """Keep what the owner has said so far, encrypted."""

    path: str
    draft: PackDraft

    def __repr__(self) -> str:
        return "SaveOwnDraft(...)"


@dataclass(frozen=True)
class WriteOwnReply(Command[PackDraft]):
    """Write the signed reply from what was kept; returns the draft with its new sequence."""

    path: str
    target: str
