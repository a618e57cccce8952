"""What a checked file holds: raw values that passed every check, ready to be pseudonymised and stored.

Spells and episodes are named tuples, not dataclasses: tens of thousands of them cross a pipe, at a third of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.clinician import Grade
from cdconsole.domain.extract import RowFinding
from cdconsole.domain.job_plan import OnCall, ProgrammedActivity


class CheckedSpell(NamedTuple):
    """One spell. ``patient`` and ``source_key`` are the file's own identifiers: hash them, never store them.

    ``clinician`` is the code of the discharging clinician, empty if the file gives none. ``rows`` are the rows of the
    file it was made of.
    """

    rows: tuple[int, ...]
    source_key: str
    patient: str
    clinician: str
    admitted: datetime
    discharged: datetime | None
    has_times: bool
    patient_class: PatientClass
    admission: AdmissionKind
    discharge: DischargeKind
    specialty: str
    ward: str
    age_band: str
    sex: str
    hrg: str


class CheckedEpisode(NamedTuple):
    """One episode of ``CheckedExtract.spells[spell]``."""

    spell: int
    row: int
    source_key: str
    clinician: str
    order: int
    started: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows the person chose to leave out, with the reason in words."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class CheckedExtract:
    """A file as read under a confirmed mapping.

    ``rows`` counts the rows that are not blank, without the heading; each is in exactly one of ``stored_rows``,
    ``rejected_rows`` and the ``left_out`` counts. A rejected row may have several findings. ``covers`` is the first
    and last day for which the file looks complete, see ``coverage.covered_days``.
    """

    file_sha256: str
    rows: int
    spells: tuple[CheckedSpell, ...]
    episodes: tuple[CheckedEpisode, ...]
    rejected: tuple[RowFinding, ...]
    rejected_rows: int
    questioned: tuple[RowFinding, ...]
    left_out: tuple[LeftOut, ...]
    covers: tuple[date, date] | None
    has_times: bool
    headings: tuple[str, ...] = ()

    @property
    def stored_rows(self) -> int:
        """Return how many rows the spells were made of."""
        return sum(len(spell.rows) for spell in self.spells)

    @property
    def left_out_rows(self) -> int:
        """Return how many rows were left out, for any reason."""
        return sum(left.rows for left in self.left_out)


@dataclass(frozen=True, slots=True)
class CheckedJobPlan:
    """One clinician's programmed activities from one date; ``grade`` is Other if no row gives it."""

    clinician: str
    effective_from: date
    activities: tuple[ProgrammedActivity, ...]
    on_call: OnCall
    grade: Grade
    interests: tuple[str, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckedJobPlans:
    """A job-plan file as read: every row is in one plan, or has at least one finding in ``rejected``."""

    file_sha256: str
    rows: int
    plans: tuple[CheckedJobPlan, ...]
    rejected: tuple[RowFinding, ...]
    rejected_rows: int
