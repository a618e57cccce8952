"""Sessions delivered of those planned, and the share of the work beside the share of delivered sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.activity import Session as HeldSession
from cdconsole.domain.activity import SessionKind
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Calculation
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure, ExposureKind, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.people import Section
from cdconsole.services.department_data import data_for, department_data
from cdconsole.services.session import Session
from cdconsole.storage import activity, exposures, job_plans
from unit.services.conftest import PLAN, Bring
from unit.services.counted_measures import ANN, BOB, SEPTEMBER, measure_of, month_of, n_of
from unit.services.test_theatre_records import case

DELIVERED, SHARE = measure_of(Calculation.SESSIONS_DELIVERED), measure_of(Calculation.SHARE_OF_WORK)
NOBODY = ClinicianId("none")


def plan_clinics(session: Session, *, away: ExposureKind | None = None, whose: ClinicianId | None = ANN) -> None:
    """Give Dr Ann a clinic every week and no on-call from August on, and a week away in September if asked."""
    clinic = ProgrammedActivity("Clinic", PaCategory.DCC, 1.0)
    with session.unit_of_work(Section.RECORDS) as work:
        plan = replace(PLAN, effective_from=date(2026, 8, 1), activities=(clinic,), on_call=OnCall())
        job_plans.save(work, plan, 1)
        if away is not None:
            entry = Exposure("e", whose, away, date(2026, 9, 7), date(2026, 9, 13))
            exposures.add_exposures(work, [entry])
        work.commit()


def clinics(bring: Bring) -> None:
    """Three clinics of Dr Ann's in September, one of them cancelled, and one of Dr Bob's in the last days."""
    rows = [
        {"consultant code": "AE", "session date": f"2026-09-{day:02d}", "booked": "10", "attended": "9"}
        for day in (1, 8, 15)
    ]
    rows[2]["cancelled"] = "yes"
    bring(ExtractKind.CLINICS, *rows, {"consultant code": "Dr Bob Sample", "session date": "2026-09-30", "booked": "9"})


def test_that_sessions_delivered_are_of_those_planned_of_the_kinds_that_are_known(
    session: Session, bring: Bring
) -> None:
    clinics(bring)
    plan_clinics(session)
    done, planned, value = month_of(session, DELIVERED, ANN)
    assert (done, planned) == (2, pytest.approx(30 / 7))
    assert value == pytest.approx(2 * 7 / 30)
    assert month_of(session, DELIVERED)[:2] == (2, pytest.approx(30 / 7))


@pytest.mark.parametrize(
    ("kind", "whose", "days"),
    [(ExposureKind.LEAVE, ANN, 23), (ExposureKind.CLOSURE, None, 30), (ExposureKind.CLOSURE, ANN, 30)],
)
def test_that_leave_shortens_what_was_planned_once_and_a_closure_does_not(
    session: Session, bring: Bring, kind: ExposureKind, whose: ClinicianId | None, days: int
) -> None:
    clinics(bring)
    plan_clinics(session, away=kind, whose=whose)
    assert month_of(session, DELIVERED, ANN)[:2] == (2, pytest.approx(days / 7))


def test_that_the_minutes_of_a_list_are_its_own_whoever_was_away(session: Session, bring: Bring) -> None:
    bring(ExtractKind.THEATRE, *(case(str(day), day, "08:30", "10:30") for day in (1, 8, 30)))
    plan_clinics(session, away=ExposureKind.LEAVE)
    assert month_of(session, measure_of(Calculation.THEATRE_UNCAPPED), ANN)[:2] == (360, 720)


def test_that_the_share_of_spells_is_set_beside_the_share_of_delivered_sessions(session: Session, bring: Bring) -> None:
    with session.unit_of_work(Section.RECORDS) as work:
        held = [
            HeldSession(f"{who}{day}", who, SessionKind.CLINIC, date(2026, month, day), 240, 10, 9, 9.0)
            for month in (8, 9)
            for who, days in ((ANN, (1, 2, 30)), (BOB, (3,)))
            for day in days
        ]
        activity.add_sessions(work, [replace(one, id=f"{one.id}{one.on}") for one in held])
        work.commit()
    both = Period(Month(2026, 8), Month(2026, 9))
    work_share, session_share, value = month_of(session, SHARE, ANN)
    assert (work_share, session_share) == (0.5, 0.75)
    assert value == pytest.approx(0.5 / 0.75)
    assert n_of(session, SHARE, ANN, both) == (
        "n 20 of 40 spells (50.0%) in 6 of 8 delivered sessions (75.0%), 2 months"
    )
    source = data_for(session, (SHARE,)).source(SHARE)
    assert [(one.on, one.what, one.counted) for one in source.shown(ANN, SHARE, SEPTEMBER)] == [
        ("Sep 2026", "Clinics", "3 of the department's 4")
    ]
    assert source.unavailable(None, SHARE) == "Not available for the team: all the work is its own."
    assert month_of(session, SHARE)[2] == 1


def test_that_without_sessions_or_a_plan_it_says_what_to_do(session: Session, bring: Bring) -> None:
    source = data_for(session, (DELIVERED,)).source(DELIVERED)
    assert source.unavailable(ANN, DELIVERED) == (
        "Not available: no clinics, lists or takes have been imported. Import them on Data."
    )
    clinics(bring)
    assert source.unavailable(ANN, DELIVERED) == ""
    assert source.unavailable(NOBODY, DELIVERED) == (
        "Not available: no clinics, lists or takes have been imported for this clinician."
    )
    [bob] = set(source.people) - {ANN}
    assert source.unavailable(bob, DELIVERED) == "Not available: there is no job plan. Add it on the clinician's page."


def test_that_a_month_of_lists_that_no_import_covers_is_a_gap(session: Session, bring: Bring) -> None:
    clinics(bring)
    plan_clinics(session)
    source = data_for(session, (DELIVERED,)).source(DELIVERED)
    period = Period(Month(2026, 8), Month(2026, 10))
    values = [one.value for one in source.monthly(ANN, DELIVERED, period).values(period)]
    assert values == [None, pytest.approx(14 / 30), None]


def test_that_a_new_plan_is_counted_and_no_spell_is_read_again(session: Session, bring: Bring) -> None:
    clinics(bring)
    before = department_data(session)
    plan_clinics(session)
    after = department_data(session)
    assert after is not before
    assert after.spells is before.spells
    assert after.source(DELIVERED).unavailable(ANN, DELIVERED) == ""
