"""Units: every record is of one unit, clinicians' records add up to the team's, and lists are told apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.identity import ClinicianId
from cdconsole.services.tallies import Lacking, Tally, Units, grouped
from cdconsole.storage.record_columns import RecordColumns, Texts, days_of, minutes_of

PERIOD = Period(Month(1970, 1), Month(1970, 2))
ROWS = st.lists(
    st.tuples(st.sampled_from(("ann", "bob", "")), st.integers(719_163, 719_200), st.sampled_from(("", "L1", "L2"))),
    max_size=40,
)


def columns_of(whose: list[str]) -> RecordColumns:
    nothing = Texts.of([""] * len(whose))
    return RecordColumns(Texts.of(whose), nothing, nothing, {}, {}, {}, {})


@given(ROWS, st.data())
def test_that_clinicians_and_nobodys_records_add_up_to_the_teams(
    rows: list[tuple[str, int, str]], data: st.DataObject
) -> None:
    whose, days = Texts.of([one for one, _, _ in rows]), np.array([day for _, day, _ in rows], dtype=np.int64)
    flags = [data.draw(st.tuples(st.booleans(), st.booleans())) for _ in rows]
    counts, events = (np.array([pair[place] for pair in flags], dtype=np.bool_) for place in (0, 1))
    tally = Tally(Units.of_records(days, whose), counts, events, None, Lacking("a decision", "reviews", ~counts))
    parts = [tally.counted(ClinicianId(one)) for one in ("ann", "bob")]
    nobodys = [place for place, (one, _, _) in enumerate(rows) if not one and counts[place]]
    team = tally.counted(None)
    assert sum(len(part) for part in parts) + len(nobodys) == len(team)
    assert sum(part.numerator.sum() for part in parts) + events[nobodys].sum() == team.numerator.sum()
    lacking, every = tally.left_out(None, PERIOD)
    assert (lacking, every) == (int((~counts).sum()), len(rows))


@given(ROWS)
def test_that_lists_are_told_apart_by_day_and_identifier_and_without_one_by_clinician(
    rows: list[tuple[str, int, str]],
) -> None:
    days = np.array([day for _, day, _ in rows], dtype=np.int64)
    keys = Texts.of([key for _, _, key in rows])
    found = grouped(columns_of([one for one, _, _ in rows]), days, keys, ())
    expected = {(day, key, "" if key else one) for one, day, key in rows}
    assert len(found.units.day) == len(expected)
    assert found.total(np.ones(len(rows))).sum() == len(rows)
    for one in ("ann", "bob"):
        own = {(day, key, "" if key else one) for other, day, key in rows if other == one}
        assert len(found.units.of(ClinicianId(one))) == len(own)


def test_that_what_is_not_recorded_is_neither_largest_nor_smallest() -> None:
    found = grouped(columns_of(["ann"] * 4), np.array([1, 1, 2, 2]), Texts.of(["L"] * 4), ())
    values = np.array([3.0, np.nan, np.nan, np.nan])
    assert found.largest(values)[0] == found.smallest(values)[0] == 3
    assert np.isnan(found.largest(values)[1])
    assert found.total(values).tolist() == [3, 0]
    assert found.every(np.array([True, False, True, True])).tolist() == [False, True]


def test_that_days_and_moments_become_numbers_and_a_day_alone_is_no_moment() -> None:
    assert days_of(["1970-01-02", "1970-01-03T10:00:00", None, ""]).tolist() == [719_164, 719_165, -1, -1]
    minutes = minutes_of(["1970-01-02T00:01:30", "1970-01-02", None])
    assert minutes[0] == pytest.approx(24 * 60 + 1.5)
    assert np.isnan(minutes[1:]).all()
