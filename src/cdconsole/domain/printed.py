"""What is printed or saved as a PDF: a title and plain blocks, which the window lays out on A4."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cdconsole.domain.calendar import Period
from cdconsole.domain.measure import MeasureChart


class PrintedKind(Enum):
    """What a printed document is, as the export log names it."""

    PREPARATION = "Preparation sheet"
    REVIEW_SUMMARY = "Review summary"
    THANK_YOU_CARD = "Thank-you card"
    PERSON_REPORT = "Everything held about one person"
    TRANSPARENCY_SHEET = "Transparency sheet"
    CHARTER = "Charter"
    GUIDANCE_CARD = "Guidance card"
    LEARNING_LOG = "Learning log"
    QUARTER_READING = "A clinician's quarter"


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 begins a part, 2 stands inside one."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Plain text, line breaks kept; ``is_quiet`` is said small and in grey: who wrote it, and when."""

    text: str
    is_quiet: bool = False


@dataclass(frozen=True)
class Facts:
    """Labels and what they say, one a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PrintedTable:
    """A table of texts; columns named in ``numbers`` (from 0) stand at the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PrintedChart:
    """A chart with its title, reading, n and denominator, drawn as on the screen in its light colours."""

    chart: MeasureChart
    period: Period


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Facts | PrintedTable | PrintedChart | PageBreak


@dataclass(frozen=True)
class Printed:
    """A document: ``title`` large on its first page, ``subtitle`` under it, ``footer`` and number on every page."""

    kind: PrintedKind
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str = ""
