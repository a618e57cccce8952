"""A department written by any released version opens for each of its people, with every row as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.calendar import Clock
from cdconsole.domain.people import Section
from cdconsole.services.session import Session
from cdconsole.storage.sqlcipher import FORMAT
from cdconsole.vault import verify
from released_files.contents import differences
from released_files.opening import CONTENTS, PEOPLE, RELEASED, opened


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
