from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.audit_requests import ListAuditEvents
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.framework import Charter, SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import (
    EditStage,
    SaveCharter,
    SaveOutcome,
    ShowFramework,
    TickStageItem,
)
from cdconsole.domain.work_stream import FIRST, WorkStream
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

OUTCOME = SuccessCriticalOutcome("", "Beds by lunchtime", "", "Dr Ann", date(2027, 1, 19), (MeasureId.BEFORE_MIDDAY,))


def test_that_a_new_department_has_the_shipped_stages_and_nothing_ticked(session: Session) -> None:
    framework = answer(session, ShowFramework(), Task())
    assert framework.stream == WorkStream(FIRST, "Gastroenterology")
    assert [stage.number for stage in framework.stages] == list(range(1, 9))
    assert all(stage.items and stage.title and stage.aim and stage.done_when for stage in framework.stages)
    assert not any(item.done_by or item.done_at for stage in framework.stages for item in stage.items)
    assert (framework.charter, framework.outcomes) == (Charter(), ())


def test_that_every_item_has_a_key_of_its_own(session: Session) -> None:
    stages = answer(session, ShowFramework(), Task()).stages
    keys = [item.key for stage in stages for item in stage.items]
    assert len(set(keys)) == len(keys)


def test_that_a_stage_is_done_when_every_item_is_ticked(session: Session) -> None:
    items = answer(session, ShowFramework(), Task()).stages[2].items
    for number, item in enumerate(items, start=1):
        stage = answer(session, TickStageItem(item.key, is_done=True), Task()).stages[2]
        assert stage.is_done is (number == len(items))
    assert {(item.done_by, item.done_at) for item in stage.items} == {("Dr B. Director", session.clock.now())}
    assert Topic.FRAMEWORK in session.take_changes().topics


def test_that_a_tick_can_be_taken_away(session: Session) -> None:
    answer(session, TickStageItem("1.1", is_done=True), Task())
    item = answer(session, TickStageItem("1.1", is_done=False), Task()).stages[0].items[0]
    assert (item.done_by, item.done_at) == ("", None)


@pytest.mark.parametrize("key", ["", "1.99", "9.1"])
def test_that_an_item_that_is_not_on_the_board_is_refused(session: Session, key: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(session, TickStageItem(key, is_done=True), Task())
    assert refused.value.field == "item"


def test_that_a_stage_takes_the_departments_own_words_and_keeps_its_checklist(session: Session) -> None:
    before = answer(session, ShowFramework(), Task()).stages
    after = answer(session, EditStage(3, " Choose ", " A few things. "), Task()).stages
    assert after[2] == replace(before[2], title="Choose", aim="A few things.")
    assert after[:2] + after[3:] == before[:2] + before[3:]


def test_that_a_stage_without_a_title_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(session, EditStage(3, "  ", "An aim."), Task())
    assert refused.value.field == "title"


def test_that_each_charter_is_a_new_version(session: Session) -> None:
    first = answer(session, SaveCharter(Charter("Aims", "Sponsor", "Concern", values="Kind")), Task()).charter
    now = session.clock.now()
    assert first == Charter("Aims", "Sponsor", "Concern", 1, values="Kind", person="Dr B. Director", at=now)
    assert answer(session, SaveCharter(replace(first, aims="More")), Task()).charter.version == 2


def test_that_a_charter_edited_from_an_old_version_is_refused(session: Session) -> None:
    answer(session, SaveCharter(Charter("Theirs")), Task())
    with pytest.raises(StaleEdit):
        answer(session, SaveCharter(Charter("Ours")), Task())
    assert answer(session, ShowFramework(), Task()).charter.aims == "Theirs"


def test_that_an_outcome_is_added_and_changed(session: Session) -> None:
    [added] = answer(session, SaveOutcome(OUTCOME), Task()).outcomes
    assert added == replace(OUTCOME, id=added.id)
    [changed] = answer(session, SaveOutcome(replace(added, title="Beds", measures=())), Task()).outcomes
    assert changed == replace(added, title="Beds", measures=(), revision=2)


def test_that_a_stale_outcome_and_one_without_a_title_are_refused(session: Session) -> None:
    [added] = answer(session, SaveOutcome(OUTCOME), Task()).outcomes
    answer(session, SaveOutcome(added), Task())
    with pytest.raises(StaleEdit):
        answer(session, SaveOutcome(replace(added, title="Late")), Task())
    with pytest.raises(RuleBroken) as refused:
        answer(session, SaveOutcome(replace(OUTCOME, title=" ")), Task())
    assert refused.value.field == "title"


def test_that_an_administrator_keeps_the_board_and_the_trail_says_so(admin_session: Session) -> None:
    stage = answer(admin_session, TickStageItem("4.2", is_done=True), Task()).stages[3]
    assert stage.items[1].done_by == "Ward Clerk"
    event = answer(admin_session, ListAuditEvents(limit=1), Task()).events[0]
    assert (event.person, event.section, event.action, event.subject) == (
        "Ward Clerk", Section.RECORDS, "ticked", "stage item 4.2",
    )  # fmt: skip
