"""What a person can want of corrections."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.rectification import Correctable, Decision, Rectification, RectifiedRecord
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ListRectifications(Request[tuple[Rectification, ...]]):
    """What was asked to be corrected about one clinician, oldest first."""

    clinician: ClinicianId


@dataclass(frozen=True)
class ListCorrectable(Request[tuple[Correctable, ...]]):
    """What about one clinician can't be changed and could be corrected, newest first."""

    clinician: ClinicianId


@dataclass(frozen=True)
class AskRectification(Command[Rectification]):
    """Record that somebody asks for a correction; the record itself is left as it is."""

    record: RectifiedRecord
    should_say: str
    reason: str
    asked_by: str

    def __repr__(self) -> str:
        return "AskRectification(...)"


@dataclass(frozen=True)
class DecideRectification(Command[Rectification]):
    """Accept a correction, or not; then with a reason."""

    rectification: str
    decision: Decision
    reason: str = ""

    def __repr__(self) -> str:
        return "DecideRectification(...)"
