"""Theatre lists: ratios of sums, touch time counted once, late starts over all lists, and what lacks times said."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Calculation
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.services.department_data import data_for
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.theatre_lists import covered_minutes
from unit.services.conftest import Bring
from unit.services.counted_measures import ANN, SEPTEMBER, measure_of, month_of, n_of

UNCAPPED, CAPPED = measure_of(Calculation.THEATRE_UNCAPPED), measure_of(Calculation.THEATRE_CAPPED)
LATE_MINUTES, LATE = measure_of(Calculation.LATE_START_MINUTES), measure_of(Calculation.LATE_STARTS, 15)
EARLY, OVER = measure_of(Calculation.EARLY_FINISH_MINUTES), measure_of(Calculation.OVERRUN_MINUTES)
CANCELLED = measure_of(Calculation.CANCELLED_ON_THE_DAY)
PUBLIC = Path(__file__).resolve().parents[3] / "../shared/data/or_utilisation_2022q1__q1_or_utilization_clean.csv"


def case(key: str, day: int, begins: str, ends: str, **more: str) -> dict[str, str]:
    return {
        "case id": key,
        "surgeon": "AE",
        "session date": f"2026-09-{day:02d}",
        "session start": "08:30",
        "session end": "12:30",
        "location": "Theatre 2",
        "urgency": "elective",
        "anaesthetic start": begins,
        "out of theatre": ends,
        "cancelled": "no",
        **{name.replace("_", " "): value for name, value in more.items()},
    }


def cancelled(key: str, day: int, **more: str) -> dict[str, str]:
    return case(key, day, "", "", cancelled="yes", **more)


def a_month(bring: Bring) -> None:
    """Three lists of 240 minutes: one early and overrunning, one late and short, one cancelled; an emergency list.

    The first touches 08:15-10:15 and 10:00-13:00: 285 minutes together, 240 of them planned. The second 09:00-11:00.
    """
    bring(
        ExtractKind.THEATRE,
        *(case("1", 1, "08:15", "10:15"), case("2", 1, "10:00", "13:00"), case("3", 2, "09:00", "11:00")),
        *(cancelled("4", 3), cancelled("5", 2)),
        *(case("6", 4, "01:00", "09:00", urgency="emergency"), cancelled("7", 30, surgeon="XX", urgency="emergency")),
    )


def test_that_utilisation_is_a_ratio_of_sums_with_cancelled_lists_in_it_and_emergency_lists_out(
    session: Session, bring: Bring
) -> None:
    a_month(bring)
    assert month_of(session, UNCAPPED, ANN) == (405, 720, 405 / 720)
    assert month_of(session, CAPPED, ANN) == (360, 720, 0.5)
    assert n_of(session, UNCAPPED, ANN) == "n"


def test_that_minutes_late_early_and_over_are_over_all_lists_that_were_held(session: Session, bring: Bring) -> None:
    a_month(bring)
    assert month_of(session, LATE_MINUTES, ANN) == (30, 2, 15)
    assert month_of(session, LATE, ANN) == (1, 2, 0.5)
    assert month_of(session, measure_of(Calculation.LATE_STARTS, 30), ANN) == (0, 2, 0)
    assert month_of(session, EARLY, ANN) == (90, 2, 45)
    assert month_of(session, OVER, ANN) == (30, 2, 15)


def test_that_cancellations_are_of_booked_cases_and_an_empty_cell_is_no_where_the_file_says_yes(
    session: Session, bring: Bring
) -> None:
    a_month(bring)
    assert month_of(session, CANCELLED, ANN) == (2, 5, 0.4)
    [first, *_] = data_for(session, (CANCELLED,)).source(CANCELLED).shown(ANN, CANCELLED, SEPTEMBER)
    assert (first.on, first.counted) == ("3 Sep 2026", "cancelled")


def test_that_a_file_without_a_column_of_cancellations_is_no_month_without_any(session: Session, bring: Bring) -> None:
    rows = [case("1", 1, "08:30", "09:30", cancelled=""), case("2", 30, "08:30", "09:30", cancelled="")]
    bring(ExtractKind.THEATRE, *rows)
    assert month_of(session, CANCELLED, ANN) == (0, 0, None)
    why = data_for(session, (CANCELLED,)).source(CANCELLED).unavailable(ANN, CANCELLED)
    assert why == "Not available: none of the booked cases imported has a cancellation entry."


def test_that_lists_without_planned_times_or_times_of_a_case_are_left_out_and_said(
    session: Session, bring: Bring
) -> None:
    unplanned = {"session start": "", "session end": ""}
    bring(
        ExtractKind.THEATRE,
        *(case("1", 1, "08:30", "10:30"), case("2", 2, "08:30", "10:30") | unplanned),
        *(case("3", 3, "08:30", "10:30"), case("4", 3, "11:00", ""), case("5", 30, "08:30", "12:30", surgeon="XX")),
    )
    assert month_of(session, UNCAPPED, ANN) == (120, 240, 0.5)
    said = "n; left out: 2 of 3 lists without a planned or recorded time"
    assert [n_of(session, measure, ANN) for measure in (UNCAPPED, CAPPED, EARLY, OVER)] == [said] * 4
    assert month_of(session, LATE, ANN) == (0, 2, 0)
    shown = data_for(session, (UNCAPPED,)).source(UNCAPPED).shown(ANN, UNCAPPED, SEPTEMBER)
    assert [(one.what, one.counted) for one in shown] == [
        ("Theatre 2, 2 cases", "not counted: without a planned or recorded time"),
        ("Theatre 2, 1 case", "not counted: without a planned or recorded time"),
        ("Theatre 2, 1 case", "120 of 240 minutes"),
    ]


def test_that_minutes_alone_are_planned_time_enough_for_all_but_what_needs_the_clock(
    session: Session, bring: Bring
) -> None:
    minutes = {"session start": "", "session end": "", "planned minutes": "200"}
    bring(ExtractKind.THEATRE, case("1", 1, "08:30", "10:30") | minutes, case("2", 30, "08:30", "12:30", surgeon="XX"))
    assert month_of(session, UNCAPPED, ANN) == (120, 200, 0.6)
    assert month_of(session, CAPPED, ANN) == (0, 0, None)


def test_that_a_list_past_midnight_ends_on_the_next_day(session: Session, bring: Bring) -> None:
    late = case("1", 1, "20:00", "2026-09-02 01:00", session_start="20:00", session_end="00:00")
    bring(ExtractKind.THEATRE, late, case("2", 30, "08:30", "12:30", surgeon="XX"))
    assert month_of(session, UNCAPPED, ANN) == (300, 240, 1.25)
    assert month_of(session, CAPPED, ANN) == (240, 240, 1)


def test_that_two_surgeons_on_one_list_each_have_it_whole_and_the_team_has_it_once(
    session: Session, bring: Bring
) -> None:
    rows = [case("1", 1, "08:30", "10:30"), case("2", 1, "10:30", "11:30", surgeon="BS")]
    bring(ExtractKind.THEATRE, *(row | {"session id": "L1"} for row in rows), cancelled("9", 30, urgency="emergency"))
    assert month_of(session, UNCAPPED, ANN) == month_of(session, UNCAPPED) == (180, 240, 0.75)


TIMES = st.integers(0, 600)


@given(st.lists(st.tuples(st.integers(0, 3), TIMES, TIMES), max_size=30))
def test_that_minutes_covered_are_those_that_counting_minute_by_minute_gives(cases: list[tuple[int, int, int]]) -> None:
    unit, start, end = (np.array(column, dtype=np.float64) for column in ([c[i] for c in cases] for i in range(3)))
    found = covered_minutes(unit.astype(np.intp), start, end, 4)
    for one in range(4):
        minutes = {minute for of, begins, ends in cases if of == one for minute in range(begins, ends)}
        assert found[one] == pytest.approx(len(minutes))


@given(st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=12), TIMES, st.integers(1, 400))
def test_that_minutes_within_a_window_are_at_most_the_window_and_at_most_all(
    cases: list[tuple[int, int]], opens: int, length: int
) -> None:
    start, end = (np.array(column, dtype=np.float64) for column in zip(*cases, strict=True))
    unit = np.zeros(len(cases), dtype=np.intp)
    [every] = covered_minutes(unit, start, end, 1)
    [inside] = covered_minutes(unit, np.clip(start, opens, opens + length), np.clip(end, opens, opens + length), 1)
    assert inside <= min(every, length) + 1e-6


@pytest.mark.skipif(not PUBLIC.exists(), reason="the shared data sets are not here")
def test_that_a_public_data_set_gives_the_teams_utilisation_that_pandas_gives(session: Session, tmp_path: Path) -> None:
    cases = pd.read_csv(PUBLIC, parse_dates=["or_sched", "wheels_in", "start_time", "end_time", "wheels_out"])
    cases.columns = cases.columns.str.strip()
    cases["planned"] = cases.groupby(["date", "or_suite"])["booked_dur"].transform("sum")
    cases["opens"] = cases.groupby(["date", "or_suite"])["or_sched"].transform("min")
    path = tmp_path / "public.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(
            [
                "case id",
                "session date",
                "session start",
                "planned minutes",
                "location",
                "into theatre",
                "out of theatre",
            ]
        )
        for row in cases.itertuples():
            rows.writerow(
                [row.encounter_id, row.date, row.opens, row.planned, row.or_suite, row.wheels_in, row.wheels_out]
            )
    seen = answer(session, PreviewExtract(str(path)), Task())
    report = answer(session, ImportExtract(str(path), seen.proposed), Task())
    assert report.stored_rows == len(cases)

    minute = pd.Timedelta(minutes=1)
    lists = cases.sort_values("wheels_in").groupby(["date", "or_suite"])
    expected = {"touch": 0.0, "within": 0.0, "planned": 0.0, "late": 0.0, "lists": 0}
    for _, each in lists:
        if not each["date"].iloc[0].startswith("2022-02"):
            continue
        opens, closes = each["opens"].iloc[0], each["opens"].iloc[0] + each["planned"].iloc[0] * minute
        expected["planned"] += each["planned"].iloc[0]
        expected["lists"] += 1
        expected["late"] += max(0.0, (each["wheels_in"].min() - opens) / minute)
        reached, reached_within = pd.Timestamp.min, opens
        for begins, ends in zip(each["wheels_in"], each["wheels_out"], strict=True):
            expected["touch"] += max(0.0, (ends - max(begins, reached)) / minute)
            inside = min(ends, closes) - max(begins, reached_within, opens)
            expected["within"] += max(0.0, inside / minute)
            reached, reached_within = max(reached, ends), max(reached_within, ends)
    february = Period(Month(2022, 2), Month(2022, 2))
    touch, planned, value = month_of(session, UNCAPPED, None, february)
    assert (touch, planned) == (pytest.approx(expected["touch"]), expected["planned"])
    assert value == pytest.approx(expected["touch"] / expected["planned"])
    assert month_of(session, CAPPED, None, february)[0] == pytest.approx(expected["within"])
    assert month_of(session, LATE_MINUTES, None, february)[:2] == (pytest.approx(expected["late"]), expected["lists"])
    assert 0.5 < expected["within"] / expected["planned"] < 1


@pytest.mark.skipif(not PUBLIC.exists(), reason="the shared data sets are not here")
def test_that_the_public_data_set_as_it_is_has_no_planned_time_and_that_is_said(session: Session) -> None:
    seen = answer(session, PreviewExtract(str(PUBLIC)), Task())
    answer(session, ImportExtract(str(PUBLIC), seen.proposed), Task())
    source = data_for(session, (UNCAPPED,)).source(UNCAPPED)
    assert source.unavailable(None, UNCAPPED) == (
        "Not available: none of the lists imported has a planned or recorded time."
    )
