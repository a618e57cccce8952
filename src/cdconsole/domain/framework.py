"""The eight stages, the charter and the outcome tree; titles and checklists are data the owner can edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cdconsole.domain.measure import MeasureId


@dataclass(frozen=True)
class ChecklistItem:
    """One thing to do in a stage, and who ticked it."""

    key: str
    text: str
    done_by: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True)
class Stage:
    """One stage of the work stream's board, adapted from Trebble et al. 2015."""

    number: int
    title: str
    aim: str
    done_when: str
    items: tuple[ChecklistItem, ...]

    @property
    def is_done(self) -> bool:
        """Return whether every item is ticked."""
        return all(item.done_at is not None for item in self.items)


@dataclass(frozen=True)
class SuccessCriticalOutcome:
    """What must go right, at team level, and the measures that show it."""

    id: str
    title: str
    why: str
    owner: str
    review_on: date | None
    measures: tuple[MeasureId, ...]
    revision: int = 1


@dataclass(frozen=True)
class Charter:
    """What the department is for and how it will use its data."""

    aims: str = ""
    sponsor: str = ""
    definition_of_concern: str = ""
    version: int = 0
    signed: str = ""


@dataclass(frozen=True)
class Framework:
    """The whole framework page of one work stream."""

    work_stream: str
    stages: tuple[Stage, ...]
    charter: Charter
    outcomes: tuple[SuccessCriticalOutcome, ...]
