"""Backups are proved before older ones go, and a state is restored as a new generation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cdconsole.domain.backup import BackupPlace
from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.errors import Cancelled, CannotOpenDepartment, DamagedSection, RuleBroken
from cdconsole.domain.people import Role, Section
from cdconsole.storage import audit, backups, health
from cdconsole.storage.backup_places import BackupPlaces
from cdconsole.storage.backups import Backups, backup_if_due
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.storage.dirty_marker import Base
from cdconsole.storage.restoring import Restoration
from cdconsole.vault import KdfParameters, create_department, read_locked, unlock, verify
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.generations import read_generation
from cdconsole.vault.packing import opened_pack, pack, unpack

START = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
QUICK = KdfParameters(19456, 1, 1)
WORDS = "plank ember violet harbour tunic"
CLERK_WORDS = "elbow fabric gusty hazelnut iodine"
TICK = "INSERT INTO stage_tick (key, done_by, done_at) VALUES (?, 'x', 'y')"


@dataclass
class MovingClock:
    """A clock that a test moves on."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def today(self) -> object:
        return self.at.date()


class Place:
    """One department, the computer it is open on, and its backups."""

    def __init__(self, base: Path, clock: MovingClock) -> None:
        self.base = base
        self.folder = base / "Gastroenterology.cdv"
        self.home = base / "home"
        self.clock = clock
        self.open = ExitStack()

    def unlocked(self, words: str = WORDS, role: Role = Role.DIRECTOR, home: Path | None = None) -> DepartmentFile:
        person = next(p for p in read_locked(self.folder).people if p.role is role)
        vault = unlock(self.folder, person.id, words, clock=self.clock)
        department = DepartmentFile.open(vault, home or self.home, self.clock)
        self.open.callback(department.close)
        return department

    def reopened(self) -> DepartmentFile:
        """Return the department as another computer sees it."""
        return self.unlocked(home=self.base / "another computer")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("backups")
    names, clock = ("Gastroenterology", "Gastroenterology"), FixedClock(START)
    vault = create_department(base / "Gastroenterology", names, "Dr Director", WORDS, kdf=QUICK, clock=clock)
    vault.keyholders.add_person("Ward Clerk", Role.ADMINISTRATOR, CLERK_WORDS, QUICK)
    DepartmentFile.create(vault, base / "home", clock).close()
    return base


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Iterator[Place]:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    place = Place(tmp_path, MovingClock())
    with place.open:
        yield place


@pytest.fixture
def department(place: Place) -> DepartmentFile:
    return place.unlocked()


def tick(department: DepartmentFile, key: str) -> None:
    with department.unit_of_work(Section.RECORDS) as work:
        work.execute(TICK, (key,))
        work.audit("ticked", key)
        work.commit()
    department.exchange.publish()


def ticks(department: DepartmentFile) -> list[str]:
    with department.snapshot(Section.RECORDS) as snapshot:
        return [key for (key,) in snapshot.rows("SELECT key FROM stage_tick ORDER BY key")]


def done(department: DepartmentFile) -> list[str]:
    with department.snapshot(Section.RECORDS) as snapshot:
        return [f"{each.action} {each.subject}" for each in reversed(audit.events(snapshot, Section.RECORDS))]


def restore(place: Place, department: DepartmentFile, number: int, *sections: Section) -> None:
    folder = DepartmentFolder(place.folder)
    chosen = read_generation(folder, number)
    Restoration(department, place.home, folder, chosen).restore(sections or Section, f"generation {number}")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.cdvx"))


# --- backing up ------------------------------------------------------------------------------------------------------


def test_that_a_backup_is_one_proved_file_that_opens_as_a_department(
    place: Place, department: DepartmentFile, tmp_path: Path
) -> None:
    tick(department, "a")
    report = Backups(department, place.home).back_up()
    assert report.problems == ()
    [made] = report.made
    (tmp_path / "new").mkdir()
    assert verify(unpack(Path(made), tmp_path / "new")) == ()
    [point] = Backups(department, place.home).places.points(BackupPlace.COMPUTER)[0]
    assert (point.file, point.by, point.checked) == (made, "Dr Director", START)
    assert not (place.home / department.vault.id / "checking").exists()


def test_that_the_same_state_is_backed_up_once(place: Place, department: DepartmentFile) -> None:
    first = Backups(department, place.home).back_up()
    assert Backups(department, place.home).back_up().made == first.made


def test_that_a_damaged_backup_does_not_stand_in_the_way_of_a_good_one(
    place: Place, department: DepartmentFile
) -> None:
    [made] = Backups(department, place.home).back_up().made
    Path(made).write_bytes(b"")
    report = Backups(department, place.home).back_up()
    assert report.problems == ()
    assert report.made != (made,)
    points, problems = Backups(department, place.home).places.points(BackupPlace.COMPUTER)
    assert [point.file for point in points] == list(report.made)
    assert len(problems) == 1


def test_that_a_second_place_gets_a_copy_and_is_remembered(
    place: Place, department: DepartmentFile, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    Backups(department, place.home).places.choose_second(stick)
    report = Backups(department, place.home).back_up()
    assert [Path(each).parent for each in report.made] == [place.home / "backups" / department.vault.id, stick]
    assert BackupPlaces(place.home, department.vault.id).second == stick
    assert {point.place for point in Backups(department, place.home).overview().points} == set(BackupPlace)
    Backups(department, place.home).places.choose_second(None)
    assert BackupPlaces(place.home, department.vault.id).second is None


def test_that_a_second_place_that_is_gone_is_said_and_the_first_is_made(
    place: Place, department: DepartmentFile, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    Backups(department, place.home).places.choose_second(stick)
    stick.rmdir()
    report = Backups(department, place.home).back_up()
    assert len(report.made) == 1
    assert "stick" in report.problems[0]
    assert any("not connected" in problem for problem in Backups(department, place.home).overview().problems)


@pytest.mark.parametrize("which", ["missing", "own"])
def test_that_a_second_place_must_be_another_folder(
    place: Place, department: DepartmentFile, tmp_path: Path, which: str
) -> None:
    places = Backups(department, place.home).places
    with pytest.raises(RuleBroken):
        places.choose_second(places.make_own() if which == "own" else tmp_path / "missing")


def test_that_another_departments_backups_in_the_same_place_are_left_alone(
    place: Place, department: DepartmentFile, tmp_path: Path
) -> None:
    names = ("Gastroenterology", "Gastroenterology")
    other = create_department(tmp_path / "other", names, "Dr Other", WORDS, kdf=QUICK, clock=place.clock)
    DepartmentFile.create(other, tmp_path / "other home", place.clock).close()
    stick = tmp_path / "stick"
    stick.mkdir()
    theirs = pack(other.folder, stick / "theirs.cdvx")
    Backups(department, place.home).places.choose_second(stick)
    Backups(department, place.home).back_up()
    points, _ = Backups(department, place.home).places.points(BackupPlace.SECOND)
    assert len(points) == 1
    assert theirs.exists()


def test_that_older_backups_go_by_the_rule_and_only_after_the_new_one_is_proved(
    place: Place, department: DepartmentFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Backups(department, place.home).places.own
    for day in range(24):
        place.clock.at = START + timedelta(days=day)
        tick(department, f"{day:02d}")
        assert backup_if_due(department, place.home) is not None
    assert len(files(own)) == 14 + 1
    before = files(own)
    place.clock.at += timedelta(days=1)
    tick(department, "bad")
    with monkeypatch.context() as patched:
        patched.setattr(backups.health, "problems", lambda _file: ("records: Integrity: a row is missing",))
        report = Backups(department, place.home).back_up()
    assert report.removed == 0
    assert report.problems[0].startswith("records: Integrity")
    assert "No earlier backup was removed." in report.problems
    assert set(before) < set(files(own))
    assert backup_if_due(department, place.home) is None
    place.clock.at += timedelta(days=1)
    assert Backups(department, place.home).is_due()
    assert Backups(department, place.home).overview().points[1].checked is None


def test_that_a_backup_with_other_row_counts_is_found(place: Place, department: DepartmentFile) -> None:
    made = Backups(department, place.home)
    with department.unit_of_work(Section.RECORDS) as work:
        work.execute(TICK, ("not published",))
        work.commit()
    report = made.back_up()
    assert report.problems[0] == "records: the backup has 0 rows of stage_tick, the department 1."
    department.exchange.publish()


def test_that_one_backup_a_day_is_due_and_only_when_something_changed(
    place: Place, department: DepartmentFile, tmp_path: Path
) -> None:
    assert backup_if_due(department, place.home) is not None
    tick(department, "same day")
    assert backup_if_due(department, place.home) is None
    place.clock.at += timedelta(days=1)
    assert backup_if_due(department, place.home) is not None
    place.clock.at += timedelta(days=1)
    assert backup_if_due(department, place.home) is None
    (tmp_path / "stick").mkdir()
    Backups(department, place.home).places.choose_second(tmp_path / "stick")
    assert backup_if_due(department, place.home) is not None
    assert backup_if_due(department, place.home) is None


def test_that_a_backup_can_be_stopped_and_leaves_nothing(place: Place, department: DepartmentFile) -> None:
    def stop(_done: int, _of: int, words: str) -> None:
        if words.startswith("Opening"):
            raise Cancelled

    with pytest.raises(Cancelled):
        backup_if_due(department, place.home, stop)
    assert Backups(department, place.home).places.last_backed_up is None
    again = backup_if_due(department, place.home)
    assert again is not None
    assert again.problems == ()


def test_that_an_administrator_backs_up_what_they_cannot_read(place: Place) -> None:
    department = place.unlocked(CLERK_WORDS, Role.ADMINISTRATOR)
    report = Backups(department, place.home).back_up()
    assert report.problems == ()
    with opened_pack(Path(report.made[0])) as packed:
        assert {entry.section for entry in packed.prove().entries} == set(Section)
    assert not Backups(department, place.home).overview().may_restore


def test_that_what_is_remembered_survives_damage_to_it(place: Place, department: DepartmentFile) -> None:
    Backups(department, place.home).back_up()
    assert Backups(department, place.home).places.last_backed_up == START
    (Backups(department, place.home).places.own / "remembered.json").write_text("{", encoding="utf-8")
    again = Backups(department, place.home)
    assert again.places.last_backed_up is None
    assert again.overview().last_backed_up == START


def test_that_a_week_without_a_backup_is_overdue(place: Place, department: DepartmentFile) -> None:
    assert Backups(department, place.home).overview().is_overdue
    Backups(department, place.home).back_up()
    tick(department, "later")
    place.clock.at += timedelta(days=8)
    assert Backups(department, place.home).overview().is_overdue


# --- restoring -------------------------------------------------------------------------------------------------------


def test_that_yesterday_is_restored_as_a_new_generation_and_the_present_stays(
    place: Place, department: DepartmentFile
) -> None:
    tick(department, "yesterday")
    chosen = department.vault.commit
    assert chosen is not None
    tick(department, "today")
    restore(place, department, chosen.number)
    assert ticks(department) == ["yesterday"]
    after = department.exchange.publish()
    assert after is not None
    assert after.number == chosen.number + 2
    assert {entry.generation for entry in after.sections.values()} == {after.number}
    assert verify(place.folder) == ()
    assert department.check() == ()
    restore(place, department, chosen.number + 1)
    assert ticks(department) == ["today", "yesterday"]


def test_that_the_audit_trail_goes_on_and_forgets_nothing(place: Place, department: DepartmentFile) -> None:
    tick(department, "a")
    tick(department, "b")
    restore(place, department, 2)
    assert done(department)[-3:] == ["ticked a", "ticked b", "restored generation 2"]
    department.exchange.publish()
    again = department.vault.commit
    assert again is not None
    assert again.sections[Section.RECORDS].audit_head
    assert department.check() == ()


def test_that_one_section_alone_is_restored(place: Place, department: DepartmentFile) -> None:
    tick(department, "a")
    before = department.vault.commit
    restore(place, department, 2, Section.RECORDS)
    after = department.exchange.publish()
    assert before is not None
    assert after is not None
    assert after.sections[Section.WARD] == before.sections[Section.WARD]
    assert ticks(department) == []


def test_that_a_backup_restores_after_its_generation_left_the_folder(place: Place, department: DepartmentFile) -> None:
    tick(department, "kept")
    [made] = Backups(department, place.home).back_up().made
    for number in range(12):
        tick(department, f"later {number}")
    with opened_pack(Path(made)) as packed:
        Restoration(department, place.home, packed, packed.generation()).restore(Section, "a backup")
    assert ticks(department) == ["kept"]
    department.exchange.publish()
    assert verify(place.folder) == ()
    assert len([each for each in done(department) if each.startswith("ticked")]) == 13


def test_that_the_restored_state_survives_closing(place: Place, department: DepartmentFile) -> None:
    tick(department, "a")
    tick(department, "b")
    restore(place, department, 3)
    place.open.close()
    assert ticks(place.reopened()) == ["a"]


def test_that_a_damaged_state_is_refused_with_nothing_changed(place: Place, department: DepartmentFile) -> None:
    tick(department, "a")
    tick(department, "b")
    path = place.folder / "records-000003.db"
    data = bytearray(path.read_bytes())
    data[5000] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedSection):
        restore(place, department, 3)
    assert ticks(department) == ["a", "b"]
    assert not department.exchange.unpublished
    assert not (place.home / department.vault.id / "restoring").exists()


def test_that_a_list_of_people_that_today_does_not_go_back_to_is_refused(
    place: Place, department: DepartmentFile, tmp_path: Path
) -> None:
    """Anybody can wrap keys to the director's public key: a forged backup opens nothing."""
    [made] = Backups(department, place.home).back_up().made
    names = ("Gastroenterology", "Gastroenterology")
    other = create_department(tmp_path / "other", names, "Dr Director", WORDS, kdf=QUICK, clock=place.clock)
    DepartmentFile.create(other, tmp_path / "other home", place.clock).close()
    with opened_pack(pack(other.folder, tmp_path / "forged")) as forged, opened_pack(Path(made)) as ours:
        chosen = replace(forged.generation(), commit=ours.generation().commit)
        with pytest.raises(CannotOpenDepartment, match="another department"):
            Restoration(department, place.home, ours, chosen)


def test_that_a_state_under_earlier_keys_is_restored_under_todays(place: Place, department: DepartmentFile) -> None:
    tick(department, "before")
    [made] = Backups(department, place.home).back_up().made
    clerk = next(person for person in department.vault.locked.people if person.role is Role.ADMINISTRATOR)
    tick(department, "between")
    department.exchange.change_people(lambda people: people.without(clerk.id), QUICK)
    tick(department, "after")
    assert department.vault.epoch(Section.RECORDS) == 2
    with opened_pack(Path(made)) as packed:
        Restoration(department, place.home, packed, packed.generation()).restore(Section, "a backup")
    department.exchange.publish()
    assert ticks(department) == ["before"]
    assert department.check() == ()
    assert done(department)[-4:] == ["ticked before", "ticked between", "ticked after", "restored a backup"]
    assert verify(place.folder) == ()
    assert ticks(place.reopened()) == ["before"]


def test_that_whoever_lost_their_keys_restores_nothing_later(place: Place, department: DepartmentFile) -> None:
    clerk = place.unlocked(CLERK_WORDS, Role.ADMINISTRATOR, place.base / "clerk")
    person = clerk.person.id
    department.exchange.change_people(lambda people: people.without(person), QUICK)
    department.exchange.publish()
    [made] = Backups(department, place.home).back_up().made
    with opened_pack(Path(made)) as packed, pytest.raises(CannotOpenDepartment, match="another department"):
        Restoration(clerk, place.base / "clerk", packed, packed.generation())


# --- false alarms ----------------------------------------------------------------------------------------------------


def test_that_a_damaged_empty_page_is_rebuilt_and_told_calmly(place: Place, department: DepartmentFile) -> None:
    tick(department, "a")
    file = department._sections._files[Section.RECORDS]
    file._connection.execute("CREATE TABLE passing (x)")
    file._connection.executemany("INSERT INTO passing VALUES (?)", [("y" * 3000,) for _ in range(200)])
    file._connection.execute("DROP TABLE passing")
    department.exchange.publish()
    path, key = department._sections._files[Section.RECORDS].path, department.vault.section_key(Section.RECORDS)
    department._sections._files.pop(Section.RECORDS).close()
    data = bytearray(path.read_bytes())
    data[-2 * 4096 + 100] ^= 1
    path.write_bytes(data)
    base = department.vault.commit
    assert base is not None
    reopened = backups.SectionFile.open(
        path, key, Section.RECORDS, place.clock, Base(base.sections[Section.RECORDS].sha256)
    )
    department._sections._files[Section.RECORDS] = reopened
    assert any("Encryption" in problem for problem in health.problems(reopened))
    [said] = department.heal()
    assert "held no records" in said
    assert department.heal() == ()
    assert department.check() == ()
    assert department.exchange.unpublished
    department.exchange.publish()
