"""What a person can want of validation: a clinician's own records, and their votes on them."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.attribution import GivenVote, MyRecords, ValidationRow
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ShowMyRecords(Request[MyRecords]):
    """A clinician's records, ``months`` back from the newest complete month."""

    clinician: ClinicianId
    months: int = 12


@dataclass(frozen=True)
class SaveVotes(Command[int]):
    """Store what a clinician says of records, in the director's session; returns how many say something new."""

    clinician: ClinicianId
    votes: tuple[GivenVote, ...]

    def __repr__(self) -> str:
        return "SaveVotes(...)"


@dataclass(frozen=True)
class ListValidation(Request[tuple[ValidationRow, ...]]):
    """Every clinician with how far they got, ``months`` back from the newest complete month."""

    months: int = 12
