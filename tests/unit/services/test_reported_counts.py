"""Reported counts: of one name, by clinician; the team's own where there are any, else everybody's together."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.services.department_data import data_for
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from unit.services.conftest import Bring
from unit.services.counted_measures import ANN, measure_of, month_of, n_of

OCTOBER = Period(Month(2026, 10), Month(2026, 10))
FALLS = measure_of(Calculation.REPORTED, count_of="falls")
PUBLIC = Path(__file__).resolve().parents[3] / "../shared/data/NHSRdatasets__ae_attendances.csv"


def count(
    numerator: int, denominator: str, *, by: str = "AE", of: str = "Falls", period: str = "2026-09"
) -> dict[str, str]:
    return {
        "period": period,
        "clinician": by,
        "organisation": "" if by else "Ward 7",
        "count of": of,
        "numerator": str(numerator),
        "denominator": denominator,
    }


def test_that_a_count_is_found_by_its_name_without_regard_to_case(session: Session, bring: Bring) -> None:
    bring(
        ExtractKind.COUNTS,
        *(count(3, "120"), count(1, "80", by="BS"), count(9, "10", of="Complaints")),
        *(count(2, "100", period="2026-10"), count(7, "400", by="", period="2026-10")),
    )
    assert month_of(session, FALLS, ANN) == (3, 120, 3 / 120)
    assert month_of(session, FALLS) == (4, 200, 4 / 200)
    assert month_of(session, FALLS, None, OCTOBER) == (7, 400, 7 / 400)


def test_that_counts_without_a_denominator_are_left_out_and_said(session: Session, bring: Bring) -> None:
    bring(
        ExtractKind.COUNTS, count(3, "120"), count(4, "", of="FALLS ", period="2026-09-15"), count(5, "9", of="Other")
    )
    assert n_of(session, FALLS, ANN) == ("n; left out: 1 of 2 counts without a denominator or a period within a month")


def test_that_a_definition_kept_in_words_says_that_nothing_counts_it(session: Session, bring: Bring) -> None:
    bring(ExtractKind.COUNTS, count(3, "120"))
    words = measure_of(Calculation.NOT_KEPT)
    assert words.counting == Counting()
    assert "in words only" in data_for(session, (words,)).source(words).unavailable(None, words)
    other = measure_of(Calculation.REPORTED, count_of="Pressure ulcers")
    assert data_for(session, (other,)).source(other).unavailable(None, other) == (
        "Not available: nothing that this measure counts is among the reported counts."
    )


@pytest.mark.skipif(not PUBLIC.exists(), reason="the shared data sets are not here")
def test_that_every_organisations_count_of_a_month_adds_up_to_the_teams(session: Session) -> None:
    seen = answer(session, PreviewExtract(str(PUBLIC)), Task())
    answer(session, ImportExtract(str(PUBLIC), seen.proposed), Task())
    rows = pd.read_csv(PUBLIC, parse_dates=["period"])
    month = rows[(rows["period"] == "2017-03-01") & (rows["type"].astype(str) == "1")]
    measure = measure_of(Calculation.REPORTED, count_of="1")
    found = month_of(session, measure, None, Period(Month(2017, 3), Month(2017, 3)))
    assert found[:2] == (month["breaches"].sum(), month["attendances"].sum())
