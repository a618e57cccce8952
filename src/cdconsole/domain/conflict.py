"""What two people changed at once, and which of the two holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from cdconsole.domain.people import Section


class ConflictKind(Enum):
    """Why both values were kept, and what stands until somebody chooses.

    "Theirs" had been published already when "ours", written meanwhile on another computer, was merged onto it.
    """

    VALUE = "The same was changed to two values; theirs stands"
    VERSION = "Two new versions were written; ours is the newest"
    DELETED = "One took out what the other changed; what was changed stands"
    LEFT_OUT = "Ours could not be stored; theirs stands"


class Choice(Enum):
    """Which of the two holds; SEEN where nothing can be chosen, only read."""

    OURS = "ours"
    THEIRS = "theirs"
    SEEN = "seen"


@dataclass(frozen=True)
class ConflictSide:
    """One of the two: its value in words, who wrote it and when, as far as that is known."""

    value: str = field(repr=False)
    person: str
    at: datetime | None


@dataclass(frozen=True)
class Conflict:
    """One thing that waits for a choice; ``choices`` are those that can be made of it."""

    id: str
    section: Section
    kind: ConflictKind
    what: str
    ours: ConflictSide
    theirs: ConflictSide
    choices: tuple[Choice, ...]
    revision: int

    @property
    def takes_addendum(self) -> bool:
        """Return whether our text can still be added to a review that was locked meanwhile."""
        return self.kind is ConflictKind.LEFT_OUT and Choice.OURS in self.choices
