"""What is held about one person: kinds of record, how many there are, and what to look at before handing it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.governance import ExportLogRow


class HeldPart(Enum):
    """The parts of "everything held about one person", in the order they are handed over; periods are kept by part."""

    IDENTITY = "Who they are"
    JOB_PLAN = "Job plans and time away"
    WORK = "Recorded work"
    SAID = "What was said of the data"
    CHARTS = "Charts and what was noted on them"
    REVIEWS = "Reviews and goals"
    RECOGNITION = "Recognition"
    READING = "Interpretations and releases"
    SUPPORT = "Support and consents"
    HANDED_OVER = "Packs, extracts and exports"
    TRAIL = "Who looked, and what was changed"


@dataclass(frozen=True)
class HeldCount:
    """How many records of one kind are held about somebody, with the oldest and the newest day where they have one.

    ``has_words``: people wrote in it freely.
    """

    part: HeldPart
    title: str
    rows: int
    first: date | None = None
    last: date | None = None
    has_words: bool = False


@dataclass(frozen=True)
class TextToCheck:
    """A text somebody should read before it is handed over: in which kind and row it stands, and why."""

    title: str
    row: int
    field: str
    why: str


@dataclass(frozen=True)
class HeldTable:
    """All records of one kind about somebody, as texts under plain column names."""

    count: HeldCount
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PersonPreview:
    """What a report about one person would hold: counts by kind, texts to check first, earlier reports."""

    clinician: Clinician
    counts: tuple[HeldCount, ...]
    to_check: tuple[TextToCheck, ...]
    earlier: tuple[ExportLogRow, ...]

    @property
    def rows(self) -> int:
        """Return how many records are held in all."""
        return sum(count.rows for count in self.counts)

    @property
    def nothing_of(self) -> tuple[str, ...]:
        """Return the kinds of which nothing is held."""
        return tuple(count.title for count in self.counts if not count.rows)

    @property
    def sentence(self) -> str:
        """Return the whole in one sentence."""
        kinds = sum(1 for count in self.counts if count.rows)
        texts = f"{len(self.to_check):,} texts to read" if self.to_check else "No text stands out to be read"
        return (
            f"{self.rows:,} records of {kinds} kinds are held about {self.clinician.name}. {texts} before handing over."
        )


LEFT_OUT = (
    ("Other clinicians", "Where a record names another clinician, it says “another clinician”. Texts are shown whole."),
    (
        "Patients",
        "Pseudonyms stand as on the screen. Hospital numbers of the ward list and the source systems' keys do not.",
    ),
    ("Keys and seals", "What opens or signs a pack or an extract is no information about the person."),
    ("The team's line", "Figures of others are left out of the charts and of their values."),
    ("The trust pulse", "Nobody's answers are stored, only how many chose each step."),
    (
        "People who hold keys",
        "Only what is held about clinicians is here; what somebody did with keys of their own is in the audit trail.",
    ),
)
"""What a report about one person leaves out, and why."""
