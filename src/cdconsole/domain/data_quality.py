"""How far stored data can be believed: what is complete, impossible, doubled, late or drifting, and what to mend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.identity import BatchId

ENOUGH_COMPLETE = 0.95
FEW = 0.02
FEW_WITHOUT_TAKE = 0.05
LATE_DAYS = 62
DRIFT = 0.25


class Aspect(Enum):
    """What a line of a quality report looks at."""

    COMPLETENESS = "Completeness"
    IMPOSSIBLE = "Impossible values"
    DUPLICATES = "Duplicates"
    LAG = "Lag"
    DRIFT = "Drift"
    CLINICIAN = "Clinician codes"
    TAKE = "Take"


@dataclass(frozen=True)
class QualityLine:
    """One thing found, in a sentence: ``n`` of ``of`` records; ``of`` 0 where it is no share.

    ``needs_care`` says that it is beyond what this version takes for usual (the limits stand in the user guide).
    """

    aspect: Aspect
    sentence: str
    n: int
    of: int
    needs_care: bool

    @property
    def share(self) -> float | None:
        """Return n of the denominator as a fraction; None without one."""
        return self.n / self.of if self.of else None


@dataclass(frozen=True)
class QualitySubject:
    """What a report is about: everything stored of a kind, or one batch of it."""

    kind: ExtractKind
    title: str
    batch: BatchId | None = None


@dataclass(frozen=True)
class QualityReport:
    """One report: how many records, and what was found of them."""

    subject: QualitySubject
    records: int
    lines: tuple[QualityLine, ...]

    @property
    def sentence(self) -> str:
        """Return the report in one sentence."""
        cares = sum(line.needs_care for line in self.lines)
        found = "nothing beyond the usual" if not cares else f"{cares} thing{'s' if cares != 1 else ''} to look at"
        return f"{self.records:,} record{'s' if self.records != 1 else ''}; {found}."


class FixState(Enum):
    """How far somebody got with one thing to mend."""

    OPEN = "To mend"
    MENDED = "Mended at the source"
    CANNOT = "Can't be mended"


@dataclass(frozen=True)
class FixItem:
    """One line of the list that an administrator works through.

    ``key`` tells it from every other and stays the same when the report is made again. ``where`` names file, row and
    column; ``advice`` says what to do. ``note``, ``person`` and ``at`` say what was decided, None and empty while open.
    """

    key: str
    kind: ExtractKind
    aspect: Aspect
    where: str
    what: str
    advice: str
    state: FixState = FixState.OPEN
    note: str = ""
    person: str = ""
    at: datetime | None = None
    revision: int = 0


@dataclass(frozen=True)
class FixList:
    """The things to mend: the first of them, and how many there are in each state."""

    items: tuple[FixItem, ...]
    total: int
    open: int
