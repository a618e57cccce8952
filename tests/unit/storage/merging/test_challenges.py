"""Two people work on challenges, the exposure log and the trust pulse at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cdconsole.domain.calendar import Month, Period, Quarter
from cdconsole.domain.challenge import ChallengeDraft, ChallengeStatus
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure, ExposureKind
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.pulse import PulseRound
from cdconsole.services.challenges import raise_challenge
from cdconsole.storage import challenges, clinicians, exposures, pulse
from cdconsole.storage.section_file import Work
from unit.storage.merging.trio import Edit, Trio

ANN = ClinicianId("ann")
MONTH = Month(2026, 8)
LEAVE = Exposure("a", ANN, ExposureKind.LEAVE, date(2026, 8, 3), date(2026, 8, 14))
ROUND = PulseRound(Quarter(2026, 3), 0, 9, ((0, 1, 1, 3, 1),) * 3)


def claim(words: str) -> Edit:
    draft = ChallengeDraft(ANN, MeasureId.SPELLS, MONTH, MONTH, words, "")
    return lambda work: raise_challenge(work, draft, "Dr Ann")


def decide(status: ChallengeStatus, words: str) -> Edit:
    def act(work: Work) -> None:
        [before] = challenges.everything(work)
        ended = replace(before, status=status, decision=words, decided_by=work.actor.name, decided_at=work.at)
        challenges.change(work, before, ended)

    return act


def hold(counts: tuple[int, ...], quarter: Quarter = ROUND.quarter) -> Edit:
    return lambda work: pulse.save_round(work, None, replace(ROUND, quarter=quarter, counts=(counts,) * 3))


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    return Trio(tmp_path, Section.REVIEW)


def test_that_challenges_of_both_are_kept(trio: Trio) -> None:
    trio.they(claim("theirs"))
    trio.we(claim("ours"))
    assert Topic.CHALLENGE in trio.merge().changes.topics
    assert {one.claim for one in trio.read(challenges.everything)} == {"theirs", "ours"}
    assert trio.problems() == ()


def test_that_two_decisions_are_asked_about_and_never_mixed(trio: Trio) -> None:
    trio.before(claim("both"))
    trio.they(decide(ChallengeStatus.UPHELD, "It was so"))
    trio.we(decide(ChallengeStatus.NOT_UPHELD, "It was not"))
    assert trio.merge().conflicts == 1
    [found] = trio.read(challenges.everything)
    assert (found.status, found.decision, found.decided_by) == (ChallengeStatus.UPHELD, "It was so", "Dr Them")
    steps = trio.read(lambda snapshot: challenges.steps(snapshot, found.id))
    assert {step.text for step in steps} >= {"It was so", "It was not"}
    assert trio.problems() == ()


def test_that_rounds_of_two_quarters_are_kept_and_one_quarter_twice_is_asked_about(trio: Trio) -> None:
    trio.they(hold((0, 1, 1, 3, 1)))
    trio.we(hold((0, 0, 0, 4, 1)))
    trio.we(hold((0, 0, 0, 4, 1), Quarter(2026, 2)))
    outcome = trio.merge()
    assert Topic.TRUST_PULSE in outcome.changes.topics
    assert outcome.conflicts == 1
    second, third = trio.read(pulse.rounds)
    assert (second.answered(0), third.answered(0)) == (5, 6)
    assert trio.problems() == ()


def test_that_both_versions_of_the_questions_are_kept(trio: Trio) -> None:
    trio.they(lambda work: pulse.save_wording(work, ("A?", "B?", "C?")))
    trio.we(lambda work: pulse.save_wording(work, ("D?", "E?", "F?")))
    trio.merge()
    assert [one.version for one in trio.read(pulse.wordings)] == [2, 1, 0]
    assert trio.problems() == ()


def test_that_a_withdrawal_and_other_days_are_both_kept(tmp_path: Path) -> None:
    trio = Trio(tmp_path, Section.RECORDS)
    trio.before(lambda work: clinicians.add(work, Clinician(ANN, "Dr Ann", Grade.CONSULTANT)))
    trio.before(lambda work: exposures.add_exposures(work, (LEAVE,)))
    trio.they(lambda work: exposures.change(work, LEAVE, replace(LEAVE, withdrawn="Entered twice")))
    trio.we(lambda work: exposures.change(work, LEAVE, replace(LEAVE, last=date(2026, 8, 10))))
    assert Topic.EXPOSURE in trio.merge().changes.topics
    [found] = trio.read(lambda snapshot: exposures.everything_in(snapshot, Period(MONTH, MONTH)))
    assert (found.withdrawn, found.last) == ("Entered twice", date(2026, 8, 10))
    assert trio.problems() == ()
