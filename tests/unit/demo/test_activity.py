from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from cdconsole.demo.absences import LONG_SICKNESS, Absence, absences
from cdconsole.demo.activity import PlannedSession, planned_sessions, take_rota
from cdconsole.demo.job_plans import job_plans
from cdconsole.domain.activity import SessionKind
from cdconsole.domain.calendar import Period
from cdconsole.domain.job_plan import ExposureKind
from unit.demo.charts import PERIOD

YEAR = Period(PERIOD.last - 11, PERIOD.last)


@pytest.fixture(scope="module")
def away() -> tuple[Absence, ...]:
    return absences(PERIOD, np.random.default_rng(3))


@pytest.fixture(scope="module")
def sessions(away: tuple[Absence, ...]) -> tuple[PlannedSession, ...]:
    return planned_sessions(YEAR, job_plans(PERIOD), away, np.random.default_rng(4))


@pytest.fixture(scope="module")
def rota(away: tuple[Absence, ...]) -> dict[date, str]:
    return take_rota(YEAR, job_plans(PERIOD), away)


def test_that_sessions_follow_the_job_plan(sessions: tuple[PlannedSession, ...]) -> None:
    days = {
        (session.starts.weekday(), session.kind) for session in sessions if session.clinician == "Dr Helen Marchbanks"
    }
    assert days == {(0, SessionKind.CLINIC), (1, SessionKind.ENDOSCOPY_LIST)}


def test_that_no_two_sessions_have_one_key(sessions: tuple[PlannedSession, ...]) -> None:
    assert len({session.key for session in sessions}) == len(sessions) > 2_000


def test_that_some_sessions_are_cancelled_and_say_why(sessions: tuple[PlannedSession, ...]) -> None:
    cancelled = [session for session in sessions if session.why_cancelled]
    assert 0.05 < len(cancelled) / len(sessions) < 0.25
    assert {"Leave", "Bank holiday", "No room"} <= {session.why_cancelled for session in cancelled}
    assert all(session.why_cancelled for session in sessions if session.is_away)


def test_that_nobody_is_at_work_while_away(
    sessions: tuple[PlannedSession, ...], rota: dict[date, str], away: tuple[Absence, ...]
) -> None:
    off = {
        (absence.clinician, absence.first + timedelta(days=step))
        for absence in away
        for step in range((absence.last - absence.first).days + 1)
    }
    held = {(session.clinician, session.starts.date()) for session in sessions if not session.why_cancelled}
    assert held
    assert not off & held
    assert not off & {(name, day) for day, name in rota.items()}


def test_that_every_day_has_a_take_shared_by_those_on_call_as_their_plans_say(rota: dict[date, str]) -> None:
    assert list(rota) == [YEAR.first.first + timedelta(days=step) for step in range(365)]
    takes = Counter(rota.values())
    assert "Dr Helen Marchbanks" not in takes
    assert takes["Dr Yusuf Demirel"] == min(takes.values()) < 24
    assert sorted(takes.values())[1] > 24


def test_that_the_exposure_log_has_leave_a_long_sickness_and_one_closure(away: tuple[Absence, ...]) -> None:
    kinds = [absence.kind for absence in away]
    assert kinds.count(ExposureKind.CLOSURE) == kinds.count(ExposureKind.SICKNESS) == 1
    assert kinds.count(ExposureKind.LEAVE) >= 14 * 8
    [sick] = [absence for absence in away if absence.kind is ExposureKind.SICKNESS]
    assert sick.clinician == LONG_SICKNESS
    assert (sick.last - sick.first).days in range(88, 92)
    assert not any(
        absence.clinician == LONG_SICKNESS and absence is not sick and sick.first <= absence.first <= sick.last
        for absence in away
    )
