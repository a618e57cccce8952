from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.domain.people import Role, Section
from cdconsole.vault import PublishConflict, PublishFailed, placing, publishing, verify
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.placing import NameTaken


@pytest.fixture
def store(tmp_path: Path) -> DepartmentFolder:
    return DepartmentFolder.create(tmp_path / "A.cdv")


def names(store: DepartmentFolder) -> set[str]:
    return {path.name for path in store.path.iterdir()}


def test_that_a_file_is_placed_whole_under_its_name_and_leaves_nothing_else(store: DepartmentFolder) -> None:
    placed = store.place_bytes("org-000001.json", b"content")
    assert (placed.name, placed.size) == ("org-000001.json", 7)
    assert placed == store.measure("org-000001.json")
    assert names(store) == {"org-000001.json"}
    assert store.read("org-000001.json") == b"content"


def test_that_a_taken_name_is_never_replaced(store: DepartmentFolder) -> None:
    store.place_bytes("org-000001.json", b"first")
    with pytest.raises(NameTaken):
        store.place_bytes("org-000001.json", b"second")
    assert store.read("org-000001.json") == b"first"
    assert names(store) == {"org-000001.json"}


def test_that_of_many_who_race_for_a_name_exactly_one_gets_it(store: DepartmentFolder) -> None:
    won: list[bytes] = []

    def race(content: bytes) -> None:
        try:
            store.place_bytes("commit-000001.json", content)
        except NameTaken:
            return
        won.append(content)

    racers = [threading.Thread(target=race, args=(b"%d" % number * 5000,)) for number in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert [store.read("commit-000001.json")] == won
    assert names(store) == {"commit-000001.json"}


def test_that_a_drive_that_repeats_a_request_is_not_taken_for_a_rival(
    store: DepartmentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def link_and_deny(source: Path, target: Path) -> None:
        link(source, target)
        raise FileExistsError(errno.EEXIST, "exists")

    monkeypatch.setattr(placing.os, "link", link_and_deny)
    assert store.place_bytes("org-000001.json", b"mine").size == 4


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "only be read"),
        (errno.EIO, "does not answer"),
        (errno.ESTALE, "does not answer"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "link", "open"])
def test_that_a_disk_that_refuses_is_named_in_plain_words_and_nothing_changes(
    department: Any, monkeypatch: pytest.MonkeyPatch, code: int, words: str, call: str
) -> None:
    vault = department.as_director()
    before = {path.name: path.read_bytes() for path in department.folder.iterdir()}
    new = department.section_file(b"new")

    def refuse(*_: object, **__: object) -> int:
        raise OSError(code, "refused")

    with monkeypatch.context() as patched:
        patched.setattr(placing.os, call, refuse)
        with pytest.raises(PublishFailed, match=words) as refused:
            vault.publish({Section.WARD: new})
    assert refused.value.what_to_do
    assert {path.name: path.read_bytes() for path in department.folder.iterdir()} == before
    assert vault.publish({Section.WARD: new}).number == 4


@pytest.mark.parametrize("failing", range(1, 7))
def test_that_a_save_cut_off_at_any_flush_leaves_a_department_that_opens(
    department: Any, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Two sections and a commit: three files, each flushed once itself and once with its folder."""
    vault = department.as_director()
    fsync, calls = os.fsync, iter(range(1, 100))

    def fail_once(descriptor: int) -> None:
        if next(calls) == failing:
            raise OSError(errno.EIO, "refused")
        fsync(descriptor)

    files = {
        Section.WARD: department.section_file(b"new ward", "w"),
        Section.REVIEW: department.section_file(b"new review", "r"),
    }
    with monkeypatch.context() as patched:
        patched.setattr(placing.os, "fsync", fail_once)
        with pytest.raises(PublishFailed):
            vault.publish(files)
    again = department.as_director()
    published = again.section_path(Section.WARD).read_bytes() == b"new ward"
    assert published == (failing == 6)
    assert again.commit.number == (4 if published else 3)
    again.publish(files)
    assert department.as_director().section_path(Section.REVIEW).read_bytes() == b"new review"
    assert verify(department.folder) == ()


def test_that_what_reads_back_differently_is_not_given_a_name(
    store: DepartmentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def corrupt(descriptor: int) -> None:
        os.pwrite(descriptor, b"X", 0)

    monkeypatch.setattr(placing.os, "fsync", corrupt)
    with pytest.raises(PublishFailed, match="reads back differently"):
        store.place_bytes("org-000001.json", b"content")
    assert names(store) == set()


def test_that_a_file_that_vanished_is_named(store: DepartmentFolder) -> None:
    assert store.measure("gone.db") is None
    with pytest.raises(CannotOpenDepartment, match=r"gone\.db is missing"):
        store.read("gone.db")


def test_that_a_drive_that_went_away_is_said_and_work_is_saved_when_it_is_back(department: Any) -> None:
    vault = department.as_director()
    new = department.section_file(b"new")
    away = department.folder.rename(department.work / "away")
    with pytest.raises(PublishFailed, match="could not be written") as refused:
        vault.publish({Section.WARD: new})
    assert "drive is connected" in refused.value.what_to_do
    away.rename(department.folder)
    assert vault.publish({Section.WARD: new}).number == 4


def test_that_a_name_too_long_for_the_disk_cannot_be_read(store: DepartmentFolder) -> None:
    with pytest.raises(CannotOpenDepartment, match="cannot be read"):
        store.measure("n" * 300)


def test_that_reading_without_permission_is_said(store: DepartmentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Any:
        raise PermissionError(errno.EACCES, "refused")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CannotOpenDepartment, match="no permission to read"):
        store.read("org-000001.json")


def test_that_surplus_is_old_commits_their_sections_and_abandoned_temporaries(store: DepartmentFolder) -> None:
    kept = {
        "org-000001.json",
        "commit-000005.json",
        "ward-000002.db",
        "ward-000007.db",
        ".ward-000005.db.ab12.tmp",
        "inbox",
        "notes.txt",
    }
    surplus = {"commit-000004.json", "ward-000004.db", "review-000006-2.db", ".ward-000004.db.ab12.tmp"}
    for name in kept | surplus:
        (store.path / name).write_bytes(b"")
    assert set(store.surplus(frozenset({"ward-000002.db"}), oldest=5, newest=6)) == surplus
    store.remove([*surplus, "never-there"])
    assert names(store) == kept


def test_that_endless_unfinished_saves_end_in_words(department: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_MOST_TRIES", 2)
    for name in ("ward-000004.db", "ward-000004-2.db"):
        (department.folder / name).write_bytes(b"left")
    with pytest.raises(PublishFailed, match="too many unfinished saves"):
        department.as_director().publish({Section.WARD: department.section_file(b"new")})


def before_naming(monkeypatch: pytest.MonkeyPatch, start: str, rival: Callable[[Path], object]) -> None:
    """Let a rival act at the last moment before a file whose name begins so gets its name."""
    link = os.link

    def link_after_rival(source: Path, target: Path) -> None:
        if target.name.startswith(start):
            monkeypatch.setattr(placing.os, "link", link)
            rival(target)
        link(source, target)

    monkeypatch.setattr(placing.os, "link", link_after_rival)


def test_that_a_rival_at_the_last_moment_wins_and_the_loser_cleans_up(
    department: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, rival = department.as_director(), department.as_administrator()
    files = {section: department.section_file(b"loser", section.value) for section in Section}
    theirs = {Section.WARD: department.section_file(b"winner", "theirs")}
    before_naming(monkeypatch, "commit-000004", lambda _: rival.publish(theirs))
    with pytest.raises(PublishConflict):
        vault.publish(files)
    again = department.as_director()
    assert again.section_path(Section.WARD).read_bytes() == b"winner"
    assert not [path for path in department.folder.iterdir() if path.read_bytes() == b"loser"]
    assert again.notices == ()
    assert verify(department.folder) == ()


def test_that_a_rival_who_writes_people_at_the_last_moment_wins(
    department: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = department.as_director()
    before_naming(monkeypatch, "org-000003", lambda target: target.write_bytes(b"theirs"))
    with pytest.raises(PublishConflict):
        vault.keyholders.add_person("Dr C", Role.DEPUTY, "jailer kudos lantern mural nuzzle", department.cheap)
    assert department.as_director().locked.people == vault.locked.people
    assert len(vault.locked.people) == 2
