"""Reviews on take: admitted of reviewed, and home the same day by decision or by the spell."""

from __future__ import annotations

import pytest

from cdconsole.domain.calendar import Month
from cdconsole.domain.counting import Calculation
from cdconsole.domain.extract import ExtractKind
from cdconsole.services.department_data import data_for
from cdconsole.services.session import Session
from unit.services.conftest import Bring
from unit.services.counted_measures import ANN, BOB, SEPTEMBER, measure_of, month_of, n_of

ADMITTED, SAME_DAY = measure_of(Calculation.ADMITTED_ON_TAKE), measure_of(Calculation.SAME_DAY_ON_TAKE)


def review(patient: str, day: int, decision: str, spell: str = "", by: str = "AE") -> dict[str, str]:
    return {
        "spell number": spell,
        "patient identifier": patient,
        "reviewing consultant": by,
        "arrived": f"2026-09-{day:02d} 07:00",
        "reviewed": f"2026-09-{day:02d} 08:30",
        "decision": decision,
    }


def reviews(bring: Bring) -> None:
    """Two admitted, one sent home, one transferred, one without a decision; one day each of the whole month."""
    decided = ["admitted", "admitted", "discharged", "transferred", ""]
    rows = [review(f"P{place}", 2 + place, decision) for place, decision in enumerate(decided)]
    bring(
        ExtractKind.TAKE_REVIEWS, *rows, review("P9", 1, "discharged", by="XX"), review("P8", 30, "admitted", by="XX")
    )


def test_that_the_admission_rate_is_of_those_decided_to_be_admitted_or_sent_home(
    session: Session, bring: Bring
) -> None:
    reviews(bring)
    assert month_of(session, ADMITTED, ANN) == (2, 3, 2 / 3)
    assert month_of(session, ADMITTED) == (3, 5, 0.6)
    assert n_of(session, ADMITTED, ANN) == "n; left out: 1 of 4 reviews without a decision"


def test_that_a_spell_that_ends_alive_on_the_day_of_the_review_is_a_same_day_discharge(
    session: Session, bring: Bring
) -> None:
    heading = {"consultant code": "ZZ", "admission date": "2026-09-02 07:00", "patient identifier": "x"}
    bring(
        ExtractKind.SPELLS,
        heading | {"spell number": "S1", "discharge date": "2026-09-02 19:00", "discharge method": "1"},
        heading | {"spell number": "S2", "discharge date": "2026-09-03 09:00", "discharge method": "1"},
        heading | {"spell number": "S3", "discharge date": "2026-09-02 18:00", "discharge method": "4"},
    )
    rows = [review(f"P{n}", 2, "admitted", f"S{n}") for n in (1, 2, 3)]
    bring(
        ExtractKind.TAKE_REVIEWS,
        *(*rows, review("P4", 3, "discharged"), review("P5", 30, "", "S1")),
    )
    assert month_of(session, SAME_DAY, ANN) == (2, 5, 0.4)
    assert month_of(session, ADMITTED, ANN) == (3, 4, 0.75)


def test_that_a_clinician_without_reviews_hears_so_and_a_month_no_import_covers_is_a_gap(
    session: Session, bring: Bring
) -> None:
    data = data_for(session, (ADMITTED,))
    assert data.source(ADMITTED).unavailable(None, ADMITTED) == (
        "Not available: no reviews on take have been imported. Import them on Data."
    )
    reviews(bring)
    source = data_for(session, (ADMITTED,)).source(ADMITTED)
    assert source.unavailable(ANN, ADMITTED) == ""
    assert source.unavailable(BOB, ADMITTED) == (
        "Not available: no reviews on take have been imported for this clinician."
    )
    assert source.months == {Month(2026, 9)}
    october = type(SEPTEMBER)(Month(2026, 9), Month(2026, 10))
    values = source.monthly(ANN, ADMITTED, october).values(october)
    assert [value.value for value in values] == [pytest.approx(2 / 3), None]


def test_that_the_records_behind_a_point_say_what_each_counted_as(session: Session, bring: Bring) -> None:
    reviews(bring)
    shown = data_for(session, (ADMITTED,)).source(ADMITTED).shown(ANN, ADMITTED, SEPTEMBER)
    assert [(one.on, one.what, one.counted, one.batch) for one in shown] == [
        ("6 Sep 2026", "Review; decision: not recorded", "not counted: without a decision", "takes.csv"),
        ("4 Sep 2026", "Review; decision: discharged", "discharged", "takes.csv"),
        ("3 Sep 2026", "Review; decision: admitted", "admitted", "takes.csv"),
        ("2 Sep 2026", "Review; decision: admitted", "admitted", "takes.csv"),
    ]
    assert all(len(one.patient) == 8 for one in shown)
