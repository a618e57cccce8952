"""Endoscopy: what is a colonoscopy, and quality over those of which something is recorded."""

from __future__ import annotations

import pytest

from cdconsole.domain.counting import Calculation
from cdconsole.domain.extract import ExtractKind
from cdconsole.services.department_data import data_for
from cdconsole.services.endoscopy_records import is_adequate, is_colonoscopy
from cdconsole.services.session import Session
from unit.services.conftest import Bring
from unit.services.counted_measures import ANN, SEPTEMBER, measure_of, month_of, n_of


def procedure(number: int, name: str = "Colonoscopy", **more: str) -> dict[str, str]:
    return {
        "procedure id": f"e{number}",
        "endoscopist": "AE",
        "session date": "2026-09-01",
        "location": "Room 1",
        "procedure": name,
        **{key.replace("_", " "): value for key, value in more.items()},
    }


LAST = procedure(99, "Gastroscopy", endoscopist="XX", session_date="2026-09-30")


@pytest.mark.parametrize(
    ("procedure", "is_one"),
    [
        ("Colonoscopy", True),
        ("DIAGNOSTIC COLONOSCOPY + biopsy", True),
        ("Ileocolonoscopy", True),
        ("H22.9 Diagnostic fibreoptic examination of colon", True),
        ("H201", True),
        ("Flexible sigmoidoscopy", False),
        ("Colonoscopy converted to flexible sigmoidoscopy", False),
        ("H25.1", False),
        ("OGD", False),
        ("", False),
    ],
)
def test_that_a_colonoscopy_is_known_by_its_words_or_its_code(procedure: str, is_one: bool) -> None:
    assert is_colonoscopy(procedure) is is_one


@pytest.mark.parametrize(
    ("words", "adequate"),
    [("Good", True), ("FAIR", True), ("poor", False), ("9", True), ("6", True), ("5", False), ("12", None), ("", None)],
)
def test_that_preparation_is_adequate_by_its_word_or_the_boston_scale(words: str, adequate: bool | None) -> None:
    assert is_adequate(words) is adequate


def test_that_completion_and_adenomas_are_of_colonoscopies_that_say_so(session: Session, bring: Bring) -> None:
    bring(
        ExtractKind.ENDOSCOPY,
        *(procedure(n, complete_examination="yes", adenoma_found="yes" if n < 2 else "no") for n in range(4)),
        procedure(5, complete_examination="no"),
        procedure(6),
        procedure(7, cancelled="yes", complete_examination="no"),
        procedure(8, "Flexible sigmoidoscopy", complete_examination="no", adenoma_found="yes"),
        LAST,
    )
    complete, adenoma = measure_of(Calculation.COMPLETE_COLONOSCOPIES), measure_of(Calculation.ADENOMA_DETECTION)
    assert month_of(session, complete, ANN) == (4, 5, 0.8)
    assert n_of(session, complete, ANN) == "n; left out: 1 of 6 colonoscopies without a completeness entry"
    assert month_of(session, adenoma, ANN) == (2, 4, 0.5)
    assert month_of(session, measure_of(Calculation.COLONOSCOPIES), ANN) == (6, 0, 6)


def test_that_withdrawal_is_timed_where_no_polyp_was_found_and_polyps_where_one_was(
    session: Session, bring: Bring
) -> None:
    bring(
        ExtractKind.ENDOSCOPY,
        procedure(1, polyps_found="0", withdrawal_minutes="6"),
        procedure(2, polyps_found="0", withdrawal_minutes="9.5"),
        procedure(3, polyps_found="3", polyps_retrieved="2", withdrawal_minutes="22"),
        procedure(4, polyps_found="1", polyps_retrieved="1", bowel_preparation="Poor"),
        procedure(5, polyps_found="2", bowel_preparation="Good"),
        procedure(6, polyps_found="0"),
        LAST,
    )
    withdrawal = measure_of(Calculation.WITHDRAWAL_MINUTES)
    assert month_of(session, withdrawal, ANN) == (15.5, 2, 7.75)
    assert n_of(session, withdrawal, ANN) == (
        "n; left out: 1 of 3 colonoscopies without a polyp without a withdrawal time"
    )
    assert month_of(session, measure_of(Calculation.POLYPS_RETRIEVED), ANN) == (3, 4, 0.75)
    assert month_of(session, measure_of(Calculation.BOWEL_PREPARATION), ANN) == (1, 2, 0.5)


def test_that_points_are_for_each_list_delivered(session: Session, bring: Bring) -> None:
    bring(
        ExtractKind.ENDOSCOPY,
        *(procedure(n, points="2") for n in range(4)),
        procedure(5, "Gastroscopy", points="1"),
        procedure(6, "Gastroscopy", points="1", cancelled="yes"),
        procedure(7, points="3", session_date="2026-09-02"),
        procedure(8, points="2", session_date="2026-09-03", cancelled="yes"),
        procedure(9, session_date="2026-09-04"),
        LAST,
    )
    points = measure_of(Calculation.POINTS_PER_LIST)
    assert month_of(session, points, ANN) == (12, 2, 6)
    assert n_of(session, points, ANN) == "n; left out: 1 of 3 lists without a number of points"
    shown = data_for(session, (points,)).source(points).shown(ANN, points, SEPTEMBER)
    assert [(one.what, one.counted) for one in shown] == [
        ("Room 1, 1 procedure", "not counted: without a number of points"),
        ("Room 1, 1 procedure", "3 points"),
        ("Room 1, 6 procedures", "9 points"),
    ]
