"""What a person can want of the record of support."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.requests import Command, Request
from cdconsole.domain.support import SupportBoard, SupportStep


@dataclass(frozen=True)
class ShowSupport(Request[SupportBoard]):
    """Every step of support, and the department's definition of a concern."""


@dataclass(frozen=True)
class SaveSupportStep(Command[SupportStep]):
    """Add a step; id, names, author and time are the service's to fill in."""

    step: SupportStep

    def __repr__(self) -> str:
        return "SaveSupportStep(...)"
