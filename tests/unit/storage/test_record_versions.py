"""Versions of records across batches: new, equal and changed rows, withdrawing and reinstating a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from sqlcipher3 import dbapi2

from cdconsole.domain.activity import Episode, Spell
from cdconsole.domain.extract import ImportReport
from cdconsole.domain.identity import BatchId, ClinicianId, SpellId, new_id
from cdconsole.domain.people import Person
from cdconsole.storage import batches, spells, withdrawing
from cdconsole.storage.record_versions import Stored, differences
from cdconsole.storage.section_file import SectionFile

ASH, BIRCH = ClinicianId("a" * 32), ClinicianId("b" * 32)
CAME, WENT, LATER = (datetime.fromisoformat(f"2026-11-0{day}T10:00") for day in (1, 3, 5))
pytestmark = pytest.mark.usefixtures("two_clinicians")


def spell(key: str, out: datetime | None = WENT, clinician: ClinicianId = ASH, ward: str = "") -> Spell:
    return Spell(SpellId(new_id()), clinician, None, "p", key, CAME, out, has_times=True, ward=ward)


class Desk:
    """Brings batches into one file, as a person at a desk does."""

    def __init__(self, file: SectionFile, person: Person) -> None:
        self.file, self.person = file, person

    def bring(self, batch: str, *brought: Spell, episodes: int = 0, keeps_stored: bool = False) -> Stored:
        with self.file.unit_of_work(self.person) as work:
            report = ImportReport(BatchId(batch), batch, None, 1, 1, 1, 0, (), (), (), 0, 0, None, has_times=True)
            batches.add(work, BatchId(batch), report, batch)
            store = spells.SpellStore(work, keeps_stored=keeps_stored)
            rows = [replace(one, batch_id=BatchId(batch)) for one in brought]
            parts = [
                Episode(f"{batch}{one.id}{place}", one.id, one.clinician_id, place, CAME, None, f"e{place}")
                for one in rows
                for place in range(1, episodes + 1)
            ]
            stored = store.store(
                [spells.incoming(one, row) for row, one in enumerate(rows, 2)],
                [spells.incoming_episode(one) for one in parts],
            )
            store.finish()
            work.commit()
        assert self.problems() == ()
        return stored

    def withdraw(self, batch: str) -> None:
        with self.file.unit_of_work(self.person, reason="wrong file") as work:
            withdrawing.withdraw(work, BatchId(batch))
            work.commit()
        assert self.problems() == ()

    def reinstate(self, batch: str) -> None:
        with self.file.unit_of_work(self.person) as work:
            withdrawing.reinstate(work, BatchId(batch))
            work.commit()
        assert self.problems() == ()

    def problems(self) -> Sequence[str]:
        with self.file.snapshot() as snapshot:
            assert snapshot.rows("PRAGMA foreign_key_check") == []
            return spells.count_problems(snapshot)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with self.file.snapshot() as snapshot:
            return snapshot.rows(sql)

    @property
    def wards(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT source_key, ward, batch_id FROM spell ORDER BY source_key")

    @property
    def kept(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT source_key, batch_id, replaced_by FROM earlier_version ORDER BY 1, 2")


@pytest.fixture
def desk(records: SectionFile, director: Person) -> Desk:
    return Desk(records, director)


def test_that_new_rows_are_added_equal_ones_left_and_changed_ones_kept_whole(desk: Desk) -> None:
    first, second = spell("S1"), spell("S2")
    assert desk.bring("one", first, second) == Stored(2, frozenset(), frozenset())
    stored = desk.bring("two", spell("S1"), spell("S2", ward="7"), spell("S3"))
    assert stored == Stored(1, frozenset({"S2"}), frozenset({"S1"}))
    assert desk.wards == [("S1", "", "one"), ("S2", "7", "two"), ("S3", "", "two")]
    assert desk.kept == [("S2", "one", "two")]
    assert desk.rows("SELECT id, revision FROM spell WHERE source_key = 'S2'") == [(second.id, 2)]


def test_that_a_record_moves_to_another_clinicians_columns(desk: Desk) -> None:
    desk.bring("one", spell("S1"), spell("S2"))
    desk.bring("two", spell("S1", clinician=BIRCH))
    with desk.file.snapshot() as snapshot:
        assert [len(spells.columns(snapshot, one)) for one in (ASH, BIRCH)] == [1, 1]


def test_that_an_extract_that_knows_less_does_not_take_an_end_back(desk: Desk) -> None:
    desk.bring("one", spell("S1"))
    assert desk.bring("two", spell("S1", None, ward="7")).unchanged == {"S1"}
    assert desk.wards == [("S1", "", "one")]


def test_that_other_episodes_make_another_version_of_a_spell(desk: Desk) -> None:
    desk.bring("one", spell("S1"), episodes=1)
    assert desk.bring("two", spell("S1"), episodes=1).unchanged == {"S1"}
    assert desk.bring("three", spell("S1"), episodes=2).changed == {"S1"}
    assert desk.rows("SELECT count(*) FROM episode") == [(2,)]
    desk.withdraw("three")
    assert desk.rows("SELECT position, source_key FROM episode") == [(1, "e1")]


def test_that_the_same_file_again_may_leave_every_known_record_as_it_is(desk: Desk) -> None:
    desk.bring("one", spell("S1"))
    assert desk.bring("two", spell("S1", ward="7"), keeps_stored=True).unchanged == {"S1"}
    assert desk.wards == [("S1", "", "one")]


def test_that_two_rows_with_one_source_key_are_refused_with_the_whole_batch(desk: Desk) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        desk.bring("one", spell("S1"), spell("S1"))
    assert desk.wards == []
    assert len(desk.rows("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'spell'")) == 3


def test_that_a_withdrawn_batch_goes_whole_and_comes_back_whole(desk: Desk) -> None:
    desk.bring("one", spell("S1"), episodes=2)
    desk.bring("two", spell("S1", LATER), spell("S2"), episodes=2)
    before = desk.rows("SELECT id, batch_id, discharged, ward FROM spell ORDER BY source_key")
    episodes = desk.rows("SELECT id, spell_id, position FROM episode ORDER BY id")
    desk.withdraw("two")
    assert desk.wards == [("S1", "", "one")]
    assert desk.rows("SELECT discharged FROM spell") == [("2026-11-03T10:00:00",)]
    desk.reinstate("two")
    assert desk.rows("SELECT id, batch_id, discharged, ward FROM spell ORDER BY source_key") == before
    assert desk.rows("SELECT id, spell_id, position FROM episode ORDER BY id") == episodes
    assert desk.kept == [("S1", "one", "two")]


def test_that_what_a_later_batch_changed_again_stands_and_is_said(desk: Desk) -> None:
    desk.bring("one", spell("S1"))
    desk.bring("two", spell("S1", ward="2"))
    desk.bring("three", spell("S1", ward="3"))
    desk.withdraw("two")
    assert desk.wards == [("S1", "3", "three")]
    with desk.file.snapshot() as snapshot:
        report = batches.report(snapshot, BatchId("two"))
        assert report is not None
        assert report.withdrawn.endswith(
            "by Dr Director: wrong file. 1 record it had brought was replaced by a later import, which stands."
        )
    desk.withdraw("three")
    assert desk.wards == [("S1", "", "one")]
    desk.reinstate("two")
    assert desk.wards == [("S1", "2", "two")]
    desk.reinstate("three")
    assert desk.wards == [("S1", "3", "three")]


def test_that_a_record_imported_anew_after_a_withdrawal_stands_when_the_batch_comes_back(desk: Desk) -> None:
    desk.bring("one", spell("S1", ward="1"))
    desk.withdraw("one")
    desk.bring("two", spell("S1", ward="2"))
    desk.reinstate("one")
    assert desk.wards == [("S1", "2", "two")]
    desk.withdraw("two")
    assert desk.wards == [("S1", "1", "one")]


def test_that_the_difference_a_batch_made_is_told_column_by_column(desk: Desk) -> None:
    desk.bring("one", spell("S1"), spell("S2"))
    desk.bring("two", spell("S1", LATER, ward="7"))
    desk.bring("three", spell("S1", ward="9"))
    with desk.file.snapshot() as snapshot:
        count, [found] = differences(snapshot, spells.SPELLS, BatchId("two"), 10)
        changed = {name for name in found.after if found.after[name] != found.before[name]}
    assert (count, found.row) == (1, 2)
    assert changed == {"revision", "discharged", "ward"}
    assert (found.before["ward"], found.after["ward"]) == ("", "7")
