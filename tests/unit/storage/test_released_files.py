"""A department written by any released version opens for each of its people, with every row as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.calendar import Clock
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import UnlockDepartment
from cdconsole.services.access import unlock_department
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage.sqlcipher import FORMAT
from cdconsole.vault import KdfParameters, verify
from released_files.contents import differences

FOLDER = Path(__file__).resolve().parents[2] / "released_files"
RELEASED = sorted(path.name for path in FOLDER.glob("format-*"))
CONTENTS: dict[str, dict[str, Any]] = {
    name: json.loads((FOLDER / name / "contents.json").read_text(encoding="ascii")) for name in RELEASED
}
PEOPLE = [(name, person["role"]) for name in RELEASED for person in CONTENTS[name]["people"]]


@contextmanager
def opened(name: str, role: str, where: Path, clock: Clock) -> Iterator[Session]:
    """Open this test's copy of a kept file as its one person of a role."""
    [kept] = (FOLDER / name).glob("*.cdv")
    folder = where / kept.name
    if not folder.exists():
        shutil.copytree(kept, folder)
    person = next(person for person in CONTENTS[name]["people"] if person["role"] == role)
    with closing(Session(clock, where / f"home of {role}", KdfParameters(19456, 1, 1))) as session:
        request = UnlockDepartment(str(folder), PersonId(person["id"]), person["passphrase"])
        unlock_department(session, request, Task())
        yield session


def lost_rows(session: Session, name: str) -> list[str]:
    found = []
    for section, tables in CONTENTS[name]["sections"].items():
        if Section(section) in session.person.role.sections:
            with session.snapshot(Section(section)) as snapshot:
                found += differences(snapshot, tables)
    return found


@pytest.mark.parametrize(("name", "role"), PEOPLE)
def test_that_a_released_file_opens_with_every_row_as_it_was(
    name: str, role: str, tmp_path: Path, fixed_clock: Clock
) -> None:
    with opened(name, role, tmp_path, fixed_clock) as session:
        assert lost_rows(session, name) == []
        assert session.file.check() == ()


@pytest.mark.parametrize("name", RELEASED)
def test_that_everybody_still_opens_what_the_first_to_open_it_has_saved(
    name: str, tmp_path: Path, fixed_clock: Clock
) -> None:
    for role in ("director", "administrator", "deputy"):
        with opened(name, role, tmp_path, fixed_clock) as session:
            assert lost_rows(session, name) == []
    [folder] = tmp_path.glob("*.cdv")
    assert verify(folder) == ()


def test_that_a_file_of_every_format_before_this_one_is_kept() -> None:
    assert {f"format-{number}" for number in range(1, FORMAT)} <= set(RELEASED)
