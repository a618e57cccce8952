from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from pyrage import x25519

from cdconsole.domain.calendar import FixedClock, Month, Period, Quarter
from cdconsole.domain.challenge import Challenge, ChallengeDraft, ChallengeStatus
from cdconsole.domain.challenge_requests import (
    AnswerDataQuery,
    AskForData,
    DecideChallenge,
    ListChallenges,
    ListDataQueries,
    RaiseChallenge,
    ReopenChallenge,
    ShowChallenge,
)
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.extract_proposal import ExtractDraft, ExtractTicks
from cdconsole.domain.identity import BatchId, ClinicianId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.people import Role
from cdconsole.domain.requests import (
    ExportGovernance,
    ExportMeasures,
    PrepareReview,
    PreviewGovernance,
    ShowClinicianCharts,
    ShowDepartment,
    ShowReview,
)
from cdconsole.domain.sealed_extract_requests import PreviewSealedExtract
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN = ClinicianId("ann")
STAY = ChallengeDraft(
    ANN, MeasureId.LENGTH_OF_STAY, Month(2026, 8), Month(2026, 10), "Covered for Dr Bob", "The rota of August"
)


def raised(session: Session, draft: ChallengeDraft = STAY) -> Challenge:
    return answer(session, RaiseChallenge(draft), Task())


def decide(session: Session, challenge: Challenge, status: ChallengeStatus = ChallengeStatus.UPHELD) -> Challenge:
    request = DecideChallenge(challenge.id, status, "The spells were Dr Bob's", "Not all of them", challenge.revision)
    return answer(session, request, Task())


def stay_chart(session: Session) -> MeasureChart:
    page = answer(session, ShowClinicianCharts(ANN, 36), Task())
    return next(chart for chart in page.charts if chart.measure.id == MeasureId.LENGTH_OF_STAY)


def test_that_a_challenge_is_listed_open_with_who_raised_it(session: Session) -> None:
    challenge = raised(session)
    [row] = answer(session, ListChallenges(), Task()).rows
    assert row.challenge == challenge
    assert (row.whose, challenge.raised_by, challenge.is_open) == ("Dr Ann Example", "Dr Ann Example", True)
    assert session.take_changes().touches(frozenset({Topic.CHALLENGE}), ANN)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(STAY, claim=" "), "claim"),
        (replace(STAY, last=Month(2026, 7)), "last"),
        (replace(STAY, clinician=None), "raised_by"),
    ],
)
def test_that_a_challenge_without_claim_months_or_name_is_refused(
    session: Session, draft: ChallengeDraft, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        raised(session, draft)
    assert refused.value.field == field


def test_that_nobody_unknown_can_be_challenged_for(session: Session) -> None:
    with pytest.raises(UserFacingError):
        raised(session, replace(STAY, clinician=ClinicianId("gone")))


def test_that_the_chart_is_disputed_while_open_and_annotated_once_upheld(session: Session) -> None:
    assert not stay_chart(session).challenges
    challenge = raised(session)
    chart = stay_chart(session)
    assert chart.is_disputed
    assert chart.spoken_reading.startswith("Disputed: ")
    assert str(chart.challenges[0]) == "Under challenge since 23 Nov 2026 (Aug 2026 - Oct 2026): Covered for Dr Bob"
    decide(session, challenge)
    after = stay_chart(session)
    assert not after.is_disputed
    assert "Challenge upheld on 23 Nov 2026" in str(after.challenges[0])
    assert "The spells were Dr Bob's" in str(after.challenges[0])


@pytest.mark.parametrize("status", [ChallengeStatus.NOT_UPHELD, ChallengeStatus.WITHDRAWN])
def test_that_a_challenge_that_came_to_nothing_leaves_the_chart_alone(
    session: Session, status: ChallengeStatus
) -> None:
    decide(session, raised(session), status)
    assert not stay_chart(session).challenges


def test_that_a_review_keeps_the_mark_as_it_was(session: Session) -> None:
    challenge = raised(session)
    review = answer(session, PrepareReview(ANN), Task())
    decide(session, challenge)
    kept = answer(session, ShowReview(review.id), Task())
    assert kept.charts is not None
    marked = [chart.measure.id for chart in kept.charts.charts if chart.is_disputed]
    assert marked == [MeasureId.LENGTH_OF_STAY]


def test_that_both_views_and_every_step_are_kept_when_it_is_opened_again(session: Session) -> None:
    decided = decide(session, raised(session))
    again = answer(session, ReopenChallenge(decided.id, "A new rota came up", decided.revision), Task())
    assert (again.is_open, again.decision, again.revision) == (True, "", 3)
    steps = answer(session, ShowChallenge(again.id), Task()).steps
    assert [step.what for step in steps] == ["Raised by Dr Ann Example", "Upheld", "Opened again"]
    assert "The spells were Dr Bob's" in steps[1].text
    assert "Not all of them" in steps[1].text


def test_that_a_stale_or_second_or_empty_decision_is_refused(session: Session) -> None:
    challenge = raised(session)
    with pytest.raises(RuleBroken):
        answer(session, DecideChallenge(challenge.id, ChallengeStatus.UPHELD, " ", "", 1), Task())
    with pytest.raises(RuleBroken):
        answer(session, DecideChallenge(challenge.id, ChallengeStatus.OPEN, "words", "", 1), Task())
    decided = decide(session, challenge)
    with pytest.raises(StaleEdit):
        decide(session, challenge)
    with pytest.raises(RuleBroken):
        decide(session, decided)


def test_that_turnaround_is_a_median_with_its_n(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    challenges = [raised(session) for _ in range(3)]
    decide(session, challenges[0])
    decide(session, challenges[2], ChallengeStatus.WITHDRAWN)
    later = unlock(Role.DIRECTOR, FixedClock(datetime(2026, 11, 27, 9, tzinfo=UTC)))
    assert decide(later, challenges[1]).turnaround_days == 4
    found = answer(later, ListChallenges(), Task())
    assert (found.median_days, found.decided, found.open_count) == (2, 2, 0)


def test_that_an_administrator_answers_a_data_query_and_never_sees_the_claim(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    challenge = raised(session)
    answer(session, AskForData(challenge.id, "Whose were the spells of August?"), Task())
    clerk = unlock(Role.ADMINISTRATOR)
    [query] = answer(clerk, ListDataQueries(), Task())
    assert (query.whose, query.question, query.is_open) == ("Dr Ann Example", "Whose were the spells of August?", True)
    assert challenge.claim not in repr(query)
    with pytest.raises(NotEntitled):
        answer(clerk, ListChallenges(), Task())
    with pytest.raises(RuleBroken):
        answer(clerk, AnswerDataQuery(query.id, "", None, 1), Task())
    with pytest.raises(RuleBroken):
        answer(clerk, AnswerDataQuery(query.id, "Mended", BatchId("gone"), 1), Task())
    mended = answer(clerk, AnswerDataQuery(query.id, "Twelve were Dr Bob's", BatchId("batch"), 1), Task())
    assert (mended.is_open, mended.batch_name) == (False, "spells.csv")
    with pytest.raises(StaleEdit):
        answer(clerk, AnswerDataQuery(query.id, "Twice", None, 1), Task())
    steps = answer(unlock(Role.DIRECTOR), ShowChallenge(challenge.id), Task()).steps
    assert [step.what for step in steps][1:] == ["Data asked", "Answered"]


def test_that_disputed_months_stay_out_of_the_measures_file_and_it_is_said(session: Session, tmp_path: Path) -> None:
    challenge = raised(session)
    receipt = answer(session, ExportMeasures(str(tmp_path / "open.csv")), Task())
    lines = (tmp_path / "open.csv").read_text(encoding="utf-8").splitlines()
    stays = [line for line in lines if line.startswith("length_of_stay,Dr Ann Example")]
    assert len(stays) == 9
    assert not any("2026-09" in line for line in stays)
    assert len(receipt.left_out) == 1
    assert "Dr Ann Example, Aug 2026 - Oct 2026" in receipt.left_out[0]
    assert challenge.claim not in receipt.left_out[0]
    decide(session, challenge)
    assert not answer(session, ExportMeasures(str(tmp_path / "decided.csv")), Task()).left_out


def test_that_the_workbook_leaves_out_a_team_measure_and_says_so(session: Session, tmp_path: Path) -> None:
    raised(session)
    before = answer(session, PreviewGovernance(), Task())
    raised(session, replace(STAY, clinician=None, raised_by="The consultants' meeting"))
    preview = answer(session, PreviewGovernance(), Task())
    assert len(preview.measures) == len(before.measures) - 1
    assert "Left out: the team's figures are under challenge" in preview.sentence
    path = tmp_path / "book.xlsx"
    receipt = answer(session, ExportGovernance(Quarter(2026, 3), str(path)), Task())
    texts = [str(cell.value) for row in openpyxl.load_workbook(path)["Data and suppression"] for cell in row]
    assert any("Left out" in text for text in texts)
    assert any("part of the figures behind the team's is under challenge" in text for text in texts)
    assert not any("Ann" in text or "Covered" in text for text in texts)
    assert len(receipt.left_out) == 2


@pytest.mark.parametrize(("last", "rows"), [(Month(2026, 10), 3), (Month(2026, 7), 0)])
def test_that_disputed_months_stay_out_of_a_sealed_extract_and_it_is_said(
    session: Session, last: Month, rows: int
) -> None:
    raised(session, replace(STAY, first=Month(2026, 5), last=Month(2026, 7)))
    ticks = ExtractTicks(Period(Month(2026, 5), last), measures=(MeasureId.LENGTH_OF_STAY,))
    draft = ExtractDraft(ANN, ticks, "Review", "Prof. E. Outside", str(x25519.Identity.generate().to_public()))
    files = {file.name: file.text for file in answer(session, PreviewSealedExtract(draft), Task())}
    assert len(files["measures.csv"].splitlines()) == 1 + rows
    assert "left out, because under challenge: Length of stay, median days May 2026" in files["README.txt"]
    assert "Covered" not in files["README.txt"]


def test_that_the_department_page_counts_what_waits(session: Session) -> None:
    raised(session)
    assert "one challenge waits for a decision." in answer(session, ShowDepartment(12), Task()).sentence
