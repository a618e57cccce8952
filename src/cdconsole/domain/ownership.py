"""Whose the data are and who sees them: the department's own texts, and who has read, agreed and been trained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.clinician import Clinician


class TextKind(Enum):
    """A text of the department that is kept in versions."""

    OWNERSHIP = "Ownership statement"
    TRANSPARENCY = "Transparency sheet"
    TRAINING = "What people are trained in, one a line"

    @property
    def is_marked(self) -> bool:
        """Return whether clinicians say that they have read it or agree to it."""
        return self is not TextKind.TRAINING


class ReadChannel(Enum):
    """How somebody came to read a text."""

    IN_PERSON = "in person"
    ON_PAPER = "on paper"
    IN_PACK = "in their own pack"


@dataclass(frozen=True)
class DepartmentText:
    """One version of a text; version 0 came with the program and is not in use yet."""

    kind: TextKind
    version: int
    text: str
    person: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class TextMark:
    """That somebody has read a version of a text, or agreed to it."""

    version: int
    channel: ReadChannel
    on: date
    entered_by: str


@dataclass(frozen=True)
class TrainingTick:
    """That somebody was trained in something, and who entered it when."""

    topic: str
    entered_by: str
    at: datetime


@dataclass(frozen=True)
class OwnershipRow:
    """One clinician: the newest version they have read and agreed to, and what they were trained in."""

    clinician: Clinician
    read: TextMark | None
    agreed: TextMark | None
    trained: tuple[TrainingTick, ...]


@dataclass(frozen=True)
class OwnershipBoard:
    """The page. The texts are the versions in force; ``key_holders`` are the names of those who hold keys to it all."""

    ownership: DepartmentText
    transparency: DepartmentText
    training: DepartmentText
    rows: tuple[OwnershipRow, ...]
    key_holders: tuple[str, ...]
    sentences: tuple[str, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """Return what people are trained in."""
        return tuple(dict.fromkeys(line.strip() for line in self.training.text.splitlines() if line.strip()))

    def text(self, kind: TextKind) -> DepartmentText:
        """Return the version of a text that is in force."""
        return {
            TextKind.OWNERSHIP: self.ownership,
            TextKind.TRANSPARENCY: self.transparency,
            TextKind.TRAINING: self.training,
        }[kind]
