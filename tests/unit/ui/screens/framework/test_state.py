from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.calendar import date_text
from cdconsole.domain.framework import Charter, ChecklistItem, Framework, Stage, SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.services.definitions import BY_ID, MEASURES
from cdconsole.ui.screens.framework.state import (
    FrameworkState,
    board_words,
    done_when_words,
    outcome_facts,
    parse_date,
    progress_words,
    ticked_words,
    untied_words,
)

AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
OPEN, TICKED = ChecklistItem("1.1", "Write the aims"), ChecklistItem("1.2", "Sign", "Dr B. Director", AT)
STAGE = Stage(1, "Align", "Say why.", "The charter is signed.", (OPEN, TICKED))
OUTCOME = SuccessCriticalOutcome("a", "Beds", "", "Dr Ann", date(2027, 1, 19), (MeasureId.BEFORE_MIDDAY,))
ALL_BUT_ONE = tuple(measure.id for measure in MEASURES if measure.id != MeasureId.SPELLS)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_that_a_date_is_read_in_all_three_ways_it_is_written(on: date) -> None:
    for text in (date_text(on), f" {on.day}/{on.month}/{on.year} ", on.isoformat(), f"{on.day} {on:%B} {on.year}"):
        assert parse_date(text) == on


def test_that_no_date_is_none() -> None:
    assert parse_date("  ") is None


@pytest.mark.parametrize("text", ["soon", "30 Feb 2026", "2026-13-01", "12/13/2026", "1 Fog 2026", "23 Nov", "1.1.26"])
def test_that_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(text)


def test_that_a_stage_says_how_far_it_is_and_when_it_is_done() -> None:
    assert progress_words(STAGE) == "1 of 2"
    assert done_when_words(STAGE) == "Done when the charter is signed."


def test_that_the_board_counts_stages_with_every_item_ticked() -> None:
    done = replace(STAGE, number=2, items=(TICKED,))
    framework = Framework("Gastroenterology", (STAGE, done), Charter(), ())
    assert board_words(framework) == "Gastroenterology: every item is ticked in 1 of 2 stages."


def test_that_a_tick_says_who_and_when() -> None:
    assert ticked_words(TICKED) == "Dr B. Director, 23 Nov 2026"
    assert ticked_words(OPEN) == ""


def test_that_an_outcome_says_who_owns_it_and_when_it_is_reviewed() -> None:
    assert outcome_facts(OUTCOME) == "Owner: Dr Ann, review on 19 Jan 2027"
    assert outcome_facts(replace(OUTCOME, owner="", review_on=None)) == "Owner: nobody yet, no review date"


@pytest.mark.parametrize(
    ("tied", "words"),
    [
        (ALL_BUT_ONE, "No measure without an outcome. Not tied to one yet: Spells."),
        (tuple(BY_ID), "Every measure belongs to an outcome."),
    ],
)
def test_that_measures_without_an_outcome_are_named(tied: tuple[MeasureId, ...], words: str) -> None:
    framework = Framework("Gastroenterology", (), Charter(), (replace(OUTCOME, measures=tied),))
    assert untied_words(FrameworkState(framework=framework, measures=MEASURES)) == words


def test_that_before_anything_is_read_nothing_is_claimed() -> None:
    empty = FrameworkState()
    assert (empty.untied, untied_words(empty)) == ((), "")
    assert empty.title_of(MeasureId.SPELLS) == "spells"
    assert FrameworkState(measures=MEASURES).title_of(MeasureId.SPELLS) == "Spells"
