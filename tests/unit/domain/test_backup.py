"""Which backups may go: never the newest, never because time passed, never more than the rule says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.backup import BackupPlace, RestorePoint, is_overdue, may_restore, superseded
from cdconsole.domain.people import Role

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
BACKUPS = st.lists(
    st.tuples(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.integers(1, 500)), max_size=120, unique=True
)


def days(count: int) -> list[tuple[date, int]]:
    first = date(2026, 1, 1)
    return [(first + timedelta(days=at), at + 1) for at in range(count)]


def test_that_two_weeks_of_days_and_eight_of_weeks_are_kept() -> None:
    every = days(200)
    kept = sorted(set(every) - superseded(every))
    assert kept[-14:] == every[-14:]
    weeks = {day.isocalendar()[:2] for day, _ in kept}
    assert len(weeks) == 8
    assert len(kept) == 14 + 6
    assert all(day.isoweekday() == 7 for day, _ in kept[:-14])


def test_that_of_one_day_the_newest_is_kept() -> None:
    every = [(date(2026, 1, 5), 1), (date(2026, 1, 5), 2), (date(2026, 1, 6), 3)]
    assert superseded(every) == {(date(2026, 1, 5), 1)}


@given(BACKUPS)
def test_that_the_newest_and_few_enough_are_kept(backups: list[tuple[date, int]]) -> None:
    kept = set(backups) - superseded(backups)
    assert superseded(backups) <= set(backups)
    assert len(kept) <= 14 + 8 + 1
    if backups:
        assert max(backups) in kept
        assert max(backups, key=lambda each: each[1])[1] in {number for _, number in kept}
    assert len({day for day, _ in kept}) >= min(14, len({day for day, _ in backups}))


@given(BACKUPS)
def test_that_the_rule_is_settled_after_one_turn_and_blind_to_order(backups: list[tuple[date, int]]) -> None:
    going = superseded(backups)
    assert superseded(reversed(backups)) == going
    assert superseded(set(backups) - going) == frozenset()


@given(BACKUPS, st.integers(1, 40))
def test_that_what_may_go_may_still_go_after_later_backups(backups: list[tuple[date, int]], later: int) -> None:
    newest = max(backups, default=(date(2026, 1, 1), 0))[0]
    highest = max((number for _, number in backups), default=0)
    more = [(newest + timedelta(days=at), highest + at) for at in range(1, later + 1)]
    assert superseded(backups) <= superseded([*backups, *more])


def test_that_a_backup_is_overdue_only_where_something_is_not_backed_up() -> None:
    old = RestorePoint(BackupPlace.COMPUTER, "x.cdvx", 5, NOW - timedelta(days=8), "Dr A", 1)
    assert is_overdue(None, 1, NOW)
    assert is_overdue(old, 6, NOW)
    assert not is_overdue(old, 5, NOW)
    assert not is_overdue(old, 6, NOW - timedelta(days=2))


def test_that_only_director_and_deputy_may_restore() -> None:
    assert [role for role in Role if may_restore(role)] == [Role.DIRECTOR, Role.DEPUTY]
