"""Who may open the department, and which section each role may read and write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cdconsole.domain.identity import ClinicianId, PersonId


class Section(Enum):
    """The separately encrypted parts of a department file."""

    WARD = "ward"
    RECORDS = "records"
    REVIEW = "review"


class Role(Enum):
    """What a person is in the department."""

    DIRECTOR = "director"
    DEPUTY = "deputy"
    ADMINISTRATOR = "administrator"
    RECOVERY = "recovery"

    @property
    def title(self) -> str:
        """Return the role as the reader sees it."""
        if self is Role.RECOVERY:
            return "Recovery key"
        return {"director": "Clinical director", "deputy": "Deputy", "administrator": "Administrator"}[self.value]

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the sections this role may read."""
        operational = (Section.WARD, Section.RECORDS)
        return operational if self is Role.ADMINISTRATOR else (*operational, Section.REVIEW)

    @property
    def writes(self) -> tuple[Section, ...]:
        """Return the sections this role may write and sign."""
        return () if self is Role.RECOVERY else self.sections

    @property
    def may_review(self) -> bool:
        """Return whether this role sees clinicians' charts, reviews and goals."""
        return Section.REVIEW in self.sections


@dataclass(frozen=True)
class Person:
    """Somebody who can unlock the department."""

    id: PersonId
    name: str
    role: Role
    since: datetime


@dataclass(frozen=True)
class LockedDepartment:
    """What can be said about a department before anybody unlocks it; ``vault_id`` is its own random id for ever.

    ``people`` are those with a name, the clinical director first; ``newcomers`` still have to choose a passphrase of
    their own, with an introduction code. ``last_backed_up`` is what this computer remembers.
    """

    folder: str
    department: str
    specialty: str
    people: tuple[Person, ...]
    last_published: datetime | None
    has_unpublished_work: bool
    vault_id: str = ""
    newcomers: frozenset[PersonId] = frozenset()
    has_recovery_key: bool = False
    last_backed_up: datetime | None = None


@dataclass(frozen=True)
class SessionSummary:
    """The open department and who is acting; ``wants`` is what it still lacks, in a few words."""

    folder: str
    department: str
    specialty: str
    person: Person
    clinicians: int
    data_to: str
    notices: tuple[str, ...] = ()
    wants: str = ""


@dataclass(frozen=True)
class AuditEvent:
    """One line of the audit trail: who did what, when; never what was written in a note.

    ``clinician`` is whose data it was, where the trail names one clinician.
    """

    at: datetime
    person: str
    section: Section
    action: str
    subject: str
    clinician: ClinicianId | None = None


@dataclass(frozen=True)
class Editing:
    """Somebody else who is editing a section, and on which computer; told as a courtesy, it stops nobody."""

    person: str
    computer: str
    section: Section
    since: datetime
