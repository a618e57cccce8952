from __future__ import annotations

import pytest

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.framework import Charter, Framework, SigningParty, Stage, SuccessCriticalOutcome
from cdconsole.domain.framework_requests import (
    MoveStageItem,
    RemoveStageItem,
    SaveStageItem,
    ShowStageFacts,
    SignCharter,
)
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import EditStage, SaveCharter, SaveOutcome, ShowFramework, TickStageItem
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


def stage(session: Session, number: int = 1) -> Stage:
    return answer(session, ShowFramework(), Task()).stages[number - 1]


def texts(framework: Framework, number: int = 1) -> list[str]:
    return [item.text for item in framework.stages[number - 1].items]


def test_that_an_added_item_stands_last_and_can_be_ticked(session: Session) -> None:
    framework = answer(session, SaveStageItem(1, "", " Ask the ward managers "), Task())
    added = framework.stages[0].items[-1]
    assert added.text == "Ask the ward managers"
    ticked = answer(session, TickStageItem(added.key, is_done=True), Task()).stages[0].items[-1]
    assert ticked.done_by == "Dr B. Director"


def test_that_rewording_a_ticked_item_keeps_who_when_and_what_was_ticked(session: Session) -> None:
    answer(session, TickStageItem("1.1", is_done=True), Task())
    before = stage(session).items[0]
    answer(session, SaveStageItem(1, "1.1", "Write our aims"), Task())
    after = stage(session).items[0]
    assert (after.text, after.done_by, after.done_at) == ("Write our aims", before.done_by, before.done_at)
    assert after.ticked_as == before.text


def test_that_an_item_taken_off_can_be_put_back_with_its_tick(session: Session) -> None:
    answer(session, TickStageItem("1.2", is_done=True), Task())
    answer(session, RemoveStageItem("1.2", is_removed=True), Task())
    without = stage(session)
    assert "1.2" not in {item.key for item in without.items}
    assert [item.key for item in without.removed] == ["1.2"]
    answer(session, RemoveStageItem("1.2", is_removed=False), Task())
    assert stage(session).items[1].done_by == "Dr B. Director"


def test_that_items_move_and_stay_at_the_ends(session: Session) -> None:
    before = texts(answer(session, ShowFramework(), Task()))
    after = texts(answer(session, MoveStageItem("1.1", 1), Task()))
    assert after == [before[1], before[0], *before[2:]]
    assert texts(answer(session, MoveStageItem("1.2", -1), Task())) == after


@pytest.mark.parametrize("text", ["", "Name the executive sponsor"])
def test_that_an_item_without_words_or_there_already_is_refused(session: Session, text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(session, SaveStageItem(1, "", text), Task())
    assert refused.value.field == "text"


def test_that_an_item_that_was_taken_off_can_not_be_ticked(session: Session) -> None:
    answer(session, RemoveStageItem("1.2", is_removed=True), Task())
    with pytest.raises(RuleBroken, match="taken off"):
        answer(session, TickStageItem("1.2", is_done=True), Task())


def test_that_when_a_stage_is_done_is_the_departments_to_say(session: Session) -> None:
    shipped = stage(session, 3).done_when
    answer(session, EditStage(3, "Choose", "Why", "We all nod."), Task())
    assert stage(session, 3).done_when == "We all nod."
    answer(session, EditStage(3, "Choose", "Why"), Task())
    assert stage(session, 3).done_when == shipped


def facts(session: Session) -> dict[int, tuple[str, ...]]:
    return {one.number: one.sentences for one in answer(session, ShowStageFacts(), Task())}


def test_that_the_records_say_how_far_a_stage_is_and_tick_nothing(session: Session) -> None:
    assert facts(session)[1] == ("No charter is written yet.",)
    answer(session, SaveCharter(Charter("Aims")), Task())
    answer(session, SignCharter(1, SigningParty.DIRECTOR, "", session.clock.today()), Task())
    signed, unsigned = facts(session)[1]
    assert signed.startswith("The charter, version 1, is signed by the clinical director: ")
    assert unsigned == "The charter, version 1, is not signed by the sponsor."
    assert not any(item.done_at for one in answer(session, ShowFramework(), Task()).stages for item in one.items)


def test_that_outcomes_without_a_measure_and_measures_without_an_outcome_are_named(session: Session) -> None:
    answer(session, SaveOutcome(SuccessCriticalOutcome("", "Beds", "", "", None, (MeasureId.SPELLS,))), Task())
    answer(session, SaveOutcome(SuccessCriticalOutcome("", "Calm", "", "", None, ())), Task())
    count, bare, loose = facts(session)[3]
    assert (count, bare) == ("2 outcomes, 0 of them parked.", "Without a measure and not parked: Calm.")
    assert loose.startswith("In use without an outcome: Length of stay")


def test_that_an_administrator_hears_nothing_of_what_lies_in_the_review_section(admin_session: Session) -> None:
    told = facts(admin_session)
    assert sorted(told) == [1, 2, 3, 4]
    assert not any("challenge" in sentence or "review" in sentence for every in told.values() for sentence in every)


def test_that_the_director_hears_of_all_eight_stages(session: Session) -> None:
    told = facts(session)
    assert sorted(told) == list(range(1, 9))
    assert told[5] == ("No challenge is open.",)
