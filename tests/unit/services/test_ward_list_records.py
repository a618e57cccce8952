"""Predicted dates: in time, current at midnight as then known, right, biased, and changed without a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from cdconsole.domain.calendar import FixedClock, Month, Period
from cdconsole.domain.counting import Calculation
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure
from cdconsole.domain.people import Role
from cdconsole.domain.requests import AdmitInpatient, AmendPredictedDischarge, DischargeInpatient
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.services.department_data import data_for, department_data
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from unit.services.counted_measures import ANN, BOB, measure_of, month_of, n_of

IN_TIME = measure_of(Calculation.PREDICTED_IN_TIME, 24)
CURRENT = measure_of(Calculation.PREDICTED_CURRENT)
EXACT, CLOSE = (measure_of(Calculation.PREDICTED_RIGHT, days) for days in (0, 1))
BIAS = measure_of(Calculation.PREDICTED_BIAS)
NO_REASON = measure_of(Calculation.REVISED_WITHOUT_REASON)
OCTOBER = Period(Month(2026, 10), Month(2026, 10))


class Ward:
    """The ward at a moment that moves on; times are the ward's own."""

    def __init__(self, open_at: Callable[[FixedClock], Session]) -> None:
        self._open_at = open_at
        self.session = self.at("2026-10-01T06:00")

    def at(self, moment: str) -> Session:
        self.session = self._open_at(FixedClock(datetime.fromisoformat(moment).astimezone()))
        return self.session

    def admit(self, number: str, at: str, whose: ClinicianId = ANN) -> Inpatient:
        self.at(at)
        return answer(self.session, AdmitInpatient("A", number, number, whose, datetime.fromisoformat(at)), Task())

    def predict(self, patient: Inpatient, at: str, on: str, reason: ReasonCode = ReasonCode.CLINICAL) -> Inpatient:
        self.at(at)
        day = datetime.fromisoformat(on).date()
        return answer(self.session, AmendPredictedDischarge(patient.id, day, reason, patient.revision), Task())

    def discharge(self, patient: Inpatient, at: str) -> Inpatient:
        self.at(at)
        return answer(
            self.session, DischargeInpatient(patient.id, datetime.fromisoformat(at), patient.revision), Task()
        )


@pytest.fixture
def ward(unlock: Callable[[Role, FixedClock], Session]) -> Ward:
    return Ward(lambda clock: unlock(Role.DIRECTOR, clock))


def october(ward: Ward, measure: Measure, whose: ClinicianId | None = None) -> tuple[float, float, float | None]:
    return month_of(ward.at("2026-11-05T10:00"), measure, whose, OCTOBER)


def a_month(ward: Ward) -> None:
    """Three patients of Dr Ann's, one of them without a date, and one of Dr Bob's who stays a few hours.

    One: in on the 1st, first predicted an hour later for the 4th, on the 3rd for the 6th, left on the 6th.
    Two: in on the 10th, predicted two days later for the 13th, left on the 12th. Three: in and out, 20th to 22nd.
    """
    one = ward.admit("1", "2026-10-01T08:00")
    one = ward.predict(one, "2026-10-01T09:00", "2026-10-04", ReasonCode.FIRST)
    one = ward.predict(one, "2026-10-03T12:00", "2026-10-06")
    ward.discharge(one, "2026-10-06T15:00")
    two = ward.admit("2", "2026-10-10T08:00")
    two = ward.predict(two, "2026-10-12T09:00", "2026-10-13", ReasonCode.FIRST)
    ward.discharge(two, "2026-10-12T18:00")
    ward.discharge(ward.admit("3", "2026-10-20T08:00"), "2026-10-22T08:00")
    ward.discharge(ward.admit("4", "2026-10-25T08:00", BOB), "2026-10-25T20:00")


def test_that_a_date_is_in_time_within_hours_of_admission_for_those_who_stayed_as_long(ward: Ward) -> None:
    a_month(ward)
    assert october(ward, IN_TIME, ANN) == (1, 3, 1 / 3)
    assert october(ward, measure_of(Calculation.PREDICTED_IN_TIME, 49), ANN) == (2, 2, 1)
    assert october(ward, IN_TIME) == (1, 3, 1 / 3)
    assert october(ward, IN_TIME, BOB) == (0, 0, None)


def test_that_a_date_is_current_at_a_midnight_as_it_stood_then(ward: Ward) -> None:
    a_month(ward)
    # One: midnights of 2, 3, 4, 5 and 6 Oct, all current: the later date was known by the 5th. Two: 11 and 12 Oct,
    # no date yet. Three: 21 and 22 Oct, never a date.
    assert october(ward, CURRENT, ANN) == (5, 9, 5 / 9)


def test_that_a_date_that_has_passed_is_not_made_current_by_a_later_entry(ward: Ward) -> None:
    patient = ward.admit("1", "2026-10-01T08:00")
    patient = ward.predict(patient, "2026-10-01T09:00", "2026-10-02", ReasonCode.FIRST)
    patient = ward.predict(patient, "2026-10-05T09:00", "2026-10-06")
    ward.discharge(patient, "2026-10-06T12:00")
    assert october(ward, CURRENT, ANN) == (2, 5, 0.4)


def test_that_accuracy_and_bias_are_of_the_first_date_and_say_who_had_none(ward: Ward) -> None:
    a_month(ward)
    assert october(ward, EXACT, ANN) == (0, 2, 0)
    assert october(ward, CLOSE, ANN) == (1, 2, 0.5)
    assert october(ward, BIAS, ANN) == (1, 2, 0.5)
    session = ward.at("2026-11-05T10:00")
    assert n_of(session, EXACT, ANN, OCTOBER) == "n; left out: 1 of 3 discharges without a predicted date"


def test_that_a_change_taken_from_a_file_is_one_without_a_reason(ward: Ward) -> None:
    patient = ward.admit("1", "2026-10-01T08:00")
    patient = ward.predict(patient, "2026-10-01T09:00", "2026-10-02", ReasonCode.FIRST)
    patient = ward.predict(patient, "2026-10-02T09:00", "2026-10-04", ReasonCode.IMPORTED)
    ward.predict(patient, "2026-10-03T09:00", "2026-10-06")
    assert october(ward, NO_REASON, ANN) == (1, 2, 0.5)
    source = data_for(ward.session, (NO_REASON,)).source(NO_REASON)
    assert [(one.on, one.what, one.counted, one.patient) for one in source.shown(ANN, NO_REASON, OCTOBER)] == [
        ("3 Oct 2026", "Bed A 1, admitted 1 Oct 2026, first predicted 2 Oct 2026", "with a reason", ""),
        ("2 Oct 2026", "Bed A 1, admitted 1 Oct 2026, first predicted 2 Oct 2026", "without a reason", ""),
    ]


def test_that_months_run_from_the_first_date_ever_predicted_to_the_last_whole_one(ward: Ward) -> None:
    session = ward.at("2026-11-05T10:00")
    assert data_for(session, (IN_TIME,)).source(IN_TIME).unavailable(None, IN_TIME) == (
        "Not available: no inpatients have been entered in the ward list. Enter them on Ward list."
    )
    patient = ward.admit("1", "2026-08-20T08:00")
    ward.predict(patient, "2026-08-20T09:00", "2026-08-25", ReasonCode.FIRST)
    source = data_for(ward.at("2026-11-05T10:00"), (IN_TIME,)).source(IN_TIME)
    assert source.months == {Month(2026, 9), Month(2026, 10)}
    assert source.unavailable(BOB, IN_TIME) == (
        "Not available: no inpatients have been entered in the ward list for this clinician."
    )


def test_that_an_edit_of_the_ward_list_is_counted_and_reads_no_spell_again(ward: Ward) -> None:
    a_month(ward)
    session = ward.at("2026-11-05T10:00")
    before = department_data(session)
    assert month_of(session, IN_TIME, BOB, OCTOBER) == (0, 0, None)
    patient = answer(session, AdmitInpatient("B", "9", "9", BOB, datetime(2026, 10, 7, 8)), Task())  # noqa: DTZ001
    assert department_data(session) is before
    assert month_of(session, IN_TIME, BOB, OCTOBER) == (0, 1, 0)
    assert patient.admitted + timedelta(days=1) < session.clock.now().replace(tzinfo=None)
