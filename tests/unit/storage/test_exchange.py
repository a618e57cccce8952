"""Two computers on one folder: saves while both work, what a crash leaves, and keys that change meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import NotEntitled, OlderThanSeen
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, Section
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.vault import KdfParameters, PublishConflict, PublishFailed, create_department, unlock

CLOCK = FixedClock(datetime(2026, 11, 23, 10, 42, tzinfo=UTC))
QUICK = KdfParameters(19456, 1, 1)
WORDS = {"director": "plank ember violet harbour tunic", "deputy": "basket lantern mosaic ripple daisy"}


class Desks:
    """The director's and the deputy's computers."""

    def __init__(self, place: Path, people: dict[str, PersonId]) -> None:
        self.place = place
        self.folder = place / "Gastroenterology.cdv"
        self.people = people
        self._open: list[DepartmentFile] = []

    def open(self, who: str, *, accept_older: bool = False) -> DepartmentFile:
        vault = unlock(self.folder, self.people[who], WORDS[who], clock=CLOCK)
        file = DepartmentFile.open(vault, self.place / f"home of {who}", CLOCK, accept_older=accept_older)
        self._open.append(file)
        return file

    def close(self) -> None:
        for file in self._open:
            file.abandon()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, PersonId]]:
    place = tmp_path_factory.mktemp("desks")
    names = ("Gastroenterology", "Gastroenterology")
    folder = place / "Gastroenterology.cdv"
    vault = create_department(folder, names, "Dr Director", WORDS["director"], kdf=QUICK, clock=CLOCK)
    file = DepartmentFile.create(vault, place / "home of director", CLOCK)
    deputy = vault.keyholders.add_person("Dr Deputy", Role.DEPUTY, WORDS["deputy"], QUICK)
    file.close()
    return place, {"director": vault.person.id, "deputy": deputy.id}


@pytest.fixture
def desks(founded: tuple[Path, dict[str, PersonId]], tmp_path: Path) -> Iterator[Desks]:
    place, people = founded
    shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    opened = Desks(tmp_path, people)
    yield opened
    opened.close()


def tick(file: DepartmentFile, key: str, section: Section = Section.RECORDS) -> None:
    with file.unit_of_work(section) as work:
        if section is Section.RECORDS:
            work.execute("INSERT INTO stage_tick (key, done_by, done_at) VALUES (?, 'x', 'y')", (key,))
        work.audit("ticked", key)
        work.commit()


def ticks(file: DepartmentFile) -> list[str]:
    with file.snapshot(Section.RECORDS) as snapshot:
        return [key for (key,) in snapshot.rows("SELECT key FROM stage_tick ORDER BY key")]


def events(file: DepartmentFile, section: Section = Section.RECORDS) -> list[str]:
    with file.snapshot(section) as snapshot:
        return sorted(key for (key,) in snapshot.rows("SELECT subject FROM audit_event WHERE action = 'ticked'"))


def test_that_what_somebody_else_published_arrives_and_says_what_it_changes(desks: Desks) -> None:
    director, deputy = desks.open("director"), desks.open("deputy")
    assert deputy.exchange.pull().topics == frozenset()
    tick(director, "one")
    director.exchange.publish()
    changes = deputy.exchange.pull()
    assert Topic.FRAMEWORK in changes.topics
    assert Topic.REVIEW not in changes.topics
    assert ticks(deputy) == ["one"]
    assert deputy.vault.commit == director.vault.commit


def test_that_work_stored_while_a_save_is_on_its_way_is_published_by_the_next(desks: Desks) -> None:
    director, deputy = desks.open("director"), desks.open("deputy")
    tick(director, "before")
    staged = director.exchange.stage()
    assert staged is not None
    sent = staged.send()
    tick(director, "meanwhile")
    director.exchange.settle(staged, sent)
    assert director.exchange.unpublished == {Section.RECORDS}
    deputy.exchange.pull()
    assert ticks(deputy) == ["before"]
    director.exchange.publish()
    deputy.exchange.pull()
    assert ticks(deputy) == ticks(director) == ["before", "meanwhile"]
    assert events(deputy) == ["before", "meanwhile"]
    assert director.check() == deputy.check() == ()


def test_that_a_crash_after_a_save_was_sent_and_more_was_stored_doubles_nothing(desks: Desks) -> None:
    director, deputy = desks.open("director"), desks.open("deputy")
    tick(director, "before")
    staged = director.exchange.stage()
    assert staged is not None
    staged.send()
    tick(director, "meanwhile")
    director.abandon()
    deputy.exchange.pull()
    tick(deputy, "theirs")
    deputy.exchange.publish()
    again = desks.open("director")
    assert ticks(again) == ["before", "meanwhile", "theirs"]
    assert events(again) == ["before", "meanwhile", "theirs"]
    assert again.exchange.unpublished == frozenset()
    assert again.check() == ()


def test_that_a_save_that_arrived_although_the_share_reported_a_failure_doubles_nothing(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    director, deputy = desks.open("director"), desks.open("deputy")
    tick(director, "mine")
    number = director.vault.number
    link = os.link

    def fails_after_the_commit(source: Path, target: Path) -> None:
        link(source, target)
        if target.name.startswith("commit"):
            raise OSError(errno.EIO, "the share went away after it was done")

    with monkeypatch.context() as share:
        share.setattr(os, "link", fails_after_the_commit)
        with pytest.raises(PublishFailed):
            director.exchange.publish()
    assert director.vault.number == number
    tick(director, "more")
    deputy.exchange.pull()
    assert ticks(deputy) == ["mine"]
    tick(deputy, "theirs")
    deputy.exchange.publish()
    director.exchange.publish()
    assert ticks(director) == ["mine", "more", "theirs"]
    assert events(director) == ["mine", "more", "theirs"]
    assert director.check() == ()


def test_that_both_sides_of_the_audit_trail_are_one_chain_after_merging(desks: Desks) -> None:
    director, deputy = desks.open("director"), desks.open("deputy")
    for turn in range(3):
        tick(director, f"d{turn}", Section.REVIEW)
        tick(deputy, f"p{turn}", Section.REVIEW)
        director.exchange.publish()
        deputy.exchange.publish()
        director.exchange.pull()
    assert events(director, Section.REVIEW) == events(deputy, Section.REVIEW) == ["d0", "d1", "d2", "p0", "p1", "p2"]
    assert director.check() == deputy.check() == ()


def test_that_somebody_whose_keys_are_taken_back_keeps_working_copies_but_sees_and_sends_nothing_new(
    desks: Desks,
) -> None:
    director, deputy = desks.open("director"), desks.open("deputy")
    tick(deputy, "not yet sent")
    director.exchange.change_people(lambda people: people.without(desks.people["deputy"]), QUICK)
    tick(director, "secret")
    director.exchange.publish()
    with pytest.raises(NotEntitled, match="taken back"):
        deputy.exchange.publish()
    with pytest.raises(NotEntitled, match="taken back"):
        deputy.exchange.look()
    assert "secret" not in ticks(deputy)
    assert director.check() == ()
    assert ticks(director) == ["secret"]


def test_that_unpublished_work_is_merged_over_a_change_of_keys(desks: Desks) -> None:
    director, deputy = desks.open("director"), desks.open("deputy")
    change = director.exchange.change_people(
        lambda people: people.with_person(
            "Ms Admin", Role.ADMINISTRATOR, "spare words for a clerk", is_introduction=False
        ),
        QUICK,
    )
    deputy.exchange.pull()
    tick(deputy, "before the keys changed")
    director.exchange.change_people(lambda people: people.without(change.made[0].person.id), QUICK)
    assert director.vault.epoch(Section.RECORDS) == 2
    assert director.vault.epoch(Section.REVIEW) == 1
    deputy.exchange.publish()
    director.exchange.pull()
    assert ticks(director) == ["before the keys changed"]
    assert director.check() == deputy.check() == ()


def test_that_unpublished_work_of_a_crash_is_merged_over_a_change_of_keys(desks: Desks) -> None:
    director, deputy = desks.open("director"), desks.open("deputy")
    tick(deputy, "before the keys changed")
    deputy.abandon()
    director.exchange.change_people(lambda people: people.with_recovery_key(bytes(20)), QUICK)
    director.exchange.change_people(lambda people: people.with_recovery_key(bytes(range(20))), QUICK)
    assert director.vault.epoch(Section.RECORDS) == 2
    again = desks.open("deputy")
    assert ticks(again) == ["before the keys changed"]
    assert again.notices == ()


def test_that_an_older_folder_is_noticed_and_opened_only_when_somebody_says_so(desks: Desks) -> None:
    older = desks.place / "older"
    shutil.copytree(desks.folder, older)
    director = desks.open("director")
    tick(director, "one")
    director.close()
    shutil.rmtree(desks.folder)
    shutil.copytree(older, desks.folder)
    with pytest.raises(OlderThanSeen, match="older copy"):
        desks.open("director")
    assert ticks(desks.open("director", accept_older=True)) == []


def test_that_a_folder_that_took_another_way_is_noticed(desks: Desks) -> None:
    fork = desks.place / "fork"
    shutil.copytree(desks.folder, fork)
    director = desks.open("director")
    tick(director, "one")
    director.close()
    shutil.rmtree(desks.folder)
    shutil.copytree(fork, desks.folder)
    deputy = desks.open("deputy")
    for key in ("two", "three"):
        tick(deputy, key)
        deputy.exchange.publish()
    with pytest.raises(OlderThanSeen, match="not the one"):
        desks.open("director")


def test_that_one_of_two_saves_at_once_is_told_and_merged(desks: Desks) -> None:
    director, deputy = desks.open("director"), desks.open("deputy")
    tick(director, "a")
    tick(deputy, "b")
    first, second = director.exchange.stage(), deputy.exchange.stage()
    assert first is not None
    assert second is not None
    director.exchange.settle(first, first.send())
    with pytest.raises(PublishConflict):
        second.send()
    deputy.exchange.drop(second)
    deputy.exchange.publish()
    assert ticks(deputy) == ["a", "b"]


def test_that_nothing_is_published_onto_a_folder_that_was_put_back(desks: Desks) -> None:
    director = desks.open("director")
    older = desks.place / "older"
    shutil.copytree(desks.folder, older)
    tick(director, "one")
    director.exchange.publish()
    tick(director, "two")
    shutil.rmtree(desks.folder)
    older.rename(desks.folder)
    names = sorted(path.name for path in desks.folder.iterdir())
    with pytest.raises(PublishFailed, match="older"):
        director.exchange.publish()
    assert sorted(path.name for path in desks.folder.iterdir()) == names
    assert ticks(director) == ["one", "two"]
    assert director.exchange.unpublished == {Section.RECORDS}
