from __future__ import annotations

import os
import pickle
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.errors import CannotOpenDepartment, NotEntitled, RuleBroken, WrongPassphrase
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, Section
from cdconsole.vault import PublishConflict, PublishFailed, create_department, read_locked, unlock, verify
from cdconsole.vault.publishing import KEPT_COMMITS

ALL_BUT_REVIEW = (Section.WARD, Section.RECORDS)


def add_deputy(vault: Any, department: Any) -> None:
    vault.keyholders.add_person("Dr C. Deputy", Role.DEPUTY, "jailer kudos lantern mural nuzzle", department.cheap)


@pytest.fixture
def new(tmp_path: Path, department_terms: dict[str, Any]) -> dict[str, Any]:
    home = tmp_path / "home"
    home.mkdir()
    return department_terms | {"folder": home / "Gastro"}


def test_that_a_new_department_has_a_director_fresh_keys_and_no_commit(new: dict[str, Any]) -> None:
    vault = create_department(**new)
    assert vault.folder.name == "Gastro.cdv"
    assert (vault.locked.department, vault.locked.specialty) == ("Gastroenterology", "Medicine")
    assert vault.person.role is Role.DIRECTOR
    assert vault.person.since == datetime(2026, 11, 23, 10, 42, 7, tzinfo=UTC)
    assert vault.commit is None
    assert vault.section_path(Section.WARD) is None
    keys = {vault.section_key(section) for section in Section}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}
    assert verify(vault.folder) == ()


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_that_nobody_else_on_the_computer_may_read_it(new: dict[str, Any]) -> None:
    folder = create_department(**new).folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_that_a_new_department_opens_again_with_the_same_keys(new: dict[str, Any]) -> None:
    made = create_department(**new)
    opened = unlock(made.folder, made.person.id, new["passphrase"])
    assert opened.person == made.person
    assert opened.id == made.id
    assert [opened.section_key(section) for section in Section] == [made.section_key(section) for section in Section]


def test_that_a_taken_folder_is_never_written_over(new: dict[str, Any]) -> None:
    taken = create_department(**new).folder
    before = {path.name: path.read_bytes() for path in taken.iterdir()}
    for folder in (taken, new["folder"]):
        with pytest.raises(RuleBroken, match="already there") as refused:
            create_department(**(new | {"folder": folder}))
        assert refused.value.field == "folder"
    assert {path.name: path.read_bytes() for path in taken.iterdir()} == before


def test_that_a_file_of_that_name_is_left_alone_and_an_empty_folder_is_used(new: dict[str, Any]) -> None:
    path = new["folder"].with_suffix(".cdv")
    path.write_text("mine")
    with pytest.raises(RuleBroken, match="already there"):
        create_department(**new)
    assert path.read_text() == "mine"
    path.unlink()
    path.mkdir(mode=0o755)
    assert create_department(**new).folder == path


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"names": ("", "Medicine")}, "department"),
        ({"names": ("Gastro", " ")}, "specialty"),
        ({"director_name": "two\nlines"}, "name"),
        ({"director_name": "a" * 201}, "name"),
        ({"passphrase": "short"}, "passphrase"),
    ],
)
def test_that_a_bad_name_or_passphrase_makes_nothing(new: dict[str, Any], wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        create_department(**(new | wrong))
    assert refused.value.field == field
    assert list(new["folder"].parent.iterdir()) == []


def test_that_a_place_that_takes_no_folder_is_said_in_plain_words(new: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishFailed, match="part of its path is a file"):
        create_department(**(new | {"folder": tmp_path / "file" / "Gastro.cdv"}))


def test_that_names_and_times_are_known_before_anybody_unlocks(department: Any) -> None:
    locked = read_locked(department.folder)
    assert locked.folder == str(department.folder)
    assert [(person.name, person.role) for person in locked.people] == [
        ("Dr B. Director", Role.DIRECTOR),
        ("A. Administrator", Role.ADMINISTRATOR),
    ]
    assert locked.last_published == datetime(2026, 11, 23, 10, 42, 7, tzinfo=UTC)
    assert locked.has_unpublished_work is False
    assert locked.vault_id == department.as_administrator().id
    assert locked == department.as_director().locked


@pytest.mark.parametrize("passphrase", ["", "acid angular bobcat cheddar", "ACID angular bobcat cheddar dwindle"])
def test_that_a_wrong_passphrase_says_whose_it_is_not(department: Any, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase) as refused:
        unlock(department.folder, department.director, passphrase)
    assert refused.value.message == "The passphrase is not right for Dr B. Director."
    assert "Caps Lock" in refused.value.what_to_do
    assert not passphrase or passphrase not in str(refused.value)


def test_that_each_opens_with_their_own_passphrase_only(department: Any) -> None:
    assert department.as_director().person.id == department.director
    assert department.as_administrator().person.id == department.administrator
    with pytest.raises(WrongPassphrase, match=r"A\. Administrator"):
        unlock(department.folder, department.administrator, "acid angular bobcat cheddar dwindle")


def test_that_a_stranger_is_told_so(department: Any) -> None:
    with pytest.raises(CannotOpenDepartment, match="does not belong"):
        unlock(department.folder, PersonId("0" * 32), "acid angular bobcat cheddar dwindle")


def test_that_the_administrator_shares_two_keys_and_never_gets_the_third(department: Any) -> None:
    director, administrator = department.as_director(), department.as_administrator()
    for section in ALL_BUT_REVIEW:
        assert administrator.can(section)
        assert administrator.section_key(section) == director.section_key(section)
    assert not administrator.can(Section.REVIEW)
    with pytest.raises(NotEntitled, match="no key to the review section"):
        administrator.section_key(Section.REVIEW)
    with pytest.raises(NotEntitled):
        administrator.publish({Section.REVIEW: department.section_file(b"forged")})
    assert department.as_director().commit.number == 3


def test_that_publishing_brings_the_new_file_and_carries_the_others_over(department: Any) -> None:
    vault = department.as_director()
    before = vault.commit
    commit = vault.publish({Section.WARD: department.section_file(b"newest ward")}, {Section.WARD: "cd" * 32})
    assert commit == vault.commit
    assert commit.number == before.number + 1
    assert vault.section_path(Section.WARD).read_bytes() == b"newest ward"
    assert vault.section_path(Section.WARD).name == "ward-000004.db"
    assert commit.sections[Section.WARD].audit_head == "cd" * 32
    assert commit.sections[Section.REVIEW] == before.sections[Section.REVIEW]
    assert commit.sections[Section.REVIEW].writer == department.director
    assert department.as_administrator().commit == commit
    assert verify(department.folder) == ()


def test_that_an_opened_department_stands_on_what_each_wrote(department: Any) -> None:
    commit = department.as_director().commit
    assert {section: entry.generation for section, entry in commit.sections.items()} == {
        Section.WARD: 3,
        Section.RECORDS: 2,
        Section.REVIEW: 2,
    }
    assert commit.sections[Section.WARD].writer == department.administrator
    assert commit.sections[Section.REVIEW].audit_head == "ab" * 32
    assert department.as_director().notices == ()


def test_that_the_second_of_two_who_publish_at_once_is_told_and_loses_nothing_of_the_first(department: Any) -> None:
    first, second = department.as_director(), department.as_administrator()
    first.publish({Section.WARD: department.section_file(b"first")})
    files = sorted(path.name for path in department.folder.iterdir())
    with pytest.raises(PublishConflict, match="Somebody else has saved"):
        second.publish({Section.WARD: department.section_file(b"second")})
    assert sorted(path.name for path in department.folder.iterdir()) == files
    assert department.as_director().section_path(Section.WARD).read_bytes() == b"first"


def test_that_people_are_not_added_on_top_of_what_the_director_has_not_seen(department: Any) -> None:
    stale = department.as_director()
    department.as_administrator().publish({Section.WARD: department.section_file(b"first")})
    with pytest.raises(PublishConflict):
        add_deputy(stale, department)
    assert len(stale.locked.people) == len(department.as_director().locked.people) == 2


def test_that_only_the_last_commits_and_their_sections_are_kept(department: Any) -> None:
    vault = department.as_director()
    for count in range(KEPT_COMMITS + 2):
        vault.publish({Section.WARD: department.section_file(b"ward %d" % count)})
    names = {path.name for path in department.folder.iterdir()}
    last = vault.commit.number
    assert {name for name in names if name.startswith("commit")} == {
        f"commit-{number:06d}.json" for number in range(last - KEPT_COMMITS + 1, last + 1)
    }
    assert len([name for name in names if name.startswith("ward")]) == KEPT_COMMITS
    assert {"records-000002.db", "review-000002.db", "org-000001.json", "org-000002.json"} <= names
    assert verify(department.folder) == ()
    assert department.as_administrator().notices == ()


def test_that_nothing_is_pruned_while_a_kept_commit_is_damaged(department: Any) -> None:
    vault = department.as_director()
    vault.publish({Section.WARD: department.section_file(b"ward")})
    (department.folder / "commit-000003.json").write_bytes(b"")
    for count in range(KEPT_COMMITS - 2):
        vault.publish({Section.WARD: department.section_file(b"ward %d" % count)})
    assert (department.folder / "ward-000002.db").exists()
    assert (department.folder / "commit-000001.json").exists()


def test_that_a_deputy_gets_every_key_without_anybody_elses_passphrase(department: Any) -> None:
    vault = department.as_director()
    person = vault.keyholders.add_person(
        " Dr C. Deputy ", Role.DEPUTY, "jailer kudos lantern mural nuzzle", department.cheap
    )
    deputy = unlock(department.folder, person.id, "jailer kudos lantern mural nuzzle")
    assert deputy.person == person
    assert person.name == "Dr C. Deputy"
    assert all(deputy.section_key(section) == vault.section_key(section) for section in Section)
    assert deputy.locked.people == vault.locked.people == department.as_administrator().locked.people
    deputy.publish({Section.REVIEW: department.section_file(b"by the deputy")})
    assert department.as_director().commit.sections[Section.REVIEW].writer == person.id
    assert verify(department.folder) == ()


@pytest.mark.parametrize(
    ("name", "role", "passphrase", "field"),
    [
        ("a. administrator ", Role.DEPUTY, "jailer kudos lantern mural nuzzle", "name"),
        ("", Role.DEPUTY, "jailer kudos lantern mural nuzzle", "name"),
        ("Dr C. Second", Role.DIRECTOR, "jailer kudos lantern mural nuzzle", "role"),
        ("Dr C. Deputy", Role.DEPUTY, "password", "passphrase"),
    ],
)
def test_that_a_person_who_breaks_a_rule_is_not_added(
    department: Any, name: str, role: Role, passphrase: str, field: str
) -> None:
    vault = department.as_director()
    with pytest.raises(RuleBroken) as refused:
        vault.keyholders.add_person(name, role, passphrase, department.cheap)
    assert refused.value.field == field
    assert department.as_director().commit.number == 3
    assert len(department.as_director().locked.people) == 2


def test_that_only_the_director_adds_people(department: Any) -> None:
    with pytest.raises(NotEntitled, match="Only the clinical director"):
        add_deputy(department.as_administrator(), department)


def test_that_keys_show_in_no_text_and_cross_no_pipe(department: Any) -> None:
    vault = department.as_director()
    keys = vault.keys
    shown = f"{vault!r} {vault} {keys!r} {keys._identity!r} {vault.generation!r}"
    for section in Section:
        assert vault.section_key(section).hex() not in shown
        assert repr(vault.section_key(section)) not in shown
    assert "AGE-SECRET-KEY" not in shown
    with pytest.raises(TypeError, match="keys stay"):
        pickle.dumps(keys)


def test_that_no_passphrase_and_no_key_is_in_any_file(department: Any) -> None:
    vault = department.as_director()
    secrets = [b"bobcat", b"AGE-SECRET-KEY", *(vault.section_key(section) for section in Section)]
    secrets += [vault.section_key(section).hex().encode() for section in Section]
    for path in department.folder.iterdir():
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret in content], path.name
