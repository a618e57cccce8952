from __future__ import annotations

from dataclasses import replace

import pytest

from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.framework import SuccessCriticalOutcome
from cdconsole.domain.framework_requests import ParkOutcome, RetireOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import SaveOutcome, ShowFramework
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

OUTCOME = SuccessCriticalOutcome("", "Calm wards", "", "", None, (), direction="Fewer interruptions")


def added(session: Session) -> SuccessCriticalOutcome:
    return answer(session, SaveOutcome(OUTCOME), Task()).outcomes[-1]


def test_that_an_outcome_is_parked_with_a_reason_and_taken_up_again(session: Session) -> None:
    outcome = added(session)
    [parked] = answer(session, ParkOutcome(outcome.id, "No data yet", outcome.revision), Task()).outcomes
    assert parked.parked is not None
    assert (parked.parked.reason, parked.parked.person, parked.direction) == (
        "No data yet", "Dr B. Director", "Fewer interruptions",
    )  # fmt: skip
    [again] = answer(session, ParkOutcome(outcome.id, "", parked.revision), Task()).outcomes
    assert again.parked is None


def test_that_a_retired_outcome_is_kept_with_its_reason_and_can_come_back(session: Session) -> None:
    outcome = added(session)
    after = answer(session, RetireOutcome(outcome.id, "Merged", outcome.revision), Task())
    assert after.outcomes == ()
    [kept] = after.retired
    assert kept.retired is not None
    assert kept.retired.reason == "Merged"
    back = answer(session, RetireOutcome(outcome.id, "", kept.revision), Task())
    assert (len(back.outcomes), back.retired) == (1, ())


def test_that_setting_aside_needs_a_reason_and_is_not_done_twice(session: Session) -> None:
    outcome = added(session)
    for request in (ParkOutcome, RetireOutcome):
        with pytest.raises(RuleBroken) as refused:
            answer(session, request(outcome.id, " ", outcome.revision), Task())
        assert refused.value.field == "reason"
    [parked] = answer(session, ParkOutcome(outcome.id, "No data", outcome.revision), Task()).outcomes
    with pytest.raises(RuleBroken, match="so already"):
        answer(session, ParkOutcome(outcome.id, "No data", parked.revision), Task())


def test_that_changing_the_words_of_a_parked_outcome_leaves_it_parked(session: Session) -> None:
    outcome = added(session)
    [parked] = answer(session, ParkOutcome(outcome.id, "No data", outcome.revision), Task()).outcomes
    plain = replace(parked, parked=None, title="Quiet wards", measures=(MeasureId.SPELLS,))
    [changed] = answer(session, SaveOutcome(plain), Task()).outcomes
    assert (changed.title, changed.parked) == ("Quiet wards", parked.parked)


def test_that_a_stale_parking_and_one_of_a_missing_outcome_are_refused(session: Session) -> None:
    outcome = added(session)
    answer(session, ParkOutcome(outcome.id, "No data", outcome.revision), Task())
    with pytest.raises(StaleEdit):
        answer(session, RetireOutcome(outcome.id, "Over", outcome.revision), Task())
    with pytest.raises(StaleEdit):
        answer(session, ParkOutcome("gone", "No data", 1), Task())
    assert answer(session, ShowFramework(), Task()).retired == ()
