from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.errors import CannotOpenDepartment, DamagedSection
from cdconsole.domain.people import Section
from cdconsole.vault import read_locked, verify
from cdconsole.vault.documents import canonical
from cdconsole.vault.folder import LARGEST_DOCUMENT, DepartmentFolder
from cdconsole.vault.generations import check_section_file, earlier_problems, newest_generation

NEWEST = {"commit-000003.json", "org-000002.json", "ward-000003.db", "records-000002.db", "review-000002.db"}
EARLIER = {"commit-000001.json", "commit-000002.json", "org-000001.json", "ward-000002.db"}
SECTIONS = {"ward-000003.db": "ward", "records-000002.db": "records", "review-000002.db": "review"}


def proved(folder: Path) -> None:
    """What unlocking proves of the newest generation, short of the passphrase."""
    store = DepartmentFolder.existing(folder)
    for entry in newest_generation(store).entries:
        check_section_file(store, entry)


def flips(size: int, seed: str) -> list[tuple[int, int]]:
    """Return sampled (position, bits to flip): both ends, and a spread between."""
    source = random.Random(seed)  # noqa: S311 - the same sample every time
    positions = {0, 1, size - 2, size - 1, *(source.randrange(size) for _ in range(60))}
    return [(position, source.choice((0x01, 0x20, 0x80, 0xFF))) for position in sorted(positions)]


def test_that_the_template_is_what_these_tests_think_it_is(department: Any) -> None:
    own = {f"keys-{person}-000001.json" for person in (department.director, department.administrator)}
    assert {path.name for path in department.folder.iterdir()} == NEWEST | EARLIER | own
    proved(department.folder)


@pytest.mark.parametrize("name", sorted(NEWEST))
def test_that_one_flipped_byte_anywhere_in_the_newest_generation_is_found(department: Any, name: str) -> None:
    path = department.folder / name
    whole = path.read_bytes()
    for position, bits in flips(len(whole), name):
        altered = bytearray(whole)
        altered[position] ^= bits
        path.write_bytes(altered)
        with pytest.raises(CannotOpenDepartment) as refused:
            proved(department.folder)
        assert "restore" in refused.value.what_to_do.lower() or "later version" in refused.value.message, position
        assert SECTIONS.get(name, name) in refused.value.message


@pytest.mark.parametrize("name", sorted(EARLIER))
def test_that_one_flipped_byte_anywhere_in_an_earlier_generation_is_found_by_check(department: Any, name: str) -> None:
    path = department.folder / name
    whole = path.read_bytes()
    for position, bits in flips(len(whole), name)[::3]:
        altered = bytearray(whole)
        altered[position] ^= bits
        path.write_bytes(altered)
        assert verify(department.folder), position


def test_that_a_damaged_earlier_commit_is_noticed_and_the_newest_opens(department: Any) -> None:
    (department.folder / "commit-000002.json").write_bytes(b"{}")
    vault = department.as_director()
    assert vault.commit.number == 3
    assert [notice for notice in vault.notices if "commit-000002.json" in notice]


def test_that_unlocking_refuses_what_was_damaged_whoever_unlocks(department: Any) -> None:
    path = department.folder / "review-000002.db"
    path.write_bytes(b"x" + path.read_bytes()[1:])
    for unlock in (department.as_director, department.as_administrator):
        with pytest.raises(DamagedSection, match=r"The review section .* its content is not what was saved"):
            unlock()
    assert [problem for problem in verify(department.folder) if "review" in problem]


def test_that_one_flipped_byte_anywhere_in_a_file_of_keys_is_found_by_whom_they_are(department: Any) -> None:
    path = department.folder / f"keys-{department.director}-000001.json"
    whole = path.read_bytes()
    for position, bits in flips(len(whole), "keys")[::3]:
        altered = bytearray(whole)
        altered[position] ^= bits
        path.write_bytes(altered)
        with pytest.raises(CannotOpenDepartment, match=r"missing or damaged|later version"):
            department.as_director()
        assert department.as_administrator().commit.number == 3, position
    path.write_bytes(whole)
    assert department.as_director().commit.number == 3


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (cut, "2,399 bytes instead of 2,400"),
        (lengthen, "2,401 bytes"),
        (empty, "is empty"),
        (Path.unlink, "is missing"),
    ],
)
def test_that_a_harmed_section_is_named_with_what_to_do(
    department: Any, harm: Callable[[Path], None], words: str
) -> None:
    harm(department.folder / "ward-000003.db")
    with pytest.raises(DamagedSection, match=rf"The ward section \(ward-000003\.db\) .*{words}") as refused:
        department.as_director()
    assert "earlier generation or a backup" in refused.value.what_to_do


@pytest.mark.parametrize("name", ["org-000002.json", "commit-000003.json"])
@pytest.mark.parametrize("harm", [cut, lengthen, empty])
def test_that_a_harmed_document_is_named(department: Any, name: str, harm: Callable[[Path], None]) -> None:
    harm(department.folder / name)
    for opening in (lambda: read_locked(department.folder), department.as_director):
        with pytest.raises(CannotOpenDepartment, match=name) as refused:
            opening()
        assert "backup" in refused.value.what_to_do
    assert [problem for problem in verify(department.folder) if name in problem]


def test_that_a_missing_list_of_people_is_named(department: Any) -> None:
    (department.folder / "org-000002.json").unlink()
    with pytest.raises(CannotOpenDepartment, match=r"org-000002\.json is missing"):
        read_locked(department.folder)


def test_that_an_absurdly_large_document_is_not_read_whole(department: Any) -> None:
    with (department.folder / "org-000002.json").open("r+b") as file:
        file.truncate(LARGEST_DOCUMENT + 1)
    with pytest.raises(CannotOpenDepartment, match="too large"):
        read_locked(department.folder)


def test_that_a_document_under_another_number_is_refused(department: Any) -> None:
    shutil.copy(department.folder / "commit-000003.json", department.folder / "commit-000004.json")
    with pytest.raises(CannotOpenDepartment, match="its name and its number differ"):
        read_locked(department.folder)
    (department.folder / "commit-000004.json").unlink()
    for path in department.folder.glob("[cwr]*"):
        path.unlink()
    shutil.copy(department.folder / "org-000002.json", department.folder / "org-000005.json")
    with pytest.raises(CannotOpenDepartment, match=r"org-000005\.json .* its name and its number differ"):
        read_locked(department.folder)


def test_that_lost_commits_are_noticed_before_anything_opens(department: Any) -> None:
    for path in department.folder.glob("commit-*"):
        path.unlink()
    with pytest.raises(CannotOpenDepartment, match="incomplete: it holds a section of generation 3"):
        department.as_director()
    assert [problem for problem in verify(department.folder) if "incomplete" in problem]


def test_that_saves_which_end_while_a_department_is_being_opened_are_no_damage(department: Any) -> None:
    store = DepartmentFolder(department.folder)
    opening = newest_generation(store)
    for content in (b"one", b"two"):
        department.as_director().publish({Section.WARD: department.section_file(content)})
    assert earlier_problems(store, opening) == ()


def test_that_an_earlier_commit_taken_away_is_found_by_check(department: Any) -> None:
    assert verify(department.folder) == ()
    (department.folder / "commit-000002.json").unlink()
    assert "commit-000002.json is missing from the department." in verify(department.folder)


def test_that_an_unfinished_save_is_noticed_and_the_next_save_passes_it_over(department: Any) -> None:
    left = department.folder / "ward-000004.db"
    left.write_bytes(b"left by a crash")
    vault = department.as_director()
    assert [notice for notice in vault.notices if "did not finish" in notice]
    commit = vault.publish({Section.WARD: department.section_file(b"good")})
    assert commit.sections[Section.WARD].file == "ward-000004-2.db"
    assert not left.exists()
    assert department.as_director().section_path(Section.WARD).read_bytes() == b"good"
    assert verify(department.folder) == ()


def test_that_a_list_of_people_no_commit_names_counts_for_nothing(department: Any) -> None:
    org = department.folder / "org-000003.json"
    org.write_bytes(b"left by a crash")
    vault = department.as_director()
    assert len(vault.locked.people) == 2
    vault.keyholders.add_person(
        "Dr C. Deputy", type(vault.person.role).DEPUTY, "jailer kudos lantern mural nuzzle", department.cheap
    )
    assert department.as_director().commit.organisation_number == 4
    assert len(department.as_administrator().locked.people) == 3


def test_that_a_later_version_is_refused_politely(department: Any) -> None:
    (department.folder / "commit-000004.json").write_bytes(
        canonical({"payload": {"kind": "commit", "format": 2, "news": 1}, "signature": "00" * 64})
    )
    for opening in (lambda: read_locked(department.folder), department.as_director):
        with pytest.raises(CannotOpenDepartment, match="made by a later version") as refused:
            opening()
        assert "newest version" in refused.value.what_to_do


def test_that_what_is_not_a_department_is_refused_in_plain_words(tmp_path: Path) -> None:
    file = tmp_path / "file.cdv"
    file.write_text("x")
    for path, words in ((tmp_path / "none.cdv", "does not exist"), (file, "is a file"), (tmp_path, "not a department")):
        for opening in (read_locked, verify):
            with pytest.raises(CannotOpenDepartment, match=words) as refused:
                opening(path)
            assert refused.value.what_to_do


@pytest.mark.skipif(os.name == "nt", reason="uses /dev and POSIX paths")
def test_that_a_path_nobody_can_read_is_refused_in_plain_words(tmp_path: Path, department: Any) -> None:
    with pytest.raises(CannotOpenDepartment, match="cannot be read"):
        read_locked(tmp_path / ("n" * 300))
    org = department.folder / "org-000002.json"
    org.unlink()
    org.mkdir()
    with pytest.raises(CannotOpenDepartment, match=r"org-000002\.json is missing"):
        read_locked(department.folder)


def test_that_old_commits_left_by_a_removal_cut_short_count_for_nothing(department: Any) -> None:
    vault = department.as_director()
    left = {}
    for turn in range(14):
        vault.publish({Section.WARD: department.section_file(f"ward {turn}".encode() * 300)})
        commit = department.folder / f"commit-{turn + 4:06d}.json"
        left[commit] = commit.read_bytes()
    for commit in list(left)[:3:2]:  # 4 and 6 are there again, 5 is not: what one named no later one knows
        commit.write_bytes(left[commit])
    assert department.as_director().notices == ()
    assert verify(department.folder) == ()
