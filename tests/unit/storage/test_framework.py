from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.errors import StaleEdit
from cdconsole.domain.framework import Charter, SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Person
from cdconsole.storage import audit, charters, outcomes, stages
from cdconsole.storage.section_file import SectionFile
from cdconsole.storage.stages import StageWords, Tick

OUTCOME = SuccessCriticalOutcome(
    "", "Nobody waits in a bed", "Bed days", "Dr Ash", date(2027, 1, 1), (MeasureId.LENGTH_OF_STAY, MeasureId.SPELLS)
)


def test_that_a_stage_keeps_its_newest_words_and_the_earlier_ones_in_history(
    records: SectionFile, director: Person
) -> None:
    for title in ("Begin", "Begin well"):
        with records.unit_of_work(director) as work:
            stages.edit_stage(work, 1, StageWords(title, "Why"))
            work.commit()
    with records.snapshot() as snapshot:
        assert stages.stage_edits(snapshot) == {1: StageWords("Begin well", "Why")}
        assert snapshot.rows("SELECT revision, before ->> 'title' FROM history") == [(1, None), (2, "Begin")]


def test_that_a_tick_says_who_and_when_and_can_be_taken_away(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        stages.tick(work, "1.1", is_done=True)
        stages.tick(work, "1.1", is_done=True)
        work.commit()
    with records.snapshot() as snapshot:
        assert stages.ticks(snapshot) == {"1.1": Tick("Dr Director", director.since)}
    with records.unit_of_work(director) as work:
        stages.tick(work, "1.1", is_done=False)
        stages.tick(work, "1.1", is_done=False)
        work.commit()
    with records.snapshot() as snapshot:
        assert stages.ticks(snapshot) == {}
        actions = [event.action for event in audit.events(snapshot, records.section)]
    assert actions == ["took the tick from", "ticked"]


def test_that_the_charter_is_versioned_and_a_stale_edit_refused(records: SectionFile, director: Person) -> None:
    with records.snapshot() as snapshot:
        assert charters.newest(snapshot) == Charter()
    with records.unit_of_work(director) as work:
        first = charters.save(work, Charter("Aims", "Sponsor", "Concern"))
        second = charters.save(work, replace(first, aims="More"))
        with pytest.raises(StaleEdit):
            charters.save(work, replace(first, aims="Other"))
        work.commit()
    assert (first.version, second.version) == (1, 2)
    with records.snapshot() as snapshot:
        assert charters.newest(snapshot) == second
        assert snapshot.row("SELECT count(*) FROM charter_version") == (2,)


def test_that_outcomes_keep_their_order_and_measures(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        first = outcomes.save(work, OUTCOME)
        second = outcomes.save(work, replace(OUTCOME, title="Second", review_on=None, measures=()))
        changed = outcomes.save(work, replace(first, measures=(MeasureId.BEFORE_MIDDAY,)))
        work.commit()
    assert changed == replace(first, revision=2, measures=(MeasureId.BEFORE_MIDDAY,))
    with records.snapshot() as snapshot:
        assert outcomes.pursued(snapshot) == (changed, second)


def test_that_a_stale_or_missing_outcome_is_refused(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        first = outcomes.save(work, OUTCOME)
        outcomes.save(work, first)
        with pytest.raises(StaleEdit, match="changed by somebody else"):
            outcomes.save(work, first)
        with pytest.raises(StaleEdit, match="no longer there"):
            outcomes.save(work, replace(first, id="gone"))
