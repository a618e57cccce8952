"""Clinics: rows are appointments or whole clinics, and a cancelled clinic counts nowhere."""

from __future__ import annotations

from cdconsole.domain.counting import Calculation
from cdconsole.domain.extract import ExtractKind
from cdconsole.services.department_data import data_for
from cdconsole.services.session import Session
from unit.services.conftest import Bring
from unit.services.counted_measures import ANN, SEPTEMBER, measure_of, month_of, n_of

MISSED = measure_of(Calculation.DID_NOT_ATTEND)
FOLLOW_UPS = measure_of(Calculation.FOLLOW_UPS_PER_NEW)
SLOTS = measure_of(Calculation.SLOTS_FILLED)
LAST = {"consultant code": "XX", "session date": "2026-09-30", "attendance status": "cancelled", "appointment id": "z"}


def appointment(number: int, status: str, kind: str = "new", **more: str) -> dict[str, str]:
    clinic = {"consultant code": "AE", "session date": "2026-09-01", "session start": "09:00", "location": "A"}
    return clinic | {
        "appointment id": f"a{number}",
        "patient identifier": f"p{number}",
        "appointment type": kind,
        "attendance status": status,
        **{key.replace("_", " "): value for key, value in more.items()},
    }


def test_that_appointments_cancelled_are_neither_attended_nor_missed(session: Session, bring: Bring) -> None:
    statuses = ["attended", "attended", "attended", "DNA", "cancelled by patient", "cancelled by hospital", "not known"]
    bring(ExtractKind.CLINICS, *(appointment(n, status) for n, status in enumerate(statuses)), LAST)
    assert month_of(session, MISSED, ANN) == (1, 4, 0.25)
    assert n_of(session, MISSED, ANN) == "n; left out: 1 of 5 rows without an attendance entry"


def test_that_a_row_of_a_whole_clinic_counts_as_many_as_it_says(session: Session, bring: Bring) -> None:
    whole = {"consultant code": "AE", "session date": "2026-09-02", "slots": "12"}
    bring(
        ExtractKind.CLINICS,
        whole | {"booked": "12", "attended": "9", "did not attend": "1"},
        whole | {"session start": "14:00", "booked": "8", "attended": "8", "did not attend": "0"},
        whole | {"session date": "2026-09-03", "booked": "10", "cancelled": "yes"},
        LAST,
    )
    assert month_of(session, MISSED, ANN) == (1, 18, 1 / 18)
    assert month_of(session, SLOTS, ANN) == (20, 24, 20 / 24)
    [second, first] = data_for(session, (SLOTS,)).source(SLOTS).shown(ANN, SLOTS, SEPTEMBER)
    assert {first.counted, second.counted} == {"12 of 12 slots", "8 of 12 slots"}


def test_that_follow_ups_are_set_against_new_attendances_and_not_against_all(session: Session, bring: Bring) -> None:
    kinds = [("attended", "new"), ("attended", "fu"), ("attended", "fu"), ("attended", "fu"), ("attended", "new")]
    rows = [appointment(n, status, kind) for n, (status, kind) in enumerate([*kinds, ("DNA", "new"), ("seen", "")])]
    bring(ExtractKind.CLINICS, *rows, LAST)
    assert month_of(session, FOLLOW_UPS, ANN) == (3, 2, 1.5)
    assert n_of(session, FOLLOW_UPS, ANN) == "n; left out: 1 of 6 rows without a new or follow-up entry"


def test_that_a_cancelled_appointment_leaves_its_slot_and_a_missed_one_fills_it(session: Session, bring: Bring) -> None:
    statuses = ["attended", "DNA", "attended", "cancelled by patient"]
    rows = [appointment(n, status, slots="6") for n, status in enumerate(statuses)]
    elsewhere = [appointment(9, "attended", location="B")]
    bring(ExtractKind.CLINICS, *rows, *elsewhere, LAST)
    assert month_of(session, SLOTS, ANN) == (3, 6, 0.5)
    assert n_of(session, SLOTS, ANN) == "n; left out: 1 of 2 clinics without a number of slots"


def test_that_two_clinicians_in_one_clinic_each_have_it_whole_and_the_team_has_it_once(
    session: Session, bring: Bring
) -> None:
    shared = {"session id": "C1", "slots": "4"}
    rows = [appointment(n, "attended") | shared for n in range(2)]
    bring(ExtractKind.CLINICS, *rows, appointment(3, "attended") | shared | {"consultant code": "BS"}, LAST)
    assert month_of(session, SLOTS, ANN) == (3, 4, 0.75)
    assert month_of(session, SLOTS) == (3, 4, 0.75)
