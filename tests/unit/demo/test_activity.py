from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from cdconsole.demo.absences import LONG_SICKNESS, Absence, absences
from cdconsole.demo.activity import Activity, generate_activity
from cdconsole.demo.job_plans import job_plans
from cdconsole.demo.roster import NAMES
from cdconsole.domain.activity import SessionKind
from cdconsole.domain.calendar import Period
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import ExposureKind
from unit.demo.charts import PERIOD

IDS = {name: ClinicianId(name) for name in NAMES}
YEAR = Period(PERIOD.last - 11, PERIOD.last)


@pytest.fixture(scope="module")
def away() -> tuple[Absence, ...]:
    return absences(PERIOD, np.random.default_rng(3))


@pytest.fixture(scope="module")
def done(away: tuple[Absence, ...]) -> Activity:
    return generate_activity(YEAR, job_plans(PERIOD), away, IDS, np.random.default_rng(4))


def test_that_sessions_follow_the_job_plan(done: Activity) -> None:
    mondays = {
        (session.on.weekday(), session.kind)
        for session in done.sessions
        if session.clinician_id == "Dr Helen Marchbanks"
    }
    assert mondays == {(0, SessionKind.CLINIC), (1, SessionKind.ENDOSCOPY_LIST)}


def test_that_a_cancelled_session_says_why_and_has_nobody_in_it(done: Activity) -> None:
    cancelled = [session for session in done.sessions if not session.was_delivered]
    assert 0.05 < len(cancelled) / len(done.sessions) < 0.25
    assert {"Leave", "Bank holiday", "No room"} <= {session.cancelled for session in cancelled}
    assert all((session.booked, session.attended, session.work) == (0, 0, 0.0) for session in cancelled)
    assert all(0 <= session.attended <= session.booked for session in done.sessions)


def test_that_nobody_is_at_work_while_away(done: Activity, away: tuple[Absence, ...]) -> None:
    off = {
        (absence.clinician, absence.first + timedelta(days=step))
        for absence in away
        for step in range((absence.last - absence.first).days + 1)
    }
    held = {(session.clinician_id, session.on) for session in done.sessions if session.was_delivered}
    on_take = {(shift.clinician_id, shift.starts.date()) for shift in done.take_shifts}
    assert not off & held
    assert not off & on_take


def test_that_there_is_one_take_shift_a_day_shared_by_those_on_call(done: Activity) -> None:
    assert [shift.starts.date() for shift in done.take_shifts] == [
        YEAR.first.first + timedelta(days=step) for step in range(365)
    ]
    assert "Dr Helen Marchbanks" not in {shift.clinician_id for shift in done.take_shifts}
    assert all(0 <= shift.admitted <= shift.reviewed for shift in done.take_shifts)


def test_that_theatre_cases_belong_to_delivered_theatre_lists_and_follow_each_other(done: Activity) -> None:
    lists = {session.id: session for session in done.sessions if session.kind is SessionKind.THEATRE_LIST}
    assert {case.session_id for case in done.theatre_cases} <= set(lists)
    assert len(done.theatre_cases) == sum(session.attended for session in lists.values())
    for before, after in zip(done.theatre_cases, done.theatre_cases[1:], strict=False):
        assert before.started < before.ended
        if before.session_id == after.session_id:
            assert before.ended < after.started


def test_that_activity_is_split_by_period_without_loss(done: Activity) -> None:
    first, second = Period(YEAR.first, YEAR.first + 5), Period(YEAR.first + 6, YEAR.last)
    halves = done.in_period(first, ()), done.in_period(second, ())
    assert (*halves[0].sessions, *halves[1].sessions) != ()
    assert {*halves[0].sessions, *halves[1].sessions} == set(done.sessions)
    assert sum(len(half.take_shifts) for half in halves) == len(done.take_shifts)
    assert sum(len(half.theatre_cases) for half in halves) == len(done.theatre_cases)


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
