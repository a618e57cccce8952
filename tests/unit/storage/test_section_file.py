from __future__ import annotations

import os
import shutil
import stat
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, CannotOpenDepartment, DamagedSection, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import PaCategory
from cdconsole.domain.people import Person, Section
from cdconsole.storage import schema, sqlcipher
from cdconsole.storage.dirty_marker import Base
from cdconsole.storage.section_file import SectionFile

CLOCK = FixedClock(datetime(2026, 11, 23, 10, 42, tzinfo=UTC))
TICK = "INSERT INTO stage_tick (key, done_by, done_at) VALUES (?, 'x', 'y')"


def ticks(file: SectionFile) -> list[str]:
    with file.snapshot() as snapshot:
        return [key for (key,) in snapshot.rows("SELECT key FROM stage_tick ORDER BY key")]


def test_that_a_commit_stores_everything_and_says_what_changed(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        assert work.execute(TICK, ("one",)) == 1
        work.changed(Topic.FRAMEWORK)
        assert work.committed == ChangeSet()
        changes = work.commit()
    assert changes == work.committed == ChangeSet(frozenset({Topic.FRAMEWORK}))
    assert ticks(records) == ["one"]


def test_that_changes_name_the_clinicians_touched(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        work.changed(Topic.SPELL, ClinicianId("a"), ClinicianId("b"))
        assert work.commit().clinicians == {"a", "b"}


def test_that_leaving_without_commit_rolls_back_record_history_and_audit(
    records: SectionFile, director: Person
) -> None:
    with records.unit_of_work(director) as work:
        work.execute(TICK, ("one",))
        work.keep_history("stage_tick", "one", 1, None, {"key": "one"})
        work.audit("ticked", "one")
    with records.snapshot() as snapshot:
        for table in ("stage_tick", "history", "audit_event"):
            assert snapshot.row(f"SELECT count(*) FROM {table}") == (0,)
    assert work.committed == ChangeSet()


def test_that_an_exception_rolls_back(records: SectionFile, director: Person) -> None:
    def failing_work() -> None:
        with records.unit_of_work(director) as work:
            work.execute(TICK, ("one",))
            raise KeyError

    with pytest.raises(KeyError):
        failing_work()
    assert ticks(records) == []


def test_that_nothing_runs_in_a_transaction_that_has_ended(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        work.commit()
        with pytest.raises(RuntimeError, match="has ended"):
            work.execute(TICK, ("late",))
    with records.snapshot() as snapshot:
        pass
    with pytest.raises(RuntimeError, match="has ended"):
        snapshot.row("SELECT 1")


def test_that_a_snapshot_refuses_to_write_and_the_next_work_may(records: SectionFile, director: Person) -> None:
    with records.snapshot() as snapshot, pytest.raises(UserFacingError):
        snapshot.rows(TICK, ("one",))
    with records.unit_of_work(director) as work:
        work.execute(TICK, ("two",))
        work.commit()
    assert ticks(records) == ["two"]


def test_that_a_snapshot_inside_another_is_the_same_moment(records: SectionFile) -> None:
    with records.snapshot() as outer:
        with records.snapshot() as inner:
            assert inner is outer
        assert outer.row("SELECT 1") == (1,)


def test_that_reading_beside_an_open_work_is_refused(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director), pytest.raises(RuntimeError, match="already open"), records.snapshot():
        pass


def test_that_history_keeps_before_and_after_with_dates_and_members_as_stored(
    records: SectionFile, director: Person
) -> None:
    with records.unit_of_work(director, "typing corrected") as work:
        work.keep_history("t", "1", 2, {"on": date(2026, 1, 2)}, {"on": None, "kind": PaCategory.DCC})
        work.commit()
    with records.snapshot() as snapshot:
        assert snapshot.rows("SELECT table_name, row_id, revision, person, reason, before, after FROM history") == [
            ("t", "1", 2, "Dr Director", "typing corrected", '{"on":"2026-01-02"}', '{"on":null,"kind":"DCC"}')
        ]


def test_that_a_value_without_a_stored_form_is_a_bug(records: SectionFile, director: Person) -> None:
    with pytest.raises(TypeError, match="no stored form"), records.unit_of_work(director) as work:
        work.keep_history("t", "1", 1, None, {"set": {1}})


@pytest.mark.parametrize("statement", ["UPDATE {} SET person = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["history", "audit_event", "export_log"])
def test_that_logs_refuse_update_and_delete(records: SectionFile, director: Person, statement: str, table: str) -> None:
    with records.unit_of_work(director) as work:
        work.keep_history("t", "1", 1, None, {})
        work.audit("did", "it")
        work.execute("INSERT INTO export_log VALUES (1, 'a', 'p', 'w', 'f', 's', 'started')")
        work.commit()
    with pytest.raises(dbapi2.IntegrityError), records.unit_of_work(director) as work:
        work.execute(statement.format(table))
    with records.snapshot() as snapshot:
        assert snapshot.row(f"SELECT person FROM {table}") != ("x",)


def test_that_an_interrupted_statement_is_a_cancelled_task(records: SectionFile) -> None:
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    timer = threading.Timer(0.05, records.interrupt)
    timer.start()
    with pytest.raises(Cancelled), records.snapshot() as snapshot:
        snapshot.rows(endless)
    timer.join()
    assert ticks(records) == []


def test_that_interrupting_a_closed_file_does_nothing(records: SectionFile) -> None:
    records.close()
    records.interrupt()


def test_that_only_a_commit_marks_the_file_as_unpublished(
    open_section: Callable[[Section], SectionFile], director: Person, tmp_path: Path
) -> None:
    file = open_section(Section.RECORDS)
    seen = [file.is_dirty]
    with file.unit_of_work(director) as work:
        work.execute(TICK, ("one",))
    seen.append(file.is_dirty)
    for _ in range(2):
        with file.unit_of_work(director) as work:
            work.commit()
        seen.append(file.is_dirty)
    assert seen == [False, False, True, True]
    assert file.marker.base == Base()


def test_that_a_crash_in_the_middle_of_a_work_loses_that_work_only(
    records: SectionFile, director: Person, tmp_path: Path, key: bytes
) -> None:
    with records.unit_of_work(director) as work:
        work.execute(TICK, ("kept",))
        work.commit()
    with records.unit_of_work(director) as work:
        work.execute("PRAGMA cache_size = 10")  # so that unfinished pages reach the disk
        work.execute_many(TICK, [(f"lost {number}",) for number in range(2000)])
        after = tmp_path / "after the crash"
        after.mkdir()
        for path in tmp_path.glob("records.db*"):
            shutil.copyfile(path, after / path.name)
    assert (after / "records.db-journal").stat().st_size > 0
    found = SectionFile.open(after / "records.db", key, Section.RECORDS, CLOCK)
    assert ticks(found) == ["kept"]
    found.close()


def test_that_nothing_of_the_content_can_be_read_on_the_disk(
    records: SectionFile, director: Person, tmp_path: Path
) -> None:
    with records.unit_of_work(director) as work:
        work.execute(TICK, ("MARKERMARKERMARKER",))
        assert not any(b"MARKER" in path.read_bytes() for path in tmp_path.iterdir())
        work.commit()
    records.backup_to(tmp_path / "copy.db")
    assert not any(b"MARKER" in path.read_bytes() for path in tmp_path.iterdir())


def test_that_a_backup_opens_with_the_same_key(
    records: SectionFile, director: Person, tmp_path: Path, key: bytes
) -> None:
    with records.unit_of_work(director) as work:
        work.execute(TICK, ("one",))
        work.commit()
    records.backup_to(tmp_path / "copy.db")
    copy = SectionFile.open(tmp_path / "copy.db", key, Section.RECORDS, records.clock)
    assert ticks(copy) == ["one"]
    copy.close()


def test_that_nothing_is_written_over_an_existing_file(records: SectionFile, tmp_path: Path, key: bytes) -> None:
    (tmp_path / "taken.db").write_bytes(b"something else")
    with pytest.raises(UserFacingError, match="already exists"):
        records.backup_to(tmp_path / "taken.db")
    with pytest.raises(UserFacingError, match="already exists"):
        SectionFile.create(tmp_path / "taken.db", key, Section.RECORDS, records.clock)
    assert (tmp_path / "taken.db").read_bytes() == b"something else"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_that_only_the_user_can_read_a_new_file(tmp_path: Path, key: bytes) -> None:
    sqlcipher.create(tmp_path / "new.db", key).close()
    assert stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


def test_that_a_name_that_cannot_be_made_is_refused_in_words(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(UserFacingError, match="can't be opened"):
        sqlcipher.create(tmp_path / "no such folder" / "new.db", key)


def test_that_a_missing_file_is_not_created(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(UserFacingError, match="can't be opened"):
        sqlcipher.connect(tmp_path / "none.db", key)
    assert list(tmp_path.iterdir()) == []


def test_that_a_key_of_another_length_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        sqlcipher.create(tmp_path / "new.db", b"short")


def test_that_an_empty_file_is_refused_and_stays_empty(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "records.db"
    path.touch()
    with pytest.raises(DamagedSection, match="is empty"):
        sqlcipher.connect(path, key)
    assert path.stat().st_size == 0


def test_that_another_key_is_refused(templates: Callable[[Section], Path]) -> None:
    with pytest.raises(DamagedSection):
        sqlcipher.connect(templates(Section.RECORDS), bytes(32))


def test_that_a_truncated_file_is_refused(templates: Callable[[Section], Path], tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "records.db"
    whole = templates(Section.RECORDS).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedSection):
        SectionFile.open(path, key, Section.RECORDS, CLOCK).close()


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_that_a_flipped_byte_is_found(
    templates: Callable[[Section], Path], tmp_path: Path, key: bytes, share: float
) -> None:
    path = tmp_path / "records.db"
    content = bytearray(templates(Section.RECORDS).read_bytes())
    content[int(len(content) * share)] ^= 1
    path.write_bytes(content)
    try:
        file = SectionFile.open(path, key, Section.RECORDS, CLOCK)
    except DamagedSection:
        return
    with file.snapshot() as snapshot:
        found = snapshot.rows("PRAGMA cipher_integrity_check")
    file.close()
    assert found


def test_that_a_file_that_is_no_department_is_refused(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "other.db"
    connection = sqlcipher.create(path, key)
    connection.execute("CREATE TABLE sentinel (section TEXT, format INTEGER)")
    connection.close()
    with pytest.raises(DamagedSection, match="first record"):
        sqlcipher.connect(path, key)
    (tmp_path / "plain.db").write_bytes(b"not a database at all" * 500)
    with pytest.raises(DamagedSection):
        sqlcipher.connect(tmp_path / "plain.db", key)


def test_that_a_file_with_another_application_is_refused(tmp_path: Path, key: bytes) -> None:
    connection = sqlcipher.create(tmp_path / "other.db", key)
    connection.execute("PRAGMA application_id = 1")
    connection.close()
    with pytest.raises(DamagedSection, match="not part of a department"):
        sqlcipher.connect(tmp_path / "other.db", key)


def test_that_the_wrong_section_is_refused(templates: Callable[[Section], Path], tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "ward.db"
    path.write_bytes(templates(Section.RECORDS).read_bytes())
    with pytest.raises(DamagedSection, match="another section"):
        SectionFile.open(path, key, Section.WARD, CLOCK)


@pytest.mark.parametrize("change", ["UPDATE sentinel SET format = 2", "PRAGMA user_version = 99"])
def test_that_a_file_of_a_later_version_is_refused_politely_and_left_alone(
    templates: Callable[[Section], Path], tmp_path: Path, key: bytes, change: str
) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(templates(Section.RECORDS).read_bytes())
    connection = sqlcipher.connect(path, key)
    connection.execute(change)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CannotOpenDepartment, match="written by a later version") as refusal:
        SectionFile.open(path, key, Section.RECORDS, CLOCK)
    assert type(refusal.value) is CannotOpenDepartment
    assert path.read_bytes() == before


def test_that_an_older_file_is_brought_up_to_date_and_marked_as_unpublished(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "records.db"
    connection = sqlcipher.create(path, key)
    schema.lay_foundation(connection, Section.RECORDS)
    connection.close()
    kept: list[str] = []
    file = SectionFile.open(path, key, Section.RECORDS, CLOCK, Base("ab", 3), lambda base: kept.append(base.sha256))
    with file.snapshot() as snapshot:
        steps = snapshot.rows("SELECT number, name FROM schema_step")
        assert steps[:2] == [(1, "m0001_initial.sql"), (2, "m0002_conflicts.sql")]
        assert snapshot.row("PRAGMA user_version") == (steps[-1][0],)
    assert file.marker.base == Base("ab", 3)
    assert kept == ["ab"]
    file.close()


def test_that_a_step_that_fails_leaves_nothing_of_it(tmp_path: Path, key: bytes) -> None:
    step = tmp_path / "m0001_broken.sql"
    step.write_text("CREATE TABLE half (a TEXT) STRICT;\nCREATE TABLE half (a TEXT) STRICT;\n")
    connection = sqlcipher.create(tmp_path / "records.db", key)
    schema.lay_foundation(connection, Section.RECORDS)
    with pytest.raises(dbapi2.OperationalError):
        schema.apply_steps(connection, (step,), CLOCK.now())
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone() == (0,)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()


def test_that_a_file_open_elsewhere_says_so(records: SectionFile, director: Person, key: bytes) -> None:
    with records.unit_of_work(director) as work:
        work.execute(TICK, ("one",))
        work.commit()
    with pytest.raises(UserFacingError, match="open elsewhere"):
        sqlcipher.connect(records.path, key)


def test_that_no_statement_reaches_another_file(records: SectionFile, director: Person, tmp_path: Path) -> None:
    with records.snapshot() as snapshot, pytest.raises(dbapi2.DatabaseError, match="not authorized"):
        snapshot.rows("ATTACH ? AS other", (str(tmp_path / "other.db"),))
    assert not (tmp_path / "other.db").exists()


def test_that_every_table_is_strict(open_section: Callable[[Section], SectionFile]) -> None:
    for section in Section:
        with open_section(section).snapshot() as snapshot:
            loose = snapshot.rows(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0"
                " AND name NOT LIKE 'sqlite%'"
            )
        assert loose == []


@pytest.mark.parametrize(
    ("code", "words"),
    [(13, "disk is full"), (10, "reports a fault"), (8, "can't be opened"), (3, "can't be opened"), (6, "elsewhere")],
)
def test_that_a_failing_disk_is_named_by_code_never_by_text(code: int, words: str) -> None:
    failure = dbapi2.OperationalError("text that says nothing")
    failure.sqlite_errorcode = code | 3 << 8
    with pytest.raises(UserFacingError, match=words) as told, sqlcipher.failures_named("records.db"):
        raise failure
    assert told.value.what_to_do


def test_that_a_marker_on_a_failing_disk_stops_the_commit(
    records: SectionFile, director: Person, tmp_path: Path
) -> None:
    (tmp_path / "records.marking").mkdir()
    with records.unit_of_work(director) as work:
        work.execute(TICK, ("one",))
        with pytest.raises(UserFacingError, match="can't be opened or written"):
            work.commit()
    assert ticks(records) == []
    assert not records.is_dirty
