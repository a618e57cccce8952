"""Importing an extract: which column means what, what was refused and why, and the batch that was stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.identity import BatchId


class ExtractKind(Enum):
    """What an extract holds: one row a spell, or one row an episode to be grouped into spells."""

    SPELLS = "One row is a spell"
    EPISODES = "One row is an episode"


class Field(Enum):
    """The fields a spell extract can fill."""

    SPELL_KEY = "Spell or episode identifier"
    PATIENT = "Patient identifier"
    CLINICIAN = "Clinician code or name"
    ADMITTED = "Admission date (and time)"
    DISCHARGED = "Discharge date (and time)"
    EPISODE_START = "Episode start"
    EPISODE_END = "Episode end"
    EPISODE_ORDER = "Episode order"
    PATIENT_CLASS = "Patient classification"
    ADMISSION_METHOD = "Admission method"
    DISCHARGE_METHOD = "Discharge method"
    SPECIALTY = "Specialty"
    WARD = "Ward or site"
    AGE = "Age or age band"
    SEX = "Sex"
    HRG = "HRG code"
    SPELL_DAYS = "Spell duration, days (to check)"
    EPISODE_DAYS = "Episode duration, days (to check)"


class DateOrder(Enum):
    """How numeric dates in a file are written."""

    AUTOMATIC = "Work it out"
    DAY_FIRST = "Day first (23/11/2026)"
    MONTH_FIRST = "Month first (11/23/2026)"
    ISO = "Year first (2026-11-23)"


@dataclass(frozen=True)
class ColumnMapping:
    """Which column fills which field, as the person confirmed it. A field without a column is left empty."""

    kind: ExtractKind
    columns: dict[Field, str] = field(default_factory=dict)
    date_order: DateOrder = DateOrder.AUTOMATIC
    specialty: str = ""
    confirm_unattributed: bool = False

    def column(self, wanted: Field) -> str | None:
        """Return the column that fills a field, if any."""
        return self.columns.get(wanted)


@dataclass(frozen=True)
class ColumnPreview:
    """One column of a file: heading, first values, and the field it is proposed for."""

    heading: str
    examples: tuple[str, ...]
    proposed: Field | None


@dataclass(frozen=True)
class ExtractPreview:
    """What a file looks like before anything is stored."""

    path: str
    file_sha256: str
    rows: int
    columns: tuple[ColumnPreview, ...]
    sample: tuple[tuple[str, ...], ...]
    proposed: ColumnMapping
    specialties: tuple[str, ...]
    questions: tuple[str, ...]
    already_imported: str = ""


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
    """What one import did. Every row of the file is in ``stored_rows``, ``left_out_rows`` or ``rejected``.

    ``rejected`` rows are not stored; ``questioned`` rows are stored and listed for checking; ``left_out`` says
    in words which rows the person chose to leave out, or that were stored before, with counts.
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

    @property
    def sentence(self) -> str:
        """Return the import in one plain sentence."""
        parts = [f"{_counted(self.rows, 'row')} read, {_counted(self.spells, 'spell')} stored"]
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


@dataclass(frozen=True)
class JobPlanImportReport:
    """What importing a job-plan CSV did: plans stored by clinician, and rows refused."""

    file_name: str
    plans: int
    activities: int
    new_clinicians: tuple[str, ...]
    unchanged: int
    rejected: tuple[RowFinding, ...]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
