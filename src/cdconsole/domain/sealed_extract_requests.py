"""What a person can want of sealed extracts: propose, agree, decline, seal."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.extract_proposal import (
    ExtractChoices,
    ExtractDraft,
    ExtractFile,
    ExtractProposal,
    SealedExtract,
)
from cdconsole.domain.identity import ClinicianId, PersonId
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ShowExtractChoices(Request[ExtractChoices]):
    """What can be ticked for one clinician."""

    clinician: ClinicianId


@dataclass(frozen=True)
class PreviewSealedExtract(Request[tuple[ExtractFile, ...]]):
    """Exactly what the file would hold as things are now."""

    draft: ExtractDraft


@dataclass(frozen=True)
class ListExtractProposals(Request[tuple[ExtractProposal, ...]]):
    """Every proposal, newest first."""


@dataclass(frozen=True)
class ShowProposedFiles(Request[tuple[ExtractFile, ...]]):
    """Exactly what a proposal holds: what is agreed to, and what is sealed."""

    proposal: str


@dataclass(frozen=True)
class ProposeExtract(Command[ExtractProposal]):
    """Propose an extract (empty id), or put another in the place of a proposal, which takes any agreement away.

    ``revision`` is the proposal's revision that was edited.
    """

    draft: ExtractDraft
    proposal: str = ""
    revision: int = 0


@dataclass(frozen=True)
class AgreeToExtract(Command[ExtractProposal]):
    """Agree to somebody else's proposal, as the acting person; ``revision`` is the one that was looked at."""

    proposal: str
    revision: int


@dataclass(frozen=True)
class AgreeInPerson(Command[ExtractProposal]):
    """Agree in the room: another person types their passphrase, which proves that they are there."""

    proposal: str
    revision: int
    person: PersonId
    passphrase: str

    def __repr__(self) -> str:
        return "AgreeInPerson(...)"


@dataclass(frozen=True)
class WithdrawExtract(Command[ExtractProposal]):
    """End a proposal: its proposer withdraws it, anybody else declines it."""

    proposal: str
    reason: str = ""

    def __repr__(self) -> str:
        return "WithdrawExtract(...)"


@dataclass(frozen=True)
class SealExtract(Command[SealedExtract]):
    """Write the sealed file of a proposal that two people have agreed to."""

    proposal: str
    path: str
