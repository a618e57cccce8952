"""A folder that extracts are copied into: what is new, what still arrives, what was imported before."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract import ColumnMapping
from cdconsole.domain.import_requests import ImportExtract, LookAtWatchedFolder, PreviewExtract
from cdconsole.domain.watched_folder import WatchedFile, WatchedState
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.watched_folder import found_in
from unit.services.conftest import admin_session, department_template, unlock  # noqa: F401

HEADING = "spell_id,patient_id,consultant,admitted,discharged\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "extracts"
    made.mkdir()
    (made / "september.csv").write_text(HEADING + "S1,P1,AE,2026-09-01 10:00,2026-09-03 11:00\n", encoding="utf-8")
    return made


def states(files: tuple[WatchedFile, ...]) -> list[WatchedState]:
    return [file.state for file in files]


def test_that_a_file_is_new_once_two_looks_find_it_the_same(folder: Path) -> None:
    first = found_in(folder, (), Task())
    assert states(first) == [WatchedState.ARRIVING]
    assert states(found_in(folder, first, Task())) == [WatchedState.NEW]
    with (folder / "september.csv").open("a", encoding="utf-8") as more:
        more.write("S2,P2,AE,2026-09-02 10:00,2026-09-03 11:00\n")
    assert states(found_in(folder, first, Task())) == [WatchedState.ARRIVING]


def test_that_one_look_reads_one_file_at_most(folder: Path) -> None:
    (folder / "october.csv").write_text(HEADING, encoding="utf-8")
    first = found_in(folder, (), Task())
    second = found_in(folder, first, Task())
    assert sorted(bool(file.sha256) for file in second) == [False, True]
    assert all(file.sha256 for file in found_in(folder, second, Task()))


def test_that_folders_hidden_and_temporary_files_are_passed_over(folder: Path) -> None:
    for name in (".hidden.csv", "~$open.xlsx"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "below").mkdir()
    assert [Path(file.path).name for file in found_in(folder, (), Task())] == ["september.csv"]


def test_that_a_file_imported_before_says_when(admin_session: Session, folder: Path) -> None:  # noqa: F811
    path = str(folder / "september.csv")
    mapping: ColumnMapping = answer(admin_session, PreviewExtract(path), Task()).proposed
    answer(admin_session, ImportExtract(path, mapping), Task())
    first = answer(admin_session, LookAtWatchedFolder(str(folder)), Task())
    (found,) = answer(admin_session, LookAtWatchedFolder(str(folder), first), Task())
    assert found.state is WatchedState.IMPORTED
    assert found.imported.startswith("23 Nov 2026")


def test_that_a_folder_that_is_gone_is_said_in_words(admin_session: Session, tmp_path: Path) -> None:  # noqa: F811
    with pytest.raises(UserFacingError, match="watched folder gone can't be read"):
        answer(admin_session, LookAtWatchedFolder(str(tmp_path / "gone")), Task())
