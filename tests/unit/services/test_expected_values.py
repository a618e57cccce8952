"""Observed beside expected, worked out by hand over a small real department."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell
from cdconsole.domain.calendar import Month
from cdconsole.domain.case_mix_requests import ShowCaseMix
from cdconsole.domain.identity import ClinicianId, SpellId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.stats.intervals import rate_interval
from cdconsole.storage import spells

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
APRIL = Month(2026, 4)
ADMITTED = datetime.fromisoformat("2026-04-01T08:00")


def group(who: ClinicianId, age: str, cases: int, before_midday: int, hrg: str = "FD02H", days: int = 3) -> list[Spell]:
    """Return spells of one kind of patient, so many of which ended before midday."""
    return [
        Spell(
            *(SpellId(f"{who}{age}{hrg}{at}"), who, None, "p", f"{who}{age}{hrg}{at}", ADMITTED),
            ADMITTED.replace(hour=9 if at < before_midday else 15) + timedelta(days),
            *(True, PatientClass.ORDINARY, AdmissionKind.EMERGENCY, DischargeKind.HOME),
            age_band=age,
            hrg=hrg,
        )
        for at in range(cases)
    ]


def add(session: Session, *groups: Iterable[Spell]) -> None:
    with session.unit_of_work(Section.RECORDS) as work:
        spells.add_spells(work, [one for each in groups for one in each])
        work.commit()


def expected(session: Session, measure: MeasureId = MeasureId.BEFORE_MIDDAY) -> str:
    return answer(session, ShowCaseMix(ANN, measure, APRIL, APRIL), Task()).expected


def test_that_what_is_expected_is_colleagues_rate_in_each_kind_of_case_and_leaves_the_clinician_out(
    session: Session,
) -> None:
    old = (group(ANN, "80-84", 40, 10), group(BOB, "80-84", 60, 30))
    young = (group(ANN, "20-24", 20, 10), group(BOB, "20-24", 50, 10))
    add(session, *old, *young)
    # 40 x 30/60 + 20 x 10/50, and of the ten without an age 10 x 5/10; observed are 10 + 10 + 5
    interval = rate_interval(25, 29)
    assert expected(session).startswith(
        f"Observed 25, expected 29.0 for this mix of patients ({interval.lower:.2f} to {interval.upper:.2f} times);"
        " reliability "
    )
    assert "Too few" not in expected(session)


def test_that_few_expected_events_are_too_few_to_say(session: Session) -> None:
    interval = rate_interval(5, 5)
    assert expected(session) == (
        f"Observed 5, expected 5.0 for this mix of patients ({interval.lower:.2f} to {interval.upper:.2f} times);"
        " reliability 0.00: mostly noise. Too few to say better, worse or the same."
    )


def test_that_work_nobody_else_does_is_not_compared(session: Session) -> None:
    add(session, group(ANN, "80-84", 30, 10, hrg="GE10Z"))
    not_comparable = "Not comparable: 30 of 40 cases are of a kind nobody else sees."
    assert expected(session) == expected(session, MeasureId.LENGTH_OF_STAY) == not_comparable


def test_that_a_few_cases_nobody_else_sees_are_left_out_and_counted(session: Session) -> None:
    add(session, group(ANN, "80-84", 2, 2, hrg="GE10Z"))
    assert expected(session).startswith("Observed 5, expected 5.0 ")
    assert expected(session).endswith("Left out: 2 of 12 cases, of a kind nobody else sees.")


def test_that_days_are_compared_with_colleagues_mean_stay_and_their_interval_is_wider_than_of_counts(
    session: Session,
) -> None:
    add(session, group(ANN, "80-84", 20, 0, days=4), group(BOB, "80-84", 40, 0, days=3))
    said = expected(session, MeasureId.LENGTH_OF_STAY)
    # 20 x 3 days, and of the ten without an age 30 days; observed are 80 + 30
    assert said.startswith("Observed 110 days, expected 90 for this mix of patients (")
    assert "reliability " in said


def test_that_a_count_has_no_expected_value_and_neither_has_nobody(session: Session) -> None:
    assert expected(session, MeasureId.SPELLS) == ""
    past = answer(session, ShowCaseMix(ANN, MeasureId.BEFORE_MIDDAY, Month(2019, 1), Month(2019, 1)), Task())
    assert past.expected == ""
