from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.extract import BatchRow, ImportReport, RowFinding
from cdconsole.domain.identity import BatchId
from cdconsole.domain.people import Person
from cdconsole.storage import batches, spells
from cdconsole.storage.section_file import SectionFile

REPORT = ImportReport(
    batch_id=BatchId("one"),
    file_name="spells.csv",
    at=None,
    rows=10,
    stored_rows=6,
    spells=5,
    episodes=6,
    rejected=(RowFinding(3, "Admitted", "there is no 30 February", "30/02/2026"), RowFinding(2, "Age", "too old")),
    questioned=(RowFinding(4, "Days", "does not fit the dates", "7"),),
    left_out=("2 rows of another specialty",),
    left_out_rows=2,
    rejected_rows=2,
    covers=(date(2025, 11, 1), date(2026, 10, 31)),
    has_times=True,
    new_clinicians=("Dr Müller",),
)


@pytest.fixture
def stored(records: SectionFile, director: Person) -> SectionFile:
    with records.unit_of_work(director) as work:
        batches.add(work, BatchId("one"), REPORT, "sha one")
        assert work.commit().topics == {Topic.IMPORT}
    return records


def test_that_a_report_comes_back_whole_with_when_it_was(stored: SectionFile, director: Person) -> None:
    with stored.snapshot() as snapshot:
        assert batches.report(snapshot, BatchId("one")) == replace(REPORT, at=director.since)
        assert batches.report(snapshot, BatchId("two")) is None
        assert spells.covered_days(snapshot) == ((date(2025, 11, 1), date(2026, 10, 31)),)


def test_that_the_list_is_newest_first_and_the_same_file_is_known_again(stored: SectionFile, director: Person) -> None:
    with stored.unit_of_work(director) as work:
        batches.add(work, BatchId("two"), replace(REPORT, batch_id=BatchId("two"), covers=None), "sha two")
        work.commit()
    with stored.snapshot() as snapshot:
        newest, oldest = batches.list_batches(snapshot)
        assert batches.find_by_file(snapshot, "sha one") == oldest
        assert batches.find_by_file(snapshot, "sha three") is None
    covers = "1 Nov 2025 - 31 Oct 2026"
    assert oldest == BatchRow(BatchId("one"), "spells.csv", director.since, "Dr Director", 10, 5, 2, 1, covers)
    assert (newest.id, newest.covers) == ("two", "")


def test_that_the_same_content_may_come_again_and_is_counted(stored: SectionFile, director: Person) -> None:
    with stored.unit_of_work(director) as work:
        batches.add(work, BatchId("two"), REPORT, "sha one")
        work.commit()
    with stored.snapshot() as snapshot:
        assert snapshot.rows("SELECT repetition FROM import_batch ORDER BY rowid") == [(0,), (1,)]


def test_that_nothing_is_complete_before_the_first_import(records: SectionFile) -> None:
    with records.snapshot() as snapshot:
        assert spells.covered_days(snapshot) == ()
