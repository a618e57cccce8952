"""What a checked file holds: raw values that passed every check, ready to be pseudonymised and stored.

Spells and episodes come in parts, as columns: a million rows cross a pipe, and texts that repeat cross it once a part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cdconsole.domain.clinician import Grade
from cdconsole.domain.extract import RowFinding
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.job_plan import OnCall, ProgrammedActivity
from cdconsole.domain.job_plan_terms import Objective, SignOff


@dataclass(slots=True)
class EpisodePart:
    """Episodes as columns. ``spell`` is the place of each one's spell in the part it came with; moments as ISO text."""

    spell: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    source_key: list[str] = field(default_factory=list)
    clinician: list[str] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    ended: list[str | None] = field(default_factory=list)


@dataclass(slots=True)
class SpellPart:
    """Spells as columns, one element a spell, with their episodes. Moments as ISO text, enumerations by name.

    ``patient`` and ``source_key`` are the file's own identifiers: hash them, never store them. ``clinician`` is the
    code of the discharging clinician, empty if the file gives none. ``row`` is the first row of the file a spell was
    made of, ``rows`` how many there are.
    """

    row: list[int]
    rows: list[int]
    source_key: list[str]
    patient: list[str]
    clinician: list[str]
    admitted: list[str]
    discharged: list[str | None]
    has_times: list[bool]
    patient_class: list[str]
    admission: list[str]
    discharge: list[str]
    specialty: list[str]
    ward: list[str]
    age_band: list[str]
    sex: list[str]
    hrg: list[str]
    episodes: EpisodePart = field(default_factory=EpisodePart)
    share: float = 1.0  # of the file, read when this part was

    def __len__(self) -> int:
        return len(self.row)


@dataclass(slots=True)
class RecordPart:
    """Records of another kind as columns, one element a record and row; moments and days as ISO text, codes by name.

    ``patient``, ``spell_key`` and ``source_key`` are the file's own identifiers: hash them, never store them.
    ``values`` holds the other fields that the kind stores, None where a cell was empty and the field is no text.
    """

    row: list[int]
    source_key: list[str]
    patient: list[str]
    spell_key: list[str]
    clinician: list[str]
    values: dict[Field, list[Any]]
    share: float = 1.0  # of the file, read when this part was

    @property
    def rows(self) -> list[int]:
        """Return how many rows each record was made of: one."""
        return [1] * len(self.row)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows the person chose to leave out, with the reason in words."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class CheckedExtract:
    """A file as read under a confirmed mapping, but for its records: those came in parts.

    ``rows`` counts the rows that are not blank, without the heading; each is in exactly one of ``stored_rows``,
    ``rejected_rows`` and the ``left_out`` counts. A rejected row may have several findings. ``covers`` is the first
    and last day for which the file looks complete, see ``coverage.covered_days``.
    """

    rows: int
    stored_rows: int
    rejected: tuple[RowFinding, ...]
    rejected_rows: int
    questioned: tuple[RowFinding, ...]
    left_out: tuple[LeftOut, ...]
    covers: tuple[date, date] | None
    has_times: bool

    @property
    def left_out_rows(self) -> int:
        """Return how many rows were left out, for any reason."""
        return sum(left.rows for left in self.left_out)


@dataclass(frozen=True, slots=True)
class FileKnown:
    """What is known of a file before its first row is read."""

    sha256: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedJobPlan:
    """One clinician's programmed activities from one date; ``grade`` is Other if no row gives it.

    What the file says nothing of is None.
    """

    clinician: str
    effective_from: date
    activities: tuple[ProgrammedActivity, ...]
    on_call: OnCall
    grade: Grade
    interests: tuple[str, ...]
    rows: tuple[int, ...]
    code: str = ""
    is_full_time: bool | None = None
    agreed_pas: float | None = None
    working_weeks: int | None = None
    objectives: tuple[Objective, ...] | None = None
    sign_off: SignOff | None = None


@dataclass(frozen=True, slots=True)
class CheckedJobPlans:
    """A job-plan file as read: every row is in one plan, or has at least one finding in ``rejected``."""

    file_sha256: str
    rows: int
    plans: tuple[CheckedJobPlan, ...]
    rejected: tuple[RowFinding, ...]
    rejected_rows: int
