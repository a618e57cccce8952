from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.errors import DamagedSection, NotEntitled, UserFacingError
from cdconsole.domain.people import Role, Section
from cdconsole.storage import department_info, work_streams
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.storage.local_copy import cache_folder, has_unpublished_work
from cdconsole.vault import KdfParameters, PublishFailed, Vault, create_department, read_locked, unlock

CLOCK = FixedClock(datetime(2026, 11, 23, 10, 42, tzinfo=UTC))
QUICK = KdfParameters(19456, 1, 1)
WORDS = "plank ember violet harbour tunic"
TICK = "INSERT INTO stage_tick (key, done_by, done_at) VALUES (?, 'x', 'y')"


class Place:
    """One department folder with the PCs that open it, each with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "Gastroenterology.cdv"
        self.home = folder / "home"
        self.other_home = folder / "other home"

    def create(self) -> DepartmentFile:
        names = ("Gastroenterology", "Gastroenterology")
        vault = create_department(self.folder, names, "Dr Director", WORDS, kdf=QUICK, clock=CLOCK)
        return DepartmentFile.create(vault, self.home, CLOCK)

    def unlocked(self) -> Vault:
        director = next(p for p in read_locked(self.folder).people if p.role is Role.DIRECTOR)
        return unlock(self.folder, director.id, WORDS, clock=CLOCK)

    def open(self, home: Path | None = None) -> DepartmentFile:
        return DepartmentFile.open(self.unlocked(), home or self.home, CLOCK)

    def cache(self, department: DepartmentFile) -> Path:
        return cache_folder(self.home, department.vault.id)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("department")
    Place(folder).create().close()
    return folder


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Place:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return Place(tmp_path)


def tick(department: DepartmentFile, key: str) -> None:
    with department.unit_of_work(Section.RECORDS) as work:
        work.execute(TICK, (key,))
        work.audit("ticked", key)
        work.commit()


def ticks(department: DepartmentFile) -> list[str]:
    with department.snapshot(Section.RECORDS) as snapshot:
        return [key for (key,) in snapshot.rows("SELECT key FROM stage_tick ORDER BY key")]


def crash(department: DepartmentFile) -> None:
    """End as the process would: nothing is published, the operating system closes the files and the lock."""
    department.abandon()


def test_that_a_new_department_publishes_every_section_at_once(tmp_path: Path) -> None:
    place = Place(tmp_path)
    department = place.create()
    commit = department.vault.commit
    assert commit is not None
    assert commit.number == 1
    assert set(commit.sections) == set(Section)
    assert department.exchange.unpublished == frozenset()
    assert department.names == ("Gastroenterology", "Gastroenterology")
    assert department.person.role is Role.DIRECTOR
    assert department.check() == ()
    with department.snapshot(Section.RECORDS) as snapshot:
        assert len(department_info.pseudonym_key(snapshot)) == 32
        assert [one.title for one in work_streams.everything(snapshot)] == ["Gastroenterology"]
    department.close()


def test_that_what_was_written_is_there_after_closing_and_on_another_computer(place: Place) -> None:
    department = place.open()
    tick(department, "one")
    assert department.exchange.unpublished == {Section.RECORDS}
    department.close()
    for home in (place.home, place.other_home):
        again = place.open(home)
        assert ticks(again) == ["one"]
        assert again.notices == ()
        again.close()


def test_that_publishing_writes_changed_sections_only_with_the_head_of_their_audit_chain(place: Place) -> None:
    department = place.open()
    before = department.vault.commit
    assert before is not None
    assert department.exchange.publish() is None
    tick(department, "one")
    commit = department.exchange.publish()
    assert commit is not None
    assert commit.sections[Section.RECORDS] != before.sections[Section.RECORDS]
    assert commit.sections[Section.RECORDS].audit_head == department._sections[Section.RECORDS].audit_head()
    assert commit.sections[Section.REVIEW] == before.sections[Section.REVIEW]
    assert ticks(department) == ["one"]
    department.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_that_nobody_else_on_the_computer_can_look_into_the_cache(place: Place) -> None:
    department = place.open()
    tick(department, "one")
    cache = place.cache(department)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in cache.glob("*.db")} == {0o600}
    department.close()


def test_that_a_crash_between_commit_and_publish_loses_nothing(place: Place) -> None:
    department = place.open()
    tick(department, "one")
    crash(department)
    assert has_unpublished_work(place.home, department.vault.id)
    again = place.open()
    assert ticks(again) == ["one"]
    assert again.exchange.unpublished == frozenset()
    assert again.notices == ()
    again.close()
    elsewhere = place.open(place.other_home)
    assert ticks(elsewhere) == ["one"]
    elsewhere.close()


def test_that_a_crash_between_publishing_and_taking_over_needs_no_notice(place: Place) -> None:
    department = place.open()
    tick(department, "one")
    cache = place.cache(department)
    staged = cache / "records.staged"
    department._sections[Section.RECORDS].backup_to(staged)
    department.vault.publish({Section.RECORDS: staged})
    crash(department)
    again = place.open()
    assert ticks(again) == ["one"]
    assert again.notices == ()
    assert not staged.exists()
    assert again.exchange.unpublished == frozenset()
    again.close()


def test_that_a_crash_before_publishing_leaves_no_staged_file_to_be_taken_for_newer(place: Place) -> None:
    department = place.open()
    cache = place.cache(department)
    department._sections[Section.RECORDS].backup_to(cache / "records.staged")
    tick(department, "one")
    crash(department)
    again = place.open()
    assert ticks(again) == ["one"]
    assert not (cache / "records.staged").exists()
    again.close()


def test_that_work_the_folder_has_moved_past_is_merged_onto_what_came_meanwhile(place: Place) -> None:
    crashed = place.open()
    tick(crashed, "mine")
    crash(crashed)
    other = place.open(place.other_home)
    tick(other, "theirs")
    other.close()
    again = place.open()
    assert ticks(again) == ["mine", "theirs"]
    assert again.notices == ()
    assert again.exchange.unpublished == frozenset()
    assert again.check() == ()
    again.close()


def test_that_work_whose_base_is_nowhere_any_more_is_kept_aside_and_said(place: Place) -> None:
    for round_ in ("1", "2"):
        crashed = place.open()
        tick(crashed, f"mine {round_}")
        crash(crashed)
        other = place.open(place.other_home)
        for change in range(11):  # the folder keeps ten saves
            tick(other, f"theirs {round_} {change}")
            other.exchange.publish()
        other.close()
        cache = place.cache(crashed)
        for base in cache.glob("records-*.base"):
            base.write_bytes(b"damaged")
        kept = (cache / "records.db").read_bytes()
        (cache / "records.db-journal").write_bytes(b"an unfinished transaction")
        again = place.open()
        assert f"theirs {round_} 10" in ticks(again)
        assert f"mine {round_}" not in ticks(again)
        assert (cache / f"records.unpublished-{round_}").read_bytes() == kept
        assert (cache / f"records.unpublished-{round_}-journal").read_bytes() == b"an unfinished transaction"
        assert any(f"records.unpublished-{round_}" in notice for notice in again.notices)
        again.close()


def test_that_publishing_after_somebody_else_merges_and_publishes_both(place: Place) -> None:
    mine, theirs = place.open(), place.open(place.other_home)
    tick(theirs, "theirs")
    theirs.close()
    tick(mine, "mine")
    commit = mine.exchange.publish()
    assert commit is not None
    assert ticks(mine) == ["mine", "theirs"]
    assert mine.exchange.unpublished == frozenset()
    mine.close()
    again = place.open(place.other_home)
    assert ticks(again) == ["mine", "theirs"]
    assert again.check() == ()
    again.close()


def test_that_a_damaged_clean_copy_is_silently_fetched_again(place: Place) -> None:
    department = place.open()
    cache = place.cache(department)
    department.close()
    (cache / "records.db").write_bytes(b"rubbish")
    (cache / "records.db-journal").write_bytes(b"rubbish")
    again = place.open()
    assert again.notices == ()
    assert again.check() == ()
    again.close()


def test_that_damaged_unpublished_work_is_kept_aside(place: Place) -> None:
    department = place.open()
    tick(department, "one")
    cache = place.cache(department)
    crash(department)
    (cache / "records.db").write_bytes(b"rubbish" * 1000)
    again = place.open()
    assert ticks(again) == []
    assert any("found damaged" in notice for notice in again.notices)
    assert (cache / "records.unpublished-1").read_bytes() == b"rubbish" * 1000
    again.close()


def test_that_a_second_window_is_refused_and_the_first_goes_on(place: Place) -> None:
    department = place.open()
    with pytest.raises(UserFacingError, match="already open in another window"):
        place.open()
    tick(department, "one")
    department.close()
    place.open().close()


def test_that_a_home_that_is_a_file_is_refused_in_words(place: Place) -> None:
    place.other_home.write_text("a file")
    with pytest.raises(UserFacingError, match="can't be opened or written"):
        place.open(place.other_home)


def test_that_a_failed_opening_lets_go_of_the_cache(place: Place) -> None:
    vault = place.unlocked()
    section_file = vault.section_path(Section.RECORDS)
    assert section_file is not None
    whole = section_file.read_bytes()
    section_file.write_bytes(whole[:-1])
    with pytest.raises(DamagedSection, match="its commit"):
        DepartmentFile.open(vault, place.other_home, CLOCK)
    section_file.unlink()
    with pytest.raises(UserFacingError, match="can't be opened"):
        DepartmentFile.open(vault, place.other_home, CLOCK)
    section_file.write_bytes(whole)
    DepartmentFile.open(vault, place.other_home, CLOCK).close()


def test_that_a_section_published_as_something_else_is_refused(place: Place) -> None:
    vault = place.unlocked()
    rubbish = place.home / "rubbish.db"
    rubbish.write_bytes(b"signed by the director, and no section at all" * 100)
    vault.publish({Section.RECORDS: rubbish})
    with pytest.raises(DamagedSection):
        place.open()


def test_that_a_department_never_published_opens_on_its_own_computer_only(tmp_path: Path) -> None:
    place = Place(tmp_path)
    names = ("Gastroenterology", "Gastroenterology")
    create_department(place.folder, names, "Dr Director", WORDS, kdf=QUICK, clock=CLOCK)
    with pytest.raises(DamagedSection, match="never published"):
        place.open(place.other_home)


def test_that_a_department_opens_while_its_folder_takes_no_new_commit(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed = place.open()
    tick(crashed, "one")
    crash(crashed)
    vault = place.unlocked()
    with monkeypatch.context() as share:
        share.setattr("os.link", _full_disk)
        department = DepartmentFile.open(vault, place.home, CLOCK)
        assert ticks(department) == ["one"]
        assert department.exchange.unpublished == {Section.RECORDS}
        assert any("not published yet" in notice for notice in department.notices)
        with pytest.raises(PublishFailed, match="disk is full"):
            department.close()
    again = place.open()
    assert ticks(again) == ["one"]
    assert again.exchange.unpublished == frozenset()
    assert again.notices == ()
    again.close()


def _full_disk(_source: object, _target: object) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_that_an_administrator_opens_no_review_section(place: Place) -> None:
    director = place.open()
    person = director.vault.keyholders.add_person(
        "Ms Admin", Role.ADMINISTRATOR, "basket lantern mosaic ripple daisy", QUICK
    )
    director.close()
    vault = unlock(place.folder, person.id, "basket lantern mosaic ripple daisy", clock=CLOCK)
    department = DepartmentFile.open(vault, place.other_home, CLOCK)
    tick(department, "by the administrator")
    with pytest.raises(NotEntitled), department.snapshot(Section.REVIEW):
        pass
    assert not (cache_folder(place.other_home, vault.id) / "review.db").exists()
    department.close()
    again = place.open()
    assert ticks(again) == ["by the administrator"]
    again.close()


def test_that_a_reason_is_kept_with_the_work(place: Place) -> None:
    department = place.open()
    with department.unit_of_work(Section.WARD, "typing corrected") as work:
        work.keep_history("t", "1", 1, None, {})
        work.commit()
    with department.snapshot(Section.WARD) as snapshot:
        assert snapshot.row("SELECT reason, person FROM history") == ("typing corrected", "Dr Director")
    department.interrupt()
    department.close()


def test_that_checking_finds_an_altered_audit_trail_a_wrong_count_and_a_bad_page(
    place: Place, damaged_copies: Callable[[DepartmentFile], None]
) -> None:
    department = place.open()
    tick(department, "one")
    damaged_copies(department)
    problems = " ".join(department.check())
    assert "records: The audit trail was altered at event 1." in problems
    assert "records: Dr Ash has 0 spells but columns for 5." in problems
    assert "records: A row of clinician_code points nowhere." in problems
    crash(department)


@pytest.fixture
def damaged_copies() -> Callable[[DepartmentFile], None]:
    def damage(department: DepartmentFile) -> None:
        connection = department._sections[Section.RECORDS]._connection
        for statement in (
            "PRAGMA foreign_keys = OFF",
            "DROP TRIGGER audit_is_never_changed",
            "UPDATE audit_event SET subject = 'another' WHERE sequence = 1",
            "INSERT INTO clinician VALUES ('a', 'Dr Ash', 'CONSULTANT', '[]', 1, 1)",
            "INSERT INTO spell_columns VALUES ('a', 'x', 5, x'00')",
            "INSERT INTO clinician_code VALUES ('C9', 'nobody', 0)",
        ):
            connection.execute(statement)

    return damage


def test_that_checking_names_a_section_with_a_bad_page(place: Place) -> None:
    department = place.open()
    path = place.cache(department) / "records.db"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 100)
        file.write(b"x")
    assert any(problem.startswith("records: ") for problem in department.check())
    crash(department)
