"""What a person can want of the things that two people changed at once."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.conflict import Choice, Conflict
from cdconsole.domain.people import Section
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ListConflicts(Request[tuple[Conflict, ...]]):
    """What waits for a choice in the sections this person can write, oldest first."""


@dataclass(frozen=True)
class ResolveConflict(Command[tuple[Conflict, ...]]):
    """Say which of the two holds; ``revision`` is the conflict's as it was shown. The result is what still waits."""

    section: Section
    conflict: str
    choice: Choice
    revision: int
