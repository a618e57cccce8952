"""A small published department that every vault test may alter in its own copy."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, Section
from cdconsole.vault import KdfParameters, Vault, create_department, unlock

CHEAP = KdfParameters(19456, 1, 1)
CLOCK = FixedClock(datetime(2026, 11, 23, 10, 42, 7, 123456, tzinfo=UTC))
DIRECTOR = "acid angular bobcat cheddar dwindle"
ADMINISTRATOR = "elbow fabric gusty hazelnut iodine"


@dataclass(frozen=True)
class Department:
    """A department on disk and who can open it."""

    folder: Path
    director: PersonId
    administrator: PersonId
    work: Path
    cheap: KdfParameters = CHEAP

    def as_director(self) -> Vault:
        return unlock(self.folder, self.director, DIRECTOR, clock=CLOCK)

    def as_administrator(self) -> Vault:
        return unlock(self.folder, self.administrator, ADMINISTRATOR, clock=CLOCK)

    def section_file(self, content: bytes, name: str = "new.db") -> Path:
        path = self.work / name
        path.write_bytes(content)
        return path


@pytest.fixture
def department_terms() -> dict[str, Any]:
    return {
        "names": (" Gastroenterology ", "Medicine"),
        "director_name": "Dr B. Director",
        "passphrase": DIRECTOR,
        "kdf": CHEAP,
        "clock": CLOCK,
    }


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Department:
    """Three commits: the administrator joins, the director publishes all, the administrator publishes the ward."""
    home = tmp_path_factory.mktemp("vault")
    vault = create_department(
        home / "Gastroenterology", ("Gastroenterology", "Medicine"), "Dr B. Director", DIRECTOR, kdf=CHEAP, clock=CLOCK
    )
    administrator = vault.add_person("A. Administrator", Role.ADMINISTRATOR, ADMINISTRATOR, CHEAP)
    department = Department(vault.folder, vault.person.id, administrator.id, home)
    contents = {Section.WARD: b"ward " * 300, Section.RECORDS: b"records " * 900, Section.REVIEW: b"review " * 500}
    files = {section: department.section_file(data, section.value) for section, data in contents.items()}
    vault.publish(files, {Section.REVIEW: "ab" * 32})
    department.as_administrator().publish({Section.WARD: department.section_file(b"ward, later " * 200)})
    return department


@pytest.fixture
def department(template: Department, tmp_path: Path) -> Department:
    folder = tmp_path / template.folder.name
    shutil.copytree(template.folder, folder)
    return Department(folder, template.director, template.administrator, tmp_path)
