"""Importing an extract: which column means what, what was refused and why, and the batch that was stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import BatchId


class ExtractKind(Enum):
    """What one row of an extract is; the value is the word a command line says."""

    SPELLS = "spells"
    EPISODES = "episodes"
    WARD_MOVES = "wards"
    TAKE_REVIEWS = "takes"
    CLINICS = "clinics"
    THEATRE = "theatre"
    ENDOSCOPY = "endoscopy"
    JOB_PLANS = "job-plans"
    EXPOSURE = "exposure"
    WARD_LIST = "ward-list"
    COUNTS = "counts"

    @property
    def title(self) -> str:
        """Return what one row is, as a person reads it."""
        return _TITLES[self]


_TITLES = {
    ExtractKind.SPELLS: "One row is a spell",
    ExtractKind.EPISODES: "One row is an episode",
    ExtractKind.WARD_MOVES: "One row is a stay on a ward",
    ExtractKind.TAKE_REVIEWS: "One row is a patient reviewed on take",
    ExtractKind.CLINICS: "One row is an appointment or a whole clinic",
    ExtractKind.THEATRE: "One row is a theatre case",
    ExtractKind.ENDOSCOPY: "One row is an endoscopy procedure",
    ExtractKind.JOB_PLANS: "One row is a programmed activity",
    ExtractKind.EXPOSURE: "One row is an absence or closure",
    ExtractKind.WARD_LIST: "One row is a patient on the ward now",
    ExtractKind.COUNTS: "One row is a count for a period",
}


SPELL_KINDS = frozenset({ExtractKind.SPELLS, ExtractKind.EPISODES})
"""The kinds whose rows become spells."""


_NOUNS = {
    ExtractKind.SPELLS: "spell",
    ExtractKind.EPISODES: "spell",
    ExtractKind.JOB_PLANS: "job plan",
}


class DateOrder(Enum):
    """How numeric dates in a file are written."""

    AUTOMATIC = "Work it out"
    DAY_FIRST = "Day first (23/11/2026)"
    MONTH_FIRST = "Month first (11/23/2026)"
    ISO = "Year first (2026-11-23)"


class NumberStyle(Enum):
    """How numbers in a column are written."""

    POINT = "1,234.5"
    COMMA = "1.234,5"


@dataclass(frozen=True)
class ColumnMapping:
    """Which column fills which field, as the person confirmed it. A field without a column is left empty.

    ``date_orders`` and ``number_styles`` are by heading and come before ``date_order``, which holds for the rest.
    ``sheet`` names the sheet of a spreadsheet; empty is the first, or a file that has none.
    """

    kind: ExtractKind
    columns: dict[Field, str] = field(default_factory=dict)
    date_order: DateOrder = DateOrder.AUTOMATIC
    specialty: str = ""
    confirm_unattributed: bool = False
    date_orders: dict[str, DateOrder] = field(default_factory=dict)
    number_styles: dict[str, NumberStyle] = field(default_factory=dict)
    sheet: str = ""

    def column(self, wanted: Field) -> str | None:
        """Return the column that fills a field, if any."""
        return self.columns.get(wanted)


@dataclass(frozen=True)
class RememberedMapping:
    """The mapping a person confirmed for files with these headings; taken by itself for the next such file."""

    headings_sha256: str
    file_name: str
    mapping: ColumnMapping
    person: str
    at: datetime


@dataclass(frozen=True)
class ColumnPreview:
    """One column of a file: heading, first values, and the field it is proposed for.

    ``order`` is how its dates are written, None where it holds none; ``asks_order`` where both readings fit every row.
    ``style`` and ``asks_style`` say the same of numbers.
    """

    heading: str
    examples: tuple[str, ...]
    proposed: Field | None
    order: DateOrder | None = None
    asks_order: bool = False
    style: NumberStyle | None = None
    asks_style: bool = False


@dataclass(frozen=True)
class ExtractPreview:
    """What a file looks like before anything is stored.

    ``recognised`` names the layout that was known by its headings ("HES", "SUS", "our theatre template"), empty if
    columns were matched by likeness. ``remembered`` says whose earlier mapping was taken, empty if none.
    """

    path: str
    file_sha256: str
    rows: int
    columns: tuple[ColumnPreview, ...]
    sample: tuple[tuple[str, ...], ...]
    proposed: ColumnMapping
    specialties: tuple[str, ...]
    questions: tuple[str, ...]
    already_imported: str = ""
    sheets: tuple[str, ...] = ()
    recognised: str = ""
    remembered: str = ""


@dataclass(frozen=True)
class RowFinding:
    """One thing found in one row; row 1 is the heading, as a spreadsheet counts.

    ``value`` is shown on screen and in reports only for columns that cannot identify a patient.
    """

    row: int
    column: str
    reason: str
    value: str = ""


@dataclass(frozen=True)
class ImportReport:
    """What one import did.

    ``rows`` is the sum of ``stored_rows``, ``unchanged_rows``, ``left_out_rows`` and ``rejected_rows``. Unchanged rows
    say what is stored already. ``changed`` of the stored rows are later versions of a record, whose earlier version is
    kept. ``questioned`` rows are stored and listed for checking; ``left_out`` says in words which rows the person
    chose to leave out, with counts. ``spells`` counts the records stored of a kind that is not spells, too.
    """

    batch_id: BatchId | None
    file_name: str
    at: datetime | None
    rows: int
    stored_rows: int
    spells: int
    episodes: int
    rejected: tuple[RowFinding, ...]
    questioned: tuple[RowFinding, ...]
    left_out: tuple[str, ...]
    left_out_rows: int
    rejected_rows: int
    covers: tuple[date, date] | None
    has_times: bool
    new_clinicians: tuple[str, ...] = ()
    kind: ExtractKind = ExtractKind.SPELLS
    unchanged_rows: int = 0
    changed: int = 0
    withdrawn: str = ""

    @property
    def sentence(self) -> str:
        """Return the import in one plain sentence."""
        noun = _NOUNS.get(self.kind, "record")
        parts = [f"{_counted(self.rows, 'row')} read, {_counted(self.spells, noun)} stored"]
        if self.changed:
            parts.append(f"{self.changed:,} of them in place of an earlier version")
        if self.unchanged_rows:
            parts.append(f"{_counted(self.unchanged_rows, 'row')} unchanged")
        if self.rejected_rows:
            parts.append(f"{_counted(self.rejected_rows, 'row')} not stored")
        if self.left_out_rows:
            parts.append(f"{_counted(self.left_out_rows, 'row')} left out")
        if self.questioned:
            parts.append(f"{_counted(len(self.questioned), 'thing')} to check")
        return "; ".join(parts) + "."


@dataclass(frozen=True)
class BatchRow:
    """One line of the list of imports."""

    id: BatchId
    file_name: str
    at: datetime
    person: str
    rows: int
    spells: int
    rejected: int
    questioned: int
    covers: str
    kind: ExtractKind = ExtractKind.SPELLS
    changed: int = 0
    withdrawn: str = ""
    unchanged: int = 0


@dataclass(frozen=True)
class RecordDifference:
    """One record that a batch changed: what it said before and since, field by field, pseudonymised."""

    record: str
    row: int
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class BatchDifference:
    """What a batch changed of what was stored: the first of the records, and how many there are."""

    batch: BatchId
    changed: int
    records: tuple[RecordDifference, ...]


@dataclass(frozen=True)
class JobPlanImportReport:
    """What importing job plans did: plans stored by clinician, and rows refused.

    ``rows_in`` is the sum of the rows stored, unchanged and rejected; ``rejected`` may say several things of a row.
    """

    file_name: str
    plans: int
    activities: int
    new_clinicians: tuple[str, ...]
    unchanged: int
    rejected: tuple[RowFinding, ...]
    rows_in: int = 0
    rows_stored: int = 0
    rows_unchanged: int = 0
    rows_rejected: int = 0


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
