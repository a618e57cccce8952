"""Two desks change the definitions of measures at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.services.definitions import BY_ID
from cdconsole.storage import measure_definitions, outcomes
from unit.storage.merging.trio import Edit, Trio

STAY, SPELLS = BY_ID[MeasureId.LENGTH_OF_STAY], BY_ID[MeasureId.SPELLS]


def store(title: str, version: int = 2, *, is_retired: bool = False, reason: str = "Why") -> Edit:
    measure = replace(STAY, title=title, version=version)
    return lambda work: measure_definitions.add_version(work, measure, is_retired=is_retired, reason=reason)


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    return Trio(tmp_path, Section.RECORDS)


def versions(trio: Trio) -> list[tuple[int, str, bool, str]]:
    found = trio.read(measure_definitions.versions).get(STAY.id, ())
    return [(one.measure.version, one.measure.title, one.is_retired, one.person) for one in found]


def test_that_two_edits_of_one_definition_are_both_kept_and_asked_about(trio: Trio) -> None:
    trio.they(store("Theirs"))
    trio.we(store("Ours"))
    outcome = trio.merge()
    assert Topic.MEASURE in outcome.changes.topics
    assert outcome.conflicts == 1
    assert versions(trio) == [(3, "Ours", False, "Dr Us"), (2, "Theirs", False, "Dr Them")]
    assert trio.problems() == ()


def test_that_retiring_and_editing_at_once_is_asked_about(trio: Trio) -> None:
    trio.they(store(STAY.title, is_retired=True))
    trio.we(store("Ours"))
    assert trio.merge().conflicts == 1
    assert [one[:3] for one in versions(trio)] == [(3, "Ours", False), (2, STAY.title, True)]


def test_that_the_same_edit_twice_asks_nobody(trio: Trio) -> None:
    trio.they(store("Same", reason="Agreed"))
    trio.we(store("Same", reason="As agreed"))
    assert trio.merge().conflicts == 0
    assert [one[:2] for one in versions(trio)] == [(3, "Same"), (2, "Same")]


def test_that_edits_of_one_side_only_are_taken_in_order(trio: Trio) -> None:
    trio.before(store("Second"))
    trio.we(store("Third", 3))
    assert trio.merge().conflicts == 0
    assert [one[:2] for one in versions(trio)] == [(3, "Third"), (2, "Second")]


def test_that_two_choices_for_the_clinician_page_ask_nobody(trio: Trio) -> None:
    trio.before(lambda work: measure_definitions.choose(work, (SPELLS.id,)))
    trio.they(lambda work: measure_definitions.choose(work, (STAY.id, SPELLS.id)))
    trio.we(lambda work: measure_definitions.choose(work, (MeasureId.DAY_CASE_RATE,)))
    outcome = trio.merge()
    assert Topic.MEASURE in outcome.changes.topics
    assert outcome.conflicts == 0
    assert STAY.id in trio.read(measure_definitions.shown)
    assert trio.problems() == ()


def test_that_a_name_in_capitals_is_no_change_when_an_outcome_is_saved_again(trio: Trio) -> None:
    first = trio.before(
        lambda work: outcomes.save(work, SuccessCriticalOutcome("", "Flow", "", "", None, (SPELLS.id,)))
    )
    trio.before(lambda work: work.execute("UPDATE outcome_measure SET measure = 'SPELLS'"))
    trio.they(lambda work: outcomes.save(work, replace(first, measures=(STAY.id,))))
    trio.we(lambda work: outcomes.save(work, replace(first, why="Beds")))
    assert trio.merge().conflicts == 0
    [outcome] = trio.read(outcomes.pursued)
    assert (outcome.measures, outcome.why) == ((STAY.id,), "Beds")
