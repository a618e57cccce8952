from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from cdconsole.domain.extract import RowFinding
from cdconsole.domain.extract_fields import Field
from unit.importing.whole import Whole

at = datetime.fromisoformat

Check = Callable[..., Whole]
TWO = """p1,k2,C2,2026-01-01,2026-01-09,2026-01-04,2026-01-09,2
p1,k1,C1,2026-01-01,,2026-01-01,2026-01-04,1
"""


def test_that_episodes_of_one_patient_and_admission_are_one_spell(check_episodes: Check) -> None:
    extract = check_episodes(TWO + "p2,k3,C1,2026-01-01,,2026-01-01,,1\n")
    first, second = extract.spells
    assert (first.rows, first.clinician, first.source_key) == ((3, 2), "C2", "p1|2026-01-01")
    assert (first.admitted, first.discharged) == (at("2026-01-01"), at("2026-01-09"))
    assert second.discharged is None
    assert [(episode.spell, episode.row, episode.order, episode.clinician) for episode in extract.episodes] == [
        (0, 3, 1, "C1"), (0, 2, 2, "C2"), (1, 4, 1, "C1"),
    ]  # fmt: skip
    assert extract.episodes[0].source_key != extract.episodes[1].source_key
    assert extract.questioned == ()


@pytest.mark.parametrize(
    ("rows", "row", "column", "reason", "value"),
    [
        (
            "p1,k1,C1,2026-01-01,2026-01-05,2026-01-01,2026-01-03,1\np1,k2,C1,2026-01-01,2026-01-06,2026-01-03,2026-01-05,2",
            3, "discharged", "Rows 2, 3 are one spell with different discharge dates; the latest is used",
            "5 Jan 2026, 6 Jan 2026",
        ),
        (
            "p1,k1,C1,2026-01-01,,2026-01-01,2026-01-05,1\np1,k2,C1,2026-01-01,2026-01-09,2026-01-03,2026-01-09,2",
            3, "start", "Overlaps the episode on row 2, which ends 5 Jan 2026", "3 Jan 2026",
        ),
        (
            "p1,k1,C1,2026-01-01,,2026-01-01,2026-01-03,1\np1,k2,C1,2026-01-01,2026-01-09,2026-01-03,2026-01-09,1",
            3, "order", "Row 2 of the same spell has the same episode order", "1",
        ),
        (
            "p1,k1,C1,2026-01-01,,2026-01-05,2026-01-06,2\np1,k2,C1,2026-01-01,2026-01-09,2026-01-04,2026-01-09,3",
            3, "start", "Starts before the episode on row 2, which comes first by its order", "4 Jan 2026",
        ),
        (
            "p1,k1,C1,2026-01-01,2026-01-09,2026-01-02,2026-01-09,1",
            2, "start", "The first episode does not start on the day of admission, 1 Jan 2026", "2 Jan 2026",
        ),
        (
            "p1,k1,C1,2026-01-02,2026-01-09,2026-01-01,2026-01-09,2",
            2, "start", "The episode starts before the admission on 2 Jan 2026", "1 Jan 2026",
        ),
        (
            "p1,k1,C1,2026-01-01,2026-01-05,2026-01-01,2026-01-09,1",
            2, "end", "The episode ends after the discharge on 5 Jan 2026", "9 Jan 2026",
        ),
        (
            "p1,k1,C1,2026-01-01,2026-01-05,2026-01-01,2026-01-05,1a",
            2, "order", "The episode order is not a number", "",
        ),
    ],
)  # fmt: skip
def test_that_contradictions_are_questioned_and_stored(
    check_episodes: Check, rows: str, row: int, column: str, reason: str, value: str
) -> None:
    extract = check_episodes(rows + "\n")
    assert RowFinding(row, column, reason, value) in extract.questioned
    assert extract.stored_rows == extract.rows
    if "different discharge" in reason:
        assert extract.spells[0].discharged == at("2026-01-06")


def test_that_a_recorded_duration_that_contradicts_the_dates_is_questioned(check_episodes: Check) -> None:
    extract = check_episodes(
        "p1,k1,C1,2026-01-01,2026-01-05,2026-01-01,2026-01-05,1,9\n", extra={Field.EPISODE_DAYS: "days"}
    )
    assert extract.questioned == (RowFinding(2, "days", "The dates give 4 days", "9"),)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",k9,C1,2026-01-01,,2026-01-01,,1", "patient", "There is no patient identifier, so the spell is not known"),
        ("p9,k9,C1,2026-01-01,,,,1", "start", "There is no episode start"),
        ("p9,k9,C1,2026-01-01,,2026-01-05,2026-01-02,1", "end", "The episode ends before its start on 5 Jan 2026"),
        ("p1,k1,C1,2026-01-01,,2026-01-01,,1", "key", "The same identifier is on row 3"),
    ],
)
def test_that_a_bad_episode_is_refused(check_episodes: Check, row: str, column: str, reason: str) -> None:
    extract = check_episodes(TWO + row + "\n")
    assert [(found.row, found.column, found.reason) for found in extract.rejected] == [(4, column, reason)]


def test_that_a_spell_number_on_every_episode_is_no_duplicate(check_episodes: Check) -> None:
    extract = check_episodes(TWO.replace("k2", "s1").replace("k1", "s1"))
    assert (len(extract.spells), len(extract.episodes), extract.rejected) == (1, 2, ())


def test_that_an_order_not_known_falls_back_to_time(check_episodes: Check) -> None:
    rows = "p1,k1,C1,2026-01-01,,2026-01-05,,99\np1,k2,C2,2026-01-01,,2026-01-01,2026-01-05,98\n"
    extract = check_episodes(rows)
    assert [(episode.row, episode.order) for episode in extract.episodes] == [(3, 1), (2, 2)]
