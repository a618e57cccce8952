from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.errors import StaleEdit
from cdconsole.domain.framework import Charter, SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Person
from cdconsole.storage import audit, export_log, framework
from cdconsole.storage.export_log import ExportState
from cdconsole.storage.section_file import SectionFile

OUTCOME = SuccessCriticalOutcome(
    "", "Nobody waits in a bed", "Bed days", "Dr Ash", date(2027, 1, 1), (MeasureId.LENGTH_OF_STAY, MeasureId.SPELLS)
)


def test_that_a_stage_keeps_its_newest_words_and_the_earlier_ones_in_history(
    records: SectionFile, director: Person
) -> None:
    for title in ("Begin", "Begin well"):
        with records.unit_of_work(director) as work:
            framework.edit_stage(work, 1, title, "Why")
            work.commit()
    with records.snapshot() as snapshot:
        assert framework.stage_edits(snapshot) == {1: ("Begin well", "Why")}
        assert snapshot.rows("SELECT revision, before ->> 'title' FROM history") == [(1, None), (2, "Begin")]


def test_that_a_tick_says_who_and_when_and_can_be_taken_away(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        framework.tick(work, "1.1", is_done=True)
        framework.tick(work, "1.1", is_done=True)
        work.commit()
    with records.snapshot() as snapshot:
        assert framework.ticks(snapshot) == {"1.1": ("Dr Director", director.since)}
    with records.unit_of_work(director) as work:
        framework.tick(work, "1.1", is_done=False)
        framework.tick(work, "1.1", is_done=False)
        work.commit()
    with records.snapshot() as snapshot:
        assert framework.ticks(snapshot) == {}
        actions = [event.action for event in audit.events(snapshot, records.section)]
    assert actions == ["took the tick from", "ticked"]


def test_that_the_charter_is_versioned_and_a_stale_edit_refused(records: SectionFile, director: Person) -> None:
    with records.snapshot() as snapshot:
        assert framework.charter(snapshot) == Charter()
    with records.unit_of_work(director) as work:
        first = framework.save_charter(work, Charter("Aims", "Sponsor", "Concern", 0, "Signed"))
        second = framework.save_charter(work, replace(first, aims="More"))
        with pytest.raises(StaleEdit):
            framework.save_charter(work, replace(first, aims="Other"))
        work.commit()
    assert (first.version, second.version) == (1, 2)
    with records.snapshot() as snapshot:
        assert framework.charter(snapshot) == second
        assert snapshot.row("SELECT count(*) FROM charter") == (2,)


def test_that_outcomes_keep_their_order_and_measures(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        first = framework.save_outcome(work, OUTCOME)
        second = framework.save_outcome(work, replace(OUTCOME, title="Second", review_on=None, measures=()))
        changed = framework.save_outcome(work, replace(first, measures=(MeasureId.BEFORE_MIDDAY,)))
        work.commit()
    assert changed == replace(first, revision=2, measures=(MeasureId.BEFORE_MIDDAY,))
    with records.snapshot() as snapshot:
        assert framework.outcomes(snapshot) == (changed, second)


def test_that_a_stale_or_missing_outcome_is_refused(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        first = framework.save_outcome(work, OUTCOME)
        framework.save_outcome(work, first)
        with pytest.raises(StaleEdit, match="changed by somebody else"):
            framework.save_outcome(work, first)
        with pytest.raises(StaleEdit, match="no longer there"):
            framework.save_outcome(work, replace(first, id="gone"))


def test_that_the_export_log_is_newest_first_and_every_entry_is_audited(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        export_log.add(work, ExportState.STARTED, "governance 2026Q3", "pack.xlsx")
        export_log.add(work, ExportState.WRITTEN, "governance 2026Q3", "pack.xlsx", "ab")
        work.commit()
    with records.snapshot() as snapshot:
        newest, oldest = export_log.entries(snapshot)
        events = audit.events(snapshot, records.section)
    assert (newest.state, newest.sha256, newest.person, newest.at) == ("written", "ab", "Dr Director", director.since)
    assert (oldest.state, oldest.sha256, oldest.file_name) == ("started", "", "pack.xlsx")
    assert [event.action for event in events] == ["export written", "export started"]
