"""What a merge does to files: only the new one is written, whole or not at all."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.errors import CannotOpenDepartment, DamagedSection, UserFacingError
from cdconsole.domain.people import Section
from cdconsole.storage import audit, schema, sqlcipher, stages
from cdconsole.storage.merging import MergeTerms, merge
from cdconsole.storage.section_file import SectionFile
from unit.storage.merging.trio import AT_MERGE, KEY, NEW_KEY, START, US, Trio

TERMS = MergeTerms(Section.RECORDS, AT_MERGE, US)


@pytest.fixture
def records(tmp_path: Path) -> Trio:
    trio = Trio(tmp_path, Section.RECORDS)
    trio.we(lambda work: stages.tick(work, "1.1", is_done=True))
    trio.they(lambda work: stages.tick(work, "1.2", is_done=True))
    return trio


def names(trio: Trio) -> set[str]:
    return {path.name for path in trio.path("base").parent.iterdir()}


def test_that_only_the_new_file_is_written(records: Trio) -> None:
    before, there = {name: records.path(name).read_bytes() for name in ("base", "ours", "theirs")}, names(records)
    records.merge()
    assert {name: records.path(name).read_bytes() for name in before} == before
    assert names(records) - there == {"merged.db"}


def test_that_a_name_that_is_taken_is_left_alone(records: Trio) -> None:
    records.path("merged").write_bytes(b"precious")
    with pytest.raises(UserFacingError, match="already exists"):
        records.merge()
    assert records.path("merged").read_bytes() == b"precious"


@pytest.mark.parametrize("name", ["base", "ours", "theirs"])
def test_that_a_damaged_file_is_named_and_nothing_is_left(records: Trio, name: str) -> None:
    page = bytearray(records.path(name).read_bytes())
    page[5000] ^= 1
    records.path(name).write_bytes(bytes(page))
    with pytest.raises(DamagedSection, match="is damaged"):
        records.merge()
    assert "merged.db" not in names(records)


def test_that_a_later_version_is_refused(records: Trio) -> None:
    with closing(sqlcipher.connect(records.path("theirs"), KEY)) as connection:
        connection.execute("PRAGMA user_version = 9999")
    with pytest.raises(CannotOpenDepartment, match="later version"):
        records.merge()
    assert "merged.db" not in names(records)


def test_that_files_of_an_earlier_form_are_merged(tmp_path: Path) -> None:
    """All three were last opened by a version that knew the first step only."""
    trio = Trio(tmp_path, Section.RECORDS)
    trio.path("base").unlink()
    with closing(sqlcipher.create(trio.path("base"), KEY)) as connection:
        schema.lay_foundation(connection, Section.RECORDS)
        schema.apply_steps(connection, schema.missing_steps(connection, Section.RECORDS)[:1], START)
    for name, key in (("ours", "1.1"), ("theirs", "1.2")):
        shutil.copyfile(trio.path("base"), trio.path(name))
        with closing(sqlcipher.connect(trio.path(name), KEY)) as connection:
            connection.execute("INSERT INTO stage_tick (key, done_by, done_at) VALUES (?, 'x', 'y')", (key,))
    before = names(trio)
    assert trio.merge().conflicts == 0
    assert trio.rows("SELECT key FROM stage_tick ORDER BY key") == [("1.1",), ("1.2",)]
    assert names(trio) - before == {"merged.db"}


def test_that_keys_are_not_told(records: Trio) -> None:
    assert KEY.hex() not in repr(records.copy("base"))
    with pytest.raises(DamagedSection) as refused:
        merge(
            records.copy("base"),
            replace(records.copy("ours"), key=NEW_KEY),
            records.copy("theirs"),
            records.path("m"),
            TERMS,
        )
    assert NEW_KEY.hex() not in str(refused.value) + repr(refused.value.__cause__)


def test_that_statements_reach_no_further_file(records: Trio) -> None:
    beside = {"base": (records.path("base"), KEY)}
    with closing(sqlcipher.connect_beside(records.path("theirs"), KEY, beside)) as connection:
        assert connection.execute("SELECT count(*) FROM base.stage_tick").fetchone() == (0,)
        with pytest.raises(sqlcipher.dbapi2.DatabaseError, match="not authorized"):
            connection.execute("ATTACH DATABASE ? AS more", (str(records.path("ours")),))
        with pytest.raises(sqlcipher.dbapi2.OperationalError, match="readonly"):
            connection.execute("INSERT INTO base.stage_tick (key, done_by, done_at) VALUES ('k', 'x', 'y')")


def test_that_a_rekeyed_copy_proves_its_trail_under_each_key(tmp_path: Path) -> None:
    trio = Trio(tmp_path, Section.RECORDS)
    trio.before(lambda work: work.audit("first", "one"))
    third = bytes(range(2, 34))
    path = trio.path("base")
    for number, (old, new) in enumerate(((KEY, NEW_KEY), (NEW_KEY, third), (third, KEY))):
        with closing(SectionFile.open(path, old, Section.RECORDS, FixedClock(START))) as file:
            path = tmp_path / f"rekeyed-{number}.db"
            file.rekey_to(path, new)
        if number == 1:
            again = SectionFile.open(path, new, Section.RECORDS, FixedClock(START))
            with closing(again), again.unit_of_work(US) as work:
                work.audit("second", "two")
                work.commit()
    with closing(SectionFile.open(path, KEY, Section.RECORDS, FixedClock(START))) as file, file.snapshot() as snapshot:
        assert audit.verify_chain(snapshot, file.audit_chain) == ()
        assert snapshot.rows("SELECT up_to_sequence FROM audit_earlier_key") == [(1,), (2,)]
    with pytest.raises(DamagedSection):
        SectionFile.open(path, NEW_KEY, Section.RECORDS, FixedClock(START))
