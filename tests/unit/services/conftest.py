"""A small department: two clinicians, twelve months of spells, a director and an administrator."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell
from cdconsole.domain.calendar import FixedClock, Month
from cdconsole.domain.clinician import UNATTRIBUTED, Clinician, Grade
from cdconsole.domain.extract import ExtractKind, ImportReport
from cdconsole.domain.identity import BatchId, ClinicianId, JobPlanId, PersonId, SpellId
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.job_plan import HalfDay, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import UnlockDepartment
from cdconsole.importing.templates import TEMPLATES
from cdconsole.services import access
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches, clinicians, job_plans, spells
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.vault import KdfParameters, create_department

CHEAP = KdfParameters(19456, 1, 1)
CLOCK = FixedClock(datetime(2026, 11, 23, 10, 42, tzinfo=UTC))
PASSPHRASES = {
    Role.DIRECTOR: "acid angular bobcat cheddar dwindle",
    Role.ADMINISTRATOR: "elbow fabric gusty hazelnut iodine",
}
BATCH = BatchId("batch")
CLINICIANS = (
    Clinician(ClinicianId("ann"), "Dr Ann Example", Grade.CONSULTANT, ("AE",), ("IBD",)),
    Clinician(ClinicianId("bob"), "Dr Bob Sample", Grade.SPECIALTY_DOCTOR),
    Clinician(ClinicianId("none"), UNATTRIBUTED, Grade.OTHER, is_attributable=False),
)
PLAN = JobPlan(
    JobPlanId(""),
    ClinicianId("ann"),
    0,
    date(2025, 1, 1),
    (
        ProgrammedActivity("Ward round", PaCategory.DCC, 7.5, 0, HalfDay.AM, "Ward 7"),
        ProgrammedActivity("Teaching", PaCategory.SPA, 2.5),
    ),
    OnCall(9, "A"),
)

Unlock = Callable[[Role, FixedClock], Session]
Bring = Callable[..., ImportReport]


@pytest.fixture(scope="session")
def department_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Role, PersonId]]:
    """Make the department once; each test opens a copy of its own."""
    work = tmp_path_factory.mktemp("template")
    folder = work / "Gastroenterology.cdv"
    vault = create_department(
        *(folder, ("Gastroenterology", "Gastroenterology"), "Dr B. Director", PASSPHRASES[Role.DIRECTOR]),
        kdf=CHEAP,
        clock=CLOCK,
    )
    with closing(DepartmentFile.create(vault, work / "home", CLOCK)) as file:
        administrator = vault.keyholders.add_person(
            "Ward Clerk", Role.ADMINISTRATOR, PASSPHRASES[Role.ADMINISTRATOR], CHEAP
        )
        with file.unit_of_work(Section.RECORDS) as records:
            for clinician in CLINICIANS:
                clinicians.add(records, clinician)
            job_plans.save(records, PLAN, 0)
            batches.add(records, BATCH, _report(), "0" * 64)
            spells.add_spells(records, _spells())
            records.commit()
        return folder, {Role.DIRECTOR: file.person.id, Role.ADMINISTRATOR: administrator.id}


@pytest.fixture
def unlock(tmp_path: Path, department_template: tuple[Path, dict[Role, PersonId]]) -> Iterator[Unlock]:
    """Return a way to open this test's copy of the department; opening closes whoever had it open before."""
    template, people = department_template
    folder = shutil.copytree(template, tmp_path / template.name)
    opened: list[Session] = []

    def open_as(role: Role, clock: FixedClock = CLOCK) -> Session:
        for session in opened:
            session.close()
        session = Session(clock, tmp_path / "home", CHEAP)
        access.unlock_department(session, UnlockDepartment(str(folder), people[role], PASSPHRASES[role]), Task())
        opened.append(session)
        return session

    yield open_as
    for session in opened:
        session.close()


@pytest.fixture
def session(unlock: Callable[..., Session]) -> Session:
    return unlock(Role.DIRECTOR)


@pytest.fixture
def admin_session(unlock: Callable[..., Session]) -> Session:
    return unlock(Role.ADMINISTRATOR)


@pytest.fixture
def bring(session: Session, tmp_path: Path) -> Bring:
    """Return a way to import rows of a kind, written as our own template of it."""

    def brought(kind: ExtractKind, *rows: dict[str, str]) -> ImportReport:
        path = tmp_path / f"{kind.value}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, dict.fromkeys((*TEMPLATES[kind], *rows[0])), restval="")
            writer.writeheader()
            writer.writerows(rows)
        seen = answer(session, PreviewExtract(str(path)), Task())
        assert (seen.proposed.kind, seen.recognised) == (kind, "our own template")
        return answer(session, ImportExtract(str(path), seen.proposed), Task())

    return brought


def _report() -> ImportReport:
    return ImportReport(
        *(BATCH, "spells.csv", None, 240, 240, 240, 0, (), (), (), 0, 0, (date(2025, 11, 1), date(2026, 10, 31))),
        has_times=True,
    )


def _spells() -> list[Spell]:
    """Return ten spells a month for Dr Ann and ten for Dr Bob; from four of ten to five of ten end before midday."""
    found = []
    for step in range(12):
        month = Month(2025, 11) + step
        for clinician in ("ann", "bob"):
            for number in range(10):
                morning = number < 4 + step % 2
                admitted = datetime.fromisoformat(f"{month.iso()}-{number + 1:02d}T08:00")
                discharged = admitted.replace(hour=10 if morning else 15) + timedelta(days=1 + number % 5)
                found.append(_spell(f"{clinician}-{month.iso()}-{number}", clinician, admitted, discharged))
    return found


def _spell(key: str, clinician: str, admitted: datetime, discharged: datetime) -> Spell:
    return Spell(
        id=SpellId(key),
        clinician_id=ClinicianId(clinician),
        batch_id=BATCH,
        pseudonym=key,
        source_key=key,
        admitted=admitted,
        discharged=discharged,
        has_times=True,
        patient_class=PatientClass.ORDINARY,
        admission=AdmissionKind.EMERGENCY,
        discharge=DischargeKind.HOME,
    )
