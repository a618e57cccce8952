from __future__ import annotations

from dataclasses import replace

import pytest

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit
from cdconsole.domain.pulse import TOO_FEW, PulseBoard, PulseRound
from cdconsole.domain.pulse_requests import SavePulseRound, SavePulseWording, ShowPulse
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ROUND = PulseRound(Quarter(2026, 3), 0, 9, ((0, 1, 1, 3, 1), (0, 0, 1, 1, 2), (1, 1, 1, 1, 1)))


def save(session: Session, held: PulseRound = ROUND) -> PulseRound:
    return answer(session, SavePulseRound(held), Task())


def board(session: Session) -> PulseBoard:
    return answer(session, ShowPulse(), Task())


def test_that_a_share_is_shown_with_its_n_and_too_few_are_not(session: Session) -> None:
    held = save(session)
    assert (held.share_text(0), held.share_text(1), held.responses) == ("67% (4 of 6)", TOO_FEW, 6)
    assert held.share(1) is None
    assert board(session).rounds == (held,)
    assert session.take_changes().touches(frozenset({Topic.TRUST_PULSE}))


def test_that_a_round_is_corrected_under_its_own_questions(session: Session) -> None:
    held = save(session)
    other = answer(session, SavePulseWording(("A?", "B?", "C?"), 0), Task())
    corrected = save(session, replace(held, clinicians=10))
    assert (corrected.wording, corrected.revision, other.version) == (0, 2, 1)
    assert save(session, replace(ROUND, quarter=Quarter(2026, 2))).wording == 1
    with pytest.raises(StaleEdit):
        save(session)
    with pytest.raises(StaleEdit):
        answer(session, SavePulseWording(("A?", "B?", "C?"), 0), Task())
    assert board(session).wording.questions == ("A?", "B?", "C?")


@pytest.mark.parametrize(
    ("held", "field"),
    [
        (replace(ROUND, clinicians=0), "clinicians"),
        (replace(ROUND, clinicians=4), "counts1"),
        (replace(ROUND, counts=((1, 2), *ROUND.counts[1:])), "counts1"),
        (replace(ROUND, counts=((0,) * 5,) * 3), "counts1"),
        (replace(ROUND, quarter=Quarter(2027, 1)), "quarter"),
    ],
)
def test_that_impossible_rounds_are_refused(session: Session, held: PulseRound, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, held)
    assert refused.value.field == field


def test_that_an_empty_question_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken):
        answer(session, SavePulseWording(("A?", " ", "C?"), 0), Task())


def test_that_an_administrator_does_not_see_the_pulse(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        board(admin_session)
