"""The department that is tormented: three people, eight beds, and a ledger of numbered rows in every section."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId, InpatientId, PersonId, new_id
from cdconsole.domain.people import Role, Section
from cdconsole.domain.ward import Inpatient
from cdconsole.storage import clinicians, export_log, inpatients, recognitions
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.storage.export_log import ExportState
from cdconsole.storage.section_file import Work
from cdconsole.vault import KdfParameters, create_department, unlock

CHEAP = KdfParameters(19456, 1, 1)
CLOCK = SystemClock()
PASSPHRASES = {
    Role.DIRECTOR: "acid angular bobcat cheddar dwindle",
    Role.ADMINISTRATOR: "elbow fabric gusty hazelnut iodine",
    Role.DEPUTY: "jailer kudos lantern mural nuzzle",
}
NAMES = {Role.DIRECTOR: "Dr B. Director", Role.ADMINISTRATOR: "A. Administrator", Role.DEPUTY: "Dr C. Deputy"}
BEDS = 8
CLINICIAN = ClinicianId("c" * 32)
ADMITTED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Department:
    """A department's folder and who its people are."""

    folder: Path
    people: Mapping[Role, PersonId]

    def copied(self, where: Path) -> Department:
        """Return a copy inside a folder, which is made."""
        where.mkdir(parents=True, exist_ok=True)
        return Department(Path(shutil.copytree(self.folder, where / self.folder.name)), self.people)

    def open(self, home: Path, role: Role = Role.DIRECTOR) -> DepartmentFile:
        """Open it as the program does, on the computer whose private files are in ``home``."""
        vault = unlock(self.folder, self.people[role], PASSPHRASES[role], clock=CLOCK)
        return DepartmentFile.open(vault, home, CLOCK)

    @contextmanager
    def opened(self, home: Path, role: Role = Role.DIRECTOR) -> Iterator[DepartmentFile]:
        """Open it, and close it in the end."""
        with closing(self.open(home, role)) as file:
            yield file


def make(where: Path) -> Department:
    """Make the department, published, with eight patients in beds 1-8."""
    names = ("Gastroenterology", "Medicine")
    director = PASSPHRASES[Role.DIRECTOR]
    vault = create_department(
        where / "Gastroenterology.cdv", names, NAMES[Role.DIRECTOR], director, kdf=CHEAP, clock=CLOCK
    )
    people = {Role.DIRECTOR: vault.person.id}
    with closing(DepartmentFile.create(vault, where / "home", CLOCK)) as file:
        for role in (Role.ADMINISTRATOR, Role.DEPUTY):
            people[role] = vault.keyholders.add_person(NAMES[role], role, PASSPHRASES[role], CHEAP).id
        with file.unit_of_work(Section.RECORDS) as work:
            clinicians.add(work, Clinician(CLINICIAN, "Dr Ash", Grade.CONSULTANT, ("ASH",)))
            work.commit()
        with file.unit_of_work(Section.WARD) as work:
            for bed in range(1, BEDS + 1):
                _admit(work, f"bed-{bed}", str(bed))
            work.commit()
    return Department(vault.folder, people)


def write_row(file: DepartmentFile, number: str, section: Section = Section.WARD) -> None:
    """Store one numbered row, with its history and audit event; durable when this returns."""
    with file.unit_of_work(section) as work:
        _ROW[section](work, number)
        work.commit()


def swap_beds(file: DepartmentFile, one: int, other: int) -> None:
    """Let two patients change beds in one act: half of it would put two into the same bed."""
    with file.unit_of_work(Section.WARD) as work:
        beds = dict(work.rows("SELECT hospital_number, bed FROM inpatient WHERE hospital_number LIKE 'bed-%'"))
        for number, bed in ((f"bed-{one}", beds[f"bed-{other}"]), (f"bed-{other}", beds[f"bed-{one}"])):
            work.execute(
                "UPDATE inpatient SET bed = ?, revision = revision + 1 WHERE hospital_number = ?", (bed, number)
            )
        work.audit("changed beds of", "two patients")
        work.commit()


def rows(file: DepartmentFile, *sections: Section) -> Counter[str]:
    """Return how often each numbered row is there."""
    found: Counter[str] = Counter()
    for section in sections or file.person.role.sections:
        with file.snapshot(section) as snapshot:
            found.update(number for (number,) in snapshot.rows(_ROWS[section]))
    return found


def torn(file: DepartmentFile) -> str:
    """Return what shows that an act is there by half; nothing where all is whole."""
    with file.snapshot(Section.WARD) as snapshot:
        beds = [int(bed) for (bed,) in snapshot.rows(_BEDS)]
        admitted = snapshot.row("SELECT count(*) FROM inpatient")
        kept = snapshot.row("SELECT count(*) FROM history WHERE table_name = 'inpatient' AND revision = 1")
    if sorted(beds) != list(range(1, BEDS + 1)):
        return f"beds {beds}"
    return "" if admitted == kept else f"{admitted} patients, {kept} histories"


_BEDS = "SELECT bed FROM inpatient WHERE hospital_number LIKE 'bed-%'"
_ROWS = {
    Section.WARD: "SELECT hospital_number FROM inpatient WHERE hospital_number NOT LIKE 'bed-%'",
    Section.RECORDS: "SELECT file_name FROM export_log",
    Section.REVIEW: "SELECT text FROM recognition",
}


def _admit(work: Work, number: str, bed: str) -> None:
    inpatients.add(
        work, Inpatient(InpatientId(new_id()), "Bay 1", bed, number, CLINICIAN, "Dr Ash", ADMITTED, predicted=None)
    )
    work.audit("admitted", "a patient")


def _log(work: Work, number: str) -> None:
    export_log.add(work, ExportState.WRITTEN, "row", number)


def _thank(work: Work, number: str) -> None:
    recognitions.add(work, CLINICIAN, "Dr Ash", number)


_ROW: Mapping[Section, Callable[[Work, str], None]] = {
    Section.WARD: lambda work, number: _admit(work, number, "0"),
    Section.RECORDS: _log,
    Section.REVIEW: _thank,
}
