"""Real encrypted files, each a copy of a template made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId, PersonId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.storage import clinicians
from cdconsole.storage.section_file import SectionFile

KEY = bytes(range(32))
CLOCK = FixedClock(datetime(2026, 11, 23, 10, 42, tzinfo=UTC))
DIRECTOR = Person(PersonId("d" * 32), "Dr Director", Role.DIRECTOR, CLOCK.now())


@pytest.fixture
def clock() -> FixedClock:
    return CLOCK


@pytest.fixture
def director() -> Person:
    return DIRECTOR


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Section], Path]:
    folder = tmp_path_factory.mktemp("templates")

    def template(section: Section) -> Path:
        path = folder / f"{section.value}.db"
        if not path.exists():
            SectionFile.create(path, KEY, section, CLOCK).close()
        return path

    return template


@pytest.fixture
def open_section(templates: Callable[[Section], Path], tmp_path: Path) -> Iterator[Callable[[Section], SectionFile]]:
    opened: list[SectionFile] = []

    def open_copy(section: Section) -> SectionFile:
        path = tmp_path / f"{section.value}.db"
        if not path.exists():
            shutil.copyfile(templates(section), path)
        opened.append(SectionFile.open(path, KEY, section, CLOCK))
        return opened[-1]

    yield open_copy
    for file in opened:
        file.close()


@pytest.fixture
def records(open_section: Callable[[Section], SectionFile]) -> SectionFile:
    return open_section(Section.RECORDS)


@pytest.fixture
def two_clinicians(records: SectionFile, director: Person) -> tuple[Clinician, Clinician]:
    """Dr Ash and Dr Birch, stored."""
    with records.unit_of_work(director) as work:
        ash = clinicians.add(work, Clinician(ClinicianId("a" * 32), "Dr Ash", Grade.CONSULTANT, ("C1", "ASH")))
        birch = clinicians.add(work, Clinician(ClinicianId("b" * 32), "Dr Birch", Grade.SPECIALTY_DOCTOR, ("C2",)))
        work.commit()
    return ash, birch
